//! Editions of the dated configuration: what is in force when, what a preview says, what is not adopted.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod cast;
#[path = "configuration/laws.rs"]
mod laws;

use cast::{day, household, id, visit};
use domain::calendar::Stretch;
use domain::case::codes::Department;
use domain::commitments::{Cycle, Ground, LineCode, catalogue, lines, row_on};
use domain::config::Config;
use domain::edition::codes::{EditionCode as Code, Figure};
use domain::edition::{CommitmentSetting, Draft, Edition, Setting, check, in_force, overview, preview};
use domain::household::facts::{FactValue, FieldName};
use domain::household::{Household, IncomeSummary};
use domain::ids::{HouseholdId, OpId};
use domain::income::codes::IncomeLine;
use domain::income::{IncomeContent, IncomeSnapshot};
use domain::regime::Regime;
use domain::screening::{self, ScreeningRule, screen, version_on};
use domain::team::nights_of;
use domain::time::Millis;

const TODAY: &str = "2026-11-23";

fn draft(from: &str, settings: Vec<Setting>) -> Draft {
    Draft {
        id: id(1),
        after: 0,
        document: "娄星农发〔2026〕9号".to_owned(),
        from: day(from),
        words: String::new(),
        settings,
    }
}

fn adopted(number: u32, draft: Draft) -> Edition {
    Edition {
        number,
        draft,
        by: "D002".into(),
        by_name: "某某".to_owned(),
        adopted_at: Millis(0),
    }
}

fn figure(figure: Figure, value: u32) -> Setting {
    Setting::Figure { figure, value }
}

fn commitment(code: LineCode, change: impl FnOnce(&mut CommitmentSetting)) -> Setting {
    let shipped = row_on(&Config::default(), code, day(TODAY)).unwrap();
    let mut row = CommitmentSetting::from(shipped);
    change(&mut row);
    Setting::Commitment { row: Box::new(row) }
}

fn refused(draft: &Draft) -> (Code, String) {
    let fault = check(draft, &Config::default(), &[], day(TODAY)).unwrap_err();
    (fault.code, fault.field)
}

#[test]
fn what_ships_has_hunans_lines_to_2022_and_nothing_after() {
    let page = overview(&Config::default(), &[], day(TODAY));
    let years: Vec<(i32, i64)> = page
        .in_force
        .iter()
        .filter_map(|one| match one.setting {
            Setting::Line { year, yuan } => Some((year, yuan)),
            _ => None,
        })
        .collect();
    assert_eq!(years, [(2020, 5_000), (2021, 6_500), (2022, 6_900)]);
    assert!(page.in_force.iter().all(|one| one.edition.is_none()));
    let commitments = page
        .in_force
        .iter()
        .filter(|one| matches!(one.setting, Setting::Commitment { .. }));
    assert_eq!(commitments.count(), LineCode::ALL.len());
}

#[test]
fn an_edition_holds_from_its_day_and_says_by_which_document() {
    let base = Config::default();
    let edition = adopted(1, draft("2026-12-01", vec![figure(Figure::VisitActive, 20)]));
    let on = |text: &str| in_force(&base, [&edition], day(text)).visit_interval_days;
    assert_eq!(on("2026-11-30"), base.visit_interval_days);
    assert_eq!(on("2026-12-01"), [20, 60, 90, 90, 365]);
    let page = overview(&base, std::slice::from_ref(&edition), day("2026-12-02"));
    let stated = page
        .in_force
        .iter()
        .find(|one| one.setting == figure(Figure::VisitActive, 20))
        .unwrap();
    assert_eq!(
        (stated.document.as_str(), stated.since, stated.edition),
        ("娄星农发〔2026〕9号", Some(day("2026-12-01")), Some(1))
    );
}

