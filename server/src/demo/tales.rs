//! What a visit finds: invented content that the rules of a visit accept.

use super::dice::Dice;
use chrono::{Datelike, NaiveDate};
use domain::household::codes::{Answer, Health};
use domain::household::facts::{FactValue, FieldKey, FieldName, GUARANTEES};
use domain::household::{Household, Member};
use domain::ids::MemberId;
use domain::time::age_on;
use domain::visit::codes::{Purpose, Signal, TimeBand, VisitMode};
use domain::visit::{FactChange, VisitContent};

/// What kind of visit it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tale {
    /// Everything as it was.
    NoChange,
    /// Nobody at home.
    NobodyHome,
    /// Work and income changed.
    Work,
    /// Somebody fell seriously ill; a large bill.
    Illness,
    /// The water is bad, and it cannot wait.
    UrgentWater,
}

const QUIET: [&str; 8] = [
    "家里都好，老人身体硬朗，谷子已经收进仓。",
    "聊了收成和孩子读书的事，没有困难。",
    "讲了医保缴费时间，户主说会按时交。",
    "两口子在家带孙，儿子每月寄钱回来。",
    "看了厨房和水缸，吃穿不愁。",
    "养了几只鸡和一头猪，准备过年卖。",
    "",
    "",
];
const WORKING: [&str; 4] = [
    "儿子换了地方做事，收入比上半年稳当。",
    "厂里订单少，回来在附近找了事做。",
    "春节后出去的，过年再回来。",
    "村里的合作社要人，去做了几个月。",
];
const ILL: [&str; 3] = [
    "住院半个月，报销后自付还有一截，正在借钱。",
    "查出大病，要长期吃药，家里少了一个劳力。",
    "手术做完在家休养，问能不能申请临时救助。",
];
const WATER: [&str; 2] = ["山塘水浑了三天，几户都在挑水吃。", "水管被塌方压断，家里没水用。"];
const LATE: [&str; 3] = [
    "山上没信号，回镇里才补记。",
    "连着下村，周末一起补记。",
    "手机坏了两天。",
];

/// When a visit was made and recorded.
#[derive(Clone, Copy, Debug)]
pub(super) struct Days {
    pub visited_on: NaiveDate,
    pub late: bool,
}

/// Invents a visit's content for what is known of the household.
pub(super) fn tell(dice: &mut Dice, household: &Household, tale: Tale, days: Days) -> VisitContent {
    let tale = match tale {
        // Nobody there works, so there is nothing new to hear of work.
        Tale::Work if worker(household).is_none() => Tale::NoChange,
        other => other,
    };
    let met = if tale == Tale::NobodyHome {
        Vec::new()
    } else {
        met(dice, household, days.visited_on)
    };
    let bands = [
        TimeBand::Morning,
        TimeBand::Afternoon,
        TimeBand::Afternoon,
        TimeBand::Evening,
    ];
    let mut content = VisitContent {
        visited_on: days.visited_on,
        time_band: dice.pick(&bands).copied().unwrap_or(TimeBand::Morning),
        mode: mode(dice, tale),
        purposes: purposes(dice, household, days.visited_on),
        companions: Vec::new(),
        met,
        nobody_home: tale == Tale::NobodyHome,
        no_change: tale == Tale::NoChange,
        changes: Vec::new(),
        signals: Vec::new(),
        urgent: false,
        note: String::new(),
        late_reason: days.late.then(|| dice.word(&LATE).to_owned()),
        next_visit_on: None,
        photos: vec![],
        policies_explained: vec![],
        help_done: String::new(),
    };
    match tale {
        Tale::NobodyHome => {}
        Tale::NoChange => {
            content.changes = confirmations(household);
            dice.word(&QUIET).clone_into(&mut content.note);
        }
        Tale::Work => work(dice, household, &mut content),
        Tale::Illness => illness(dice, household, &mut content),
        Tale::UrgentWater => urgent_water(dice, household, &mut content),
    }
    content
}

fn mode(dice: &mut Dice, tale: Tale) -> VisitMode {
    match dice.below(20) {
        0 if tale != Tale::NobodyHome => VisitMode::Phone,
        1 if tale != Tale::NobodyHome => VisitMode::Video,
        2 if tale != Tale::NobodyHome => VisitMode::Field,
        _ => VisitMode::InHome,
    }
}

fn purposes(dice: &mut Dice, household: &Household, on: NaiveDate) -> Vec<Purpose> {
    let first = if (4..=7).contains(&on.month()) {
        // The season of the yearly screening.
        Purpose::Campaign
    } else if household.monitored().is_some() {
        Purpose::Monitor
    } else {
        Purpose::Routine
    };
    let further = [
        Purpose::Policy,
        Purpose::Lookback,
        Purpose::Festival,
        Purpose::Campaign,
    ];
    let mut purposes = vec![first];
    if dice.per_mille(250) {
        purposes.extend(dice.pick(&further));
    }
    purposes
}

