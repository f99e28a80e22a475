//! The calculation by example, and its laws as properties.

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn content(amounts: &[(IncomeLine, u32)]) -> IncomeContent {
    let source = IncomeSource::SelfReport;
    let amounts = amounts.iter().map(|(line, yuan)| IncomeAmount {
        line: *line,
        yuan: *yuan,
        source,
    });
    IncomeContent {
        from: day("2021-10-01"),
        to: day("2022-09-30"),
        sharing: 4,
        amounts: amounts.collect(),
        spending: vec![],
        note: String::new(),
    }
}

fn rule(line: IncomeLine, counts: bool, from: &str) -> CountingRule {
    CountingRule {
        line,
        counts,
        effective_from: day(from),
        document: "娄星区口径〔2022〕1号".to_owned(),
    }
}

#[test]
fn costs_are_deducted_and_the_rest_is_shared() {
    let told = content(&[
        (IncomeLine::AwayWork, 24_000),
        (IncomeLine::Crops, 6_000),
        (IncomeLine::Costs, 2_500),
        (IncomeLine::Pension, 2_400),
    ]);
    let net = net_income(&told, &[]).unwrap();
    assert_eq!(net.settled(), Some(7_475));
    assert!(
        matches!(standing(net, told.window(), &published_lines()), Standing::Reached(line) if line.yuan == 6_900)
    );
}

#[test]
fn a_disputed_line_gives_two_figures_and_no_class_between_them() {
    let told = content(&[(IncomeLine::AwayWork, 26_000), (IncomeLine::Donation, 4_000)]);
    let net = net_income(&told, &[]).unwrap();
    assert_eq!((net.least, net.most, net.settled()), (6_500, 7_500, None));
    assert!(matches!(
        standing(net, told.window(), &published_lines()),
        Standing::Unsettled(_)
    ));

    let ruled = [rule(IncomeLine::Donation, false, "2022-01-01")];
    let net = net_income(&told, &ruled).unwrap();
    assert_eq!(net.settled(), Some(6_500));
    assert!(matches!(
        standing(net, told.window(), &published_lines()),
        Standing::Below(_)
    ));
}

#[test]
fn the_latest_rule_in_force_at_the_end_of_the_window_holds() {
    let rules = [
        rule(IncomeLine::Donation, true, "2022-09-01"),
        rule(IncomeLine::Donation, false, "2020-01-01"),
        rule(IncomeLine::Donation, false, "2023-01-01"),
    ];
    let at = |to| counting(IncomeLine::Donation, day(to), &rules);
    assert_eq!(at("2019-12-31"), Counting::Unsettled);
    assert_eq!(at("2022-08-31"), Counting::RuledOut);
    assert_eq!(at("2022-09-30"), Counting::RuledIn);
    assert_eq!(at("2023-09-30"), Counting::RuledOut);
}

#[test]
fn a_year_without_a_line_is_not_classified() {
    let told = IncomeContent {
        to: day("2026-09-30"),
        from: day("2025-10-01"),
        ..content(&[(IncomeLine::AwayWork, 100)])
    };
    let net = net_income(&told, &[]).unwrap();
    assert_eq!(
        standing(net, told.window(), &published_lines()),
        Standing::NoLine(2026)
    );
}

#[test]
fn less_than_twelve_months_are_not_classified() {
    let of = |from: &str| {
        let told = IncomeContent {
            from: day(from),
            ..content(&[(IncomeLine::AwayWork, 100)])
        };
        let net = net_income(&told, &[]).unwrap();
        let lines = published_lines();
        match standing(net, told.window(), &lines) {
            Standing::ShortWindow(days) => Some(days),
            _ => None,
        }
    };
    assert_eq!(of("2021-10-01"), None);
    assert_eq!(of("2021-10-06"), None, "360 days");
    assert_eq!(of("2021-10-07"), Some(359));
    assert_eq!(of("2022-07-01"), Some(92));
}

#[test]
fn a_window_that_ended_more_than_twelve_months_ago_stands_for_today_no_more() {
    let told = |n, to: &str| IncomeSnapshot {
        op: OpId(uuid::Uuid::from_u128(n)),
        by: "P002".into(),
        by_name: String::new(),
        asked_on: day(to),
        received_at: None,
        content: IncomeContent {
            to: day(to),
            ..content(&[])
        },
    };
    let made = [
        told(1, "2021-12-31"),
        told(2, "2022-06-30"),
        told(3, "2020-12-31"),
    ];
    let at = |today| newest(&made, day(today)).map(|made| made.op.0.as_u128());
    assert_eq!(at("2022-07-01"), Some(2));
    assert_eq!(at("2023-07-01"), Some(2));
    assert_eq!(at("2023-07-02"), None);
}

#[test]
fn what_cannot_be_calculated_is_refused_beside_its_field() {
    let refused = |content: &IncomeContent| {
        let refusal = check(content, day("2022-10-01")).unwrap_err();
        (refusal.code, refusal.field.unwrap_or_default())
    };
    let good = content(&[(IncomeLine::AwayWork, 1)]);
    assert_eq!(check(&good, day("2022-10-01")), Ok(()));
    let late = IncomeContent {
        to: day("2022-10-02"),
        ..good.clone()
    };
    assert_eq!(refused(&late), (RefusalCode::IncomeWindow, "to".to_owned()));
    let long = IncomeContent {
        from: day("2021-01-01"),
        ..good.clone()
    };
    assert_eq!(refused(&long), (RefusalCode::IncomeWindow, "from".to_owned()));
    let alone = IncomeContent {
        sharing: 0,
        ..good.clone()
    };
    assert_eq!(refused(&alone), (RefusalCode::BadValue, "sharing".to_owned()));
    assert_eq!(
        refused(&content(&[])),
        (RefusalCode::NoIncome, "amounts".to_owned())
    );
    let twice = content(&[(IncomeLine::Crops, 1), (IncomeLine::Crops, 2)]);
    assert_eq!(refused(&twice), (RefusalCode::BadValue, "B1".to_owned()));
}

#[test]
fn slips_of_the_unit_are_hinted_at() {
    assert_eq!(
        hints(&content(&[(IncomeLine::AwayWork, 3)]), &[]),
        [IncomeHint::SmallWage]
    );
    assert_eq!(
        hints(&content(&[(IncomeLine::AwayWork, 240_000)]), &[]),
        [IncomeHint::VeryHigh]
    );
    assert_eq!(hints(&content(&[(IncomeLine::AwayWork, 24_000)]), &[]), []);
}

proptest::proptest! {
    #[test]
    fn settling_a_line_never_leads_outside_of_what_was_said_before(
        amounts in proptest::collection::btree_map(0_usize..29, 0_u32..100_000, 1..12),
        ruled in proptest::collection::vec((0_usize..5, proptest::bool::ANY), 0..5),
    ) {
        let amounts: Vec<_> = amounts.iter().map(|(at, yuan)| (IncomeLine::ALL[*at], *yuan)).collect();
        let told = content(&amounts);
        let rules: Vec<_> = ruled.iter().map(|(at, counts)| rule(DISPUTED[*at], *counts, "2022-01-01")).collect();
        let (open, settled) = (net_income(&told, &[]).unwrap(), net_income(&told, &rules).unwrap());
        proptest::prop_assert!(open.least <= settled.least && settled.most <= open.most);
        proptest::prop_assert!(settled.least <= settled.most);
    }
}
