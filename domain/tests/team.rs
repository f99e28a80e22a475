//! Leave and days on site: who decides, what a day was, and what is confirmed of a month (domain.md §7.3).

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

#[expect(dead_code, reason = "this test tells no households")]
mod cast;
#[path = "team/laws.rs"]
mod laws;
#[path = "team/levels.rs"]
mod levels;
mod people;
#[path = "team/world.rs"]
mod world;

use cast::{day, id};
use domain::ids::OpId;
use domain::operation::OperationBody;
use domain::record::Record;
use domain::refusal::RefusalCode;
use domain::team::codes::*;
use domain::team::*;
use domain::visit::codes::VisitMode;
use people::actor;
use world::{Team, leave, made, month_of, whose};

#[test]
fn a_short_leave_is_the_townships_to_decide_and_a_long_one_the_districts() {
    let figures = LeaveFigures::default();
    let (leader, town, district) = (LeaveLevel::Leader, LeaveLevel::Town, LeaveLevel::District);
    assert_eq!(path(3, false, figures), [leader, town]);
    assert_eq!(path(4, false, figures), [leader, town, district]);
    assert_eq!(path(3, true, figures), [town]);
    assert_eq!(path(4, true, figures), [town, district]);
}

#[test]
fn a_leave_goes_from_level_to_level_and_ends_when_the_person_is_back() {
    let mut team = Team::new();
    let content = leave(LeaveKind::Personal, "2026-03-10", "2026-03-16");
    let op = team.ask("P002", "P002", content).unwrap();
    let on = |team: &Team, on: &str| team.leave(op).status(day(on));
    assert_eq!(on(&team, "2026-03-02"), LeaveStatus::Submitted);
    let too_early = team.decide("P001", op, LeaveLevel::Town, true);
    assert_eq!(too_early, Err(RefusalCode::NotThisStep));
    team.decide("P001", op, LeaveLevel::Leader, true).unwrap();
    assert_eq!(on(&team, "2026-03-02"), LeaveStatus::LeaderOk);
    team.decide("P001", op, LeaveLevel::Town, true).unwrap();
    assert_eq!(on(&team, "2026-03-02"), LeaveStatus::TownOk);
    assert_eq!(
        team.status("2026-03-11"),
        DayStatus::Unconfirmed,
        "not granted yet"
    );
    team.decide("P001", op, LeaveLevel::District, true).unwrap();
    assert_eq!(on(&team, "2026-03-02"), LeaveStatus::DistrictApproved);
    assert_eq!(on(&team, "2026-03-12"), LeaveStatus::OnLeave);
    assert_eq!(team.status("2026-03-11"), DayStatus::Leave);
    let withdrawn = team.end("2026-03-12", op, None);
    assert_eq!(
        withdrawn,
        Err(RefusalCode::NotThisStep),
        "what has begun is ended"
    );
    let ahead = team.end("2026-03-12", op, Some("2026-03-13"));
    assert_eq!(ahead, Err(RefusalCode::StepInFuture));
    team.end("2026-03-13", op, Some("2026-03-12")).unwrap();
    assert_eq!(on(&team, "2026-03-13"), LeaveStatus::ReturnedEarly);
    assert_eq!(team.status("2026-03-11"), DayStatus::Leave);
    assert_eq!(team.status("2026-03-12"), DayStatus::Unconfirmed);
}

#[test]
fn a_refused_or_withdrawn_leave_covers_no_day() {
    let mut team = Team::new();
    let content = leave(LeaveKind::Annual, "2026-03-10", "2026-03-11");
    let refused = team.ask("P002", "P002", content.clone()).unwrap();
    team.decide("P001", refused, LeaveLevel::Leader, false).unwrap();
    assert_eq!(
        team.leave(refused).status(day("2026-03-10")),
        LeaveStatus::Rejected
    );
    let withdrawn = team.ask("P002", "P002", content).unwrap();
    team.end("2026-03-03", withdrawn, None).unwrap();
    assert_eq!(
        team.leave(withdrawn).status(day("2026-03-10")),
        LeaveStatus::Cancelled
    );
    assert_eq!(team.status("2026-03-10"), DayStatus::Unconfirmed);
    let late = team.decide("P001", withdrawn, LeaveLevel::Leader, true);
    assert_eq!(late, Err(RefusalCode::CaseMoved));
}

