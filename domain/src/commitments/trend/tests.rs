//! The months of villages and bodies: what is kept, what is counted now, and what stands behind a figure.

use super::*;
use crate::commitments::PillarState;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn village(id: &str, worst: [Option<CommitmentStatus>; 4]) -> FourVillage {
    let states = Pillar::ALL.iter().zip(worst);
    FourVillage {
        id: id.into(),
        name: id.to_owned(),
        township: "万宝镇".to_owned(),
        pillars: states
            .map(|(pillar, worst)| PillarState {
                pillar: *pillar,
                worst,
                breached: 0,
                due_soon: 0,
                explained: 0,
                computed: 1,
                waiting: 0,
            })
            .collect(),
    }
}

fn kept(counted_on: &str, worst: CommitmentStatus, villages: u32) -> Kept {
    Kept {
        month: first_of_month(day(counted_on)),
        pillar: Pillar::Assistance,
        worst,
        counted_on: day(counted_on),
        who: (0..villages).map(|n| format!("V{n:03}")).collect(),
    }
}

#[test]
fn the_window_is_twelve_months_that_end_with_the_running_one() {
    let months = window(day("2026-03-31"));
    assert_eq!(months.len(), MONTHS);
    assert_eq!(months.first(), Some(&day("2025-04-01")));
    assert_eq!(months.last(), Some(&day("2026-03-01")));
    assert!(months.is_sorted());
}

#[test]
fn a_village_leaves_an_entry_for_each_pillar_of_which_something_is_computed() {
    use CommitmentStatus::{Breached, NotApplicable, OnTrack};
    let told = entries(
        &village("V001", [Some(Breached), None, Some(NotApplicable), Some(OnTrack)]),
        day("2026-11-23"),
    );
    let states: Vec<_> = told.iter().map(|entry| (entry.pillar, entry.worst)).collect();
    assert_eq!(
        states,
        [
            (Pillar::Responsibility, Breached),
            (Pillar::Assistance, NotApplicable),
            (Pillar::Supervision, OnTrack),
        ]
    );
    assert!(
        told.iter()
            .all(|entry| entry.month == day("2026-11-01") && entry.counted_on == day("2026-11-23"))
    );
}

#[test]
fn a_month_is_counted_once_a_day_and_all_through_its_last_day() {
    assert!(is_to_be_counted(None, day("2026-11-05")));
    assert!(is_to_be_counted(Some(day("2026-11-04")), day("2026-11-05")));
    assert!(!is_to_be_counted(Some(day("2026-11-05")), day("2026-11-05")));
    assert!(is_to_be_counted(Some(day("2026-11-30")), day("2026-11-30")));
    // A clock that went back leaves what a later day counted.
    assert!(!is_to_be_counted(Some(day("2026-11-09")), day("2026-11-05")));
}

#[test]
fn villages_are_counted_by_their_worst_state_and_what_does_not_apply_is_no_worse_than_on_track() {
    use CommitmentStatus::{Breached, DueSoon, Explained, NotApplicable, OnTrack};
    let states = [Breached, Breached, DueSoon, Explained, OnTrack, NotApplicable];
    let villages: Vec<_> = states
        .into_iter()
        .zip(1..)
        .map(|(state, n)| village(&format!("V{n}"), [None, None, Some(state), None]))
        .collect();
    let (today, now) = (day("2026-11-23"), villages_now(&villages, day("2026-11-23")));
    let months = by_month(&[], &now, today);
    let running = months.last().unwrap();
    assert_eq!(running.counted_on, Some(day("2026-11-23")));
    let standing = running.of(Pillar::Assistance).unwrap();
    assert_eq!(standing.all(), 6);
    let each = [Breached, DueSoon, Explained, OnTrack].map(|worst| standing.at(worst));
    assert_eq!(each, [2, 1, 1, 2]);
    assert_eq!(running.of(Pillar::Policy), None);
    let who = |worst| behind((&[], &now), today, (day("2026-11-01"), Pillar::Assistance, worst));
    assert_eq!(who(Breached), ["V1", "V2"]);
    let mut others = who(OnTrack);
    others.sort_unstable();
    assert_eq!(others, ["V5", "V6"]);
}

