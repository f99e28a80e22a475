//! Assistance: measures of a household's plan, their progress, its contact persons, and what the plan lacks
//! (domain.md §4.8).

pub mod catalogue;
pub mod codes;
pub mod hints;
pub mod waiting;

use crate::household::Household;
use crate::household::checks::nobody_of_working_age;
use crate::ids::{OpId, StaffId};
use crate::lang::Lang;
use crate::refusal::{Refusal, RefusalCode};
use crate::time::{Millis, field_day, trusted_day};
use crate::visit::rules::{check_required, check_text};
use catalogue::SubItem;
use chrono::NaiveDate;
use codes::{MeasureCategory, MeasureStatus};
use minicbor::{Decode, Encode};
use serde::{Deserialize, Serialize};

/// Longest name of a measure, body or person, in characters; a bound, not a rule of the field.
pub const NAME_MAX: usize = 100;
/// Longest word on progress, in characters.
pub const WORDS_MAX: usize = 500;
/// Largest amount of one measure, yuan; a bound.
pub const YUAN_MAX: u32 = 10_000_000;
/// Most measures and contact persons of a household, and most progress of a measure; bounds.
pub const MOST: usize = 200;

/// What is planned.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, Encode, Decode)]
pub struct MeasureContent {
    /// The category.
    #[n(0)]
    pub category: MeasureCategory,
    /// What exactly, such as 送种苗.
    #[n(1)]
    pub item: String,
    /// First day, local.
    #[cbor(n(2), with = "crate::cbor::day")]
    pub start: NaiveDate,
    /// Last day planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cbor(n(3), with = "crate::cbor::maybe_day", default)]
    pub planned_end: Option<NaiveDate>,
    /// Whole yuan, where it is money.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(4)]
    pub yuan: Option<u32>,
    /// Who is responsible for it, such as 区农业农村局; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[cbor(n(5), default)]
    pub body: String,
    /// Which of the common sub-items of its category it is; none for any other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cbor(n(6), default)]
    pub sub_item: Option<SubItem>,
}

impl MeasureContent {
    /// What it is, in one line: the sub-item where it is one, and what was written of it beside that.
    #[must_use]
    pub fn said(&self, lang: Lang) -> String {
        let item = self.item.trim();
        match (self.sub_item, lang) {
            (None, _) => item.to_owned(),
            (Some(sub), _) if item == sub.zh() || item == sub.en() => sub.label(lang).to_owned(),
            (Some(sub), Lang::Zh) => format!("{}：{item}", sub.zh()),
            (Some(sub), Lang::En) => format!("{}: {item}", sub.en()),
        }
    }
}

/// How a measure went on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Progress {
    /// The operation that recorded it.
    #[n(0)]
    pub op: OpId,
    /// The name of whoever recorded it, as of then.
    #[n(1)]
    pub by_name: String,
    /// The device's clock.
    #[n(2)]
    pub recorded_at: Millis,
    /// The server's time of receipt; none while it waits on a phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(3)]
    pub received_at: Option<Millis>,
    /// What was recorded.
    #[n(4)]
    pub step: ProgressStep,
}

impl Progress {
    /// The day of the step, as it counts (see [`trusted_day`]).
    #[must_use]
    pub fn day(&self) -> NaiveDate {
        trusted_day(self.step.on, field_day(self.recorded_at), self.received_at)
    }
}

/// One step of progress, as it is handed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct ProgressStep {
    /// The day, local.
    #[cbor(n(0), with = "crate::cbor::day")]
    pub on: NaiveDate,
    /// Where it stands now.
    #[n(1)]
    pub status: MeasureStatus,
    /// What was done, or why it stopped.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[cbor(n(2), default)]
    pub words: String,
}

/// A measure of a household's plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Measure {
    /// The operation that planned it; names it for ever.
    #[n(0)]
    pub op: OpId,
    /// Who planned it.
    #[n(1)]
    pub by: StaffId,
    /// The name, as of then.
    #[n(2)]
    pub by_name: String,
    /// The device's clock.
    #[n(3)]
    pub recorded_at: Millis,
    /// The server's time of receipt; none while it waits on a phone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[n(4)]
    pub received_at: Option<Millis>,
    /// What is planned.
    #[n(5)]
    pub content: MeasureContent,
    /// How it went on, in the order of receipt.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cbor(n(6), default)]
    pub progress: Vec<Progress>,
}

impl Measure {
    /// Where it stands: what was recorded last.
    #[must_use]
    pub fn status(&self) -> MeasureStatus {
        let last = self.progress.last();
        last.map_or(MeasureStatus::Planned, |progress| progress.step.status)
    }

    /// Whether it is neither done nor stopped.
    #[must_use]
    pub fn is_open(&self) -> bool {
        !matches!(self.status(), MeasureStatus::Done | MeasureStatus::Stopped)
    }

    /// Whether its planned end has passed and it is still open.
    #[must_use]
    pub fn is_late(&self, today: NaiveDate) -> bool {
        self.is_open() && self.content.planned_end.is_some_and(|end| end < today)
    }

    /// The day on which it last moved: that of its latest progress, or on which it was planned. The day on which it
    /// is to begin is a promise.
    #[must_use]
    pub fn moved_on(&self) -> NaiveDate {
        let recorded = field_day(self.recorded_at);
        let planned = trusted_day(recorded, recorded, self.received_at);
        let days = self.progress.iter().map(Progress::day);
        days.fold(planned, NaiveDate::max)
    }

