//! A whole server on a port of loopback with a database of its own, two teams, and one person of every role.
#![expect(dead_code, reason = "each test binary uses its own part of this")]

#[path = "../../../domain/tests/cast/mod.rs"]
mod cast;
pub mod lists;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use domain::api::Present;
use domain::config::Config;
use domain::household::Household;
use domain::household::codes::Relation;
use domain::identity::Sex;
use domain::ids::{DeviceId, HouseholdId, MemberId, OpId, StaffId, TeamId, VisitId, WorkId};
use domain::operation::{Operation, OperationBody};
use domain::roster::{Role, Team, Village};
use domain::sync::{OperationOutcome, PROTOCOL, SyncReply};
use domain::time::Millis;
use domain::visit::VisitContent;
use domain::work::WorkContent;
use domain::work::codes::WorkKind;
use serde_json::{Value, json};
use server::accounts::Accounts;
use server::accounts::allowance::Allowance;
use server::accounts::password::hash_now;
use server::accounts::session::{COOKIE, DAY_MS, Token};
use server::folder::Folder;
use server::gone::GonePhones;
use server::listen::{self, ListenConfig};
use server::photos::Photos;
use server::routes::faults::Faults;
use server::routes::imports::Imports;
use server::routes::state::Counters;
use server::routes::{self, AppState, Clock, Parts, REVEALS_AN_HOUR};
use server::store::{RegisterHousehold, Roster, StaffPlace, StaffRow, Store};
use server::web::{FloorConfig, floor};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use uuid::Uuid;

/// Everybody's password.
pub const PASSWORD: &str = "correct horse 电池";
/// When the tests begin: 2026-11-23 10:00 in the field.
pub const START: i64 = 1_795_399_200_000;
/// The households: one of each team.
pub const OURS: u128 = 0x0001;
pub const THEIRS: u128 = 0x0002;

/// A running server.
pub struct Office {
    pub address: std::net::SocketAddr,
    pub state: AppState,
    now: Arc<AtomicI64>,
    stop: Option<oneshot::Sender<()>>,
    folder: TempDir,
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Reply {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or(Value::Null)
    }

    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(key, _)| key == name);
        found.next().map(|(_, value)| value.as_str())
    }

    /// `name=value` of the session cookie that it sets.
    pub fn cookie(&self) -> String {
        let set = self.header("set-cookie").unwrap_or_default();
        set.split(';').next().unwrap_or_default().to_owned()
    }

    pub fn sync(&self) -> SyncReply {
        assert_eq!(self.status, 200, "{}", self.body);
        serde_json::from_str(&self.body).unwrap()
    }
}

/// The staff number of the person with a role.
pub fn of_role(role: Role) -> StaffId {
    StaffId(format!("X-{}", role.code().replace('_', "-")))
}

fn person(id: &str, role: Role, team: Option<&str>) -> StaffRow {
    StaffRow {
        id: id.into(),
        name: "某某".to_owned(),
        sex: None,
        phone: None,
        role,
        team: team.map(TeamId::from),
        political: None,
        posted_from: None,
        posted_until: None,
    }
}

fn roster() -> Roster {
    let village = |id: &str, name: &str| Village {
        id: id.into(),
        name: name.to_owned(),
        township: "万宝镇".to_owned(),
        kinds: vec![],
    };
    let team = |id: &str, village: &str| Team {
        id: id.into(),
        unit: "区某局".to_owned(),
        villages: vec![village.into()],
    };
    let mut staff: Vec<StaffRow> = Role::ALL
        .iter()
        .map(|role| {
            let in_team = matches!(role, Role::TeamMember | Role::TeamLeader);
            person(of_role(*role).as_str(), *role, in_team.then_some("T01"))
        })
        .collect();
    staff.push(person("P001", Role::TeamMember, Some("T01")));
    staff.push(person("P002", Role::TeamMember, Some("T02")));
    staff.push(person("P003", Role::TeamLeader, Some("T02")));
    Roster {
        villages: vec![village("V001", "垭古村"), village("V002", "花溪村")],
        teams: vec![team("T01", "V001"), team("T02", "V002")],
        staff,
        links: vec![],
        posts: vec![],
        ends: vec![],
    }
}

/// The full identity number of the head of a household.
pub fn number(household: u128) -> String {
    format!("99999919800101{household:04}")
}

