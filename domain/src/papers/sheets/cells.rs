//! What of a household, a member or a measure stands in a cell.

use super::columns::{OfHousehold, OfMember};
use super::{Cell, Dossier};
use crate::case::{CaseEntry, Deed};
use crate::entitlement::codes::{EntitlementKind, EntitlementStatus};
use crate::entitlement::{EntitlementKey, standing};
use crate::household::codes::{Health, RiskCause};
use crate::household::facts::{FactValue, Facts, FieldName};
use crate::household::land::in_mu;
use crate::household::{Household, Member, Risk};
use crate::plan::codes::MeasureStatus;
use crate::plan::{Contact, Measure, Signature};
use chrono::NaiveDate;

/// A field of the national order of which nothing is held here.
pub(super) fn nothing<T>(_: &T) -> Cell {
    Cell::Empty
}

pub(super) fn text(words: &str) -> Cell {
    match words.is_empty() {
        true => Cell::Empty,
        false => Cell::Text(words.to_owned()),
    }
}

pub(super) fn text_or(words: Option<&str>) -> Cell {
    words.map_or(Cell::Empty, text)
}

pub(super) fn number(value: impl ToNumber) -> Cell {
    value.to_number().map_or(Cell::Empty, Cell::Number)
}

/// What is a whole number in a cell.
pub(super) trait ToNumber {
    fn to_number(self) -> Option<i64>;
}

impl ToNumber for usize {
    fn to_number(self) -> Option<i64> {
        i64::try_from(self).ok()
    }
}

impl ToNumber for u32 {
    fn to_number(self) -> Option<i64> {
        Some(i64::from(self))
    }
}

impl ToNumber for i64 {
    fn to_number(self) -> Option<i64> {
        Some(self)
    }
}

impl ToNumber for i32 {
    fn to_number(self) -> Option<i64> {
        Some(i64::from(self))
    }
}

impl<T: ToNumber> ToNumber for Option<T> {
    fn to_number(self) -> Option<i64> {
        self.and_then(ToNumber::to_number)
    }
}

pub(super) fn day(day: Option<NaiveDate>) -> Cell {
    day.map_or(Cell::Empty, Cell::Day)
}

/// An area in mu; it has a fraction, so that it stands as it is written.
pub(super) fn area(hundredths: Option<u32>) -> Cell {
    hundredths.map_or(Cell::Empty, |hundredths| text(&in_mu(hundredths)))
}

pub(super) fn yes_no(yes: bool) -> Cell {
    text(if yes { "是" } else { "否" })
}

pub(super) fn flag(facts: &Facts, name: FieldName) -> Cell {
    match facts.value(name) {
        Some(FactValue::Flag(yes)) => yes_no(*yes),
        _ => Cell::Empty,
    }
}

pub(super) fn amount(facts: &Facts, name: FieldName) -> Cell {
    match facts.value(name) {
        Some(FactValue::Count(count)) => Cell::Number(*count),
        _ => Cell::Empty,
    }
}

pub(super) fn coded<'a>(
    facts: &'a Facts,
    name: FieldName,
    words: impl Fn(&'a str) -> Option<&'a str>,
) -> Cell {
    let code = facts.value(name).and_then(FactValue::code);
    text_or(code.and_then(words))
}

/// Not asked is no answer: the cell stays empty.
pub(super) fn answer(household: &Household, name: FieldName) -> Cell {
    match household.known_on(name) {
        Some(_) => text(household.guarantee(name).zh()),
        None => Cell::Empty,
    }
}

pub(super) fn health(member: &Member) -> Cell {
    let Some(FactValue::Codes(codes)) = member.facts.value(FieldName::Health) else {
        return Cell::Empty;
    };
    let words: Vec<&str> = codes
        .iter()
        .filter_map(|code| Health::from_code(code).map(Health::zh))
        .collect();
    text(&words.join("、"))
}

pub(super) fn risk(line: &OfHousehold<'_>, at: usize) -> Cell {
    text_or(line.one.household.risks.get(at).map(in_words).as_deref())
}

/// A risk with its national number before it, where it has one: `0201 因自然灾害（洪涝）`.
fn in_words(risk: &Risk) -> String {
    let (number, words) = match (risk.cause, risk.disaster) {
        (RiskCause::NaturalDisaster, Some(kind)) => (
            Some(kind.national()),
            format!("{}（{}）", risk.cause.zh(), kind.zh()),
        ),
        (cause, _) => (cause.national(), cause.zh().to_owned()),
    };
    number.map_or_else(|| words.clone(), |number| format!("{number} {words}"))
}

pub(super) fn national_number(one: Dossier<'_>) -> Cell {
    let mut cases = one.file.into_iter().flat_map(|file| file.cases.iter().rev());
    text_or(cases.find_map(|case| case.national_number()))
}