#[test]
fn what_is_asked_for_is_checked() {
    let mut team = Team::new();
    let backwards = team.ask("P002", "P002", leave(LeaveKind::Sick, "2026-03-10", "2026-03-09"));
    assert_eq!(backwards, Err(RefusalCode::EndBeforeStart));
    let long = team.ask("P002", "P002", leave(LeaveKind::Sick, "2026-03-10", "2027-03-12"));
    assert_eq!(long, Err(RefusalCode::LeaveTooLong));
    let mute = LeaveContent {
        reason: " ".into(),
        ..leave(LeaveKind::Personal, "2026-03-10", "2026-03-10")
    };
    assert_eq!(
        team.ask("P002", "P002", mute.clone()),
        Err(RefusalCode::EmptyText)
    );
    let sick = LeaveContent {
        kind: LeaveKind::Sick,
        ..mute
    };
    team.ask("P002", "P002", sick).unwrap();
    team.config.leave = None;
    let without = team.ask("P002", "P002", leave(LeaveKind::Sick, "2026-03-10", "2026-03-10"));
    assert_eq!(
        without,
        Err(RefusalCode::NoLeaveFigures),
        "a missing figure is said"
    );
}

#[test]
fn nobody_but_the_person_and_the_own_leader_has_a_hand_in_it() {
    let mut team = Team::new();
    let content = || leave(LeaveKind::Sick, "2026-03-10", "2026-03-10");
    for by in ["P011", "W001", "C001", "D001"] {
        let asked = team.ask(by, "P002", content());
        assert_eq!(asked, Err(RefusalCode::NotAllowed), "{by}");
    }
    assert_eq!(team.ask("P002", "P001", content()), Err(RefusalCode::NotAllowed));
    let op = team.ask("P001", "P002", content()).unwrap();
    assert_eq!(team.leave(op).waits_for(), Some(LeaveLevel::Leader));
    for by in ["P002", "P011", "W001"] {
        let decided = team.decide(by, op, LeaveLevel::Leader, true);
        assert_eq!(decided, Err(RefusalCode::NotAllowed), "{by}");
    }
    let file = team.file("P002").unwrap();
    let reads: Vec<&str> = ["P001", "P002", "P003", "P011", "C001", "W001", "D001"]
        .into_iter()
        .filter(|staff| file.is_shown_to(&actor(staff)))
        .collect();
    assert_eq!(reads, ["P001", "P002"]);
}

#[test]
fn a_day_is_derived_from_what_was_done_in_the_village() {
    let mut team = Team::new();
    team.went(101, "2026-03-03", VisitMode::InHome);
    team.went(102, "2026-03-04", VisitMode::Phone);
    assert_eq!(team.status("2026-03-03"), DayStatus::OnSite);
    assert_eq!(
        team.status("2026-03-04"),
        DayStatus::Unconfirmed,
        "by phone from anywhere"
    );
    assert_eq!(team.status("2026-03-07"), DayStatus::Rest, "a Saturday");
    team.went(103, "2026-03-07", VisitMode::Meeting);
    assert_eq!(team.status("2026-03-07"), DayStatus::OnSite);
    let mut along = made(104, "2026-03-05", VisitMode::Field);
    along.author = "P003".into();
    along.content.companions = vec!["P002".into()];
    team.records.put(Record::Visit(Box::new(along)));
    assert_eq!(team.status("2026-03-05"), DayStatus::OnSite, "came along");
    team.granted(LeaveKind::Official, "2026-03-03", "2026-03-03");
    assert_eq!(team.status("2026-03-03"), DayStatus::Official);
    let days = team.month().days;
    let third = days.iter().find(|one| one.on == day("2026-03-03")).unwrap();
    assert!(third.overlap, "VT04: somebody should look at it");
}

