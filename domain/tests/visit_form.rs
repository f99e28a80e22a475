//! What the form of a visit asks for before it saves, and the reducer does not.

#[expect(dead_code, reason = "other tests need more of the cast")]
mod cast;

use cast::{content, household};
use domain::household::checks::WorkFault;
use domain::household::facts::{FactValue, FieldKey, FieldName};
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