#[test]
fn a_mistake_is_mended_by_the_next_edition_and_both_stay() {
    let base = Config::default();
    let line = |yuan| Setting::Line { year: 2026, yuan };
    let wrong = adopted(1, draft(TODAY, vec![line(8_800)]));
    let mended = adopted(2, draft(TODAY, vec![line(8_500)]));
    let editions = [wrong, mended];
    let config = in_force(&base, &editions, day(TODAY));
    let of_2026: Vec<i64> = config
        .income_lines
        .iter()
        .filter(|line| line.year == 2026)
        .map(|line| line.yuan)
        .collect();
    assert_eq!(of_2026, [8_500]);
    let page = overview(&base, &editions, day(TODAY));
    let numbers: Vec<u32> = page.editions.iter().map(|edition| edition.number).collect();
    assert_eq!(numbers, [2, 1]);
}

#[test]
fn wording_cycle_days_and_switch_of_a_commitment_change_on_the_day_also_without_signal() {
    let base = Config::default();
    let edition = adopted(
        1,
        draft(
            "2027-01-01",
            vec![
                commitment(LineCode::R1, |row| {
                    row.zh = "常态化帮扶责任人到位".to_owned();
                    row.cycle = Cycle::Month;
                    row.days = Some(10);
                }),
                commitment(LineCode::S5, |row| row.off = true),
            ],
        ),
    );
    // What a phone was sent in November changes by itself in January.
    let sent = in_force(&base, [&edition], day(TODAY));
    assert_eq!(catalogue(&sent, day(TODAY)), catalogue(&base, day(TODAY)));
    let rows = catalogue(&sent, day("2027-01-01"));
    assert_eq!(rows.len(), LineCode::ALL.len() - 1);
    let first = rows.first().unwrap();
    assert_eq!(
        (first.zh.as_str(), first.cycle, first.days),
        ("常态化帮扶责任人到位", Cycle::Month, Some(10))
    );
    let shipped = row_on(&base, LineCode::R1, day(TODAY)).unwrap();
    assert_eq!(
        (first.rule, first.owner, first.level),
        (shipped.rule, shipped.owner, shipped.level)
    );
}

#[test]
fn what_makes_no_sense_is_not_adopted_and_the_field_is_named() {
    let good = || vec![figure(Figure::VisitActive, 20)];
    assert_eq!(
        check(&draft(TODAY, good()), &Config::default(), &[], day(TODAY)),
        Ok(())
    );
    let mut unnamed = draft(TODAY, good());
    unnamed.document = " ".to_owned();
    assert_eq!(refused(&unnamed), (Code::NoDocument, "document".to_owned()));
    assert_eq!(
        refused(&draft("2026-11-22", good())),
        (Code::Past, "from".to_owned())
    );
    assert_eq!(
        refused(&draft("2029-01-01", good())),
        (Code::FarAhead, "from".to_owned())
    );
    assert_eq!(
        refused(&draft(TODAY, vec![])),
        (Code::Nothing, "settings".to_owned())
    );
    let one = |setting| refused(&draft(TODAY, vec![setting]));
    let line = |year, yuan| Setting::Line { year, yuan };
    let twice = draft(TODAY, vec![line(2026, 8_000), line(2026, 8_500)]);
    assert_eq!(refused(&twice), (Code::Twice, "LINE-2026".to_owned()));
    assert_eq!(one(line(2026, 85)).0, Code::BadFigure);
    assert_eq!(one(line(2019, 8_000)).0, Code::BadFigure);
    assert_eq!(
        one(figure(Figure::OpenAlone, 101)),
        (Code::BadFigure, "OPEN_ALONE".to_owned())
    );
    assert_eq!(one(Setting::DaysOnSite { days: 32 }).0, Code::BadFigure);
    let costs = Setting::Counting {
        line: IncomeLine::Costs,
        counts: true,
    };
    assert_eq!(one(costs).0, Code::BadFigure);
    let season = Setting::Season {
        code: "RAIN".to_owned(),
        from: (4, 31),
        to: (9, 30),
    };
    assert_eq!(one(season).0, Code::BadFigure);
    assert_eq!(
        one(commitment(LineCode::R1, |row| row.en.clear())),
        (Code::NoWording, "R1".to_owned())
    );
    let holidays = |year, off: &[Stretch], worked: &[(u32, u32)]| Setting::Holidays {
        year,
        off: off.to_vec(),
        worked: worked.to_vec(),
    };
    let may_day = ((5, 1), (5, 5));
    for wrong in [
        holidays(2028, &[may_day], &[]),
        holidays(2027, &[], &[]),
        holidays(2027, &[((5, 5), (5, 1))], &[]),
        holidays(2027, &[((2, 27), (2, 29))], &[]),
        holidays(2027, &[may_day, ((5, 3), (5, 8))], &[]),
        holidays(2027, &[may_day], &[(5, 6)]), // a Thursday
        holidays(2027, &[may_day], &[(5, 2)]), // a Sunday that is free
    ] {
        let key = wrong.key();
        assert_eq!(one(wrong), (Code::BadFigure, key));
    }
    // Its rule counts days by tier: the row has none to set.
    assert_eq!(
        one(commitment(LineCode::A4, |row| row.days = Some(9))).0,
        Code::BadFigure
    );
    assert_eq!(
        one(commitment(LineCode::R1, |row| row.days = None)).0,
        Code::BadFigure
    );
}

