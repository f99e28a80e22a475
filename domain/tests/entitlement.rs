//! Policies received: what two phones found without knowing of each other, what facts say anyway, and what is refused.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

#[expect(dead_code, reason = "this test tells no visits")]
mod cast;
mod people;

use cast::{day, household, id};
use domain::config::Config;
use domain::entitlement::codes::{EntitlementKind as Kind, EntitlementSource, EntitlementStatus as Status};
use domain::entitlement::rules::{CHECKS_MAX, WORDS_MAX};
use domain::entitlement::{
    Basis, EntitlementContent, EntitlementFile, EntitlementKey, ListedPolicy, Listing, keys, order, standing,
    standings, worth_asking,
};
use domain::household::codes::MonitorCategory;
use domain::household::facts::{FactValue, FieldKey, FieldName};
use domain::ids::*;
use domain::operation::OperationBody;
use domain::record::{Record, RecordKey, RecordMap, Records};
use domain::refusal::RefusalCode as R;
use domain::risk::warning::Department;
use domain::time::Millis;
use people::act;

const HOME: HouseholdId = HouseholdId(id(1));
const HEAD: MemberId = MemberId(id(11));
const AID: EntitlementKey = EntitlementKey::own(Kind::TemporaryAid);
const DOCTOR: EntitlementKey = EntitlementKey::of(HEAD, Kind::FamilyDoctor);

fn world() -> RecordMap {
    let mut records = RecordMap::default();
    records.put(Record::Household(Box::new(household())));
    records
}

fn found(key: EntitlementKey, status: Status, on: &str, seen: &[u128]) -> EntitlementContent {
    EntitlementContent {
        key,
        status,
        on: day(on),
        source: EntitlementSource::AtTheDoor,
        stopped_on: None,
        words: String::new(),
        seen: seen.iter().map(|n| OpId(id(*n))).collect(),
    }
}

fn record(
    records: &mut RecordMap,
    n: u128,
    (staff, on): (&str, &str),
    content: EntitlementContent,
) -> Result<OpId, R> {
    let body = OperationBody::RecordEntitlement {
        household: HOME,
        content: Box::new(content),
    };
    act(records, &Config::default(), n, (staff, on), body)
}

fn file(records: &RecordMap) -> &EntitlementFile {
    records.entitlements(HOME).unwrap()
}

fn stands(records: &RecordMap, key: EntitlementKey) -> Option<(Status, Vec<Status>)> {
    let household = records.household(HOME).unwrap();
    let one = standing(household, records.entitlements(HOME), key)?;
    let beside = one.beside.iter().map(|check| check.content.status).collect();
    Some((one.status, beside))
}

#[test]
fn what_is_found_is_added_and_what_was_found_before_stays() {
    let mut records = world();
    assert_eq!(stands(&records, AID), None);
    let day_one = ("P002", "2026-11-20");
    record(
        &mut records,
        1,
        day_one,
        found(AID, Status::DueNotReceived, "2026-11-19", &[]),
    )
    .unwrap();
    record(
        &mut records,
        2,
        ("P001", "2026-11-22"),
        found(AID, Status::Receiving, "2026-11-22", &[1]),
    )
    .unwrap();
    assert_eq!(stands(&records, AID), Some((Status::Receiving, vec![])));
    let told: Vec<_> = file(&records)
        .of(AID)
        .map(|check| (check.by.to_string(), check.content.status))
        .collect();
    assert_eq!(
        told,
        [
            ("P002".to_owned(), Status::DueNotReceived),
            ("P001".to_owned(), Status::Receiving)
        ]
    );
    // A correction by somebody who had read it counts whatever the day for which it is said.
    record(
        &mut records,
        3,
        ("P001", "2026-11-23"),
        found(AID, Status::NotEligible, "2026-11-01", &[2]),
    )
    .unwrap();
    assert_eq!(stands(&records, AID), Some((Status::NotEligible, vec![])));
    assert_eq!(file(&records).times(OpId(id(3))), 1);
}

