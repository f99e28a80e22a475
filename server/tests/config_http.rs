//! The dated configuration over the real server: only the district sets it, a preview changes nothing, and what is
//! adopted reaches rules and phones and stays.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

mod office;

use std::sync::Arc;

use domain::commitments::LineCode;
use domain::commitments::board::FourList;
use domain::config::Config;
use domain::edition::codes::Figure;
use domain::edition::{Configuration, Draft, Edition, Preview, Setting};
use domain::household::facts::{FactValue, FieldName};
use domain::ids::{HouseholdId, StaffId};
use domain::operation::OperationBody;
use domain::policy::Actor;
use domain::roster::Role;
use domain::screening::ScreeningRule;
use domain::sync::{Outcome, Reference};
use domain::time::{Millis, plus_days};
use office::{OURS, Office, START, content, new_visit, of_role, operation};
use serde_json::{Value, json};
use server::store::{Adoption, Store};
use uuid::Uuid;

const CONFIGURATION: &str = "/api/v1/configuration";
const PREVIEW: &str = "/api/v1/configuration/preview";

fn figure(figure: Figure, value: u32) -> Setting {
    Setting::Figure { figure, value }
}

/// A draft from `ahead` days after the office's today on.
fn draft(office: &Office, ahead: u32, settings: Vec<Setting>) -> Draft {
    Draft {
        id: Uuid::new_v4(),
        after: 0,
        document: "娄星农发〔2026〕9号".to_owned(),
        from: plus_days(office.state.clock.today(), ahead),
        words: "测试".to_owned(),
        settings,
    }
}

async fn post(office: &Office, path: &str, role: Role, draft: &Draft) -> office::Reply {
    let cookie = office.session(&of_role(role)).await;
    office
        .post(path, &cookie, &serde_json::to_value(draft).unwrap())
        .await
}

async fn adopt(office: &Office, draft: &Draft) -> Edition {
    let reply = post(office, CONFIGURATION, Role::DistrictAdmin, draft).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    serde_json::from_str(&reply.body).unwrap()
}

async fn page(office: &Office) -> Configuration {
    let cookie = office.session(&of_role(Role::ResidencyOffice)).await;
    let reply = office.get(CONFIGURATION, &cookie).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    serde_json::from_str(&reply.body).unwrap()
}

/// What a phone that knows this reference is sent.
async fn reference(office: &Office, known: &str) -> Option<Reference> {
    let cookie = office.session(&"P001".into()).await;
    let mut request = json!({
        "protocol": domain::sync::PROTOCOL,
        "device": Uuid::from_u128(77),
        "operations": [],
    });
    request["reference"] = Value::from(known);
    office
        .post("/api/v1/sync", &cookie, &request)
        .await
        .sync()
        .reference
}

#[tokio::test]
async fn the_district_sets_it_the_residency_office_reads_it_and_nobody_else() {
    let office = Office::open().await;
    let wanted = draft(&office, 0, vec![figure(Figure::Review, 5)]);
    for role in Role::ALL {
        let sets = *role == Role::DistrictAdmin;
        let reads = sets || *role == Role::ResidencyOffice;
        let cookie = office.session(&of_role(*role)).await;
        let status = office.get(CONFIGURATION, &cookie).await.status;
        assert_eq!(status, if reads { 200 } else { 403 }, "{}", role.code());
        for path in [PREVIEW, CONFIGURATION] {
            if !sets {
                assert_eq!(
                    post(&office, path, *role, &wanted).await.status,
                    403,
                    "{path} {}",
                    role.code()
                );
            }
        }
    }
    assert!(page(&office).await.editions.is_empty());
}