/// One or two grown-ups; whoever is there where there are none.
fn met(dice: &mut Dice, household: &Household, on: NaiveDate) -> Vec<MemberId> {
    let grown = |member: &&Member| {
        member
            .birth
            .and_then(|birth| age_on(birth, on))
            .is_none_or(|age| age >= 16)
    };
    let mut people: Vec<MemberId> = household
        .members
        .iter()
        .filter(grown)
        .map(|member| member.id)
        .collect();
    if people.is_empty() {
        people = household.members.iter().map(|member| member.id).collect();
    }
    people.truncate(if dice.per_mille(400) { 2 } else { 1 });
    people
}

fn change(
    household: &Household,
    member: Option<MemberId>,
    name: FieldName,
    new: Option<FactValue>,
) -> FactChange {
    let field = FieldKey { member, name };
    FactChange {
        base: household.field_version(&field),
        old: household.value(&field).cloned(),
        new,
        field,
    }
}

/// What is known of the guarantees, said again.
fn confirmations(household: &Household) -> Vec<FactChange> {
    let known = GUARANTEES
        .iter()
        .filter(|name| household.facts.value(**name).is_some());
    known
        .map(|name| change(household, None, *name, household.facts.value(*name).cloned()))
        .collect()
}

fn answer(answer: Answer) -> Option<FactValue> {
    Some(FactValue::Words(answer.code().to_owned()))
}

/// Every guarantee: what is known is confirmed, and the rest was asked and is in order.
pub(super) fn answered(household: &Household) -> Vec<FactChange> {
    let ask = |name: &FieldName| {
        let known = household.facts.value(*name).cloned();
        change(household, None, *name, known.or_else(|| answer(Answer::Ok)))
    };
    GUARANTEES.iter().map(ask).collect()
}

/// Asks for what nobody asked yet, and confirms the rest.
fn asked(household: &Household) -> Vec<FactChange> {
    let ask = |name: &FieldName| match household.facts.value(*name) {
        Some(known) => Some(change(household, None, *name, Some(known.clone()))),
        None if matches!(name, FieldName::Food | FieldName::Clothing) => {
            Some(change(household, None, *name, answer(Answer::Ok)))
        }
        None => None,
    };
    GUARANTEES.iter().filter_map(ask).collect()
}

/// Somebody who works, else somebody able to; nobody where the household has no labour (VQ23).
fn worker(household: &Household) -> Option<MemberId> {
    let works = |member: &&Member| member.facts.value(FieldName::WorkPlace).is_some();
    let able = |member: &&Member| member.has_labour();
    let members = || household.members.iter();
    let worker = members().find(works).or_else(|| members().find(able));
    worker.map(|member| member.id)
}

fn work(dice: &mut Dice, household: &Household, content: &mut VisitContent) {
    content.changes = asked(household);
    dice.word(&WORKING).clone_into(&mut content.note);
    let member = worker(household);
    let place = dice.word(&["县内", "广东", "浙江", "省内县外", "本村合作社"]);
    let mut count = |name, low, high| {
        let value = FactValue::Count(i64::from(dice.between(low, high)));
        change(household, member, name, Some(value))
    };
    content.changes.push(count(FieldName::WorkMonths, 2, 11));
    content.changes.push(count(FieldName::MonthlyIncome, 22, 58));
    if let Some(FactChange {
        new: Some(FactValue::Count(hundreds)),
        ..
    }) = content.changes.last_mut()
    {
        *hundreds *= 100;
    }
    let place = Some(FactValue::Words(place.to_owned()));
    content
        .changes
        .push(change(household, member, FieldName::WorkPlace, place));
    if dice.per_mille(120) {
        content.signals.push(Signal::LostJob);
    }
}

fn illness(dice: &mut Dice, household: &Household, content: &mut VisitContent) {
    content.changes = asked(household);
    dice.word(&ILL).clone_into(&mut content.note);
    let bill = FactValue::Count(i64::from(dice.between(8, 46)) * 1_000);
    content
        .changes
        .push(change(household, None, FieldName::SelfPaidMedical, Some(bill)));
    if let Some(member) = household.members.first() {
        let health = Some(FactValue::Codes(vec![Health::Serious.code().to_owned()]));
        content
            .changes
            .push(change(household, Some(member.id), FieldName::Health, health));
    }
    content.signals = vec![Signal::SeriousIllness, Signal::LargeBill];
}

fn urgent_water(dice: &mut Dice, household: &Household, content: &mut VisitContent) {
    content.changes = asked(household);
    content
        .changes
        .retain(|change| change.field.name != FieldName::WaterGuarantee);
    let water = change(
        household,
        None,
        FieldName::WaterGuarantee,
        answer(Answer::Problem),
    );
    content.changes.push(water);
    content.signals = vec![Signal::BadWater];
    content.urgent = true;
    dice.word(&WATER).clone_into(&mut content.note);
}