#[test]
fn two_phones_that_met_leave_two_values_until_somebody_has_read_both() {
    let mut records = world();
    let first = found(DOCTOR, Status::Receiving, "2026-11-20", &[]);
    let second = found(DOCTOR, Status::DueNotReceived, "2026-11-21", &[]);
    for (n, staff, said) in [(1, "P001", second), (2, "P002", first)] {
        record(&mut records, n, (staff, "2026-11-21"), said).unwrap();
    }
    // The later day counts, whichever arrived first; the other stands beside it.
    let both = Some((Status::DueNotReceived, vec![Status::Receiving]));
    assert_eq!(stands(&records, DOCTOR), both);
    let household = records.household(HOME).unwrap();
    let listed = order(standings(household, records.entitlements(HOME)));
    assert_eq!(listed.first().map(|one| one.key), Some(DOCTOR));
    record(
        &mut records,
        3,
        ("P002", "2026-11-22"),
        found(DOCTOR, Status::Receiving, "2026-11-22", &[1, 2]),
    )
    .unwrap();
    assert_eq!(stands(&records, DOCTOR), Some((Status::Receiving, vec![])));
}

#[test]
fn the_same_findings_stand_alike_in_any_order_of_arrival() {
    let said = [
        (1, found(AID, Status::DueNotReceived, "2026-11-19", &[])),
        (2, found(AID, Status::Receiving, "2026-11-20", &[])),
        (3, found(AID, Status::StoppedUnexplained, "2026-11-21", &[2])),
        (4, found(DOCTOR, Status::Receiving, "2026-11-18", &[])),
    ];
    let told = |turn: usize| {
        let mut records = world();
        for (n, content) in said.iter().cycle().skip(turn).take(said.len()) {
            record(&mut records, *n, ("P002", "2026-11-22"), content.clone()).unwrap();
        }
        (stands(&records, AID), stands(&records, DOCTOR))
    };
    for turn in 1..said.len() {
        assert_eq!(told(turn), told(0));
    }
}

#[test]
fn facts_speak_where_nobody_found_anything_later() {
    let mut records = world();
    let own = EntitlementKey::own(Kind::Subsistence);
    let insured = EntitlementKey::of(HEAD, Kind::MedicalInsurance);
    let say = |records: &mut RecordMap, name, yes| {
        let mut household = records.household(HOME).unwrap().clone();
        let facts = household.facts_of_mut(Some(HEAD)).unwrap();
        facts.register(name, Some(FactValue::Flag(yes)));
        records.put(Record::Household(Box::new(household)));
    };
    say(&mut records, FieldName::Subsistence, false);
    assert_eq!(
        stands(&records, own),
        None,
        "whether it is due the register does not say"
    );
    say(&mut records, FieldName::MedicalInsurance, false);
    assert_eq!(stands(&records, insured), Some((Status::DueNotReceived, vec![])));
    say(&mut records, FieldName::Subsistence, true);
    let household = records.household(HOME).unwrap();
    let held = standing(household, None, own).unwrap();
    assert_eq!(
        (held.status, held.on),
        (Status::Receiving, household.register_as_of)
    );
    assert_eq!(
        held.basis,
        Basis::Fact(FieldKey::of(HEAD, FieldName::Subsistence))
    );
    // What was found later than the register counts; what is older does not.
    let stopped = found(own, Status::StoppedUnexplained, "2025-12-01", &[]);
    record(&mut records, 1, ("P002", "2026-11-20"), stopped).unwrap();
    assert_eq!(stands(&records, own).unwrap().0, Status::Receiving);
    let stopped = found(own, Status::StoppedUnexplained, "2026-11-20", &[1]);
    record(&mut records, 2, ("P002", "2026-11-20"), stopped).unwrap();
    assert_eq!(stands(&records, own).unwrap().0, Status::StoppedUnexplained);
}