#[test]
fn nights_and_times_of_keeping_are_not_guessed_but_set_by_a_document_and_taken_back() {
    let nights = |nights| Setting::NightsOnSite { nights };
    let kept = [Figure::RetainClues, Figure::RetainCases, Figure::RetainAudit];
    let stated = |editions: &[Edition], wanted: &Setting| {
        let page = overview(&Config::default(), editions, day("2027-01-05"));
        let found = page.in_force.into_iter().find(|one| one.setting == *wanted);
        found.map(|one| (one.document, one.since))
    };
    let unset = Some((String::new(), None));
    assert_eq!(
        stated(&[], &nights(0)),
        unset,
        "none is ordered, and that is said"
    );
    for figure_ in kept {
        assert_eq!(stated(&[], &figure(figure_, 0)), unset, "{}", figure_.code());
    }
    let set = draft(
        "2027-01-01",
        vec![
            nights(10),
            figure(Figure::RetainClues, 24),
            figure(Figure::RetainCases, 60),
            figure(Figure::RetainAudit, 36),
        ],
    );
    check(&set, &Config::default(), &[], day(TODAY)).unwrap();
    let by = Some((set.document.clone(), Some(day("2027-01-01"))));
    let editions = [adopted(1, set.clone())];
    for wanted in &set.settings {
        assert_eq!(stated(&editions, wanted), by, "{}", wanted.key());
    }
    // A phone may know of the nights before, and begins with them on their day.
    let sent = in_force(&Config::default(), &editions, day(TODAY));
    let of = |month: &str| nights_of(&sent, day(month));
    assert_eq!((of("2026-12-01"), of("2027-01-01")), (None, Some(10)));
    assert_eq!(sent.retention_months, [0; 3]);
    let back = draft("2027-01-02", vec![nights(0), figure(Figure::RetainAudit, 0)]);
    let seen = Draft {
        after: 1,
        ..back.clone()
    };
    check(&seen, &Config::default(), &editions, day(TODAY)).unwrap();
    let editions = [editions[0].clone(), adopted(2, back)];
    let by = |setting: &Setting| stated(&editions, setting).unwrap().1;
    assert_eq!(by(&nights(0)), Some(day("2027-01-02")));
    assert_eq!(by(&figure(Figure::RetainAudit, 0)), Some(day("2027-01-02")));
    assert_eq!(by(&figure(Figure::RetainClues, 24)), Some(day("2027-01-01")));
    let one = |setting| refused(&draft(TODAY, vec![setting]));
    assert_eq!(one(nights(32)), (Code::BadFigure, "NIGHTS_ON_SITE".to_owned()));
    // The law wants the log for six months at least (domain.md §11.3).
    assert_eq!(one(figure(Figure::RetainAudit, 5)).0, Code::BadFigure);
    assert_eq!(
        one(figure(Figure::Review, 0)).0,
        Code::BadFigure,
        "a figure that ships is not taken away"
    );
}

