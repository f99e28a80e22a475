//! The rules of a visit beside what blocks (domain.md §5.4, §12.6): old days, the same day twice, numbers in words, copied
//! words, returns that wait too long.

mod cast;

use cast::{content, day, household, id, visit};
use domain::config::Config;
use domain::ids::{HouseholdId, OpId, StaffId, TeamId, VisitId};
use domain::refusal::RefusalCode;
use domain::time::Millis;
use domain::visit::codes::{ReturnReason, VisitStatus};
use domain::visit::queue::{same_words, stale_return};
use domain::visit::rules::{self, HELP_MAX, Warning};
use domain::visit::{Decision, HistoryEntry, Visit, VisitContent, VisitEvent};

const NOTE: &str = "老人身体还好，儿子上个月回来过一次";

#[test]
fn what_was_explained_and_done_is_optional_and_bounded() {
    let check = |content: &VisitContent| {
        let checked = rules::check(content, &household(), day("2026-11-20"), &Config::default());
        checked.err().map(|refusal| (refusal.code, refusal.field))
    };
    assert_eq!(check(&content()), None);
    let help = |help_done: String| VisitContent {
        help_done,
        ..content()
    };
    assert_eq!(check(&help("修".repeat(HELP_MAX))), None);
    let at = |code, field: &str| Some((code, Some(field.to_owned())));
    assert_eq!(
        check(&help("修".repeat(HELP_MAX + 1))),
        at(RefusalCode::TextTooLong, "help_done")
    );
    assert_eq!(
        check(&help("\u{0}".into())),
        at(RefusalCode::BadText, "help_done")
    );
    let kind = domain::entitlement::codes::EntitlementKind::SmallLoan;
    let most = domain::entitlement::codes::EntitlementKind::ALL.len();
    let policies_explained = vec![kind; most + 1];
    let many = VisitContent {
        policies_explained,
        ..content()
    };
    assert_eq!(check(&many), at(RefusalCode::TooMany, "policies_explained"));
}

#[test]
fn a_visit_of_long_ago_needs_a_reason_whatever_the_district_lets_be_late() {
    let config = Config {
        late_after_days: 90,
        ..Config::default()
    };
    let recorded = day("2026-11-20");
    let of = |on: &str, reason: Option<&str>| VisitContent {
        visited_on: day(on),
        late_reason: reason.map(str::to_owned),
        ..content()
    };
    let check = |content: &VisitContent| {
        let checked = rules::check(content, &household(), recorded, &config);
        checked.err().map(|refusal| refusal.code)
    };
    let asks = |content: &VisitContent| {
        rules::warnings(content, false, recorded, &config).contains(&Warning::LongAgo)
    };
    // 60 days are not long ago, 61 are: then a reason is needed, and with it the day is asked about and taken.
    let (near, far) = (of("2026-09-21", None), of("2026-09-20", None));
    assert_eq!((check(&near), asks(&near)), (None, false));
    assert_eq!(
        (check(&far), asks(&far)),
        (Some(RefusalCode::LateWithoutReason), true)
    );
    let told = of("2026-09-20", Some("手机坏了"));
    assert_eq!((check(&told), asks(&told)), (None, true));
}

#[test]
fn the_other_visit_of_a_day_is_one_of_the_same_team_and_the_authors_own_first() {
    let (author, team) = (StaffId::from("P002"), TeamId::from("T01"));
    let mut colleague = visit(3, "2026-11-18");
    colleague.author = "P003".into();
    let mut elsewhere = visit(4, "2026-11-18");
    elsewhere.team = Some("T02".into());
    let visits = [
        visit(1, "2026-11-18"),
        visit(2, "2026-11-19"),
        colleague,
        elsewhere,
    ];
    let twin = |on: &str, this: u128, visits: &[Visit]| {
        let this = (VisitId(id(this)), &author, Some(&team));
        rules::same_day(day(on), this, visits.iter()).map(|visit| visit.id.0.as_u128())
    };
    let number = |n: u128| Some(id(n).as_u128());
    assert_eq!(twin("2026-11-18", 9, &visits), number(1));
    assert_eq!(twin("2026-11-18", 1, &visits), number(3));
    assert_eq!(twin("2026-11-19", 2, &visits), None);
    assert_eq!(twin("2026-11-20", 9, &visits), None);
    let asks = |repeats| rules::warnings(&content(), repeats, day("2026-11-20"), &Config::default());
    assert_eq!((asks(true), asks(false)), (vec![Warning::SameDay], vec![]));
}