#[tokio::test]
async fn a_preview_tells_what_changes_and_changes_nothing() {
    let office = Office::open().await;
    let (member, today) = (StaffId::from("P001"), office.state.clock.today());
    let mut said = content(OURS);
    said.visited_on = today;
    let body = OperationBody::LogVisit {
        visit: new_visit(),
        household: HouseholdId(Uuid::from_u128(OURS)),
        content: Box::new(said),
    };
    let cookie = office.session(&member).await;
    let outcome = office.outcome(&cookie, &operation(1, &member, body)).await;
    assert_eq!(outcome.outcome, Outcome::Applied);

    let before = page(&office).await;
    let known = reference(&office, "").await.unwrap();
    let wanted = draft(
        &office,
        30,
        vec![figure(Figure::VisitGeneral, 7), figure(Figure::Review, 3)],
    );
    let reply = post(&office, PREVIEW, Role::DistrictAdmin, &wanted).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    let preview: Preview = serde_json::from_str(&reply.body).unwrap();
    // A review within three days is what holds already.
    assert_eq!(preview.fields.len(), 1);
    assert_eq!(preview.fields[0].before, Some(figure(Figure::VisitGeneral, 365)));
    assert_eq!((preview.on, preview.computed), (wanted.from, 2));
    let names: Vec<&str> = preview
        .villages
        .iter()
        .map(|village| village.name.as_str())
        .collect();
    assert_eq!(names, ["垭古村"]);
    let a4 = preview.villages[0]
        .lines
        .iter()
        .find(|line| line.line == LineCode::A4)
        .unwrap();
    assert_eq!((a4.before.on_track, a4.after.breached, a4.changed), (1, 1, 1));

    assert_eq!(page(&office).await, before);
    assert_eq!(reference(&office, &known.version).await, None);
}

#[tokio::test]
async fn a_change_of_screening_lists_the_households_before_it_takes_effect() {
    let office = Office::open().await;
    let mut row = office::registered(OURS);
    let grade = Some(FactValue::Words("D".to_owned()));
    row.household.facts.register(FieldName::HouseGrade, grade);
    let (by, now) = (StaffId::from("TEST"), Millis(START));
    office
        .state
        .store
        .save_register(&[row], &by, now, &|_| {})
        .await
        .unwrap();
    let off = Setting::Screening {
        rule: ScreeningRule::UnsafeHouse,
        off: true,
        figure: None,
    };
    let wanted = draft(&office, 1, vec![off]);
    let reply = post(&office, PREVIEW, Role::DistrictAdmin, &wanted).await;
    assert_eq!(reply.status, 200, "{}", reply.body);
    let preview: Preview = serde_json::from_str(&reply.body).unwrap();
    let [village] = preview.villages.as_slice() else {
        panic!("{:?}", preview.villages)
    };
    assert_eq!(village.name, "垭古村");
    assert_eq!((village.screening.listed, village.screening.unlisted), (0, 1));
    let one = &village.screening.households[0];
    assert_eq!((one.name.as_str(), one.listed), ("聂斌庆", false));
    assert_eq!(one.rules, [ScreeningRule::UnsafeHouse]);
    // Adopted, it goes to phones with its day, before that day.
    adopt(&office, &wanted).await;
    let told = reference(&office, "").await.unwrap();
    assert_eq!(told.config.screening[0].from, wanted.from);
}

#[tokio::test]
async fn what_is_adopted_reaches_the_rules_and_a_phones_next_sync() {
    let office = Office::open().await;
    let known = reference(&office, "").await.unwrap();
    let interval = |reference: &Reference| reference.config.visit_interval_days[0];
    assert_eq!(interval(&known), 30);
    let wanted = draft(
        &office,
        1,
        vec![
            figure(Figure::VisitActive, 20),
            Setting::Line {
                year: 2026,
                yuan: 8_500,
            },
        ],
    );
    let edition = adopt(&office, &wanted).await;
    assert_eq!((edition.number, edition.by), (1, of_role(Role::DistrictAdmin)));
    // Its day has not come.
    assert_eq!(reference(&office, &known.version).await, None);
    office.pass(86_400_000);
    let sent = reference(&office, &known.version).await.unwrap();
    assert_eq!(interval(&sent), 20);
    let line = sent
        .config
        .income_lines
        .iter()
        .find(|line| line.year == 2026)
        .unwrap();
    assert_eq!((line.yuan, line.from), (8_500, Some(wanted.from)));
    assert_eq!(line.document, wanted.document);
    assert_eq!(reference(&office, &sent.version).await, None);
    let stated = page(&office).await;
    let active = stated
        .in_force
        .iter()
        .find(|one| one.setting == figure(Figure::VisitActive, 20))
        .unwrap();
    assert_eq!((active.edition, active.since), (Some(1), Some(wanted.from)));
    assert!(office.state.store.verify_audit().await.is_ok());
}

