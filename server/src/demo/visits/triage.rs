//! What the leader of the demonstration makes of a flag: something of everything, and little that stays open for long.

use chrono::{Days, NaiveDate};
use domain::risk::order::in_order;
use domain::risk::{FlagStatus, RelapseFlag, Triage};
use domain::time::days_between;

/// Older flags than this are settled in the invented year.
const SETTLED_AFTER_DAYS: i64 = 40;

/// The decision on a day, drawn from the flag's own identity so that the rest of the year stays as it is.
pub(super) fn of<'a>(
    flag: &RelapseFlag,
    all: impl Iterator<Item = &'a RelapseFlag>,
    on: NaiveDate,
    today: NaiveDate,
) -> Triage {
    let all: Vec<&RelapseFlag> = all.collect();
    let has = |status| all.iter().any(|flag| flag.status() == status);
    let lot = flag.id.0.as_bytes().iter().fold(0_u8, |lot, byte| lot ^ byte) % 4;
    // One that is confirmed and one that is watched, before chance has its way.
    let lot = match (has(FlagStatus::Confirmed), has(FlagStatus::Watch)) {
        (false, _) => 0,
        (true, false) => 2,
        (true, true) => lot,
    };
    let open = in_order(
        all.into_iter()
            .filter(|other| other.household == flag.household && other.is_open()),
    );
    let other = open.iter().find(|other| other.id != flag.id);
    match (lot, other) {
        (_, Some(other)) => Triage::Merge { into: other.id },
        _ if days_between(on, today) > SETTLED_AFTER_DAYS => dismissed(),
        (0 | 1, _) => Triage::Confirm,
        (2, _) => Triage::Watch {
            recheck_on: on.checked_add_days(Days::new(30)).unwrap_or(on),
            reason: "等医保报销结果出来再看。".to_owned(),
        },
        _ => dismissed(),
    }
}

fn dismissed() -> Triage {
    Triage::Dismiss {
        reason: "已和村里核对，家里能够应付。".to_owned(),
        household_view: "这户也说过得去。".to_owned(),
    }
}
