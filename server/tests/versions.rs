//! A server gone back to an earlier version (issue 3, point 18): what only the newer one understands is not kept in part and
//! not called applied; it waits, with a sentence, and arrives after the update.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

#[path = "store_story/engines.rs"]
mod engines;
mod office;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;

use app::ledger::exchange::{self, Meaning, meaning};
use app::ledger::model::{Model, QueueState, Queued};
use domain::api::Me;
use domain::cbor;
use domain::entitlement::codes::{EntitlementKind, EntitlementSource, EntitlementStatus};
use domain::entitlement::{EntitlementContent, EntitlementKey, ListedPolicy, Listing};
use domain::ids::{HouseholdId, OpId, StaffId, WorkId};
use domain::lang::Lang;
use domain::operation::{Operation, OperationBody};
use domain::protocol::OLDEST_PROTOCOL;
use domain::refusal::RefusalCode;
use domain::risk::warning::Department;
use domain::roster::Role;
use domain::sync::{BATCH_OPERATIONS, Outcome, PROTOCOL, SyncRequest};
use domain::time::Millis;
use domain::work::codes::WorkKind;
use engines::Home;
use minicbor::{Decoder, Encoder};
use office::{
    OURS, Office, Reply, START, fill, log_visit, log_work, new_visit, operation, registered, worked,
};
use server::store::{Store, StoreError};
use sqlx::{Connection, Row, SqliteConnection};
use uuid::Uuid;

const AUTHOR: &str = "P001";
/// Where a newer version's fields stand: far behind ours.
const FIELD_OF_THE_FUTURE: u64 = 40;

/// A phone with a newer app: the model and the exchange are ours, some operations look otherwise on the wire.
struct Phone {
    model: Model,
    cookie: String,
    /// What a newer app writes for these operations.
    newer: BTreeMap<OpId, Vec<u8>>,
}

impl Phone {
    async fn of(office: &Office) -> Self {
        let mut phone = Self {
            model: Model::new(Me {
                staff: AUTHOR.into(),
                name: "某某".to_owned(),
                role: Role::TeamMember,
                team: None,
            }),
            cookie: office.session(&AUTHOR.into()).await,
            newer: BTreeMap::new(),
        };
        phone.exchange(office).await;
        phone
    }

    fn save(&mut self, seq: u64, newer: impl FnOnce(&Operation) -> Option<Vec<u8>>) -> OpId {
        let operation = log_visit(seq, &AUTHOR.into(), OURS, new_visit());
        let id = operation.id;
        self.newer.extend(newer(&operation).map(|bytes| (id, bytes)));
        let state = QueueState::Waiting;
        self.model.outbox.insert(seq, Queued { operation, state });
        id
    }

    fn asks(&self) -> SyncRequest {
        let device = log_visit(1, &AUTHOR.into(), OURS, new_visit()).device;
        let complete = self.model.cursor.change > 0 && self.model.stale.is_empty();
        exchange::request(&self.model, device, BATCH_OPERATIONS, complete)
    }

    /// One exchange; how many operations it sent.
    async fn exchange(&mut self, office: &Office) -> usize {
        let request = self.asks();
        let mut body = cbor::to_vec(&request);
        for operation in &request.operations {
            if let Some(newer) = self.newer.get(&operation.id) {
                body = replaced(&body, &cbor::to_vec(operation), newer);
            }
        }
        let reply = post(office, &self.cookie, &body).await.sync();
        exchange::take(&mut self.model, reply);
        request.operations.len()
    }

    fn state(&self, op: OpId) -> &QueueState {
        &self.model.queued(op).expect("it is still here").1.state
    }

    fn waits_for_a_newer_server(&self, op: OpId) -> bool {
        matches!(self.state(op), QueueState::Attention { refusal }
            if refusal.code == RefusalCode::Malformed
                && refusal.words(Lang::Zh).contains("等服务器更新后会自动再送")
                && refusal.words(Lang::Zh).contains("内容已为你保留"))
    }

    fn is_sent(&self, op: OpId) -> bool {
        matches!(self.state(op), QueueState::Sent { .. })
    }
}

async fn post(office: &Office, cookie: &str, body: &[u8]) -> Reply {
    let headers = [
        ("cookie", cookie),
        ("x-ledger-client", "1"),
        ("content-type", cbor::MEDIA_TYPE),
    ];
    let reply = office.try_send("POST", "/api/v1/sync", &headers, body).await;
    reply.expect("a reply")
}

fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let at = bytes.windows(from.len()).position(|part| part == from);
    let at = at.expect("the operation stands in the request");
    [&bytes[..at], to, &bytes[at + from.len()..]].concat()
}

/// The visit with a field that only a newer version knows.
fn with_a_field_more(operation: &Operation) -> Option<Vec<u8>> {
    let OperationBody::LogVisit { content, .. } = &operation.body else {
        return None;
    };
    // The last field of this version says something, so that none of them is left out.
    let mut full = content.clone();
    full.help_done = "修了水管。".to_owned();
    let (content, full) = (cbor::to_vec(content.as_ref()), cbor::to_vec(full.as_ref()));
    let mut read = Decoder::new(&full);
    let fields = read.array().unwrap().unwrap();
    let mut longer = Vec::new();
    Encoder::new(&mut longer).array(FIELD_OF_THE_FUTURE + 1).unwrap();
    longer.extend_from_slice(&full[read.position()..]);
    for _ in fields..FIELD_OF_THE_FUTURE {
        Encoder::new(&mut longer).null().unwrap();
    }
    Encoder::new(&mut longer).str("说了只有新版本才懂的话").unwrap();
    Some(replaced(&cbor::to_vec(operation), &content, &longer))
}

/// An operation of a kind that only a newer version knows.
fn of_a_newer_kind(operation: &Operation) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    Encoder::new(&mut body)
        .array(2)
        .unwrap()
        .u32(4_000)
        .unwrap()
        .str("新")
        .unwrap();
    Some(replaced(
        &cbor::to_vec(operation),
        &cbor::to_vec(&operation.body),
        &body,
    ))
}

async fn visits(office: &Office) -> u64 {
    let day = "2026-11-23".parse().unwrap();
    let store = &office.state.store;
    let board = store.board(day, day, Millis(START), Millis(START)).await.unwrap();
    board.villages.iter().map(|village| village.visits).sum()
}

#[tokio::test]
async fn what_only_a_newer_server_reads_waits_with_a_sentence_and_arrives_after_the_update() {
    let office = Office::open().await;
    let mut phone = Phone::of(&office).await;
    let plain = phone.save(1, |_| None);
    let fuller = phone.save(2, with_a_field_more);
    let other = phone.save(3, of_a_newer_kind);
    assert_eq!(phone.exchange(&office).await, 3);
    assert!(phone.is_sent(plain));
    assert!(phone.waits_for_a_newer_server(fuller) && phone.waits_for_a_newer_server(other));
    assert_eq!(visits(&office).await, 1, "nothing is kept in part");
    // It is not sent again and again meanwhile, and what is saved now goes its way.
    assert_eq!(phone.exchange(&office).await, 0);
    let later = phone.save(4, |_| None);
    assert_eq!(phone.exchange(&office).await, 1);
    assert!(phone.is_sent(later) && phone.waits_for_a_newer_server(fuller));

    // The update: the server reads both now, and is of another version than the one that the phone heard.
    phone.newer.clear();
    let reference = Arc::make_mut(phone.model.reference.as_mut().unwrap());
    reference.version = "of the version before".to_owned();
    assert_eq!(phone.exchange(&office).await, 0);
    assert_eq!(phone.exchange(&office).await, 2, "by itself");
    assert!(phone.is_sent(fuller) && phone.is_sent(other));
    assert_eq!(visits(&office).await, 4);
    assert_eq!(phone.exchange(&office).await, 0);
}

#[tokio::test]
async fn what_an_operation_in_json_says_more_is_not_passed_over_either() {
    let office = Office::open().await;
    let author = StaffId::from(AUTHOR);
    let cookie = office.session(&author).await;
    let written = |seq: u64| serde_json::to_value(log_visit(seq, &author, OURS, new_visit())).unwrap();
    let (plain, mut beside, mut within, mut empty) = (written(1), written(2), written(3), written(4));
    beside["of_the_future"] = "说了只有新版本才懂的话".into();
    within["body"]["content"]["of_the_future"] = serde_json::json!({"said": 1});
    empty["body"]["content"]["of_the_future"] = serde_json::Value::Null;
    let reply = office
        .sync(&cookie, vec![plain, beside, within, empty])
        .await
        .sync();
    let taken: Vec<Option<RefusalCode>> = reply
        .outcomes
        .iter()
        .map(|answer| match &answer.outcome {
            Outcome::Refused { refusal } => Some(refusal.code),
            _ => None,
        })
        .collect();
    let unread = Some(RefusalCode::Malformed);
    assert_eq!(taken, [None, unread, unread, None], "{:?}", reply.outcomes);
    assert_eq!(visits(&office).await, 2, "nothing is kept in part");
}