#[test]
fn what_cannot_be_said_is_refused_with_the_field() {
    let refused =
        |content: EntitlementContent| record(&mut world(), 1, ("P002", "2026-11-20"), content).unwrap_err();
    let plain = |key| found(key, Status::Receiving, "2026-11-20", &[]);
    let insurance = EntitlementKey::of(HEAD, Kind::MedicalInsurance);
    assert_eq!(refused(plain(insurance)), R::EntitlementIsFact);
    assert_eq!(refused(plain(EntitlementKey::own(Kind::MedicalAid))), R::BadValue);
    assert_eq!(
        refused(plain(EntitlementKey::of(HEAD, Kind::Subsistence))),
        R::BadValue
    );
    let nobody = EntitlementKey::of(MemberId(id(99)), Kind::MedicalAid);
    assert_eq!(refused(plain(nobody)), R::UnknownMember);
    assert_eq!(
        refused(found(AID, Status::Receiving, "2026-11-21", &[])),
        R::StepInFuture
    );
    let stop = |status, on: Option<&str>, words: &str| EntitlementContent {
        stopped_on: on.map(day),
        words: words.into(),
        ..found(AID, status, "2026-11-20", &[])
    };
    assert_eq!(
        refused(stop(Status::StoppedLawful, None, "收入超过")),
        R::StopUnexplained
    );
    assert_eq!(
        refused(stop(Status::StoppedLawful, Some("2026-10-01"), " ")),
        R::StopUnexplained
    );
    assert_eq!(
        refused(stop(Status::StoppedUnexplained, Some("2026-11-21"), "")),
        R::StepInFuture
    );
    assert_eq!(
        refused(stop(Status::Receiving, Some("2026-10-01"), "")),
        R::BadValue
    );
    assert_eq!(
        refused(stop(Status::Receiving, None, &"长".repeat(WORDS_MAX + 1))),
        R::TextTooLong
    );
    let lawful = stop(Status::StoppedLawful, Some("2026-10-01"), "人均收入超过标准");
    record(&mut world(), 1, ("P002", "2026-11-20"), lawful).unwrap();
}

#[test]
fn a_file_is_bounded_and_only_the_team_adds_to_it() {
    let mut records = world();
    let said = found(AID, Status::Receiving, "2026-11-20", &[]);
    let closed = |staff| record(&mut world(), 1, (staff, "2026-11-20"), said.clone()).unwrap_err();
    assert_eq!(closed("P011"), R::NotFound);
    assert_eq!(closed("C001"), R::NotAllowed);
    record(&mut records, 1, ("P001", "2026-11-20"), said.clone()).unwrap();
    let mut full = file(&records).clone();
    let one = full.checks.first().unwrap().clone();
    full.checks = vec![one; CHECKS_MAX];
    records.put(Record::Entitlements(Box::new(full)));
    assert_eq!(
        record(&mut records, 2, ("P001", "2026-11-20"), said),
        Err(R::TooMany)
    );
}

#[test]
fn the_file_is_its_households_and_its_kind_is_new() {
    let file = EntitlementFile::new(HOME, "V001".into());
    let record = Record::Entitlements(Box::new(file));
    let key = record.key();
    assert_eq!(key, RecordKey::Entitlements(HOME));
    assert_eq!(key.since_protocol(), 5);
    assert_eq!(key.to_string().parse::<RecordKey>(), Ok(key));
    assert_eq!(record.of_household(), Some(HOME));
}

