//! The pipeline by township: names in order, every open state, what is late, and nothing of what is over.

use super::*;
use domain::case::desk::{CaseLine, Place, by_township};

fn line(state: S, township: &str, on: &str) -> CaseLine {
    let world = World::at(state);
    let place = Place {
        name: "聂斌庆".to_owned(),
        group: "第3组".to_owned(),
        village: "垭古村".to_owned(),
        township: township.to_owned(),
    };
    let file = world.records.monitoring(HOUSEHOLD).unwrap();
    CaseLine::of(
        file,
        world.case(),
        place,
        (Role::DistrictAdmin, day(on), &Holidays::default()),
    )
}

#[test]
fn each_township_stands_once_by_name_with_what_is_open_and_late() {
    let lines = [
        line(S::AwaitAuthorisation, "乙镇", "2026-11-20"),
        line(S::HomeVerifying, "甲镇", "2026-11-04"),
        line(S::HomeVerifying, "甲镇", "2026-11-20"),
        line(S::Recorded, "甲镇", "2026-11-20"),
        line(S::ClosedWithdrawn, "甲镇", "2026-11-20"),
    ];
    let names = ["甲镇", "乙镇", "丙镇", "甲镇"].map(str::to_owned);
    let found = by_township(names.clone(), &lines, &[]);
    let mut sorted = names[..3].to_vec();
    sorted.sort();
    let order: Vec<&str> = found.iter().map(|one| one.township.as_str()).collect();
    assert_eq!(order, sorted);
    for one in &found {
        let open: Vec<_> = one.cases.iter().filter(|at| at.cases > 0).collect();
        match one.township.as_str() {
            "甲镇" => {
                assert_eq!(open.len(), 1);
                assert_eq!(
                    (open[0].state, open[0].cases, open[0].late),
                    (S::HomeVerifying, 2, 1)
                );
            }
            "乙镇" => assert_eq!((open[0].state, open[0].late), (S::AwaitAuthorisation, 1)),
            _ => assert!(
                open.is_empty(),
                "a township without anything open stands with noughts"
            ),
        }
        assert!(one.cases.iter().all(|at| at.state.is_open()));
        assert!(
            one.eliminations
                .iter()
                .all(|(state, count)| state.is_open() && *count == 0)
        );
    }
}
