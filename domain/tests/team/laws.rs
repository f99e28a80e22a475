//! The laws of days on site.

use crate::cast::day;
use crate::world::{Team, leave, made, month_of};
use domain::record::Record;
use domain::team::DayNote;
use domain::team::codes::*;
use domain::visit::Visit;
use domain::visit::codes::VisitMode;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// How good it is to know of a day: nothing is better than what was known, and being there is best.
fn good(status: DayStatus) -> u8 {
    match status {
        DayStatus::Unconfirmed => 0,
        DayStatus::Rest | DayStatus::Leave | DayStatus::Official => 1,
        DayStatus::OnSite => 2,
    }
}

/// Visits numbered by `ids`: a visit with the number of another one replaces it.
fn a_visit(ids: std::ops::Range<u128>) -> impl Strategy<Value = Visit> {
    (ids, 1_u32..29, select(VisitMode::ALL)).prop_map(|(n, on, mode)| {
        let on = format!("2026-03-{on:02}");
        made(n, &on, mode)
    })
}

fn a_team() -> impl Strategy<Value = Team> {
    let marks = vec((1_u32..29, select(DayMark::ALL)), 0..4);
    let off = (select(LeaveKind::ALL), 1_u32..20, 0_u32..9, any::<bool>());
    (vec(a_visit(1_000..11_000), 0..8), marks, proptest::option::of(off)).prop_map(|(visits, marks, off)| {
        let mut team = Team::new();
        for visit in visits {
            team.records.put(Record::Visit(Box::new(visit)));
        }
        if let Some((kind, from, days, granted)) = off {
            let content = leave(
                kind,
                &format!("2026-03-{from:02}"),
                &format!("2026-03-{:02}", from + days),
            );
            let op = team.ask("P002", "P002", content).unwrap();
            while let Some(level) = team.leave(op).waits_for().filter(|_| granted) {
                team.decide("P001", op, level, true).unwrap();
            }
        }
        let mut said = month_of(5, "学习", &[]);
        for (on, mark) in marks {
            let on = day(&format!("2026-03-{on:02}"));
            if said.marks.iter().all(|note| note.on != on) {
                let why = "开会".into();
                said.marks.push(DayNote { on, mark, why });
            }
        }
        team.confirm("P002", "P002", said.clone()).unwrap();
        team.confirm("P001", "P002", said).unwrap();
        team
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn more_work_never_turns_a_day_worse(team in a_team(), more in a_visit(11_000..12_000)) {
        let mut team = team;
        let before = team.month();
        team.records.put(Record::Visit(Box::new(more)));
        let after = team.month();
        prop_assert!(after.on_site >= before.on_site && after.unconfirmed <= before.unconfirmed);
        for (before, after) in before.days.iter().zip(&after.days) {
            prop_assert!(good(after.status) >= good(before.status), "{:?} was {:?}", after, before);
        }
    }

    #[test]
    fn a_month_is_its_days(team in a_team()) {
        let month = team.month();
        prop_assert_eq!(month.days.len(), 31);
        for one in &month.days {
            prop_assert_eq!(one.status, team.status(&one.on.to_string()));
            let told = one.leave.is_some() || one.mark.is_some() || !one.work.is_empty();
            let free = matches!(one.status, DayStatus::Rest | DayStatus::Unconfirmed);
            prop_assert!(told || free, "nobody is said to be anywhere without a record: {:?}", one);
        }
        let rest = month.days.iter().filter(|one| one.status == DayStatus::Rest).count();
        let all = month.on_site + month.away + month.unconfirmed + u32::try_from(rest).unwrap();
        prop_assert_eq!(all, 31);
    }
}
