//! What the form of a visit asks for before it saves, and the reducer does not.

#[expect(dead_code, reason = "other tests need more of the cast")]
mod cast;

use cast::{content, day, household};
use domain::household::checks::WorkFault;
use domain::household::facts::{FactValue, FieldKey, FieldName};
use domain::visit::codes::Signal;
use domain::visit::rules;
use domain::visit::{FactChange, VisitContent};

#[test]
fn the_form_asks_for_place_and_months_of_work_together() {
    let household = household();
    let member = household.members[0].id;
    let change = |name: FieldName, new: Option<FactValue>| FactChange {
        field: FieldKey {
            member: Some(member),
            name,
        },
        base: None,
        old: None,
        new,
    };
    let place = || change(FieldName::WorkPlace, Some(FactValue::Words("浙江".into())));
    let months = |n| change(FieldName::WorkMonths, Some(FactValue::Count(n)));
    let faults = |changes: Vec<FactChange>| {
        let content = VisitContent { changes, ..content() };
        rules::work_faults(&content, &household)
    };
    assert_eq!(faults(vec![place()]), [(member, WorkFault::MonthsMissing)]);
    assert_eq!(
        faults(vec![place(), months(0)]),
        [(member, WorkFault::MonthsMissing)]
    );
    assert_eq!(faults(vec![months(6)]), [(member, WorkFault::PlaceMissing)]);
    assert_eq!(faults(vec![place(), months(6)]), []);
    assert_eq!(faults(vec![months(0)]), []);
    assert_eq!(faults(vec![change(FieldName::WorkPlace, None)]), []);
    // Whose work the visit says nothing of is left alone.
    assert_eq!(faults(Vec::new()), []);
}

#[test]
fn the_form_asks_about_a_child_who_leaves_school() {
    let mut household = household();
    let Some(child) = household.members.last_mut() else {
        return;
    };
    child.birth = Some(day("2014-05-01"));
    let member = child.id;
    let says = |code: &str| FactChange {
        field: FieldKey::of(member, FieldName::StudentStatus),
        base: None,
        old: Some(FactValue::Words("PRIMARY".into())),
        new: Some(FactValue::Words(code.into())),
    };
    let on = day("2026-11-20");
    let unsaid = |content: VisitContent| rules::out_of_school_unsaid(&content, &household, on);
    let left = VisitContent {
        changes: vec![says("PRE_AGE")],
        ..content()
    };
    assert_eq!(unsaid(left.clone()), [member]);
    assert!(rules::check_schooling(&left, &household, on).is_err());
    // Flagged, explained, taught at home, in another school: nothing is asked.
    let flagged = VisitContent {
        signals: vec![Signal::OutOfSchool],
        ..left.clone()
    };
    let explained = VisitContent {
        note: "腿摔断了，老师上门教".to_owned(),
        ..left.clone()
    };
    let mut taught = left.clone();
    taught.changes.push(FactChange {
        field: FieldKey::own(FieldName::EducationGuarantee),
        base: None,
        old: None,
        new: Some(FactValue::Words("OK".into())),
    });
    let moved = VisitContent {
        changes: vec![says("G7")],
        ..content()
    };
    for settled in [flagged, explained, taught, moved, content()] {
        assert_eq!(unsaid(settled), []);
    }
}