/// The full telephone number of a household.
pub fn phone(household: u128) -> String {
    format!("100{household:08}")
}

fn household(n: u128, village: &str, head: &str) -> RegisterHousehold {
    let household = Household {
        id: HouseholdId(Uuid::from_u128(n)),
        code: format!("{village}-0001"),
        village: village.into(),
        members: vec![cast::member(0x100 + n, head, Relation::Head, Sex::Male)],
        ..cast::household()
    };
    RegisterHousehold {
        household,
        numbers: vec![(MemberId(Uuid::from_u128(0x100 + n)), number(n))],
        phone: Some(phone(n)),
    }
}

impl Office {
    pub async fn open() -> Self {
        Self::with(Faults::default()).await
    }

    pub async fn with(faults: Faults) -> Self {
        Self::filled(faults, Config::default()).await
    }

    /// In a district with these figures.
    pub async fn under(config: Config) -> Self {
        Self::filled(Faults::default(), config).await
    }

    /// Another process of an office: on a store that it opened itself, with nothing of the first one's memory.
    pub async fn beside(store: Store) -> Self {
        Self::serve(None, store, Faults::default(), Config::default()).await
    }

    async fn filled(faults: Faults, config: Config) -> Self {
        let (folder, store) = empty_store().await;
        fill(&store).await;
        Self::serve(Some(folder), store, faults, config).await
    }

    /// Without a district: only the office's own desk has an account.
    pub async fn empty() -> Self {
        let (folder, store) = empty_store().await;
        let desk = person(
            of_role(Role::ResidencyOffice).as_str(),
            Role::ResidencyOffice,
            None,
        );
        store.create_staff(&desk, Millis(START)).await.unwrap();
        Self::serve(Some(folder), store, Faults::default(), Config::default()).await
    }

    async fn serve(folder: Option<TempDir>, store: Store, faults: Faults, config: Config) -> Self {
        let folder = folder.unwrap_or_else(|| tempfile::tempdir().unwrap());
        let now = Arc::new(AtomicI64::new(START));
        let shown = now.clone();
        let files = Folder::open(&folder.path().join("photos")).unwrap();
        let state = AppState::of(Parts {
            accounts: Accounts::new(store.clone()).unwrap(),
            photos: Photos::of(files.clone()),
            gone: GonePhones::of(files),
            store,
            config: Arc::new(config),
            clock: Clock::showing(move || Millis(shown.load(Ordering::Relaxed))),
            imports: Imports::default(),
            faults,
            reveals: Allowance::hourly(REVEALS_AN_HOUR),
            counters: Counters::default(),
            style: "/pkg/main.css".to_owned(),
            reader: env!("CARGO_BIN_EXE_server").into(),
        });
        let app = floor(routes::router(state.clone(), None), FloorConfig::default());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        tokio::spawn(listen::serve(
            listener,
            app,
            ListenConfig::default(),
            async move {
                let _ = stopped.await;
            },
        ));
        Self {
            address,
            state,
            now,
            stop: Some(stop),
            folder,
        }
    }

    pub fn pass(&self, millis: i64) {
        self.now.fetch_add(millis, Ordering::Relaxed);
    }

    /// A session made in the store, without the cost of a password.
    pub async fn session(&self, staff: &StaffId) -> String {
        let token = Token::new();
        let now = self.state.clock.now();
        let end = Millis(now.0 + 30 * DAY_MS);
        self.state
            .store
            .put_session(token.key().as_str(), staff, now, end)
            .await
            .unwrap();
        format!("{COOKIE}={}", token.text())
    }

    pub async fn get(&self, path: &str, cookie: &str) -> Reply {
        self.call("GET", path, &[("cookie", cookie)], None).await
    }

    /// A reply whose body is no text, with that body.
    pub async fn get_bytes(&self, path: &str, cookie: &str) -> (Reply, Vec<u8>) {
        let bytes = self.send_raw("GET", path, &[("cookie", cookie)], &[]).await;
        parse_bytes(&bytes).expect("a reply")
    }

    /// The folder of photos.
    pub fn photos(&self) -> std::path::PathBuf {
        self.folder.path().join("photos")
    }