#[test]
fn the_departments_to_ask_are_set_by_a_document_each_once_and_taken_back_with_none() {
    let asked = |departments: &[Department]| Setting::Asked {
        departments: departments.to_vec(),
    };
    let shipped = overview(&Config::default(), &[], day(TODAY));
    let row = shipped.in_force.iter().find(|one| one.setting == asked(&[]));
    assert_eq!(
        row.map(|row| (row.document.as_str(), row.since)),
        Some(("", None)),
        "none is asked, and that is said"
    );
    let two = asked(&[Department::CivilAffairs, Department::MedicalInsurance]);
    let drafted = draft("2026-12-01", vec![two.clone()]);
    check(&drafted, &Config::default(), &[], day(TODAY)).unwrap();
    let twice = draft(
        "2026-12-01",
        vec![asked(&[Department::CivilAffairs, Department::CivilAffairs])],
    );
    let fault = check(&twice, &Config::default(), &[], day(TODAY)).unwrap_err();
    assert_eq!(
        (fault.code, fault.field.as_str()),
        (Code::BadFigure, "ASKED_DEPARTMENTS")
    );
    let editions = [
        adopted(1, drafted),
        adopted(2, draft("2026-12-20", vec![asked(&[])])),
    ];
    // A phone may know it before its day, and begins with it then.
    let config = in_force(&Config::default(), &editions, day(TODAY));
    for (on, count) in [("2026-11-30", 0), ("2026-12-01", 2), ("2026-12-20", 0)] {
        assert_eq!(config.asked_on(day(on)).len(), count, "on {on}");
    }
    let page = overview(&Config::default(), &editions, day("2026-12-05"));
    let row = page.in_force.iter().find(|one| one.setting == two).unwrap();
    assert_eq!(
        (row.document.as_str(), row.edition),
        ("娄星农发〔2026〕9号", Some(1))
    );
}

#[test]
fn a_year_of_holidays_is_set_by_a_document_and_moves_the_days() {
    let set = Setting::Holidays {
        year: 2027,
        off: vec![((1, 1), (1, 3)), ((2, 5), (2, 11))],
        worked: vec![(1, 30)],
    };
    let drafted = draft("2026-12-01", vec![set.clone()]);
    check(&drafted, &Config::default(), &[], day(TODAY)).unwrap();
    let editions = [adopted(1, drafted)];
    let holidays = |on: &str| in_force(&Config::default(), &editions, day(on)).holidays;
    assert_eq!(holidays("2026-11-30"), Config::default().holidays);
    let known = holidays("2026-12-01");
    assert_eq!(known.is_working_day(day("2027-01-30")), Some(true));
    assert_eq!(known.is_working_day(day("2027-02-08")), Some(false));
    assert!(known.year(2026).is_some(), "the other years stay");
    let page = overview(&Config::default(), &editions, day("2026-12-01"));
    let row = page.in_force.iter().find(|one| one.setting == set).unwrap();
    assert_eq!(
        (row.document.as_str(), row.edition),
        ("娄星农发〔2026〕9号", Some(1))
    );
}

#[test]
fn the_regime_of_2026_is_reserved() {
    let reserved = draft(
        TODAY,
        vec![Setting::Regime {
            regime: Regime::Routine,
        }],
    );
    assert_eq!(refused(&reserved).0, Code::Reserved);
}

#[test]
fn an_edition_that_its_author_has_not_seen_stops_the_next() {
    let first = adopted(1, draft(TODAY, vec![figure(Figure::Review, 5)]));
    let next = draft(TODAY, vec![figure(Figure::Review, 7)]);
    let fault = check(
        &next,
        &Config::default(),
        std::slice::from_ref(&first),
        day(TODAY),
    )
    .unwrap_err();
    assert_eq!(fault.code, Code::Moved);
    let seen = Draft { after: 1, ..next };
    assert_eq!(check(&seen, &Config::default(), &[first], day(TODAY)), Ok(()));
}

