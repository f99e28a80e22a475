//! The two given workbooks, and the roster's shape made in code.

use crate::office::{Office, executable, roster_book};
use domain::exchange::{Fate, ImportReport, ReasonCode, Subject};
use domain::household::codes::Answer;
use domain::household::facts::FieldName;
use domain::roster::{Role, VillageKind};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::Command;

/// A workbook as the office gave it: it lies with the browser tests, which import it too.
fn given(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../end2end/fixtures")
        .join(name)
}

/// No figure of the report stands without the rows behind it.
fn each_count_opens_its_rows(report: &ImportReport) {
    for (subject, tally) in &report.tallies {
        for fate in Fate::ALL {
            let mut rows: Vec<(&str, u32, &str)> = report
                .lines
                .iter()
                .filter(|line| line.counted == Some((*subject, *fate)))
                .map(|line| (line.sheet.as_str(), line.row, line.about.as_str()))
                .collect();
            rows.sort_unstable();
            rows.dedup();
            assert_eq!(
                u64::try_from(rows.len()).unwrap(),
                tally.of(*fate),
                "{} {}",
                subject.code(),
                fate.code()
            );
        }
    }
}

async fn has_the_seed_figures(office: &Office, report: &ImportReport) {
    assert!(report.committable, "{:?}", report.lines);
    for (subject, count) in [
        (Subject::Villages, 65),
        (Subject::Teams, 62),
        (Subject::People, 157),
        (Subject::Leaders, 37),
        (Subject::Links, 46),
    ] {
        assert_eq!(report.tally(subject).new, count, "{}", subject.code());
    }
    assert_eq!(
        report
            .lines
            .iter()
            .filter(|line| line.reason == Some(ReasonCode::TeamSmall))
            .count(),
        29
    );
    each_count_opens_its_rows(report);
    let roster = office.store.roster().await.unwrap();
    let mut kinds: BTreeMap<VillageKind, usize> = BTreeMap::new();
    for kind in roster.villages.iter().flat_map(|village| &village.kinds) {
        *kinds.entry(*kind).or_default() += 1;
    }
    let counted: Vec<usize> = VillageKind::ALL.iter().map(|kind| kinds[kind]).collect();
    assert_eq!(counted, [30, 17, 4, 6, 5, 5, 5, 5]);
    assert_eq!(roster.villages[0].name, "垭古村");
    assert_eq!(roster.villages[1].township, "杉山镇");
    let of_role = |role| roster.staff.iter().filter(|row| row.role == role).count();
    assert_eq!((of_role(Role::TeamLeader), of_role(Role::TeamMember)), (62, 95));
    assert_eq!(
        roster
            .staff
            .iter()
            .find(|row| row.id.as_str() == "P001")
            .unwrap()
            .role,
        Role::TeamLeader
    );
    let villages: usize = roster.teams.iter().map(|team| team.villages.len()).sum();
    assert_eq!((villages, roster.links.len()), (65, 37));
}

#[tokio::test]
async fn the_made_roster_has_the_seed_figures() {
    let office = Office::empty().await;
    let report = office.import_roster(&roster_book()).await;
    has_the_seed_figures(&office, &report).await;
    // Of each village its Party secretary and the township's link; the given roster has no such sheet.
    assert_eq!(report.tally(Subject::Posts).new, 2 * 65);
    assert_eq!(office.store.roster().await.unwrap().posts.len(), 2 * 65);
}

#[tokio::test]
async fn the_given_roster_has_the_seed_figures_and_again_changes_nothing() {
    let path = given("district-roster.xlsx");
    let office = Office::empty().await;
    let report = office.import_roster_file(&path).await;
    has_the_seed_figures(&office, &report).await;
    let again = office.import_roster_file(&path).await;
    assert!(again.committable && !again.writes(), "{:?}", again.tallies);
    assert_eq!(again.tally(Subject::People).unchanged, 157);
    each_count_opens_its_rows(&again);
}

#[tokio::test]
async fn the_given_register_comes_in_and_again_changes_nothing() {
    let path = given("households-2-villages.xlsx");
    let office = Office::with_roster().await;
    let (report, written) = office.import_register_file(&path).await;
    assert!(report.committable, "{:?}", &report.lines[..10]);
    assert_eq!(written, 800);
    assert_eq!(report.tally(Subject::Households).new, 800);
    assert_eq!(report.tally(Subject::Members).new, 2_825);
    assert_eq!(report.tally(Subject::Incomes).new, 800);

    let households = office
        .store
        .households_in(&["V001".into(), "V002".into()])
        .await
        .unwrap();
    let first = households
        .iter()
        .find(|household| household.code == "V001-0001")
        .unwrap();
    assert_eq!(first.name(), "聂斌庆");
    assert_eq!(first.head().unwrap().initials, "nbq");
    assert!(
        first
            .head()
            .unwrap()
            .id_masked
            .as_deref()
            .unwrap()
            .ends_with("*9210")
    );
    assert_eq!(first.register_as_of.to_string(), "2021-09-30");
    assert_eq!(first.income.as_ref().unwrap().wage, 26_318);
    assert_eq!(first.guarantee(FieldName::WaterGuarantee), Answer::Ok);
    assert_eq!(
        first.guarantee(FieldName::EducationGuarantee),
        Answer::NotApplicable
    );
    assert_eq!(first.guarantee(FieldName::Food), Answer::Unknown);
    let count =
        |test: fn(&domain::household::Household) -> bool| households.iter().filter(|h| test(h)).count();
    assert_eq!(count(|h| h.monitor.is_some()), 20);
    assert_eq!(
        count(|h| h.guarantee(FieldName::WaterGuarantee) == Answer::Problem),
        15
    );
    assert_eq!(
        count(|h| h.guarantee(FieldName::HousingGuarantee) == Answer::Problem),
        75
    );
    assert_eq!(count(|h| h.phone_masked.is_none()), 42);
    assert_eq!(count(|h| h.risks.iter().any(|risk| risk.disaster.is_some())), 5);

    let (again, written) = office.import_register_file(&path).await;
    assert!(again.committable && !again.writes(), "{:?}", again.tallies);
    assert_eq!((written, again.tally(Subject::Members).unchanged), (0, 2_825));
}

#[test]
fn a_dry_run_at_the_machine_writes_the_fate_of_every_row_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.txt");
    let database = format!("sqlite:{}", folder.path().join("ledger.db").display());
    let mut import = Command::new(executable());
    import
        .args(["import", "roster", "--database", &database, "--report"])
        .arg(&file)
        .arg(given("district-roster.xlsx"));
    let done = import.output().unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let report = std::fs::read_to_string(&file).unwrap();
    for (sheet, count) in [("村", 65), ("工作队", 62), ("队员", 157), ("联点领导", 37)] {
        let mark = format!(" {sheet} ");
        let rows: BTreeSet<&str> = report
            .lines()
            .filter_map(|line| line.split_once(&mark)?.1.split([' ', ':']).next())
            .collect();
        assert_eq!(rows.len(), count, "{sheet}");
    }
    let small = report
        .lines()
        .find(|line| line.contains(ReasonCode::TeamSmall.zh()));
    assert!(small.unwrap().ends_with(ReasonCode::TeamSmall.en()));

    let mut list = Command::new(executable());
    let listed = list
        .args(["user", "list", "--database", &database])
        .output()
        .unwrap();
    assert!(listed.status.success() && listed.stdout.is_empty());
}
