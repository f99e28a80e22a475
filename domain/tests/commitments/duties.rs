//! R5: items of the duty list are told of by their due days; bodies are counted, and no village.

use crate::cast::day;
use crate::world::World;
use chrono::{Days, NaiveDate};
use domain::commitments::*;
use domain::config::Config;
use domain::duty::desk::{DutyBoard, DutyChange, DutyDeed};
use domain::duty::*;
use domain::ids::StaffId;
use domain::time::Millis;
use proptest::prelude::*;
use proptest::sample::select;
use uuid::Uuid;

const DAY_MS: i64 = 86_400_000;

/// Noon in the field on a day.
fn noon(day: NaiveDate) -> Millis {
    let since = day.signed_duration_since(NaiveDate::default()).num_days();
    Millis(since * DAY_MS + DAY_MS / 6)
}

fn item(code: &str, cycle: Cycle, due: &str) -> DutyItem {
    DutyItem {
        code: code.to_owned(),
        terms: DutyTerms {
            task: "示例任务".to_owned(),
            wording: "示例事项".to_owned(),
            body: Body {
                kind: BodyKind::Township,
                name: "万宝镇".to_owned(),
            },
            partners: String::new(),
            cycle,
            due: day(due),
            withdrawn: false,
        },
        history: Vec::new(),
    }
}

fn take(item: &mut DutyItem, on: NaiveDate, by: &str, deed: DutyDeed) -> Result<Uuid, DutyCode> {
    let change = DutyChange {
        id: Uuid::from_u128(u128::try_from(item.history.len()).unwrap() + 1),
        seen: u32::try_from(item.history.len()).unwrap(),
        deed,
    };
    let by = StaffId::from(by);
    let event = check(item, &change, &by, on, &Config::default()).map_err(|fault| fault.code)?;
    item.history.push(DutyEntry {
        id: change.id,
        by_name: by.to_string(),
        by,
        at: noon(on),
        event,
    });
    Ok(change.id)
}

fn update(item: &mut DutyItem, on: NaiveDate, state: DutyState) {
    let note = "做了一半".to_owned();
    take(item, on, "W001", DutyDeed::Update { state, note }).unwrap();
}

fn found(item: &DutyItem, on: NaiveDate) -> DutyFinding {
    let config = Config::default();
    let rows = catalogue(&config, on);
    duty_lines(std::slice::from_ref(item), &rows, on, &config)
        .pop()
        .unwrap()
}

fn status(item: &DutyItem, on: &str) -> CommitmentStatus {
    found(item, day(on)).status
}

#[test]
fn without_a_list_it_is_said_that_there_is_none() {
    let (config, on) = (Config::default(), day("2026-11-20"));
    let rows = catalogue(&config, on);
    let none = duty_lines(&[], &rows, on, &config);
    let said: Vec<_> = none.iter().map(|found| (found.status, found.why)).collect();
    assert_eq!(said, [(CommitmentStatus::NotApplicable, Why::NoDutyList)]);
    assert!(bodies(&none).is_empty());
    let off: Vec<LineRow> = rows.into_iter().filter(|row| row.code != LineCode::R5).collect();
    assert!(duty_lines(&[], &off, on, &config).is_empty());
}

#[test]
fn a_quarterly_item_is_told_of_by_the_end_of_each_quarter() {
    let mut item = item("A-1", Cycle::Quarter, "2026-03-31");
    for (on, expected) in [
        ("2026-03-23", CommitmentStatus::OnTrack),
        ("2026-03-24", CommitmentStatus::DueSoon),
        ("2026-03-31", CommitmentStatus::DueSoon),
        ("2026-04-01", CommitmentStatus::Breached),
    ] {
        assert_eq!(status(&item, on), expected, "{on}");
    }
    let broken = found(&item, day("2026-04-02"));
    assert_eq!(
        (broken.why, broken.remedy, broken.owner, broken.by),
        (
            Why::DutyPast,
            Some(DutyRemedy::Update),
            Owner::Township,
            Some(day("2026-03-31"))
        )
    );
    // A late update counts for the quarter in which it was made; the last of a month stays the last.
    update(&mut item, day("2026-04-02"), DutyState::UnderWay);
    let told = found(&item, day("2026-04-02"));
    assert_eq!(
        (told.status, told.why),
        (CommitmentStatus::OnTrack, Why::DutyUpdated)
    );
    assert_eq!((told.by, told.evidence.len()), (Some(day("2026-09-30")), 1));
    update(&mut item, day("2026-09-30"), DutyState::UnderWay);
    assert_eq!(item.next_due(), Some(day("2026-12-31")));
    assert_eq!(status(&item, "2027-01-01"), CommitmentStatus::Breached);
}