/// What a preview says of one household that was visited on 20 November.
fn previewed(settings: Vec<Setting>) -> (Vec<preview::LineChange>, u32) {
    let mut home = household();
    home.incomes.push(IncomeSnapshot {
        op: OpId(id(500)),
        by: "P002".into(),
        by_name: "谭斌梅".into(),
        asked_on: day("2026-11-02"),
        received_at: None,
        content: IncomeContent {
            from: day("2025-11-01"),
            to: day("2026-10-31"),
            sharing: 2,
            amounts: vec![],
            spending: vec![],
            note: String::new(),
        },
    });
    let met = visit(2, "2026-11-20");
    let ground = Ground {
        households: vec![&home],
        visits: vec![&met],
        ..Ground::default()
    };
    let drafted = draft("2026-12-01", settings);
    let (before, after) = preview::both(&Config::default(), &[], &drafted);
    let (changes, incomes) = preview::village(&ground, (&before, &after), drafted.from);
    // The same by hand.
    let state = |config: &Config| {
        let found = lines(&ground, &catalogue(config, drafted.from), drafted.from, config);
        let of = found.into_iter().find(|finding| finding.line == LineCode::A4);
        of.map(|finding| finding.status)
    };
    let said = changes.iter().any(|change| change.line == LineCode::A4);
    assert_eq!(said, state(&before) != state(&after));
    (changes, incomes)
}

#[test]
fn a_preview_counts_the_states_that_a_shorter_interval_breaks() {
    let (changes, incomes) = previewed(vec![figure(Figure::VisitGeneral, 5)]);
    let a4 = changes.iter().find(|change| change.line == LineCode::A4).unwrap();
    assert_eq!((a4.before.on_track, a4.before.breached), (1, 0));
    assert_eq!((a4.after.on_track, a4.after.breached, a4.changed), (0, 1, 1));
    assert_eq!(incomes, 0);
    assert_eq!(previewed(vec![figure(Figure::Review, 9)]), (vec![], 0));
}

#[test]
fn a_preview_counts_the_incomes_that_a_new_line_classifies() {
    let (_, incomes) = previewed(vec![Setting::Line {
        year: 2026,
        yuan: 8_500,
    }]);
    assert_eq!(incomes, 1);
}

#[test]
fn a_preview_shows_the_line_that_is_switched_off() {
    let (changes, _) = previewed(vec![commitment(LineCode::A4, |row| row.off = true)]);
    let a4 = changes.iter().find(|change| change.line == LineCode::A4).unwrap();
    assert_eq!((a4.before.on_track, a4.after), (1, preview::Counts::default()));
}

#[test]
fn a_later_edition_that_sets_the_same_is_named() {
    let later = adopted(1, draft("2027-03-01", vec![figure(Figure::Review, 7)]));
    let sooner = draft("2026-12-01", vec![figure(Figure::Review, 5)]);
    let (before, after) = preview::both(&Config::default(), std::slice::from_ref(&later), &sooner);
    let changes = preview::fields((&before, &after), &[later], sooner.from);
    let change = changes.first().unwrap();
    assert_eq!(change.before, Some(figure(Figure::Review, 3)));
    assert_eq!(
        (&change.after, change.until),
        (&figure(Figure::Review, 5), Some(day("2027-03-01")))
    );
}

fn bill(off: bool, share: u32) -> Setting {
    Setting::Screening {
        rule: ScreeningRule::HeavyBill,
        off,
        figure: Some(share),
    }
}

/// Household 1 paid a quarter of its income for medicine this year; household 2 two fifths, and it has a dwelling of
/// grade D as well.
fn two_with_bills() -> [Household; 2] {
    let with_bill = |n: u128, paid: i64| {
        let mut home = Household {
            id: HouseholdId(id(n)),
            ..household()
        };
        home.income = Some(IncomeSummary {
            from: day("2025-10-01"),
            to: day("2026-09-30"),
            wage: 40_000,
            ..IncomeSummary::default()
        });
        home.register_as_of = day("2026-11-01");
        let paid = Some(FactValue::Count(paid));
        home.facts.register(FieldName::SelfPaidMedical, paid);
        home
    };
    let mut two = [with_bill(1, 10_000), with_bill(2, 16_000)];
    let grade = Some(FactValue::Words("D".to_owned()));
    two[1].facts.register(FieldName::HouseGrade, grade);
    two
}

