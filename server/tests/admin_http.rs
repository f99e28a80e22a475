//! For whoever runs the server: the figures at an address of their own, off unless asked for, with nobody's name in them;
//! how it is told to serve, and how it ends.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

#[expect(dead_code, reason = "these tests need only the site")]
mod floor;
mod office;

use axum::body::Body;
use axum::http::Request;
use domain::roster::Role;
use office::{OURS, Office, PASSWORD, log_visit, new_visit, of_role};
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tower::ServiceExt;

/// A server process, ended when the test is over.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn free_address() -> SocketAddr {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap()
}

fn get(address: SocketAddr, path: &str) -> Option<String> {
    let mut stream = TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
    let ask = format!("GET {path} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\r\n");
    stream.write_all(ask.as_bytes()).ok()?;
    let mut text = String::new();
    stream.read_to_string(&mut text).ok()?;
    Some(text)
}

fn serve(folder: &std::path::Path, site: &std::path::Path, more: &[&str]) -> Command {
    let mut serve = Command::new(env!("CARGO_BIN_EXE_server"));
    serve.arg("serve").arg("--site").arg(site).args(more);
    serve
        .arg("--database")
        .arg(format!("sqlite:{}", folder.join("a.db").display()));
    serve.stdout(Stdio::null()).stderr(Stdio::null());
    serve
}

#[tokio::test]
async fn the_figures_count_what_happened_and_name_nobody() {
    let office = Office::open().await;
    let member = of_role(Role::TeamMember);
    let cookie = office.session(&member).await;
    let visit = log_visit(1, &member, OURS, new_visit());
    for _ in 0..2 {
        office.outcome(&cookie, &visit).await;
    }
    assert_eq!(office.sign_in("P001", "not the password").await.status, 401);
    assert_eq!(office.sign_in("P001", PASSWORD).await.status, 200);
    assert_eq!(office.get("/api/v1/imports/6f1c", &cookie).await.status, 403);

    let page = server::routes::admin::router(office.state.clone())
        .oneshot(Request::get("/metrics").body(Body::empty()).unwrap())
        .await
        .unwrap();
    assert_eq!(
        page.headers()["content-type"],
        "text/plain; version=0.0.4; charset=utf-8"
    );
    let page = axum::body::to_bytes(page.into_body(), 1 << 20).await.unwrap();
    let page = std::str::from_utf8(&page).unwrap();
    for wanted in [
        "ledger_sync_exchanges_total 2\n",
        "ledger_sync_operations_total{outcome=\"applied\"} 1\n",
        "ledger_sync_operations_total{outcome=\"repeated\"} 1\n",
        "ledger_sync_repairs_total 0\n",
        "ledger_sign_ins_refused_total 1\n",
        "ledger_http_requests_total{route=\"/api/v1/session\",status=\"401\"} 1\n",
        "ledger_http_requests_total{route=\"/api/v1/imports/{id}\",status=\"403\"} 1\n",
    ] {
        assert!(page.contains(wanted), "{wanted} in\n{page}");
    }
    for secret in ["P001", "6f1c", member.as_str(), "垭古"] {
        assert!(!page.contains(secret), "{secret} in\n{page}");
    }
}

#[test]
fn the_figures_have_an_address_of_their_own_on_this_machine_only() {
    let (folder, site) = (tempfile::tempdir().unwrap(), floor::built_site());
    let (front, admin) = (free_address(), free_address());
    let (front_text, admin_text) = (front.to_string(), admin.to_string());
    let both = ["--listen", &front_text, "--admin-listen", &admin_text];
    let _server = Process(serve(folder.path(), site.path(), &both).spawn().unwrap());
    let end = Instant::now() + Duration::from_secs(30);
    let page = loop {
        match get(admin, "/metrics") {
            Some(page) => break page,
            None if Instant::now() < end => std::thread::sleep(Duration::from_millis(50)),
            None => panic!("nobody answers"),
        }
    };
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    assert!(page.contains("ledger_sync_exchanges_total 0\n"), "{page}");
    assert!(get(admin, "/api/v1/session").unwrap().starts_with("HTTP/1.1 404"));
    assert!(get(front, "/metrics").unwrap().starts_with("HTTP/1.1 404"));

    let elsewhere = ["--listen", "127.0.0.1:0", "--admin-listen", "0.0.0.0:9090"];
    let refused = serve(folder.path(), site.path(), &elsewhere).output().unwrap();
    assert!(
        !refused.status.success(),
        "other machines must not reach the figures"
    );
}

