//! A real server on port 0 with a tiny site, and a client that can misbehave.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

use axum::routing::{get, post};
use axum::{Extension, Router};
use server::listen::{self, ListenConfig};
use server::web::{
    self, ClientAddress, FloorConfig, Message, Problem, Site, SiteOptions, SiteSource, health,
};
use sha2::{Digest, Sha256};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// Longer than any timeout that the tests set.
pub const PATIENCE: Duration = Duration::from_secs(5);

pub const JSON: &str = "application/json";

/// A running server; it stops when dropped.
pub struct House {
    pub address: SocketAddr,
    pub stop: Option<oneshot::Sender<()>>,
    pub served: JoinHandle<()>,
}

impl House {
    pub async fn open(app: Router, floor: FloorConfig, listen: ListenConfig) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let app = web::floor(app, floor);
        let served = tokio::spawn(listen::serve(listener, app, listen, async {
            let _ = stopped.await;
        }));
        Self {
            address,
            stop: Some(stop),
            served,
        }
    }

    /// The usual house: an API with a few odd rooms, health, and the site.
    pub async fn usual() -> Self {
        Self::open(
            rooms().merge(site(SiteOptions::default())),
            quick_floor(),
            quick_listen(),
        )
        .await
    }

    pub async fn call(&self) -> Line {
        Line(TcpStream::connect(self.address).await.unwrap())
    }

    /// One request on its own connection.
    pub async fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Reply {
        let mut line = self.call().await;
        let mut head = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n",
            self.address
        );
        for (name, value) in headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        if !body.is_empty() {
            head.push_str(&format!("content-length: {}\r\n", body.len()));
        }
        head.push_str("\r\n");
        line.say(head.as_bytes()).await;
        line.say(body).await;
        line.reply().await
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.ask("GET", path, &[], b"").await
    }

    pub async fn post_json(&self, path: &str, body: &[u8], more: &[(&str, &str)]) -> Reply {
        let mut headers = vec![("content-type", JSON), ("sec-fetch-site", "same-origin")];
        headers.extend_from_slice(more);
        self.ask("POST", path, &headers, body).await
    }
}

/// A connection as bytes.
pub struct Line(pub TcpStream);

impl Line {
    pub async fn say(&mut self, bytes: &[u8]) {
        // A server that has refused already may have closed.
        let _ = self.0.write_all(bytes).await;
    }

    /// Everything until the server closes, which it must do in time.
    pub async fn rest(&mut self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let read = self.0.read_to_end(&mut bytes);
        // A reset is a way of closing.
        let _ = tokio::time::timeout(PATIENCE, read)
            .await
            .expect("the server must close the connection");
        bytes
    }

    pub async fn reply(&mut self) -> Reply {
        Reply::parse(&self.rest().await)
    }

    pub async fn is_closed_within(&mut self, time: Duration) -> bool {
        let mut bytes = Vec::new();
        tokio::time::timeout(time, self.0.read_to_end(&mut bytes))
            .await
            .is_ok()
    }
}

#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Reply {
    fn parse(bytes: &[u8]) -> Self {
        let split = bytes.windows(4).position(|four| four == b"\r\n\r\n");
        let split = split.unwrap_or_else(|| panic!("no reply: {:?}", String::from_utf8_lossy(bytes)));
        let head = String::from_utf8(bytes[..split].to_vec()).unwrap();
        let mut lines = head.lines();
        let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
        let header = |line: &str| {
            let (name, value) = line.split_once(": ").unwrap();
            (name.to_ascii_lowercase(), value.to_owned())
        };
        Self {
            status,
            headers: lines.map(header).collect(),
            body: bytes[split + 4..].to_vec(),
        }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }

    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {:?}", self.text()))
    }

    /// The problem's code, after checking that it is a problem document.
    pub fn code(&self) -> String {
        assert_eq!(
            self.header("content-type"),
            Some("application/problem+json"),
            "{self:?}"
        );
        self.json()["code"].as_str().unwrap().to_owned()
    }
}