#[test]
fn the_days_of_a_year_without_a_calendar_are_not_guessed() {
    let team = Team::new();
    assert_eq!(team.status("2029-03-03"), DayStatus::Unconfirmed, "a Saturday");
}

#[test]
fn extra_days_and_corrections_count_once_the_leader_has_confirmed_them() {
    let mut team = Team::new();
    team.went(101, "2026-03-03", VisitMode::InHome);
    let marks = [
        ("2026-03-04", DayMark::ExtraDay),
        ("2026-03-05", DayMark::Rest),
        ("2026-03-03", DayMark::NotHere),
    ];
    let said = month_of(1, "月中在区里培训", &marks);
    team.confirm("P002", "P002", said.clone()).unwrap();
    assert_eq!(
        team.file("P002").unwrap().month_state(day("2026-03-01")),
        MonthState::ByMember
    );
    assert_eq!(team.status("2026-03-04"), DayStatus::Unconfirmed);
    let claimed = month(
        &team.records,
        (team.file("P002"), Some(&said.marks)),
        &"P002".into(),
        day("2026-03-01"),
        &team.config,
    );
    assert_eq!(claimed.on_site, 1, "as the leader is asked to confirm it");
    team.confirm("P001", "P002", said).unwrap();
    let of = |on| team.status(on);
    assert_eq!(of("2026-03-03"), DayStatus::Unconfirmed);
    assert_eq!(of("2026-03-04"), DayStatus::OnSite);
    assert_eq!(of("2026-03-05"), DayStatus::Rest);
    assert_eq!(
        team.file("P002").unwrap().month_state(day("2026-03-01")),
        MonthState::Confirmed
    );
}

#[test]
fn a_month_is_confirmed_when_it_is_over_and_with_a_reason_where_days_are_few() {
    let mut team = Team::new();
    let early = OperationBody::ConfirmMonth {
        whose: Box::new(whose("P002")),
        content: Box::new(month_of(20, "", &[])),
    };
    assert_eq!(
        team.does("P002", "2026-03-30", early),
        Err(RefusalCode::MonthNotOver)
    );
    assert_eq!(
        team.confirm("P002", "P002", month_of(19, " ", &[])),
        Err(RefusalCode::FewDays)
    );
    assert_eq!(
        team.confirm("P002", "P002", month_of(32, "", &[])),
        Err(RefusalCode::BadValue)
    );
    let elsewhere = month_of(20, "", &[("2026-04-01", DayMark::Rest)]);
    assert_eq!(
        team.confirm("P002", "P002", elsewhere),
        Err(RefusalCode::BadValue)
    );
    team.config.days_on_site.clear();
    assert_eq!(team.month().wanted, None, "a missing figure is said, not guessed");
    team.confirm("P002", "P002", month_of(19, "", &[])).unwrap();
}

#[test]
fn nights_are_asked_for_only_where_the_district_set_how_many() {
    let mut team = Team::new();
    let march = day("2026-03-01");
    let slept = |nights, words: &str| MonthContent {
        nights,
        ..month_of(20, words, &[])
    };
    assert_eq!(
        nights_of(&team.config, march),
        None,
        "off until the district sets it"
    );
    team.confirm("P001", "P001", slept(Some(3), "")).unwrap();
    team.config.nights_on_site = [("2026-03-15", 12), ("2026-01-01", 10)]
        .map(|(from, days)| DaysFigure {
            from: day(from),
            days,
            document: "测试".into(),
        })
        .to_vec();
    assert_eq!(
        nights_of(&team.config, march),
        Some(10),
        "from the first whole month on"
    );
    assert_eq!(
        team.confirm("P002", "P002", slept(Some(9), " ")),
        Err(RefusalCode::FewDays)
    );
    for impossible in [32, u32::MAX] {
        let refused = team.confirm("P002", "P002", slept(Some(impossible), "手误"));
        assert_eq!(refused, Err(RefusalCode::BadValue), "{impossible}");
    }
    for (nights, words) in [(Some(9), "家里老人住院"), (Some(10), "改"), (None, "旧手机不问")] {
        let mut team = team.clone();
        team.confirm("P002", "P002", slept(nights, words)).unwrap();
        let file = team.file("P002").unwrap();
        assert_eq!(file.newest(march).unwrap().content.nights, nights);
    }
    team.clone().confirm("P002", "P002", slept(None, "")).unwrap();
    // Taken back by a later document.
    team.config.nights_on_site.push(DaysFigure {
        from: day("2026-03-01"),
        days: 0,
        document: "测试".into(),
    });
    assert_eq!(nights_of(&team.config, march), None);
    team.confirm("P002", "P002", slept(Some(0), "")).unwrap();
}