    /// How often an operation stands in it.
    #[must_use]
    pub fn times(&self, op: OpId) -> usize {
        usize::from(self.op == op) + self.progress.iter().filter(|progress| progress.op == op).count()
    }
}

/// Who keeps in touch with a household 帮扶联系人, and since when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Contact {
    /// The operation that named the person.
    #[n(0)]
    pub op: OpId,
    /// Name.
    #[n(1)]
    pub name: String,
    /// Unit.
    #[n(2)]
    pub unit: String,
    /// Since when.
    #[cbor(n(3), with = "crate::cbor::day")]
    pub from: NaiveDate,
    /// Until when; none for the present one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cbor(n(4), with = "crate::cbor::maybe_day", default)]
    pub to: Option<NaiveDate>,
}

/// The leader's signature under the plan as it stood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Signature {
    /// The operation.
    #[n(0)]
    pub op: OpId,
    /// The name of the leader, as of then.
    #[n(1)]
    pub by_name: String,
    /// The day, local.
    #[cbor(n(2), with = "crate::cbor::day")]
    pub on: NaiveDate,
    /// How many measures the plan had: one that came later is not signed yet.
    #[n(3)]
    pub measures: u32,
    /// What the household says of the plan 农户意愿; empty where nobody wrote it down.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[cbor(n(4), default)]
    pub opinion: String,
}

/// A household's plan 一户一策.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Encode, Decode)]
pub struct Plan {
    /// Its measures, in the order of receipt.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cbor(n(0), default)]
    pub measures: Vec<Measure>,
    /// Its contact persons, the present one last.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cbor(n(1), default)]
    pub contacts: Vec<Contact>,
    /// The signatures, in the order of receipt.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cbor(n(2), default)]
    pub signed: Vec<Signature>,
}

impl Plan {
    /// The measures by which help is planned or given. What was stopped helps nobody.
    pub fn in_force(&self) -> impl Iterator<Item = &Measure> {
        in_force(&self.measures)
    }

    /// The present contact person.
    #[must_use]
    pub fn contact(&self) -> Option<&Contact> {
        self.contacts.last().filter(|contact| contact.to.is_none())
    }

    /// Those who kept in touch before, the latest first.
    pub fn former_contacts(&self) -> impl Iterator<Item = &Contact> {
        self.contacts.iter().rev().filter(|contact| contact.to.is_some())
    }

    /// The signature under the plan as it is now; none where nobody signed, or a measure came later.
    #[must_use]
    pub fn signature(&self) -> Option<&Signature> {
        let count = u32::try_from(self.measures.len()).unwrap_or(u32::MAX);
        self.signed
            .last()
            .filter(|signature| signature.measures == count && count > 0)
    }

    /// How often an operation stands in it.
    #[must_use]
    pub fn times(&self, op: OpId) -> usize {
        let measures: usize = self.measures.iter().map(|measure| measure.times(op)).sum();
        let contacts = self.contacts.iter().filter(|contact| contact.op == op).count();
        let signed = self.signed.iter().filter(|signature| signature.op == op).count();
        measures + contacts + signed
    }
}

fn in_force(measures: &[Measure]) -> impl Iterator<Item = &Measure> {
    measures
        .iter()
        .filter(|measure| measure.status() != MeasureStatus::Stopped)
}

/// Whether a measure can be planned for a household as it is said. A post needs somebody old enough for it (VQ25).
///
/// # Errors
/// The field that is wrong.
pub fn check_measure(content: &MeasureContent, household: &Household) -> Result<(), Refusal> {
    if content.category == MeasureCategory::PublicPost && nobody_of_working_age(household, content.start) {
        return Err(Refusal::at(RefusalCode::NobodyOfAge, "category"));
    }
    let sub_items = content.category.sub_items();
    if content.sub_item.is_some_and(|item| !sub_items.contains(&item)) {
        return Err(Refusal::at(RefusalCode::BadValue, "category"));
    }
    check_required("item", &content.item, NAME_MAX)?;
    check_text("body", &content.body, NAME_MAX)?;
    if content.planned_end.is_some_and(|end| end < content.start) {
        return Err(Refusal::at(RefusalCode::EndBeforeStart, "planned_end"));
    }
    match content.yuan.is_some_and(|yuan| yuan > YUAN_MAX) {
        true => Err(Refusal::at(RefusalCode::BadValue, "yuan")),
        false => Ok(()),
    }
}

/// Whether progress can be recorded as it is said: from each status only forward, stopping needs a reason, and what is
/// carried on is so after the household's risk was `eliminated`.
///
/// # Errors
/// The field that is wrong.
pub fn check_progress(
    measure: &Measure,
    step: &ProgressStep,
    recorded_on: NaiveDate,
    eliminated: bool,
) -> Result<(), Refusal> {
    if step.on > recorded_on {
        return Err(Refusal::at(RefusalCode::StepInFuture, "on"));
    }
    check_text("words", &step.words, WORDS_MAX)?;
    if !measure.status().leads_to(step.status, eliminated) {
        return Err(Refusal::at(RefusalCode::NotThisStep, "status"));
    }
    match step.status == MeasureStatus::Stopped && step.words.trim().is_empty() {
        true => Err(Refusal::at(RefusalCode::EmptyText, "words")),
        false => Ok(()),
    }
}
