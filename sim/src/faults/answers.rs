//! No response deletes work: whatever somebody answers, the operation waits or needs a person, with a code.

use std::path::Path;
use std::time::Duration;

use domain::cbor;

use super::books::Books;
use super::count;
use super::courier::{Courier, Fate, fate};
use super::place::Place;
use super::process::Server;
use super::proxy::{Deed, Proxy};
use super::{found, wire};
use crate::dice::Dice;
use crate::fault::Outcome;

/// How long a phone waits here for somebody who says nothing; in the app it is a minute.
const PATIENCE: Duration = Duration::from_millis(300);
/// Exchanges after which a phone has made up its mind about an answer that is always the same.
const TRIES: usize = 10;
const HTML: &str = "text/html; charset=utf-8";
const PROBLEM: &str = "application/problem+json";

/// What was answered, and how it ended.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// Answers given.
    pub answers: u64,
    /// After these the operation still waits.
    pub waiting: u64,
    /// After these it needs a person, with a code.
    pub attention: u64,
}

fn words(status: u16, headers: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head =
        format!("HTTP/1.1 {status} Words\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n");
    [head.as_bytes(), body].concat()
}

fn of_kind(status: u16, kind: &str, body: &[u8]) -> Vec<u8> {
    words(status, &format!("content-type: {kind}\r\n"), body)
}

/// Everything that a phone may hear instead of an answer, with its name. `real` is a good reply to a request
/// that sent nothing.
fn all(real: &[u8]) -> Vec<(String, Deed)> {
    let mut all = Vec::new();
    let mut say = |name: String, bytes: Vec<u8>| all.push((name, Deed::Say(bytes)));
    for status in 400..600 {
        say(
            format!("{status} as a page"),
            of_kind(status, HTML, b"<html>no</html>"),
        );
        let problem = of_kind(status, PROBLEM, br#"{"code":"NO"}"#);
        say(format!("{status} as ours"), problem);
        say(
            format!("{status} empty"),
            words(status, "retry-after: 1\r\n", b""),
        );
    }
    for status in [301, 302, 303, 307, 308] {
        let to = "location: https://portal.example/\r\n";
        say(format!("{status} to a portal"), words(status, to, b""));
    }
    say(
        "a portal's page".to_owned(),
        of_kind(200, HTML, b"<html>sign in</html>"),
    );
    say(
        "a portal that says it is ours".to_owned(),
        of_kind(200, cbor::MEDIA_TYPE, b"<html>"),
    );
    say("nothing, as ours".to_owned(), of_kind(200, cbor::MEDIA_TYPE, b""));
    say("no content".to_owned(), words(204, "", b""));
    say("not modified".to_owned(), words(304, "", b""));
    say(
        "a reply to somebody else".to_owned(),
        of_kind(200, cbor::MEDIA_TYPE, real),
    );
    say(
        "a problem with 200".to_owned(),
        of_kind(200, PROBLEM, br#"{"code":"NO"}"#),
    );
    for share in 1..8 {
        let half = real
            .get(..real.len().saturating_mul(share) / 8)
            .unwrap_or_default();
        let whole = of_kind(200, cbor::MEDIA_TYPE, real);
        let cut = whole.len().saturating_sub(real.len().saturating_sub(half.len()));
        say(
            format!("{share} eighths of a reply"),
            whole.get(..cut).unwrap_or_default().to_vec(),
        );
        say(
            format!("{share} eighths as if it were all"),
            of_kind(200, cbor::MEDIA_TYPE, half),
        );
    }
    say("nothing at all".to_owned(), Vec::new());
    say("no HTTP".to_owned(), b"SSH-2.0-dropbear\r\n".to_vec());
    all.push(("a hang".to_owned(), Deed::Hang(PATIENCE * 4)));
    all
}

/// Gives a phone with one saved visit every answer, each time as if nothing had happened before.
///
/// # Errors
/// Names the answer after which the visit was not where it must be.
pub fn run(program: &Path, place: &Place, seed: u64) -> Outcome<Answers> {
    let mut phone = place.courier()?;
    let mut server = Server::new(program, &place.url)?;
    server.start()?;
    let proxy = Proxy::before(server.address)?;
    phone.come_to_rest(server.address)?;
    let asked = phone
        .phone
        .ask()
        .map(|request| cbor::to_vec(&request))
        .unwrap_or_default();
    let real = wire::post(server.address, &phone.cookie, &asked, phone.patience)?.body;
    phone.log_visit(&mut Dice::of(seed, 2))?;
    phone.patience = PATIENCE;
    let mut done = Answers::default();
    for (name, deed) in all(&real) {
        match after(&phone, &proxy, &deed)? {
            Fate::Waiting => done.waiting = done.waiting.saturating_add(1),
            Fate::Attention(_) => done.attention = done.attention.saturating_add(1),
            other => return found(format!("after “{name}” the visit ended as {other:?}")),
        }
        done.answers = done.answers.saturating_add(1);
    }
    phone.patience = Duration::from_secs(30);
    phone.come_to_rest(server.address)?;
    phone.must_be_empty()?;
    server.kill()?;
    Books::open(place)?.must_hold(std::slice::from_ref(&phone))?;
    Ok(done)
}

/// Where the visit of a copy of this phone stands after it has heard nothing else for a while, in its store.
fn after(phone: &Courier, proxy: &Proxy, deed: &Deed) -> Outcome<Fate> {
    let mut copy = phone.clone();
    let tries = match deed {
        Deed::Hang(_) => 1,
        _ => TRIES,
    };
    for _ in 0..tries {
        if copy.waiting() == 0 {
            break;
        }
        proxy.order(deed.clone());
        copy.exchange(proxy.address)?;
    }
    copy.die()?;
    let model = copy.kept()?;
    let mut fates = copy.saved.iter().map(|op| fate(&model, *op));
    match (fates.next(), count(copy.saved.len())) {
        (Some(fate), 1) => Ok(fate),
        _ => found("the phone has no visit"),
    }
}