#[test]
fn a_form_asks_first_what_fits_the_household() {
    let mut home = household();
    let today = day("2026-11-20");
    let asked = |home: &domain::household::Household| {
        let all = keys(home).filter(|key| worth_asking(home, *key, today));
        all.map(|key| key.kind).collect::<Vec<_>>()
    };
    assert_eq!(asked(&home), [Kind::MedicalInsurance, Kind::MedicalInsurance]);
    home.monitor = Some(MonitorCategory::Marginal);
    let head = home.members.first_mut().unwrap();
    head.birth = Some(day("1980-05-01"));
    let ill = FactValue::Codes(vec!["SERIOUS".into(), "DISABLED".into()]);
    head.facts.register(FieldName::Health, Some(ill));
    let kinds = asked(&home);
    assert_eq!(
        kinds.first_chunk::<3>(),
        Some(&[Kind::Subsistence, Kind::SpecialCare, Kind::TemporaryAid])
    );
    for kind in [Kind::MedicalAid, Kind::DisabledCare, Kind::PensionPremium] {
        assert!(kinds.contains(&kind), "{}", kind.code());
    }
    assert!(!kinds.contains(&Kind::VocationalAid));
}

/// Takes a line of a list in, as the store does.
fn listed(records: &mut RecordMap, n: u128, status: Status, on: &str, now: &str) -> bool {
    let line = ListedPolicy {
        op: OpId(id(n)),
        household: HOME,
        village: "V001".into(),
        content: EntitlementContent {
            source: EntitlementSource::DepartmentList,
            ..found(AID, status, on, &[])
        },
        listing: Listing {
            department: Department::CivilAffairs,
            since: None,
        },
    };
    let held = records.entitlements(HOME).cloned();
    let mut next = held.unwrap_or_else(|| EntitlementFile::new(HOME, "V001".into()));
    let noon = day(now).and_hms_opt(4, 0, 0).unwrap().and_utc();
    let by = ("B001".into(), "区驻村办".to_owned());
    let check = line.into_check(&next, by, Millis(noon.timestamp_millis()));
    let added = check.is_some();
    next.checks.extend(check);
    records.put(Record::Entitlements(Box::new(next)));
    added
}

#[test]
fn a_line_of_a_list_takes_the_place_of_earlier_lists_and_of_nothing_that_people_found() {
    let mut records = world();
    assert!(listed(
        &mut records,
        1,
        Status::DueNotReceived,
        "2026-10-31",
        "2026-11-05"
    ));
    assert!(!listed(
        &mut records,
        1,
        Status::DueNotReceived,
        "2026-10-31",
        "2026-11-06"
    ));
    assert_eq!(stands(&records, AID), Some((Status::DueNotReceived, vec![])));
    // Somebody who had not read it found something else: both stand, the later day counts.
    record(
        &mut records,
        2,
        ("P002", "2026-11-10"),
        found(AID, Status::Receiving, "2026-11-10", &[]),
    )
    .unwrap();
    assert_eq!(
        stands(&records, AID),
        Some((Status::Receiving, vec![Status::DueNotReceived]))
    );
    // The next list takes the place of the first, and stands beside what was found.
    assert!(listed(
        &mut records,
        3,
        Status::NotEligible,
        "2026-11-30",
        "2026-12-01"
    ));
    assert_eq!(
        stands(&records, AID),
        Some((Status::NotEligible, vec![Status::Receiving]))
    );
    // An older list that comes late takes no newer one's place.
    assert!(listed(
        &mut records,
        4,
        Status::StoppedUnexplained,
        "2026-09-30",
        "2026-12-02"
    ));
    assert_eq!(stands(&records, AID).unwrap().0, Status::NotEligible);
    // Whoever has read all of it settles it.
    record(
        &mut records,
        5,
        ("P001", "2026-12-03"),
        found(AID, Status::Receiving, "2026-12-03", &[2, 3, 4]),
    )
    .unwrap();
    assert_eq!(stands(&records, AID), Some((Status::Receiving, vec![])));
    let file = file(&records);
    assert_eq!(file.checks.len(), 5);
    // What a phone sends is nobody's list.
    let of_lists = file.checks.iter().filter(|check| check.listed.is_some());
    assert_eq!(of_lists.count(), 3);
}
