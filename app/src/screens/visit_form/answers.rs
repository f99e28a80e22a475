//! What taps on the form do to a visit's content. Pure.

use chrono::NaiveDate;
use domain::household::Household;
use domain::household::codes::Answer;
use domain::household::facts::{FactValue, FieldKey, FieldName};
use domain::ids::MemberId;
use domain::visit::codes::{Purpose, TimeBand, VisitMode};
use domain::visit::{FactChange, VisitContent};

/// The part of the day of an hour, 0–23.
#[must_use]
pub const fn band_of(hour: u32) -> TimeBand {
    match hour {
        0..12 => TimeBand::Morning,
        12..18 => TimeBand::Afternoon,
        _ => TimeBand::Evening,
    }
}

/// A new visit with sensible answers: today, now, at home, the head met, the usual purpose.
#[must_use]
pub fn fresh(household: &Household, today: NaiveDate, hour: u32) -> VisitContent {
    let met = household.head().or_else(|| household.members.first());
    VisitContent {
        visited_on: today,
        time_band: band_of(hour),
        mode: VisitMode::InHome,
        purposes: vec![Purpose::usual(household)],
        companions: Vec::new(),
        met: met.map(|member| member.id).into_iter().collect(),
        nobody_home: met.is_none(),
        no_change: false,
        changes: Vec::new(),
        signals: Vec::new(),
        urgent: false,
        note: String::new(),
        late_reason: None,
        next_visit_on: None,
        photos: vec![],
        policies_explained: vec![],
        help_done: String::new(),
    }
}

/// What this visit states on a guarantee item, if anything.
#[must_use]
pub fn answer(content: &VisitContent, name: FieldName) -> Option<Answer> {
    let stated = content
        .changes
        .iter()
        .find(|change| change.field == FieldKey::own(name))?;
    stated
        .new
        .as_ref()
        .and_then(FactValue::code)
        .and_then(Answer::from_code)
}

/// States an answer, or takes it back with `None`.
pub fn set_answer(
    content: &mut VisitContent,
    household: &Household,
    name: FieldName,
    answer: Option<Answer>,
) {
    let field = FieldKey::own(name);
    match answer {
        None => content.changes.retain(|change| change.field != field),
        Some(answer) => state(
            content,
            household,
            field,
            Some(FactValue::Words(answer.code().to_owned())),
        ),
    }
    drop_no_change_if_changed(content);
}

/// States a changed fact. Returns whether it says anything new; what is recorded already needs no line.
pub fn set_change(
    content: &mut VisitContent,
    household: &Household,
    field: FieldKey,
    new: Option<FactValue>,
) -> bool {
    let known = household.value(&field);
    let stated_before = content.changes.iter().any(|change| change.field == field);
    if known == new.as_ref() && !stated_before {
        return false;
    }
    state(content, household, field, new);
    drop_no_change_if_changed(content);
    true
}

/// States that a fact is still as it is recorded: its day becomes that of the visit, and nothing has changed.
pub fn confirm(content: &mut VisitContent, household: &Household, field: FieldKey) {
    state(content, household, field, household.value(&field).cloned());
}

/// What is said of a fact: none where nothing is, else whether it has changed.
#[must_use]
pub fn said_of(content: &VisitContent, field: FieldKey) -> Option<bool> {
    let stated = content.changes.iter().find(|change| change.field == field);
    stated.map(FactChange::is_change)
}

/// Takes a statement back.
pub fn remove_change(content: &mut VisitContent, field: FieldKey) {
    content.changes.retain(|change| change.field != field);
}

/// Whether a fact differs from what was known, so that "no change" would be wrong.
#[must_use]
pub fn has_changes(content: &VisitContent) -> bool {
    content.changes.iter().any(FactChange::is_change)
}

/// Ticks or unticks a member; who is met is home.
pub fn set_met(content: &mut VisitContent, member: MemberId, met: bool) {
    content.met.retain(|other| *other != member);
    if met {
        content.met.push(member);
        content.nobody_home = false;
    }
}

/// Nobody home: then nobody was met, and nothing can be said of changes.
pub fn set_nobody_home(content: &mut VisitContent, nobody: bool) {
    content.nobody_home = nobody;
    if nobody {
        content.met.clear();
        content.no_change = false;
    }
}

/// Puts a value into a list or takes it out, in the order of tapping.
pub fn toggle<T: PartialEq>(list: &mut Vec<T>, value: T, on: bool) {
    list.retain(|other| *other != value);
    if on {
        list.push(value);
    }
}