/// What a look gives once it gives something.
fn waited<T>(mut look: impl FnMut() -> Option<T>) -> T {
    let end = Instant::now() + Duration::from_secs(30);
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(Instant::now() < end, "nothing came of it");
        std::thread::sleep(Duration::from_millis(50));
    }
}

#[cfg(unix)]
#[test]
fn variables_tell_it_how_to_serve_a_flag_wins_and_at_sigterm_it_ends_by_itself() {
    let (folder, site) = (tempfile::tempdir().unwrap(), floor::built_site());
    let (variable, flag) = (free_address(), free_address());
    let database = folder.path().join("told.db");
    let mut serve = Command::new(env!("CARGO_BIN_EXE_server"));
    serve
        .args(["serve", "--listen", &flag.to_string()])
        .env("LEDGER_LISTEN", variable.to_string())
        .env("LEDGER_DATABASE", format!("sqlite:{}", database.display()))
        .env("LEDGER_SITE", site.path())
        .env("LEDGER_FILING_NUMBER", "示例备1号")
        .env_remove("LEDGER_LOG");
    let mut server = Process(
        serve
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap(),
    );
    let is_ok = |reply: &String| reply.starts_with("HTTP/1.1 200");
    waited(|| get(flag, "/readyz").filter(is_ok));
    assert!(get(flag, "/healthz").is_some_and(|reply| is_ok(&reply)));
    assert!(get(flag, "/about").unwrap().contains("示例备1号"));
    assert!(get(variable, "/healthz").is_none());
    assert!(database.exists());

    let term = format!("kill -TERM {}", server.0.id());
    assert!(Command::new("sh").args(["-c", &term]).status().unwrap().success());
    let ended = waited(|| server.0.try_wait().unwrap());
    let mut log = String::new();
    server.0.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    assert!(ended.success(), "{ended} {log}");
    let lines: Vec<serde_json::Value> = log
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert!(
        lines
            .iter()
            .all(|line| line["level"].is_string() && line["timestamp"].is_string())
    );
    assert_eq!(lines.last().unwrap()["message"], "stopped");
}

#[test]
fn photos_that_the_days_backup_lacks_are_copied_after_it() {
    let (folder, site) = (tempfile::tempdir().unwrap(), floor::built_site());
    let backups = folder.path().join("backups");
    let photo = "photos/ab/abcd.jpg";
    let kept = folder.path().join("a.db.photos").join(photo);
    std::fs::create_dir_all(kept.parent().unwrap()).unwrap();
    std::fs::write(&kept, b"a picture").unwrap();
    // The database's copy was finished, its photos were not.
    std::fs::create_dir(&backups).unwrap();
    let today = server::routes::Clock::of_machine().today();
    for day in [today, today.succ_opt().unwrap()] {
        std::fs::write(backups.join(format!("ledger-{day}.db")), b"").unwrap();
    }
    let to = backups.to_str().unwrap();
    let options = ["--listen", "127.0.0.1:0", "--backup-folder", to];
    let _server = Process(serve(folder.path(), site.path(), &options).spawn().unwrap());
    let copied = backups.join("photos").join(photo);
    let end = Instant::now() + Duration::from_secs(30);
    while std::fs::read(&copied).ok().as_deref() != Some(b"a picture") {
        assert!(Instant::now() < end, "the photo is not in the backup");
        std::thread::sleep(Duration::from_millis(50));
    }
}