/// Whether the district's list of a village has the commitment.
async fn listed(office: &Office, code: LineCode) -> bool {
    let cookie = office.session(&of_role(Role::DistrictAdmin)).await;
    let reply = office.get("/api/v1/four/V001", &cookie).await;
    let list: FourList = serde_json::from_str(&reply.body).unwrap();
    list.rows.iter().any(|row| row.code == code)
}

#[tokio::test]
async fn a_commitment_that_is_switched_off_is_gone_from_the_desk_and_from_phones() {
    let office = Office::open().await;
    assert!(listed(&office, LineCode::A2).await);
    let stated = page(&office).await;
    let mut off = stated
        .in_force
        .into_iter()
        .find_map(|one| match one.setting {
            Setting::Commitment { row } if row.code == LineCode::A2 => Some(row),
            _ => None,
        })
        .unwrap();
    off.off = true;
    adopt(
        &office,
        &draft(&office, 0, vec![Setting::Commitment { row: off }]),
    )
    .await;
    assert!(!listed(&office, LineCode::A2).await);
    let sent = reference(&office, "").await.unwrap().config;
    let rows = domain::commitments::catalogue(&sent, office.state.clock.today());
    assert!(rows.iter().all(|row| row.code != LineCode::A2));
}

#[tokio::test]
async fn a_draft_is_adopted_once_and_not_over_one_that_its_author_has_not_seen() {
    let office = Office::open().await;
    let first = draft(&office, 0, vec![figure(Figure::Review, 5)]);
    let edition = adopt(&office, &first).await;
    // The reply was lost; the desk sends it again.
    assert_eq!(adopt(&office, &first).await, edition);
    assert_eq!(page(&office).await.editions.len(), 1);
    let second = draft(&office, 0, vec![figure(Figure::Review, 7)]);
    let reply = post(&office, CONFIGURATION, Role::DistrictAdmin, &second).await;
    assert_eq!((reply.status, reply.code().as_str()), (422, "CFG_MOVED"));
    let seen = Draft { after: 1, ..second };
    assert_eq!(adopt(&office, &seen).await.number, 2);
}

#[tokio::test]
async fn what_makes_no_sense_is_refused_beside_its_field() {
    let office = Office::open().await;
    let mut unnamed = draft(&office, 0, vec![figure(Figure::Review, 5)]);
    unnamed.document.clear();
    for path in [PREVIEW, CONFIGURATION] {
        let reply = post(&office, path, Role::DistrictAdmin, &unnamed).await;
        assert_eq!((reply.status, reply.code().as_str()), (422, "CFG_DOCUMENT"));
        assert_eq!(reply.json()["field"], "document");
    }
    let nonsense = draft(&office, 0, vec![Setting::Line { year: 2026, yuan: 8 }]);
    let reply = post(&office, PREVIEW, Role::DistrictAdmin, &nonsense).await;
    assert_eq!(
        (reply.code().as_str(), reply.json()["field"].as_str()),
        ("CFG_FIGURE", Some("LINE-2026"))
    );
    assert!(page(&office).await.editions.is_empty());
}

#[tokio::test]
async fn a_restart_keeps_what_was_adopted() {
    let folder = tempfile::tempdir().unwrap();
    let address = format!("sqlite:{}", folder.path().join("ledger.db").display());
    let store = Store::open(&address).await.unwrap();
    store.migrate().await.unwrap();
    let actor = Actor {
        staff: "D002".into(),
        name: "某某".to_owned(),
        role: Role::DistrictAdmin,
        team: None,
        villages: vec![],
        former_villages: vec![],
        teams_of_place: vec![],
    };
    let base = Arc::new(Config::default());
    let today = domain::time::field_day(Millis(START));
    let wanted = Draft {
        id: Uuid::new_v4(),
        after: 0,
        document: "文件".to_owned(),
        from: today,
        words: String::new(),
        settings: vec![figure(Figure::PlanDue, 12)],
    };
    let adopted = store
        .adopt(&actor, wanted, &base, (today, Millis(START)))
        .await
        .unwrap();
    assert!(matches!(adopted, Adoption::Adopted(_)));
    store.close().await;
    let store = Store::open(&address).await.unwrap();
    store.migrate().await.unwrap();
    assert_eq!(store.editions().await.unwrap().len(), 1);
    assert_eq!(store.config_on(&base, today).await.unwrap().plan_due_days, 12);
    store.close().await;
}