/// A correction keeps what the first statement rested on; a new statement rests on what is known now.
fn state(content: &mut VisitContent, household: &Household, field: FieldKey, new: Option<FactValue>) {
    if let Some(change) = content.changes.iter_mut().find(|change| change.field == field) {
        change.new = new;
        return;
    }
    content.changes.push(FactChange {
        field,
        base: household.field_version(&field),
        old: household.value(&field).cloned(),
        new,
    });
}

fn drop_no_change_if_changed(content: &mut VisitContent) {
    if has_changes(content) {
        content.no_change = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::config::Config;
    use domain::household::Member;
    use domain::household::codes::{HouseholdType, Relation};
    use domain::household::facts::Facts;
    use domain::identity::Sex;
    use domain::ids::HouseholdId;
    use domain::visit::rules;

    fn household() -> Household {
        let head = Member {
            id: MemberId(uuid::Uuid::from_u128(2)),
            name: "刘建国".into(),
            initials: "ljg".into(),
            relation: Relation::Head,
            sex: Sex::Male,
            birth: None,
            id_masked: None,
            facts: Facts::default(),
        };
        let mut household = Household {
            id: HouseholdId(uuid::Uuid::from_u128(1)),
            code: "H1".into(),
            village: "V001".into(),
            group: "第3组".into(),
            address: "第3组12号".into(),
            household_type: HouseholdType::Ordinary,
            lifted_out_year: None,
            monitor: None,
            risks: Vec::new(),
            no_labour_safety_net: false,
            resettled: false,
            phone_masked: None,
            register_as_of: today(),
            facts: Facts::default(),
            members: vec![head],
            income: None,
            incomes: Vec::new(),
            monitor_by: None,
            eliminated: None,
            reduced: None,
            land: None,
        };
        household
            .facts
            .register(FieldName::WaterGuarantee, Some(FactValue::Words("OK".into())));
        household
    }

    fn today() -> NaiveDate {
        "2026-11-23".parse().unwrap()
    }

    #[test]
    fn a_fresh_visit_can_be_saved_with_one_tap_more() {
        let household = household();
        let mut content = fresh(&household, today(), 9);
        content.no_change = true;
        assert_eq!(
            rules::check(&content, &household, today(), &Config::default()),
            Ok(())
        );
        assert_eq!(content.time_band, TimeBand::Morning);
        assert_eq!(content.purposes, [Purpose::Routine]);
    }

    #[test]
    fn a_change_takes_no_change_back_but_a_confirmation_does_not() {
        let household = household();
        let mut content = fresh(&household, today(), 9);
        content.no_change = true;
        set_answer(
            &mut content,
            &household,
            FieldName::WaterGuarantee,
            Some(Answer::Ok),
        );
        assert!(content.no_change);
        set_answer(
            &mut content,
            &household,
            FieldName::WaterGuarantee,
            Some(Answer::Problem),
        );
        assert!(!content.no_change && has_changes(&content));
        set_answer(&mut content, &household, FieldName::WaterGuarantee, None);
        assert!(content.changes.is_empty());
    }

    #[test]
    fn what_is_still_so_is_no_change_and_has_its_day() {
        let household = household();
        let field = FieldKey::own(FieldName::WaterGuarantee);
        let mut content = fresh(&household, today(), 9);
        content.no_change = true;
        assert_eq!(said_of(&content, field), None);
        confirm(&mut content, &household, field);
        assert_eq!((said_of(&content, field), content.no_change), (Some(false), true));
        assert_eq!(
            rules::check(&content, &household, today(), &Config::default()),
            Ok(())
        );
        let worse = Some(FactValue::Words("PROBLEM".into()));
        set_change(&mut content, &household, field, worse);
        assert_eq!(said_of(&content, field), Some(true));
        confirm(&mut content, &household, field);
        assert_eq!(
            (said_of(&content, field), content.changes.len()),
            (Some(false), 1)
        );
    }

    #[test]
    fn nobody_home_and_somebody_met_exclude_each_other() {
        let household = household();
        let head = household.members[0].id;
        let mut content = fresh(&household, today(), 19);
        set_nobody_home(&mut content, true);
        assert!(content.met.is_empty());
        set_met(&mut content, head, true);
        assert!(!content.nobody_home && content.met == [head]);
    }

    #[test]
    fn what_is_recorded_already_is_no_change() {
        let household = household();
        let mut content = fresh(&household, today(), 9);
        let field = FieldKey {
            member: None,
            name: FieldName::WaterGuarantee,
        };
        assert!(!set_change(
            &mut content,
            &household,
            field,
            Some(FactValue::Words("OK".into()))
        ));
        assert!(set_change(&mut content, &household, field, None));
        remove_change(&mut content, field);
        assert!(content.changes.is_empty());
    }
}
