//! What a month's summary says of a village.

mod cast;

use cast::{content, household, id, visit};
use domain::household::codes::MonitorCategory;
use domain::household::facts::{FactValue, FieldKey, FieldName};
use domain::ids::HouseholdId;
use domain::papers::{Month, month_summary};
use domain::visit::codes::{Purpose, Signal, VisitStatus};
use domain::visit::{FactChange, Visit, VisitContent};

fn with(n: u128, on: &str, change: impl FnOnce(&mut VisitContent)) -> Visit {
    let mut made = visit(n, on);
    change(&mut made.content);
    made
}

#[test]
fn a_month_counts_its_own_visits_and_each_household_once() {
    let mut monitored = household();
    monitored.monitor = MonitorCategory::ALL.first().copied();
    let mut other = household();
    other.id = HouseholdId(id(2));
    let water = FactChange {
        field: FieldKey {
            member: None,
            name: FieldName::WaterGuarantee,
        },
        base: None,
        old: None,
        new: Some(FactValue::Words("PROBLEM".into())),
    };
    let mut returned = with(3, "2026-11-30", |content| {
        content.nobody_home = true;
        content.met = vec![];
    });
    returned.status = VisitStatus::Returned;
    let visits = [
        with(1, "2026-11-01", |content| content.changes = vec![water]),
        with(2, "2026-11-15", |content| {
            content.purposes = vec![Purpose::Routine, Purpose::Policy];
            content.signals = vec![Signal::LostJob];
        }),
        returned,
        with(4, "2026-10-31", |_| ()),
        with(5, "2026-12-01", |_| ()),
    ];
    let said = month_summary("2026-11".parse::<Month>().unwrap(), &[monitored, other], &visits);
    assert_eq!((said.visits, said.nobody_home, said.changed), (3, 1, 1));
    assert_eq!((said.returned, said.waiting), (1, 2));
    assert_eq!((said.met, said.households, said.monitored), (1, 2, (1, 1)));
    assert_eq!(said.purposes, [(Purpose::Routine, 3), (Purpose::Policy, 1)]);
    let sign = said.signs.first().unwrap();
    assert_eq!(
        (sign.seen_on.to_string().as_str(), sign.signals.as_slice()),
        ("2026-11-15", [Signal::LostJob].as_slice())
    );
    assert_eq!(said.signs.len(), 1);
}

#[test]
fn an_empty_month_says_nought() {
    let said = month_summary("2026-11".parse().unwrap(), &[household()], &[]);
    assert_eq!((said.visits, said.met, said.households), (0, 0, 1));
    assert!(said.purposes.is_empty() && said.signs.is_empty());
    let _ = content();
}