#[test]
fn a_part_of_the_villages_is_counted_by_itself_and_every_figure_has_as_many_behind_it() {
    use CommitmentStatus::{Breached, DueSoon, Explained, OnTrack};
    let kept = [kept("2026-10-31", Breached, 3), kept("2026-10-31", OnTrack, 5)];
    let own = |who: &str| matches!(who, "V001" | "V004");
    let part = only(&kept, own);
    let today = day("2026-11-23");
    for months in [kept.as_slice(), part.as_slice()] {
        for one in by_month(months, &[], today) {
            for worst in [Breached, DueSoon, Explained, OnTrack] {
                let who = behind((months, &[]), today, (one.month, Pillar::Assistance, worst));
                let counted = one
                    .of(Pillar::Assistance)
                    .map_or(0, |standing| standing.at(worst));
                assert_eq!(u32::try_from(who.len()), Ok(counted));
            }
        }
    }
    let october = by_month(&part, &[], today)[10].clone();
    let standing = october.of(Pillar::Assistance).unwrap();
    assert_eq!((standing.breached, standing.on_track), (1, 2));
    // Nobody of a part counted is no zero.
    let nobody = by_month(&only(&kept, |_| false), &[], today);
    assert!(nobody.iter().all(|month| month.counted_on.is_none()));
}

#[test]
fn the_bodies_of_the_duty_list_have_months_of_their_own() {
    use crate::duty::{Body, BodyKind};
    use CommitmentStatus::{Breached, OnTrack};
    let body = |name: &str, worst| BodyStanding {
        body: Body {
            kind: BodyKind::Department,
            name: name.to_owned(),
        },
        worst,
        breached: 0,
        due_soon: 0,
        explained: 0,
        items: 1,
    };
    let october = [body("区水利局", Breached), body("区住建局", OnTrack)];
    let left = body_entries(&october, day("2026-10-31"));
    let kept = together(left.into_iter().map(Entry::from));
    let today = day("2026-11-23");
    let now = bodies_now(&[body("区水利局", OnTrack)], today);
    let months = by_month(&kept, &now, today);
    let of = |at: usize| *months[at].of(Pillar::Responsibility).unwrap();
    assert_eq!((of(10).breached, of(10).on_track), (1, 1));
    assert_eq!((of(11).breached, of(11).on_track), (0, 1));
    let figure = (day("2026-10-01"), Pillar::Responsibility, Breached);
    assert_eq!(behind((&kept, &now), today, figure), ["区水利局"]);
}

#[test]
fn a_month_that_was_not_counted_is_no_zero() {
    let months = by_month(&[], &[], day("2026-11-23"));
    assert_eq!(months.len(), MONTHS);
    assert!(
        months
            .iter()
            .all(|month| month.counted_on.is_none() && month.pillars.is_empty())
    );
}

#[test]
fn a_month_that_is_over_is_its_newest_count_and_the_running_one_is_now() {
    use CommitmentStatus::{Breached, OnTrack};
    let rows = [
        kept("2026-10-30", Breached, 1),
        kept("2026-10-31", Breached, 3),
        kept("2026-10-31", OnTrack, 2),
        kept("2026-11-22", Breached, 9),
        kept("2025-11-30", Breached, 7),
    ];
    let now = [village("V001", [None, None, Some(OnTrack), None])];
    let now = villages_now(&now, day("2026-11-23"));
    let months = by_month(&rows, &now, day("2026-11-23"));
    let [.., october, november] = months.as_slice() else {
        panic!("{months:?}")
    };
    assert_eq!(october.counted_on, Some(day("2026-10-31")));
    let standing = october.of(Pillar::Assistance).unwrap();
    assert_eq!((standing.breached, standing.on_track), (3, 2));
    let standing = november.of(Pillar::Assistance).unwrap();
    assert_eq!((standing.breached, standing.on_track), (0, 1));
    let first = months.first().unwrap();
    assert_eq!((first.month, first.counted_on), (day("2025-12-01"), None));
}
