//! The floor over real connections: what a hostile, slow or broken client gets, and what the site answers.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "tests may panic: that is how they fail"
)]

mod floor;

use std::io::Write;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::routing::get;
use floor::{House, JSON, PATIENCE, built_site, quick_floor, quick_listen, rooms, site, write_raw};
use server::listen::{ListenConfig, Tls, TlsError};
use server::web::{FloorConfig, Site, SiteError, SiteOptions, SiteSource, health};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_rustls::rustls;

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

// Slow clients

#[tokio::test]
async fn a_connection_that_says_nothing_is_closed() {
    let house = House::usual().await;
    assert!(house.call().await.is_closed_within(Duration::from_secs(3)).await);
}

#[tokio::test]
async fn a_connection_that_drips_its_head_is_closed() {
    let house = House::usual().await;
    let mut line = house.call().await;
    line.say(b"GET /healthz HTTP/1.1\r\n").await;
    let started = Instant::now();
    while started.elapsed() < PATIENCE {
        line.say(b"x").await;
        if line.is_closed_within(Duration::from_millis(100)).await {
            return;
        }
    }
    panic!("still open");
}

#[tokio::test]
async fn a_second_head_has_no_more_time_than_the_first() {
    let listen = ListenConfig {
        idle_timeout: Duration::from_secs(60),
        ..quick_listen()
    };
    let house = House::open(rooms(), quick_floor(), listen).await;
    let mut line = house.call().await;
    line.say(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n").await;
    assert!(
        !line.is_closed_within(Duration::from_millis(800)).await,
        "an idle connection may stay"
    );
    line.say(b"GET /healthz HT").await;
    assert!(
        line.is_closed_within(Duration::from_secs(3)).await,
        "a half head may not"
    );
}

#[tokio::test]
async fn an_idle_connection_is_closed() {
    let house = House::usual().await;
    let mut line = house.call().await;
    line.say(b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n").await;
    assert!(line.is_closed_within(Duration::from_secs(4)).await);
}

#[tokio::test]
async fn a_body_that_stops_half_way_is_answered_408_and_closed() {
    let house = House::usual().await;
    let mut line = house.call().await;
    let head = "POST /api/echo HTTP/1.1\r\nhost: x\r\nsec-fetch-site: same-origin\r\n";
    line.say(format!("{head}content-type: {JSON}\r\ncontent-length: 100\r\n\r\n{{\"half\"").as_bytes())
        .await;
    let reply = line.reply().await;
    assert_eq!((reply.status, reply.code().as_str()), (408, "too_slow"));
    assert_eq!(reply.header("connection"), Some("close"));
}

#[tokio::test]
async fn who_is_refused_in_the_middle_of_a_long_upload_reads_why() {
    let house = House::usual().await;
    let upload = vec![b'x'; 7 * 1024 * 1024];
    let head = format!(
        "POST /api/closed HTTP/1.1\r\nhost: x\r\nsec-fetch-site: same-origin\r\ncontent-length: {}\r\n\r\n",
        upload.len()
    );
    let mut line = house.call().await;
    line.say(head.as_bytes()).await;
    // Like a proxy, which takes a line that breaks under its hands for a broken server and reads no reply.
    let sent = line.0.write_all(&upload).await;
    assert!(sent.is_ok(), "the line was cut: {sent:?}");
    let reply = line.reply().await;
    assert_eq!((reply.status, reply.code().as_str()), (401, "SIGN_IN"));
}

#[tokio::test]
async fn a_slow_reader_gets_all_of_a_long_reply() {
    let house = House::usual().await;
    let mut line = house.call().await;
    line.say(b"GET /api/big HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
        .await;
    let (mut got, mut buffer) = (0, vec![0; 512 * 1024]);
    loop {
        let read = line.0.read(&mut buffer).await.unwrap();
        if read == 0 {
            break;
        }
        got += read;
        tokio::time::sleep(Duration::from_millis(40)).await;
    }
    assert!(got > 16 * 1024 * 1024, "cut off after {got} bytes");
}

#[tokio::test]
async fn a_client_that_never_reads_does_not_keep_its_place() {
    let listen = ListenConfig {
        connections: 1,
        ..quick_listen()
    };
    let house = House::open(rooms(), quick_floor(), listen).await;
    let mut line = house.call().await;
    line.say(b"GET /api/big HTTP/1.1\r\nhost: x\r\n\r\n").await;
    let reply = tokio::time::timeout(PATIENCE, house.get("/healthz"))
        .await
        .expect("the place must come free");
    assert_eq!(reply.status, 200);
}

#[tokio::test]
async fn a_handler_that_takes_too_long_never_calls_a_change_failed() {
    let floor = FloorConfig {
        request_timeout: Duration::from_millis(100),
        ..quick_floor()
    };
    let house = House::open(rooms(), floor, quick_listen()).await;
    let read = house.get("/api/slow").await;
    assert_eq!((read.status, read.code().as_str()), (504, "took_too_long"));
    let change = house.post_json("/api/slow", b"", &[]).await;
    assert_eq!((change.status, change.code().as_str()), (504, "outcome_unknown"));
}

// Too many and too much

#[tokio::test]
async fn one_address_cannot_hold_more_than_its_share_of_connections() {
    let listen = ListenConfig {
        connections_per_peer: 2,
        head_timeout: PATIENCE * 2,
        ..quick_listen()
    };
    let house = House::open(rooms(), quick_floor(), listen).await;
    let (mut one, mut two, mut three) = (house.call().await, house.call().await, house.call().await);
    assert!(three.is_closed_within(Duration::from_secs(1)).await);
    assert!(!one.is_closed_within(Duration::from_millis(50)).await);
    assert!(!two.is_closed_within(Duration::from_millis(50)).await);
}

#[tokio::test]
async fn when_all_places_are_taken_a_call_waits_until_one_is_free() {
    let listen = ListenConfig {
        connections: 2,
        head_timeout: PATIENCE * 2,
        idle_timeout: PATIENCE * 2,
        ..quick_listen()
    };
    let house = House::open(rooms(), quick_floor(), listen).await;
    let (one, _two) = (house.call().await, house.call().await);
    let mut three = house.call().await;
    three
        .say(b"GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
        .await;
    assert!(!three.is_closed_within(Duration::from_millis(300)).await);
    drop(one);
    assert_eq!(three.reply().await.status, 200);
}

#[tokio::test]
async fn a_gzip_bomb_is_refused_while_it_unpacks() {
    let house = House::usual().await;
    let bomb = gzip(&vec![b' '; 256 * 1024 * 1024]);
    assert!(bomb.len() < 1024 * 1024);
    let started = Instant::now();
    let reply = house
        .post_json("/api/echo", &bomb, &[("content-encoding", "gzip")])
        .await;
    assert_eq!((reply.status, reply.code().as_str()), (413, "too_large"));
    assert_eq!(reply.json()["args"]["limit"], 8 * 1024 * 1024);
    assert!(started.elapsed() < Duration::from_secs(3));
}

#[tokio::test]
async fn an_ordinary_packed_body_is_read() {
    let house = House::usual().await;
    let reply = house
        .post_json(
            "/api/echo",
            &gzip(br#"{"visit":1}"#),
            &[("content-encoding", "gzip")],
        )
        .await;
    assert_eq!((reply.status, reply.text()), (200, r#"{"visit":1}"#));
}

#[tokio::test]
async fn a_body_is_limited_whether_it_announces_its_length_or_not() {
    let house = House::usual().await;
    let large = format!("\"{}\"", "x".repeat(8 * 1024 * 1024));
    assert_eq!(
        house.post_json("/api/echo", large.as_bytes(), &[]).await.status,
        413
    );

    let mut line = house.call().await;
    let head =
        "POST /api/echo HTTP/1.1\r\nhost: x\r\nsec-fetch-site: same-origin\r\ntransfer-encoding: chunked\r\n";
    line.say(format!("{head}content-type: {JSON}\r\n\r\n").as_bytes())
        .await;
    line.say(format!("{:x}\r\n{large}\r\n0\r\n\r\n", large.len()).as_bytes())
        .await;
    assert_eq!(line.reply().await.status, 413);

    let fits = format!("\"{}\"", "x".repeat(8 * 1024 * 1024 - 2));
    assert_eq!(
        house.post_json("/api/echo", fits.as_bytes(), &[]).await.status,
        200
    );
}

#[tokio::test]
async fn wider_addresses_take_more_and_all_bodies_share_one_room() {
    let mut floor = quick_floor();
    floor.body.wider = vec![("/api/echo".to_owned(), 32 * 1024 * 1024)];
    floor.body.all_bytes = 16 * 1024 * 1024;
    let house = House::open(rooms(), floor, quick_listen()).await;
    let text = |size: usize| format!("\"{}\"", "x".repeat(size));
    let fits = house
        .post_json("/api/echo", text(10 * 1024 * 1024).as_bytes(), &[])
        .await;
    assert_eq!(fits.status, 200);
    let full = house
        .post_json("/api/echo", text(20 * 1024 * 1024).as_bytes(), &[])
        .await;
    assert_eq!((full.status, full.code().as_str()), (503, "busy"));
    assert_eq!(full.header("retry-after"), Some("5"));
    let again = house
        .post_json("/api/echo", text(10 * 1024 * 1024).as_bytes(), &[])
        .await;
    assert_eq!(again.status, 200, "the room must come free again");
}

#[tokio::test]
async fn unreadable_bodies_are_refused_in_our_own_words() {
    let house = House::usual().await;
    let broken = house.post_json("/api/echo", b"{\"id_number\": 6222", &[]).await;
    assert_eq!((broken.status, broken.code().as_str()), (400, "malformed"));
    assert!(!broken.text().contains("6222"));
    let deep = house
        .post_json("/api/echo", "[".repeat(10_000).as_bytes(), &[])
        .await;
    assert_eq!((deep.status, deep.code().as_str()), (413, "TOO_DEEP"));
    let packed = house
        .post_json("/api/echo", b"no gzip", &[("content-encoding", "gzip")])
        .await;
    assert_eq!((packed.status, packed.code().as_str()), (400, "malformed"));
    let strange = house
        .post_json("/api/echo", b"{}", &[("content-encoding", "br")])
        .await;
    assert_eq!(
        (strange.status, strange.code().as_str()),
        (415, "unsupported_media")
    );
    let form = house
        .ask("POST", "/api/echo", &[("sec-fetch-site", "same-origin")], b"a=1")
        .await;
    assert_eq!((form.status, form.code().as_str()), (415, "unsupported_media"));
}

// Refusals

#[tokio::test]
async fn a_panic_is_a_500_with_an_incident_and_the_house_stands() {
    let house = House::usual().await;
    for path in ["/api/panic", "/api/broken"] {
        let reply = house.get(path).await;
        assert_eq!((reply.status, reply.code().as_str()), (500, "internal"));
        assert_eq!(reply.json()["incident"].as_str().unwrap().len(), 14);
        assert!(!reply.text().contains("secret"), "{}", reply.text());
    }
    assert_eq!(house.get("/healthz").await.status, 200);
}

#[tokio::test]
async fn a_change_asked_for_by_another_site_is_refused() {
    let house = House::usual().await;
    let body = br#"{"a":1}"#;
    let own = format!("http://{}", house.address);
    let cases: [(&[(&str, &str)], u16); 7] = [
        (&[("sec-fetch-site", "cross-site")], 403),
        (&[("sec-fetch-site", "same-site")], 403),
        (&[("origin", "http://evil.example")], 403),
        (&[("origin", "null")], 403),
        (&[], 403),
        (&[("origin", &own)], 200),
        (&[("x-ledger-client", "1")], 200),
    ];
    for (headers, expected) in cases {
        let headers = [&[("content-type", JSON)], headers].concat();
        let reply = house.ask("POST", "/api/echo", &headers, body).await;
        assert_eq!(reply.status, expected, "{headers:?}");
        if expected == 403 {
            assert_eq!(reply.code(), "cross_site");
        }
    }
    assert_eq!(
        house.ask("DELETE", "/api/nothing", &[], b"").await.status,
        403,
        "also where nothing is"
    );
}

#[tokio::test]
async fn every_reply_carries_the_security_headers() {
    let floor = FloorConfig {
        https: true,
        ..quick_floor()
    };
    let house = House::open(rooms().merge(site(SiteOptions::default())), floor, quick_listen()).await;
    let mut replies = Vec::new();
    for path in [
        "/",
        "/households/7",
        "/sw.js",
        "/healthz",
        "/api/none",
        "/api/panic",
        "/manifest.webmanifest",
    ] {
        replies.push(house.get(path).await);
    }
    replies.push(house.ask("POST", "/api/echo", &[], b"{}").await);
    replies.push(
        house
            .ask("PUT", "/api/echo", &[("x-ledger-client", "1")], b"")
            .await,
    );
    let statuses: Vec<u16> = replies.iter().map(|reply| reply.status).collect();
    assert_eq!(statuses, [200, 200, 200, 200, 404, 500, 200, 403, 405]);
    let mut pages = 0;
    for reply in replies {
        let policy = reply.header("content-security-policy").unwrap();
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
        let kind = reply.header("content-type").unwrap_or("text/html");
        if kind.starts_with("text/html") || kind.contains("javascript") {
            assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval';"));
            assert!(policy.contains("object-src 'none'"));
            let permissions = reply.header("permissions-policy").unwrap();
            assert!(permissions.contains("geolocation=()"));
            assert_eq!(reply.header("referrer-policy"), Some("no-referrer"));
            assert_eq!(reply.header("cross-origin-opener-policy"), Some("same-origin"));
            pages += 1;
        } else {
            assert!(policy.contains("default-src 'none'"), "{kind}");
            assert_eq!(
                reply.header("permissions-policy"),
                None,
                "a message carries what is for pages"
            );
        }
        assert_eq!(reply.header("cross-origin-resource-policy"), Some("same-origin"));
        assert!(reply.header("strict-transport-security").is_some());
        assert!(reply.header("cache-control").is_some(), "{reply:?}");
    }
    assert!(pages >= 3, "{pages} pages and scripts");
    assert_eq!(
        house.get("/api/none").await.header("cache-control"),
        Some("no-store")
    );
}

#[tokio::test]
async fn readiness_follows_the_answer_it_is_given() {
    let house = House::open(health::routes(async || false), quick_floor(), quick_listen()).await;
    assert_eq!(house.get("/healthz").await.status, 200);
    assert_eq!(house.get("/readyz").await.status, 503);
}

#[tokio::test]
async fn only_a_trusted_proxy_may_name_the_client() {
    let forwarded = [("x-forwarded-for", "198.51.100.9")];
    let house = House::usual().await;
    assert_eq!(
        house.ask("GET", "/api/who", &forwarded, b"").await.text(),
        "127.0.0.1"
    );
    let floor = FloorConfig {
        trusted_proxies: vec!["127.0.0.0/8".parse().unwrap()],
        ..quick_floor()
    };
    let house = House::open(rooms(), floor, quick_listen()).await;
    assert_eq!(
        house.ask("GET", "/api/who", &forwarded, b"").await.text(),
        "198.51.100.9"
    );
}

// The end

#[tokio::test]
async fn a_running_request_is_finished_before_the_server_goes() {
    let mut house = House::usual().await;
    let mut running = house.call().await;
    running.say(b"GET /api/slow HTTP/1.1\r\nhost: x\r\n\r\n").await;
    let mut idle = house.call().await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    house.stop.take().unwrap().send(()).unwrap();
    let reply = running.reply().await;
    assert_eq!((reply.status, reply.text()), (200, "done"));
    assert!(idle.is_closed_within(Duration::from_secs(2)).await);
    tokio::time::timeout(PATIENCE, house.served)
        .await
        .expect("serve must return")
        .unwrap();
}

// HTTP/2 and TLS

async fn h2_call(house: &House) -> (h2::client::SendRequest<Bytes>, tokio::task::JoinHandle<()>) {
    let line = house.call().await.0;
    let (client, connection) = h2::client::handshake(line).await.unwrap();
    let closed = tokio::spawn(async move {
        // However it ends, it ended.
        let _ = connection.await;
    });
    (client.ready().await.unwrap(), closed)
}

fn h2_post(house: &House) -> axum::http::Request<()> {
    let request = axum::http::Request::post(format!("http://{}/api/echo", house.address));
    let own = format!("http://{}", house.address);
    request
        .header("content-type", JSON)
        .header("origin", own)
        .body(())
        .unwrap()
}

#[tokio::test]
async fn over_http2_a_change_is_read_and_a_silent_body_costs_only_its_own_stream() {
    let house = House::usual().await;
    let (mut client, closed) = h2_call(&house).await;
    let (silent, mut half) = client.send_request(h2_post(&house), false).unwrap();
    half.send_data(Bytes::from_static(b"{\"half\""), false).unwrap();
    let (whole, mut body) = client.send_request(h2_post(&house), false).unwrap();
    body.send_data(Bytes::from_static(b"{}"), true).unwrap();
    assert_eq!(whole.await.unwrap().status(), 200);
    assert_eq!(silent.await.unwrap().status(), 408);
    drop(half);
    tokio::time::timeout(PATIENCE, closed)
        .await
        .expect("an idle connection is closed")
        .unwrap();
}

#[tokio::test]
async fn tls_offers_http2_and_http1_and_a_silent_handshake_is_ended() {
    let folder = tempfile::TempDir::new().unwrap();
    let made = rcgen::generate_simple_self_signed(["ledger.example".to_owned()]).unwrap();
    write_raw(folder.path(), "cert.pem", made.cert.pem().as_bytes());
    write_raw(
        folder.path(),
        "key.pem",
        made.signing_key.serialize_pem().as_bytes(),
    );
    let tls = Tls::from_files(&folder.path().join("cert.pem"), &folder.path().join("key.pem")).unwrap();
    let house = House::open(
        rooms(),
        quick_floor(),
        ListenConfig {
            tls: Some(tls),
            ..quick_listen()
        },
    )
    .await;

    let mut silent = house.call().await;
    assert!(silent.is_closed_within(Duration::from_secs(2)).await);

    let mut roots = rustls::RootCertStore::empty();
    roots.add(made.cert.der().clone()).unwrap();
    for protocol in ["h2", "http/1.1"] {
        let provider = std::sync::Arc::new(rustls::crypto::ring::default_provider());
        let config =
            rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let mut config = config
            .unwrap()
            .with_root_certificates(roots.clone())
            .with_no_client_auth();
        config.alpn_protocols = vec![protocol.into()];
        let connector = tokio_rustls::TlsConnector::from(std::sync::Arc::new(config));
        let name = "ledger.example".try_into().unwrap();
        let mut line = connector.connect(name, house.call().await.0).await.unwrap();
        assert_eq!(line.get_ref().1.alpn_protocol(), Some(protocol.as_bytes()));
        if protocol == "http/1.1" {
            line.write_all(b"GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
                .await
                .unwrap();
            let mut reply = String::new();
            line.read_to_string(&mut reply).await.unwrap();
            assert!(reply.starts_with("HTTP/1.1 200 OK"), "{reply}");
        }
    }
}

#[test]
fn a_key_of_another_certificate_is_named_as_such() {
    let folder = tempfile::TempDir::new().unwrap();
    let [one, two] = [(), ()].map(|()| rcgen::generate_simple_self_signed(["a.example".to_owned()]).unwrap());
    write_raw(folder.path(), "cert.pem", one.cert.pem().as_bytes());
    write_raw(
        folder.path(),
        "key.pem",
        two.signing_key.serialize_pem().as_bytes(),
    );
    let [cert, key, none] = ["cert.pem", "key.pem", "none.pem"].map(|name| folder.path().join(name));
    assert!(matches!(Tls::from_files(&cert, &key), Err(TlsError::Mismatch(_))));
    assert!(
        Tls::from_files(&cert, &none)
            .unwrap_err()
            .to_string()
            .contains("none.pem")
    );
    assert!(matches!(Tls::from_files(&key, &cert), Err(TlsError::File { .. })));
}

// The site

#[tokio::test]
async fn the_shell_answers_deep_links_alike_for_everybody() {
    let house = House::usual().await;
    let first = house.get("/households/7?tab=visits").await;
    assert_eq!(
        (first.status, first.header("content-type")),
        (200, Some("text/html; charset=utf-8"))
    );
    assert_eq!(first.header("cache-control"), Some("no-cache"));
    assert_eq!(
        first.body,
        house.ask("GET", "/", &[("cookie", "s=1")], b"").await.body
    );
    for part in [
        "<html lang=\"zh-CN\">",
        "驻村手账",
        "<noscript>",
        "name=\"ledger-wasm\"",
        "rel=\"manifest\"",
    ] {
        assert!(first.text().contains(part), "{part}");
    }
    let tag = first.header("etag").unwrap();
    let again = house
        .ask("GET", "/households/8", &[("if-none-match", tag)], b"")
        .await;
    assert_eq!((again.status, again.body.len()), (304, 0));
    assert_eq!(again.header("etag"), Some(tag));
    let head = house.ask("HEAD", "/", &[], b"").await;
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(
        head.header("content-length").unwrap(),
        first.body.len().to_string()
    );
}

#[tokio::test]
async fn every_link_of_the_shell_leads_somewhere() {
    let house = House::usual().await;
    let shell = house.get("/").await;
    let links = shell
        .text()
        .split("href=\"")
        .chain(shell.text().split("src=\""))
        .skip(1);
    let links: Vec<&str> = links
        .filter_map(|rest| rest.split('"').next())
        .filter(|link| link.starts_with('/'))
        .collect();
    assert!(links.len() >= 7, "{links:?}");
    for link in links {
        assert_eq!(house.get(link).await.status, 200, "{link}");
    }
}

#[tokio::test]
async fn what_is_missing_is_a_plain_404_and_never_html() {
    let house = House::usual().await;
    let gone = [
        "/pkg/ledger.gone.js",
        "/api/none",
        "/manifest.json",
        "/elsewhere",
        "/sw.template.js",
        "/assets.json",
    ];
    for path in gone {
        let reply = house.get(path).await;
        assert_eq!(
            (reply.status, reply.code().as_str()),
            (404, "not_found"),
            "{path}"
        );
    }
    for path in ["/../Cargo.toml", "/%2e%2e/assets.json", "//assets.json", "/pkg/"] {
        assert_eq!(house.get(path).await.status, 404, "{path}");
    }
}

#[tokio::test]
async fn hashed_files_keep_for_ever_and_come_packed() {
    let house = House::usual().await;
    let folder = built_site();
    let list: serde_json::Value =
        serde_json::from_slice(&std::fs::read(folder.path().join("assets.json")).unwrap()).unwrap();
    let path = format!("/{}", list["js"].as_str().unwrap());
    let plain = house.get(&path).await;
    assert_eq!(
        plain.header("cache-control"),
        Some("public, max-age=31536000, immutable")
    );
    assert_eq!(
        plain.header("content-type"),
        Some("text/javascript; charset=utf-8")
    );
    let packed = house
        .ask("GET", &path, &[("accept-encoding", "gzip, br")], b"")
        .await;
    assert_eq!(
        (packed.header("content-encoding"), packed.text()),
        (Some("br"), "brotli form")
    );
    assert_ne!(packed.header("etag"), plain.header("etag"));
    let wasm = house.get(&format!("/{}", list["wasm"].as_str().unwrap())).await;
    assert_eq!(wasm.header("content-type"), Some("application/wasm"));
    let manifest = house.get("/manifest.webmanifest").await;
    assert_eq!(manifest.header("content-type"), Some("application/manifest+json"));
    assert_eq!(manifest.header("cache-control"), Some("no-cache"));
}

#[tokio::test]
async fn the_worker_keeps_exactly_the_files_of_the_build() {
    let house = House::usual().await;
    let worker = house.get("/sw.js").await;
    assert_eq!(
        worker.header("content-type"),
        Some("text/javascript; charset=utf-8")
    );
    assert_eq!(worker.header("cache-control"), Some("no-cache"));
    let line = worker
        .text()
        .lines()
        .find_map(|line| line.strip_prefix("const SHELL = "))
        .unwrap();
    let kept: serde_json::Value = serde_json::from_str(line.trim_end_matches(';')).unwrap();
    let paths = |value: &serde_json::Value| -> Vec<String> {
        let files = value.as_array().unwrap().iter();
        files
            .map(|file| format!("/{}", file["path"].as_str().unwrap().trim_start_matches('/')))
            .collect()
    };
    let folder = built_site();
    let list: serde_json::Value =
        serde_json::from_slice(&std::fs::read(folder.path().join("assets.json")).unwrap()).unwrap();
    assert_eq!(paths(&kept["files"]), paths(&list["files"]));
    for path in paths(&kept["files"]).iter().chain(&paths(&kept["own"])) {
        assert_eq!(house.get(path).await.status, 200, "{path}");
    }
    assert_eq!(
        house.get(kept["document"]["path"].as_str().unwrap()).await.body,
        house.get("/").await.body
    );
}

#[tokio::test]
async fn the_kill_switch_serves_a_worker_that_leaves() {
    let options = SiteOptions {
        service_worker: false,
        ..SiteOptions::default()
    };
    let house = House::open(Router::new().merge(site(options)), quick_floor(), quick_listen()).await;
    assert!(house.get("/sw.js").await.text().contains("unregister()"));
    assert!(
        house
            .get("/")
            .await
            .text()
            .contains("name=\"ledger-sw\" content=\"off\"")
    );
}

#[tokio::test]
async fn a_build_that_does_not_fit_its_list_is_not_served() {
    let load =
        |folder: &std::path::Path| Site::load(&SiteSource::Folder(folder.into()), &SiteOptions::default());
    let folder = built_site();
    let before = load(folder.path()).unwrap().version().to_owned();
    assert_eq!(
        load(folder.path()).unwrap().version(),
        before,
        "the same build is the same version"
    );
    write_raw(folder.path(), "manifest.webmanifest", b"{}");
    assert!(matches!(load(folder.path()), Err(SiteError::Changed(_))));
    std::fs::remove_file(folder.path().join("manifest.webmanifest")).unwrap();
    assert!(matches!(load(folder.path()), Err(SiteError::Missing(_))));
    std::fs::remove_file(folder.path().join("assets.json")).unwrap();
    assert!(matches!(load(folder.path()), Err(SiteError::NoManifest)));
}

#[tokio::test]
async fn json_is_packed_for_those_who_take_it() {
    let app = Router::new().route("/api/list", get(async || axum::Json(vec!["same"; 2000])));
    let house = House::open(app, quick_floor(), quick_listen()).await;
    let reply = house
        .ask("GET", "/api/list", &[("accept-encoding", "gzip")], b"")
        .await;
    assert_eq!(reply.header("content-encoding"), Some("gzip"));
    assert!(reply.body.len() < 2000);
}