    /// Whether this cookie's session still holds.
    pub async fn knows(&self, cookie: &str) -> bool {
        let reply = self.get("/api/v1/session", cookie).await;
        assert_eq!(reply.status, 200, "being nobody is no error: {}", reply.body);
        matches!(serde_json::from_str(&reply.body).unwrap(), Present::Person(_))
    }

    pub async fn post(&self, path: &str, cookie: &str, body: &Value) -> Reply {
        let headers = [
            ("cookie", cookie),
            ("x-ledger-client", "1"),
            ("content-type", "application/json"),
        ];
        self.call("POST", path, &headers, Some(body.to_string())).await
    }

    /// Sends a workbook as the desk's page does.
    pub async fn send_workbook(&self, cookie: &str, kind: &str, bytes: &[u8]) -> Reply {
        let mut form = format!(
            "--x\r\ncontent-disposition: form-data; name=\"kind\"\r\n\r\n{kind}\r\n--x\r\n\
             content-disposition: form-data; name=\"file\"; filename=\"a.xlsx\"\r\n\r\n"
        )
        .into_bytes();
        form.extend_from_slice(bytes);
        form.extend_from_slice(b"\r\n--x--\r\n");
        let headers = [
            ("cookie", cookie),
            ("x-ledger-client", "1"),
            ("content-type", "multipart/form-data; boundary=x"),
        ];
        self.try_send("POST", "/api/v1/imports", &headers, &form)
            .await
            .expect("a reply")
    }

    pub async fn delete(&self, path: &str, cookie: &str) -> Reply {
        self.call(
            "DELETE",
            path,
            &[("cookie", cookie), ("x-ledger-client", "1")],
            None,
        )
        .await
    }

    pub async fn sign_in(&self, staff: &str, password: &str) -> Reply {
        self.post(
            "/api/v1/session",
            "",
            &json!({"staff": staff, "password": password}),
        )
        .await
    }

    pub async fn sync(&self, cookie: &str, operations: Vec<Value>) -> Reply {
        self.post("/api/v1/sync", cookie, &sync_request(operations)).await
    }

    /// What a phone of this protocol hears, that knows what an earlier reply told it.
    pub async fn sync_as(&self, protocol: u16, cookie: &str, known: Option<&SyncReply>) -> SyncReply {
        let request = json!({
            "protocol": protocol,
            "device": Uuid::from_u128(77),
            "epoch": known.map(|reply| reply.epoch.clone()),
            "team": known.map(|reply| reply.team.clone()),
            "cursor": known.map_or(0, |reply| reply.cursor),
            "digest": known.map(|reply| reply.digest),
            "operations": [],
        });
        self.post("/api/v1/sync", cookie, &request).await.sync()
    }

    /// The outcome of one operation, which must be answered.
    pub async fn outcome(&self, cookie: &str, operation: &Operation) -> OperationOutcome {
        let reply = self
            .sync(cookie, vec![serde_json::to_value(operation).unwrap()])
            .await
            .sync();
        reply.outcomes.into_iter().next().unwrap()
    }

    pub async fn call(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<String>,
    ) -> Reply {
        self.try_call(method, path, headers, body).await.expect("a reply")
    }

    /// `None` when the connection ended without an answer.
    pub async fn try_call(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<String>,
    ) -> Option<Reply> {
        self.try_send(method, path, headers, body.unwrap_or_default().as_bytes())
            .await
    }

    pub async fn try_send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Option<Reply> {
        parse(&self.send_raw(method, path, headers, body).await)
    }

    async fn send_raw(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
        let mut text = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n",
            self.address
        );
        for (name, value) in headers.iter().filter(|(_, value)| !value.is_empty()) {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        if !headers.iter().any(|(name, _)| *name == "content-length") {
            text.push_str(&format!("content-length: {}\r\n", body.len()));
        }
        text.push_str("\r\n");
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(text.as_bytes()).await.unwrap();
        stream.write_all(body).await.unwrap();
        let mut bytes = Vec::new();
        // A connection that is cut may end with an error as well as with an end.
        let _ = stream.read_to_end(&mut bytes).await;
        bytes
    }
}

impl Drop for Office {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
    }
}

async fn empty_store() -> (TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&format!("sqlite:{}", folder.path().join("ledger.db").display()))
        .await
        .unwrap();
    store.migrate().await.unwrap();
    (folder, store)
}