#[test]
fn a_number_is_found_in_every_free_text_of_a_visit() {
    let number = "电话10016837266";
    let warned = |content: VisitContent| {
        rules::warnings(&content, false, day("2026-11-20"), &Config::default()) == [Warning::PersonalNumber]
    };
    assert!(warned(VisitContent {
        note: number.into(),
        ..content()
    }));
    assert!(warned(VisitContent {
        help_done: number.into(),
        ..content()
    }));
    assert!(warned(VisitContent {
        late_reason: Some(number.into()),
        ..content()
    }));
    assert!(!warned(content()));
    assert_eq!(
        rules::personal_number("证号999999195306199210。"),
        Some(Warning::PersonalNumber)
    );
    assert_eq!(rules::personal_number("住院 12 天，自付 18000 元"), None);
}

fn noted(n: u128, on: &str, household: u128, note: &str) -> Visit {
    let mut visit = visit(n, on);
    visit.household = HouseholdId(id(household));
    visit.content.note = note.to_owned();
    visit
}

#[test]
fn the_same_words_in_an_earlier_visit_of_the_author_are_found() {
    let now = noted(9, "2026-11-20", 1, NOTE);
    let found = |earlier: Visit, now: &Visit| same_words(now, [now.clone(), earlier].iter()).is_some();
    assert!(found(noted(1, "2026-11-19", 2, NOTE), &now));
    // Spaces and marks make no other words; another day of the same household counts, and the same day elsewhere.
    assert!(found(
        noted(1, "2026-10-20", 1, &format!(" {}。", NOTE.replace('，', ", "))),
        &now
    ));
    assert!(found(noted(1, "2026-11-20", 2, NOTE), &now));
    assert!(found(noted(1, "2026-08-22", 2, NOTE), &now));
    // Too long ago, later, other words, the same day and household, another author.
    assert!(!found(noted(1, "2026-08-21", 2, NOTE), &now));
    assert!(!found(noted(1, "2026-11-21", 2, NOTE), &now));
    assert!(!found(
        noted(1, "2026-11-19", 2, "老人身体还好，儿子上个月没有回来过"),
        &now
    ));
    assert!(!found(noted(1, "2026-11-20", 1, NOTE), &now));
    let mut colleague = noted(1, "2026-11-19", 2, NOTE);
    colleague.author = "P003".into();
    assert!(!found(colleague, &now));
}

#[test]
fn short_and_stock_phrases_are_nobodys_words() {
    let same = |note: &str, no_change: bool| {
        let mut now = noted(9, "2026-11-20", 1, note);
        now.content.no_change = no_change;
        same_words(&now, std::iter::once(&noted(1, "2026-11-19", 2, note))).is_some()
    };
    assert!(!same("", false));
    assert!(!same("都好，没有变化。", false));
    assert!(same(NOTE, false));
    assert!(!same(NOTE, true));
    assert!(same(
        &format!("{NOTE}，地里的活也做完了，过几天去城里看孙子"),
        true
    ));
}

#[test]
fn of_several_the_newest_earlier_visit_is_named() {
    let now = noted(9, "2026-11-20", 1, NOTE);
    let others = [
        noted(1, "2026-11-02", 2, NOTE),
        noted(2, "2026-11-15", 3, NOTE),
        noted(3, "2026-11-08", 4, NOTE),
    ];
    assert_eq!(same_words(&now, others.iter()).unwrap().id, VisitId(id(2)));
}

fn returned(at: Option<Millis>) -> Visit {
    let mut visit = visit(1, "2026-11-01");
    visit.status = VisitStatus::Returned;
    visit.history = vec![HistoryEntry {
        op: OpId(id(50)),
        rev: 1,
        by: "P001".into(),
        by_name: "队长".into(),
        // Noon of 2 November 2026 in the field.
        recorded_at: Millis(1_793_592_000_000),
        received_at: at,
        event: VisitEvent::Reviewed {
            decision: Decision::Return {
                reason: ReturnReason::FactUnclear,
                words: "说清楚些".into(),
            },
        },
    }];
    visit
}

#[test]
fn a_return_that_nobody_answers_is_marked_after_the_districts_days() {
    let config = Config::default();
    let stale = |visit: &Visit, on: &str| stale_return(visit, day(on), &config);
    // Decided on the leader's phone on the 2nd, known to the server on the 3rd: that counts as soon as it is known.
    let waiting = returned(None);
    assert_eq!(
        (stale(&waiting, "2026-11-09"), stale(&waiting, "2026-11-10")),
        (None, Some(8))
    );
    let sent = returned(Some(Millis(1_793_592_000_000 + 86_400_000)));
    assert_eq!(
        (stale(&sent, "2026-11-10"), stale(&sent, "2026-11-11")),
        (None, Some(8))
    );
    let mut corrected = returned(None);
    corrected.status = VisitStatus::Submitted;
    assert_eq!(stale(&corrected, "2026-12-20"), None);
    // A configuration without the figure marks nothing.
    let unset = Config {
        return_stale_days: 0,
        ..Config::default()
    };
    assert_eq!(stale_return(&waiting, day("2026-12-20"), &unset), None);
}