/// The day on which the district last decided that the household is monitored; it stays known when that has ended.
pub(super) fn identified_on(one: Dossier<'_>) -> Option<NaiveDate> {
    let cases = one.file.map_or(&[][..], |file| &file.cases);
    cases.iter().rev().find_map(|case| case.identified_on())
}

pub(super) fn contact(one: Dossier<'_>) -> Option<&Contact> {
    one.file?.plan.contact()
}

pub(super) fn signature(one: Dossier<'_>) -> Option<&Signature> {
    one.file?.plan.signature()
}

/// The steps of the case that stands, or of the one that runs, the last one first.
fn steps(one: Dossier<'_>) -> impl Iterator<Item = &CaseEntry> {
    let case = one
        .file
        .and_then(|file| file.identified().or_else(|| file.present()));
    case.into_iter().flat_map(|case| case.steps.iter().rev())
}

/// What those who verified at home wrote of the risk.
pub(super) fn risk_in_words(one: Dossier<'_>) -> Cell {
    let verified = steps(one).find(|entry| matches!(entry.step.deed, Deed::Verify { .. }));
    text_or(verified.map(|entry| entry.step.words.trim()))
}

/// What the household wants: what it said of the plan, as the leader signed it, else the last of what it said to being
/// monitored when it signed, refused or took back.
pub(super) fn wish(one: Dossier<'_>) -> Cell {
    let of_plan = signature(one).map(|signed| signed.opinion.as_str());
    if let Some(words) = of_plan.filter(|words| !words.is_empty()) {
        return text(words);
    }
    let said = steps(one).find_map(|entry| {
        let words = entry.step.words.trim();
        match &entry.step.deed {
            Deed::Authorise { signer } => Some(format!("同意，{signer}签了申请和授权书")),
            Deed::RefuseAuthorisation => Some(because("不同意授权", words)),
            Deed::Withdraw => Some(because("撤回申请", words)),
            _ => None,
        }
    });
    text_or(said.as_deref())
}

fn because(said: &str, words: &str) -> String {
    match words.is_empty() {
        true => said.to_owned(),
        false => format!("{said}：{words}"),
    }
}

/// Whether a member receives a policy, as it was found last; empty where nobody asked.
pub(super) fn received(line: &OfMember<'_>, kind: EntitlementKind) -> Cell {
    match status_of(line.one, EntitlementKey::of(line.member.id, kind)) {
        None | Some(EntitlementStatus::Unknown) => Cell::Empty,
        Some(status) => yes_no(status == EntitlementStatus::Receiving),
    }
}

fn status_of(one: Dossier<'_>, key: EntitlementKey) -> Option<EntitlementStatus> {
    standing(one.household, one.entitlements, key).map(|standing| standing.status)
}

/// Whether what the whole household may receive was found not to be received by it.
fn is_without(one: Dossier<'_>, kind: EntitlementKind) -> bool {
    let status = status_of(one, EntitlementKey::own(kind));
    !matches!(
        status,
        None | Some(EntitlementStatus::Unknown | EntitlementStatus::Receiving)
    )
}

/// A safety net of the household: nobody in it has what it does not receive; else what is known of the member.
pub(super) fn safety_net(line: &OfMember<'_>, kind: EntitlementKind) -> Cell {
    match kind.fact() {
        _ if is_without(line.one, kind) => yes_no(false),
        Some(name) => flag(&line.member.facts, name),
        None => Cell::Empty,
    }
}

/// Of a household with a post nobody says who holds it; without one, nobody does.
pub(super) fn public_post(line: &OfMember<'_>) -> Cell {
    match is_without(line.one, EntitlementKind::PublicPost) {
        true => yes_no(false),
        false => Cell::Empty,
    }
}

/// Whose premium is paid is insured; who pays it alone, nobody asked.
pub(super) fn resident_pension(line: &OfMember<'_>) -> Cell {
    match status_of(
        line.one,
        EntitlementKey::of(line.member.id, EntitlementKind::PensionPremium),
    ) {
        Some(EntitlementStatus::Receiving) => yes_no(true),
        _ => Cell::Empty,
    }
}

/// Who has no basic insurance has none of an employer either; which of the two somebody has, nobody asked.
pub(super) fn employee_insurance(member: &Member) -> Cell {
    match member.facts.value(FieldName::MedicalInsurance) {
        Some(FactValue::Flag(false)) => yes_no(false),
        _ => Cell::Empty,
    }
}

pub(super) fn ended_on(measure: &Measure) -> Option<NaiveDate> {
    let ended = matches!(measure.status(), MeasureStatus::Done | MeasureStatus::Stopped);
    let last = measure.progress.last().filter(|_| ended);
    last.map(|progress| progress.step.on)
}