/// An API with a room for each way to misbehave.
pub fn rooms() -> Router {
    Router::new()
        .route(
            "/api/echo",
            post(async |Message(Echo(value)): Message<Echo>| axum::Json(value)),
        )
        .route("/api/panic", get(panics))
        .route(
            "/api/closed",
            post(async || Problem::new(axum::http::StatusCode::UNAUTHORIZED, "SIGN_IN")),
        )
        .route(
            "/api/broken",
            get(async || Problem::internal("the disk is full of secrets")),
        )
        .route("/api/slow", get(sleeps).post(sleeps))
        .route("/api/big", get(async || vec![b'x'; 16 * 1024 * 1024]))
        .route(
            "/api/who",
            get(async |Extension(client): Extension<ClientAddress>| client.0.to_string()),
        )
        .merge(health::routes(async || true))
}

async fn panics() {
    panic!("on purpose, with the secret 6222");
}

async fn sleeps() -> &'static str {
    tokio::time::sleep(Duration::from_millis(700)).await;
    "done"
}

pub fn quick_floor() -> FloorConfig {
    let body = web::limits::BodyLimits {
        idle: Duration::from_millis(300),
        ..Default::default()
    };
    FloorConfig {
        body,
        request_timeout: Duration::from_secs(3),
        ..FloorConfig::default()
    }
}

pub fn quick_listen() -> ListenConfig {
    ListenConfig {
        head_timeout: Duration::from_millis(300),
        idle_timeout: Duration::from_millis(600),
        write_timeout: Duration::from_millis(600),
        drain: Duration::from_secs(2),
        ..ListenConfig::default()
    }
}

/// The router of a tiny site whose app has `/households` and what lies below it.
pub fn site(options: SiteOptions) -> Router {
    let folder = built_site();
    let site = Site::load(&SiteSource::Folder(folder.path().into()), &options).unwrap();
    site.router(|path| path == "/" || path == "/households" || path.starts_with("/households/"))
}

/// A folder as the build leaves it.
pub fn built_site() -> TempDir {
    let folder = TempDir::new().unwrap();
    let files = [
        ("pkg/ledger.{}.js", "export default async () => {};"),
        ("pkg/ledger.{}.wasm", "\0asm fake"),
        ("pkg/ledger.{}.css", "body{margin:0}"),
        ("manifest.webmanifest", "{\"id\":\"/\"}"),
        ("icons/apple-touch-icon.png", "png"),
    ];
    let written = files.map(|(path, text)| write_file(folder.path(), path, text));
    write_raw(folder.path(), "screenshots/today.png", b"not kept on phones");
    write_raw(folder.path(), &format!("{}.br", written[0].0), b"brotli form");
    write_raw(folder.path(), "sw.template.js", b"not for phones");
    let list: Vec<_> = written
        .iter()
        .map(|(path, sha256)| serde_json::json!({"path": path, "sha256": sha256}))
        .collect();
    let [js, wasm, css, ..] = &written;
    let list =
        serde_json::json!({"version": "0.1.0+test", "js": js.0, "wasm": wasm.0, "css": css.0, "files": list});
    write_raw(folder.path(), "assets.json", list.to_string().as_bytes());
    folder
}

fn write_file(root: &Path, path: &str, text: &str) -> (String, String) {
    let sha256: String = Sha256::digest(text)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let path = path.replace("{}", &sha256[..16]);
    write_raw(root, &path, text.as_bytes());
    (path, sha256)
}

pub fn write_raw(root: &Path, path: &str, bytes: &[u8]) {
    let full = root.join(path);
    std::fs::create_dir_all(full.parent().unwrap()).unwrap();
    std::fs::write(full, bytes).unwrap();
}

/// Anything that is JSON, said back.
#[derive(serde::Deserialize)]
struct Echo(serde_json::Value);

impl<'b, C> minicbor::Decode<'b, C> for Echo {
    fn decode(_: &mut minicbor::Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        Err(minicbor::decode::Error::message("only JSON is said back"))
    }
}