/// The two teams, their households, and everybody's password.
pub async fn fill(store: &Store) {
    let by = StaffId::from("TEST");
    let now = Millis(START - DAY_MS);
    store.save_roster(&roster(), &by, now).await.unwrap();
    let rows = [
        household(OURS, "V001", "聂斌庆"),
        household(THEIRS, "V002", "=1+1"),
    ];
    store.save_register(&rows, &by, now, &|_| {}).await.unwrap();
    let ours = StaffPlace::Village("V001".into());
    store
        .set_place(&of_role(Role::VillageCadre), &ours)
        .await
        .unwrap();
    let town = StaffPlace::Township("万宝镇".to_owned());
    store
        .set_place(&of_role(Role::TownReviewer), &town)
        .await
        .unwrap();
    let hash = hash_now(PASSWORD).unwrap();
    for staff in roster().staff {
        store.set_password(&staff.id, &hash, now).await.unwrap();
    }
}

fn parse(bytes: &[u8]) -> Option<Reply> {
    let (reply, body) = parse_bytes(bytes)?;
    let body = String::from_utf8_lossy(&body).into_owned();
    Some(Reply { body, ..reply })
}

/// The reply without its body, and the body.
fn parse_bytes(bytes: &[u8]) -> Option<(Reply, Vec<u8>)> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8(bytes[..end].to_vec()).ok()?;
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(": "))
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    let chunked = headers
        .iter()
        .any(|(name, value)| name == "transfer-encoding" && value == "chunked");
    let body = if chunked {
        unchunk(&bytes[end + 4..])?
    } else {
        bytes[end + 4..].to_vec()
    };
    let reply = Reply {
        status,
        headers,
        body: String::new(),
    };
    Some((reply, body))
}

fn unchunk(mut bytes: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = bytes.windows(2).position(|two| two == b"\r\n")?;
        let size = usize::from_str_radix(std::str::from_utf8(&bytes[..end]).ok()?, 16).ok()?;
        if size == 0 {
            return Some(body);
        }
        body.extend_from_slice(bytes.get(end + 2..end + 2 + size)?);
        bytes = bytes.get(end + 4 + size..)?;
    }
}

pub fn sync_request(operations: Vec<Value>) -> Value {
    json!({"protocol": PROTOCOL, "device": Uuid::from_u128(0xd), "operations": operations})
}

/// A visit's content that passes every rule.
pub fn content(household: u128) -> VisitContent {
    VisitContent {
        visited_on: cast::day("2026-11-23"),
        met: vec![MemberId(Uuid::from_u128(0x100 + household))],
        no_change: true,
        ..cast::content()
    }
}

/// An entry of the work log of V001, of the day of [`content`].
pub fn log_work(work: WorkId, content: WorkContent) -> OperationBody {
    OperationBody::LogWork {
        work,
        village: "V001".into(),
        content: Box::new(content),
    }
}

/// What such an entry says of a team's own work.
pub fn worked(kind: WorkKind, words: &str) -> WorkContent {
    WorkContent {
        kind,
        on: content(OURS).visited_on,
        words: words.to_owned(),
        who: String::new(),
        yuan: None,
        companions: Vec::new(),
        elsewhere: false,
        post: None,
    }
}

/// An operation with ids of its own; each author has a device.
pub fn operation(n: u64, author: &StaffId, body: OperationBody) -> Operation {
    let device = author
        .as_str()
        .bytes()
        .fold(7_u128, |sum, byte| sum * 31 + u128::from(byte));
    Operation {
        id: OpId(Uuid::now_v7()),
        device: DeviceId(Uuid::from_u128(device)),
        seq: n,
        author: author.clone(),
        recorded_at: Millis(START),
        recorded_on: "2026-11-23".parse().unwrap(),
        body,
    }
}

pub fn log_visit(n: u64, author: &StaffId, household: u128, visit: VisitId) -> Operation {
    operation(
        n,
        author,
        OperationBody::LogVisit {
            visit,
            household: HouseholdId(Uuid::from_u128(household)),
            content: Box::new(content(household)),
        },
    )
}

pub fn new_visit() -> VisitId {
    VisitId(Uuid::now_v7())
}

/// A household as the register had it at first.
pub fn registered(n: u128) -> RegisterHousehold {
    household(n, "V001", "聂斌庆")
}