#[tokio::test]
async fn a_field_that_says_nothing_holds_nothing_up() {
    let office = Office::open().await;
    let mut phone = Phone::of(&office).await;
    let op = phone.save(1, |operation| {
        let mut bytes = with_a_field_more(operation)?;
        // The newer field, empty.
        let at = bytes.len() - "说了只有新版本才懂的话".len();
        let head = bytes[..at].iter().rposition(|byte| *byte == 0xf6)? + 1;
        bytes.truncate(head);
        bytes.push(0x60);
        Some(bytes)
    });
    phone.exchange(&office).await;
    assert!(phone.is_sent(op));
}

#[tokio::test]
async fn a_phone_that_speaks_a_newer_version_waits() {
    let office = Office::open().await;
    let mut phone = Phone::of(&office).await;
    let op = phone.save(1, |_| None);
    let request = SyncRequest {
        protocol: PROTOCOL + 1,
        ..phone.asks()
    };
    let reply = post(&office, &phone.cookie, &cbor::to_vec(&request)).await;
    assert_eq!((reply.status, reply.code().as_str()), (409, "PROTOCOL"));
    assert!(reply.body.contains("等服务器更新后再同步") && reply.body.contains("不会丢"));
    assert_eq!(
        meaning(reply.status, true, reply.body.as_bytes(), None),
        Meaning::Protocol
    );
    assert_eq!(phone.state(op), &QueueState::Waiting);
    assert_eq!(visits(&office).await, 0);
    assert_eq!(phone.exchange(&office).await, 1);
    assert!(phone.is_sent(op));
}

#[tokio::test]
async fn a_phone_two_versions_behind_is_served_and_one_behind_it_waits_for_its_update() {
    let office = Office::open().await;
    let mut phone = Phone::of(&office).await;
    let op = phone.save(1, |_| None);
    let asked = |protocol: u16| {
        cbor::to_vec(&SyncRequest {
            protocol,
            ..phone.asks()
        })
    };
    assert_eq!(OLDEST_PROTOCOL, PROTOCOL - 2);
    let reply = post(&office, &phone.cookie, &asked(OLDEST_PROTOCOL - 1)).await;
    assert_eq!((reply.status, reply.code().as_str()), (409, "PROTOCOL"));
    assert!(reply.body.contains("请更新应用后再同步") && reply.body.contains("不会丢"));
    assert_eq!(
        meaning(reply.status, true, reply.body.as_bytes(), None),
        Meaning::Protocol
    );
    assert_eq!(phone.state(op), &QueueState::Waiting);
    assert_eq!(visits(&office).await, 0);

    let reply = post(&office, &phone.cookie, &asked(OLDEST_PROTOCOL)).await.sync();
    exchange::take(&mut phone.model, reply);
    assert!(phone.is_sent(op));
    assert_eq!(visits(&office).await, 1);
}

/// What a newer version wrote into our household.
const INTO: &str = "UPDATE record SET body = replace(body, '{\"kind\":\"household\",', \
                    '{\"kind\":\"household\",\"of_the_future\":[\"x\"],') WHERE village = 'V001'";
const OUT_OF: &str = "UPDATE record SET body = replace(body, '\"of_the_future\":[\"x\"],', '')";