#[test]
fn an_update_long_before_the_first_due_day_does_not_stand_for_it() {
    let mut item = item("A-1", Cycle::Month, "2026-12-15");
    update(&mut item, day("2026-11-15"), DutyState::UnderWay);
    assert_eq!(item.next_due(), Some(day("2026-12-15")));
    update(&mut item, day("2026-11-16"), DutyState::UnderWay);
    assert_eq!(item.next_due(), Some(day("2027-01-15")));
}

#[test]
fn an_item_that_is_done_once_is_broken_until_it_is_done() {
    let mut item = item("B-1", Cycle::DueDate, "2026-06-30");
    update(&mut item, day("2026-06-30"), DutyState::UnderWay);
    let broken = found(&item, day("2026-07-01"));
    assert_eq!(
        (broken.status, broken.why, broken.remedy),
        (
            CommitmentStatus::Breached,
            Why::DutyUnfinished,
            Some(DutyRemedy::Finish)
        )
    );
    update(&mut item, day("2026-07-02"), DutyState::Done);
    let done = found(&item, day("2030-01-01"));
    assert_eq!(
        (done.status, done.why, done.by),
        (CommitmentStatus::OnTrack, Why::DutyDone, None)
    );
}

#[test]
fn an_explanation_counts_when_another_person_has_confirmed_it_and_until_its_day() {
    let mut item = item("A-1", Cycle::Quarter, "2026-03-31");
    let on = day("2026-04-02");
    let explain = |until: &str| DutyDeed::Explain {
        reason: "等省里文件".to_owned(),
        until: day(until),
    };
    let early = take(&mut item, day("2026-02-01"), "W001", explain("2026-03-01"));
    assert_eq!(early, Err(DutyCode::NothingOpen));
    let past = take(&mut item, on, "W001", explain("2026-04-01"));
    assert_eq!(past, Err(DutyCode::UntilWrong));
    let explanation = take(&mut item, on, "W001", explain("2026-04-20")).unwrap();
    let waits = found(&item, on);
    assert_eq!(
        (waits.status, waits.explanation),
        (CommitmentStatus::Breached, Some(explanation))
    );
    let confirm = DutyDeed::Confirm { explanation };
    let own = take(&mut item, on, "W001", confirm.clone());
    assert_eq!(own, Err(DutyCode::OwnExplanation));
    take(&mut item, on, "D001", confirm.clone()).unwrap();
    assert_eq!(take(&mut item, on, "D002", confirm), Err(DutyCode::NotWaiting));
    assert_eq!(status(&item, "2026-04-20"), CommitmentStatus::Explained);
    assert_eq!(status(&item, "2026-04-21"), CommitmentStatus::Breached);
}

#[test]
fn what_is_said_is_there_short_and_of_nobody() {
    let mut item = item("A-1", Cycle::Quarter, "2026-03-31");
    let mut say = |note: &str| {
        let state = DutyState::UnderWay;
        let note = note.to_owned();
        take(
            &mut item,
            day("2026-02-01"),
            "W001",
            DutyDeed::Update { state, note },
        )
    };
    assert_eq!(say("  "), Err(DutyCode::NoteMissing));
    assert_eq!(say(&"长".repeat(NOTE_MAX + 1)), Err(DutyCode::TooLong));
    assert_eq!(say("有空字符\0"), Err(DutyCode::TooLong));
    assert_eq!(say("找 10012345678"), Err(DutyCode::PersonalNumber));
    assert!(say("开了会").is_ok());
    let stale = DutyChange {
        id: Uuid::from_u128(9),
        seen: 0,
        deed: DutyDeed::Update {
            state: DutyState::Done,
            note: "完".to_owned(),
        },
    };
    let fault = check(
        &item,
        &stale,
        &"W001".into(),
        day("2026-02-02"),
        &Config::default(),
    );
    assert_eq!(fault.map_err(|fault| fault.code), Err(DutyCode::ChangedMeanwhile));
}