#[test]
fn more_days_than_a_month_has_are_no_month() {
    let mut team = Team::new();
    let endless = team.confirm("P002", "P002", month_of(u32::MAX, "", &[]));
    assert_eq!(endless, Err(RefusalCode::BadValue));
}

#[test]
fn whoever_had_not_read_the_newest_confirmation_is_told() {
    let mut team = Team::new();
    let member = team.confirm("P002", "P002", month_of(20, "", &[])).unwrap();
    let unread = team.confirm_blind("P001", "P002", month_of(20, "", &[]));
    assert_eq!(unread, Err(RefusalCode::CaseMoved));
    let lost = MonthContent {
        seen: Some(OpId(id(99))),
        ..month_of(20, "", &[])
    };
    assert_eq!(
        team.confirm_blind("P001", "P002", lost),
        Err(RefusalCode::NewerRevision)
    );
    let read = MonthContent {
        seen: Some(member),
        ..month_of(20, "", &[])
    };
    team.confirm_blind("P001", "P002", read).unwrap();
}

#[test]
fn a_correction_has_a_reason_and_waits_for_the_leader_while_the_month_stays_confirmed() {
    let mut team = Team::new();
    let march = day("2026-03-01");
    team.confirm("P002", "P002", month_of(20, "", &[])).unwrap();
    team.confirm("P001", "P002", month_of(20, "", &[])).unwrap();
    let again = month_of(21, "", &[("2026-03-04", DayMark::ExtraDay)]);
    assert_eq!(
        team.confirm("P002", "P002", again.clone()),
        Err(RefusalCode::MonthReason)
    );
    let reasoned = MonthContent {
        words: "漏了一天".into(),
        ..again
    };
    team.confirm("P002", "P002", reasoned).unwrap();
    let file = team.file("P002").unwrap();
    assert_eq!(file.month_state(march), MonthState::ByMember);
    assert_eq!(file.months_to_confirm(), [march]);
    assert!(
        file.confirmed(march)
            .is_some_and(|entry| entry.content.marks.is_empty())
    );
}

#[test]
fn a_leader_confirms_the_own_month_and_with_a_word_that_of_a_member_without_a_phone() {
    let mut team = Team::new();
    let march = day("2026-03-01");
    team.confirm("P001", "P001", month_of(20, "", &[])).unwrap();
    assert_eq!(
        team.file("P001").unwrap().month_state(march),
        MonthState::Confirmed
    );
    let mute = team.confirm("P001", "P002", month_of(20, "", &[]));
    assert_eq!(mute, Err(RefusalCode::MonthReason));
    team.confirm("P001", "P002", month_of(20, "本人没有手机，纸上签了", &[]))
        .unwrap();
    assert_eq!(
        team.file("P002").unwrap().month_state(march),
        MonthState::Confirmed
    );
}

#[test]
fn no_word_of_a_day_says_absent() {
    for status in DayStatus::ALL {
        for absent in ["缺勤", "旷", "absent"] {
            assert!(!status.zh().contains(absent) && !status.en().contains(absent));
        }
    }
    assert_eq!(DayStatus::Unconfirmed.zh(), "待确认");
}