#[test]
fn a_change_of_screening_shows_who_comes_onto_the_list_and_who_leaves_it() {
    let two = two_with_bills();
    let ground = Ground {
        households: two.iter().collect(),
        ..Ground::default()
    };
    let changed = |editions: &[Edition], setting: Setting| {
        let drafted = draft("2026-12-01", vec![setting]);
        let (before, after) = preview::both(&Config::default(), editions, &drafted);
        preview::screening(&ground, (&before, &after), drafted.from)
    };
    let lower = changed(&[], bill(false, 20));
    assert_eq!(
        (lower.listed, lower.unlisted),
        (1, 0),
        "a quarter is more than a fifth"
    );
    assert_eq!(lower.households[0].id, HouseholdId(id(1)));
    assert_eq!(lower.households[0].rules, [ScreeningRule::HeavyBill]);
    // Off, household 1 is listed no longer; household 2 stays for its dwelling.
    let adopted = [adopted(1, draft(TODAY, vec![bill(false, 20)]))];
    let off = changed(&adopted, bill(true, 20));
    assert_eq!((off.listed, off.unlisted, off.changed), (0, 1, 1));
    assert!(!off.households[0].listed);
    // Household 2 stays listed, for its dwelling only.
    let stays = &off.households[1];
    assert!(stays.listed && stays.is_changed());
    assert_eq!(stays.rules, [ScreeningRule::UnsafeHouse]);
    assert_eq!(
        stays.before,
        [ScreeningRule::UnsafeHouse, ScreeningRule::HeavyBill]
    );
    assert_eq!(changed(&[], bill(false, 30)), preview::ScreeningChange::default());
}

#[test]
fn rules_of_screening_begin_on_their_day_with_a_version_and_their_document() {
    let base = Config::default();
    let editions = [adopted(1, draft("2026-12-01", vec![bill(false, 20)]))];
    // Phones know it before its day, and begin with it also without signal.
    let config = in_force(&base, &editions, day(TODAY));
    let listed = |on: &str| {
        let found = screen(&two_with_bills()[0], false, &config, day(on));
        found
            .iter()
            .any(|finding| finding.rule == ScreeningRule::HeavyBill)
    };
    assert!(!listed("2026-11-30") && listed("2026-12-01"));
    assert_eq!(version_on(&config, day("2026-11-30")), screening::VERSION);
    assert_eq!(version_on(&config, day("2026-12-01")), screening::VERSION + 1);
    let row = screening::row_on(&config, ScreeningRule::HeavyBill, day("2026-12-01")).unwrap();
    assert_eq!(row.document, "娄星农发〔2026〕9号");
    let page = overview(&base, &editions, day("2026-12-01"));
    let stated = page
        .in_force
        .iter()
        .find(|one| one.setting == bill(false, 20))
        .unwrap();
    assert_eq!((stated.edition, stated.since), (Some(1), Some(day("2026-12-01"))));
    let rules = page.in_force.iter();
    let rules = rules.filter(|one| matches!(one.setting, Setting::Screening { .. }));
    assert_eq!(rules.count(), ScreeningRule::ALL.len());
}

#[test]
fn only_a_rule_that_measures_has_a_figure() {
    let of = |rule, figure| {
        draft(
            TODAY,
            vec![Setting::Screening {
                rule,
                off: false,
                figure,
            }],
        )
    };
    let bad = |rule: ScreeningRule| (Code::BadFigure, format!("SCREENING-{}", rule.code()));
    assert_eq!(
        refused(&of(ScreeningRule::UnsafeWater, Some(30))),
        bad(ScreeningRule::UnsafeWater)
    );
    assert_eq!(
        refused(&of(ScreeningRule::HeavyBill, None)),
        bad(ScreeningRule::HeavyBill)
    );
    assert_eq!(
        refused(&of(ScreeningRule::HeavyBill, Some(0))),
        bad(ScreeningRule::HeavyBill)
    );
}