#[test]
fn bodies_are_counted_in_the_order_of_names_and_a_withdrawn_item_counts_nowhere() {
    let on = day("2026-04-02");
    let config = Config::default();
    let rows = catalogue(&config, on);
    let mut withdrawn = item("A-2", Cycle::Quarter, "2026-03-31");
    withdrawn.terms.withdrawn = true;
    let mut other = item("A-3", Cycle::Quarter, "2026-04-05");
    other.terms.body = Body {
        kind: BodyKind::Department,
        name: "区水利局".to_owned(),
    };
    let items = [item("A-1", Cycle::Quarter, "2026-03-31"), withdrawn, other];
    let standing = bodies(&duty_lines(&items, &rows, on, &config));
    let said: Vec<_> = standing
        .iter()
        .map(|one| {
            (
                one.body.name.as_str(),
                one.worst,
                one.breached,
                one.due_soon,
                one.items,
            )
        })
        .collect();
    assert_eq!(
        said,
        [
            ("万宝镇", CommitmentStatus::Breached, 1, 0, 1),
            ("区水利局", CommitmentStatus::DueSoon, 0, 1, 1),
        ]
    );
    let board = DutyBoard::of(&items, true, &rows, on, &config);
    let order: Vec<&str> = board.lines.iter().map(|line| line.code.as_str()).collect();
    assert_eq!(order, ["A-1", "A-3", "A-2"]);
    let bytes = minicbor::to_vec(&board).unwrap();
    assert_eq!(minicbor::decode::<DutyBoard>(&bytes).unwrap(), board);
}

#[test]
fn a_village_is_told_that_it_is_not_its_line() {
    let world = World::on("2026-11-20");
    let of = world.of(LineCode::R5);
    assert_eq!(
        (of.status, of.why, of.remedy),
        (CommitmentStatus::NotApplicable, Why::CountedByBody, None)
    );
}

fn an_item() -> impl Strategy<Value = DutyItem> {
    let updates = prop::collection::vec((0_u64..900, select(DutyState::ALL.to_vec())), 0..4);
    (select(CYCLES.to_vec()), 0_u64..400, updates).prop_map(|(cycle, due, mut updates)| {
        let first = day("2026-01-01");
        let mut item = item("A-1", cycle, "2026-01-01");
        item.terms.due = first + Days::new(due);
        updates.sort_unstable_by_key(|(ago, _)| *ago);
        for (after, state) in updates {
            update(&mut item, first + Days::new(after), state);
        }
        item
    })
}

proptest! {
    /// Nothing but an item's history, the day and the configuration moves its line, and days alone never better it.
    #[test]
    fn days_alone_never_better_an_item(item in an_item(), on in 900_u64..1200, later in 0_u64..400) {
        let on = day("2026-01-01") + Days::new(on);
        let now = found(&item, on);
        prop_assert_eq!(&now, &found(&item, on));
        let then = found(&item, on + Days::new(later));
        prop_assert!(then.status.gravity() >= now.status.gravity());
        prop_assert_eq!(now.by, then.by);
    }

    /// More evidence never worsens an item: an update, unless it takes back that it is done.
    #[test]
    fn an_update_never_worsens_an_item(
        item in an_item(), on in 900_u64..1200, state in select(DutyState::ALL.to_vec()),
    ) {
        let on = day("2026-01-01") + Days::new(on);
        prop_assume!(item.state() != DutyState::Done || state == DutyState::Done);
        let before = found(&item, on);
        let mut more = item;
        update(&mut more, on, state);
        let after = found(&more, on);
        prop_assert!(after.status.gravity() <= before.status.gravity());
        prop_assert!(after.evidence.len() > before.evidence.len());
    }

    /// Every broken item names what clears it, who, and since when; doing that clears it.
    #[test]
    fn what_is_broken_names_what_clears_it(item in an_item(), on in 900_u64..1200) {
        let on = day("2026-01-01") + Days::new(on);
        let now = found(&item, on);
        prop_assert_eq!(now.remedy.is_some(), now.status.is_open());
        if now.status == CommitmentStatus::Breached {
            prop_assert!(now.by.is_some_and(|by| by < on));
            prop_assert_eq!(now.owner, Owner::Township);
            let mut right = item;
            update(&mut right, on, match now.remedy {
                Some(DutyRemedy::Finish) => DutyState::Done,
                _ => DutyState::UnderWay,
            });
            let after = found(&right, on);
            prop_assert_eq!(after.status.gravity(), 0);
            prop_assert!(after.by.is_none_or(|by| by > on));
        }
    }
}
