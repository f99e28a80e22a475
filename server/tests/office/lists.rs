//! What departments' lists are tried on: two households whose heads have numbers that hold, and the report of an import.

use super::{OURS, Office, START, of_role, registered};
use domain::api::{ImportStage, ImportState};
use domain::exchange::{ImportReport, RowFate};
use domain::household::Household;
use domain::identity::check_digit;
use domain::ids::MemberId;
use domain::roster::Role;
use domain::time::Millis;
use server::store::RegisterHousehold;
use uuid::Uuid;

/// A household of the other team, whose head has a disability certificate instead of a resident card.
pub const FAR: u128 = 0x0003;

/// A number that holds, of nobody: the region does not exist.
pub fn number(n: u32) -> String {
    let first = format!("99999919800101{n:03}");
    format!("{first}{}", check_digit(&first).unwrap())
}

/// A household of nobody but its head.
fn head(n: u128, village: &str, name: &str, number: String) -> RegisterHousehold {
    let row = registered(n);
    let mut household = Household {
        code: format!("{village}-000{n}"),
        village: village.into(),
        ..row.household
    };
    household.members.truncate(1);
    name.clone_into(&mut household.members[0].name);
    RegisterHousehold {
        household,
        numbers: vec![(MemberId(Uuid::from_u128(0x100 + n)), number)],
        phone: None,
    }
}

/// An office with two households whose heads have valid numbers, and the desk that imports.
pub async fn office() -> (Office, String) {
    let office = Office::open().await;
    let rows = [
        head(OURS, "V001", "聂斌庆", number(1)),
        head(FAR, "V002", "阿里·买买提", format!("{}42", number(3))),
    ];
    let (by, now) = ("TEST".into(), Millis(START));
    let store = &office.state.store;
    store.save_register(&rows, &by, now, &|_| {}).await.unwrap();
    let cookie = office.session(&of_role(Role::ResidencyOffice)).await;
    (office, cookie)
}

/// What a dry run says.
pub fn report(state: &ImportState) -> &ImportReport {
    assert_eq!(state.stage, ImportStage::Planned);
    state.report.as_ref().unwrap()
}

/// The first line of a row.
pub fn row(report: &ImportReport, row: u32) -> &RowFate {
    report.lines.iter().find(|line| line.row == row).expect("a line")
}