async fn records_of_the_future(home: Home) {
    fill(&home.store).await;
    let office = Office::beside(home.store.clone()).await;
    let author = StaffId::from(AUTHOR);
    let cookie = office.session(&author).await;
    home.beside(INTO, INTO).await;
    let visit = log_visit(1, &author, OURS, new_visit());
    let work = log_work(WorkId(Uuid::now_v7()), worked(WorkKind::K02, "开了会"));
    let work = operation(2, &author, work);
    let both: Vec<_> = [&visit, &work]
        .map(|operation| serde_json::to_value(operation).unwrap())
        .into();
    let reply = office.sync(&cookie, both).await.sync();
    let outcomes: Vec<&Outcome> = reply.outcomes.iter().map(|one| &one.outcome).collect();
    assert!(*outcomes[0] == Outcome::Unknown, "it is sent again: {outcomes:?}");
    assert!(*outcomes[1] == Outcome::Applied, "{outcomes:?}");
    // Nor does the office's import write over it.
    let imported = home
        .store
        .save_register(&[registered(OURS)], &author, Millis(START), &|_| {})
        .await;
    assert!(matches!(imported, Err(StoreError::Corrupt(_))), "{imported:?}");
    let kept = "SELECT COUNT(*) FROM record WHERE body LIKE '%of_the_future%'";
    assert_eq!(home.count(kept).await, 1);

    // The update: what stands there is understood again.
    home.beside(OUT_OF, OUT_OF).await;
    let answer = office.outcome(&cookie, &visit).await;
    assert_eq!((answer.outcome, answer.duplicate), (Outcome::Applied, false));
    drop(office);
    home.leave().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_newer_server_wrote_into_a_record_is_never_written_over() {
    records_of_the_future(Home::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_newer_server_wrote_into_a_record_is_never_written_over_on_postgres() {
    if let Some(home) = Home::postgres().await {
        records_of_the_future(home).await;
    }
}

/// What a newer version wrote into a file of policies.
const INTO_FILES: &str = "UPDATE record SET body = replace(body, '{\"kind\":\"entitlements\",', \
                          '{\"kind\":\"entitlements\",\"of_the_future\":[\"x\"],') WHERE kind = 'entitlements'";

/// Takes in a line of a department's list about our household.
async fn listed(store: &Store, day: &str) -> Result<(), StoreError> {
    let line = ListedPolicy {
        op: OpId(Uuid::now_v7()),
        household: HouseholdId(Uuid::from_u128(OURS)),
        village: "V001".into(),
        content: EntitlementContent {
            key: EntitlementKey::own(EntitlementKind::TemporaryAid),
            status: EntitlementStatus::DueNotReceived,
            on: day.parse().unwrap(),
            source: EntitlementSource::DepartmentList,
            stopped_on: None,
            words: String::new(),
            seen: Vec::new(),
        },
        listing: Listing {
            department: Department::CivilAffairs,
            since: None,
        },
    };
    let by = StaffId::from(AUTHOR);
    store.save_policies(vec![line], &by, Millis(START)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn nor_does_a_departments_list_write_over_it() {
    let home = Home::sqlite().await;
    fill(&home.store).await;
    listed(&home.store, "2026-10-31").await.unwrap();
    home.beside(INTO_FILES, INTO_FILES).await;
    let refused = listed(&home.store, "2026-11-10").await;
    assert!(matches!(refused, Err(StoreError::Corrupt(_))), "{refused:?}");
    let kept = "SELECT COUNT(*) FROM record WHERE body LIKE '%of_the_future%'";
    assert_eq!(home.count(kept).await, 1);
    home.beside(OUT_OF, OUT_OF).await;
    listed(&home.store, "2026-11-10").await.unwrap();
    home.leave().await;
}

fn server(arguments: &[&str], url: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_server"))
        .args(arguments)
        .args(["--database", url])
        .output()
        .unwrap()
}

async fn schema(path: &Path) -> String {
    let url = format!("sqlite:{}", path.display());
    let mut link = SqliteConnection::connect(&url).await.unwrap();
    let sql = "SELECT value FROM meta WHERE name = 'schema'";
    sqlx::query(sql).fetch_one(&mut link).await.unwrap().get(0)
}

#[tokio::test(flavor = "multi_thread")]
async fn an_older_server_leaves_a_newer_database_alone_and_goes_back_to_the_backup() {
    let home = Home::sqlite().await;
    fill(&home.store).await;
    let before = home.path().with_file_name("before.db");
    home.store.backup(&before).await.unwrap();
    let epoch = home.store.epoch().await.unwrap();
    let newer = "UPDATE meta SET value = '99' WHERE name = 'schema'";
    home.beside(newer, newer).await;
    home.store.close().await;

    let refused = server(&["migrate"], &home.url);
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success());
    assert!(
        said.contains("A newer version of this program wrote the database") && said.contains("restore"),
        "{said}"
    );
    assert_eq!(schema(&home.path()).await, "99", "it is as it was");

    let back = server(&["restore", before.to_str().unwrap()], &home.url);
    assert!(back.status.success(), "{}", String::from_utf8_lossy(&back.stderr));
    let store = Store::open(&home.url).await.unwrap();
    assert!(store.ready().await);
    assert_ne!(
        store.epoch().await.unwrap(),
        epoch,
        "phones offer again what came since"
    );
    store.close().await;
    let folder = std::fs::read_dir(home.path().parent().unwrap()).unwrap();
    let aside = folder.map(|file| file.unwrap().path()).find(|path| {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        name.starts_with("ledger.db.before-restore-") && !name.ends_with("-wal") && !name.ends_with("-shm")
    });
    assert_eq!(schema(&aside.expect("the newer database is kept")).await, "99");
}
