//! `POST /api/v1/sync`: one round trip that pushes what waits on a phone and pulls what changed.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::ids::{DeviceId, OpId, TeamId};
use domain::operation::Operation;
use domain::record::ScopeDigest;
use domain::refusal::{Refusal, RefusalCode};
use domain::sync::{BATCH_OPERATIONS, OperationOutcome, Outcome, PAGE_CHANGES, PROTOCOL, Reference};
use domain::text;
use domain::time::Millis;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use super::refusal;
use super::state::AppState;
use super::table::Signed;
use crate::store::{FeedPage, RawFeedEntry};
use crate::web::{JsonBody, Problem};

/// [`domain::sync::SyncRequest`] with operations that are read one by one, so that one that cannot be read
/// does not hold up the others.
#[derive(Deserialize)]
struct Request {
    protocol: u16,
    #[expect(
        dead_code,
        reason = "part of the message; the store numbers by each operation's own device"
    )]
    device: DeviceId,
    #[serde(default)]
    epoch: Option<String>,
    #[serde(default)]
    team: Option<TeamId>,
    #[serde(default)]
    cursor: u64,
    #[serde(default)]
    reference: String,
    #[serde(default)]
    digest: Option<ScopeDigest>,
    #[serde(default)]
    operations: Vec<Value>,
}

/// [`domain::sync::SyncReply`] with records as the store holds them: they are not read and written again.
#[derive(Serialize)]
struct Reply {
    epoch: String,
    team: TeamId,
    outcomes: Vec<OperationOutcome>,
    changes: Vec<RawFeedEntry>,
    cursor: u64,
    head: u64,
    digest: ScopeDigest,
    repair: bool,
    reference: Option<Reference>,
    server_time: Millis,
}

/// Pushes and pulls.
pub async fn exchange(
    State(app): State<AppState>,
    Signed { actor, .. }: Signed,
    JsonBody(body): JsonBody<Box<RawValue>>,
) -> Result<Response, Problem> {
    let mut request = read(&body)?;
    let team = actor.team.clone().ok_or_else(refusal::not_allowed)?;
    let mut operations = std::mem::take(&mut request.operations);
    let pushes = !operations.is_empty();
    let epoch = app.store.epoch().await.map_err(refusal::of_store)?;
    if request.epoch.as_ref().is_some_and(|known| *known != epoch) {
        // The phone does not know yet that the database was restored. What it sends may rest on what was lost
        // and other phones still hold; decided now, it would stay refused. It hears first and offers again.
        operations.clear();
    }
    let inbox = Inbox::sort(operations, actor.staff.as_str(), app.clock.now())?;
    let outcomes = inbox.apply(&app, &actor).await?;
    if app.faults.cuts(pushes) {
        return Ok(super::faults::cut());
    }

    let continues = request.epoch.as_ref() == Some(&epoch) && request.team.as_ref() == Some(&team);
    let after = if continues { request.cursor } else { 0 };
    let page = app.store.feed(&team, after, PAGE_CHANGES).await;
    let page = page.map_err(refusal::of_store)?;
    let repair = continues && drifted(&request, &page);
    if repair {
        app.counters.count_repair();
    }
    let reference = app.store.reference(&actor, &app.config).await;
    let reference = reference.map_err(refusal::of_store)?;
    let cursor = page.cursor(PAGE_CHANGES);
    let reply = Reply {
        epoch,
        team,
        outcomes,
        changes: page.changes,
        cursor,
        head: page.head,
        digest: page.digest,
        repair,
        reference: (reference.version != request.reference).then_some(reference),
        server_time: app.clock.now(),
    };
    Ok(Json(reply).into_response())
}

/// The message, after its version was looked at: another version may look entirely different.
fn read(body: &RawValue) -> Result<Request, Problem> {
    #[derive(Deserialize)]
    struct Opening {
        protocol: u16,
    }
    let opening: Opening = serde_json::from_str(body.get()).map_err(|_| Problem::malformed())?;
    if opening.protocol != PROTOCOL {
        return Err(other_protocol());
    }
    let request: Request = serde_json::from_str(body.get()).map_err(|_| Problem::malformed())?;
    if request.protocol != PROTOCOL {
        return Err(other_protocol());
    }
    if request.operations.len() > BATCH_OPERATIONS {
        return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "SPLIT").with("limit", BATCH_OPERATIONS));
    }
    Ok(request)
}

fn other_protocol() -> Problem {
    Problem::new(StatusCode::CONFLICT, "PROTOCOL")
        .with("speaks", PROTOCOL)
        .with(
            "zh",
            "手机上的应用和服务器的版本不同，请更新应用后再同步。已经存在本机的内容不会丢。",
        )
        .with(
            "en",
            "The app on this phone and the server are of different versions; please update the app, then \
             synchronise. What is saved on this phone is not lost.",
        )
}

/// The phone had everything up to the newest change, and yet something else.
fn drifted(request: &Request, page: &FeedPage) -> bool {
    let ahead = request.cursor > page.head;
    let differs = request.cursor == page.head && request.digest.is_some_and(|digest| digest != page.digest);
    ahead || differs
}

/// The operations of one request, in its order, each either to be applied or answered already.
struct Inbox(Vec<Sorted>);

enum Sorted {
    Readable(Operation),
    Refused(OperationOutcome),
}

impl Inbox {
    /// Reads each operation by itself.
    fn sort(operations: Vec<Value>, staff: &str, now: Millis) -> Result<Self, Problem> {
        let sorted = operations
            .into_iter()
            .map(|operation| sort_one(operation, staff, now));
        Ok(Self(sorted.collect::<Result<_, _>>()?))
    }

    /// Applies what is readable and puts the answers back into the request's order.
    async fn apply(
        self,
        app: &AppState,
        actor: &domain::policy::Actor,
    ) -> Result<Vec<OperationOutcome>, Problem> {
        let readable: Vec<Operation> = self
            .0
            .iter()
            .filter_map(|sorted| match sorted {
                Sorted::Readable(operation) => Some(operation.clone()),
                Sorted::Refused(_) => None,
            })
            .collect();
        let applied = match readable.is_empty() {
            true => Vec::new(),
            false => {
                let now = app.clock.now();
                let applied = app.store.apply(actor.clone(), readable, app.config.clone(), now);
                applied.await.map_err(refusal::of_store)?
            }
        };
        let mut applied = applied.into_iter();
        let answered = self.0.into_iter().map(|sorted| match sorted {
            Sorted::Refused(outcome) => Some(outcome),
            Sorted::Readable(_) => applied.next(),
        });
        // Fewer answers than operations would shift them onto the wrong ones.
        answered
            .collect::<Option<Vec<_>>>()
            .ok_or_else(|| Problem::internal("the store answered fewer operations than it was given"))
    }
}

fn sort_one(value: Value, staff: &str, now: Millis) -> Result<Sorted, Problem> {
    let id: Option<OpId> = value
        .get("id")
        .and_then(Value::as_str)
        .and_then(|id| id.parse().ok());
    let op = id.ok_or_else(|| Problem::malformed().on("operations"))?;
    let refused = |code| {
        Sorted::Refused(OperationOutcome {
            op,
            outcome: Outcome::Refused {
                refusal: Refusal::plain(code),
            },
            received_at: now,
            duplicate: false,
        })
    };
    if !holds_clean_text(&value) {
        return Ok(refused(RefusalCode::BadText));
    }
    let Ok(operation) = serde_json::from_value::<Operation>(value) else {
        return Ok(refused(RefusalCode::Malformed));
    };
    if operation.author.as_str() != staff {
        return Ok(refused(RefusalCode::WrongAuthor));
    }
    Ok(Sorted::Readable(operation))
}

/// No text anywhere in it holds NUL or another control character, which one of the two databases cannot keep.
fn holds_clean_text(value: &Value) -> bool {
    match value {
        Value::String(text) => text::check(text, usize::MAX).is_ok(),
        Value::Array(items) => items.iter().all(holds_clean_text),
        Value::Object(fields) => fields
            .iter()
            .all(|(name, value)| text::check(name, usize::MAX).is_ok() && holds_clean_text(value)),
        Value::Null | Value::Bool(_) | Value::Number(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(body: &str) -> String {
        let raw = RawValue::from_string(body.to_owned()).unwrap();
        read(&raw).map(|_| ()).unwrap_err().code.to_owned()
    }

    #[test]
    fn another_version_is_told_apart_from_nonsense() {
        assert_eq!(problem(r#"{"protocol": 2, "all": "new"}"#), "PROTOCOL");
        assert_eq!(problem(r#"{"all": "new"}"#), "malformed");
        assert_eq!(problem(r#"{"protocol": 1}"#), "malformed");
    }

    #[test]
    fn an_operation_that_cannot_be_read_is_refused_by_itself() {
        let id = "01939b7e-0000-7000-8000-000000000001";
        let sorted = sort_one(serde_json::json!({"id": id, "body": 7}), "P001", Millis(3)).unwrap();
        let Sorted::Refused(outcome) = sorted else {
            panic!()
        };
        assert_eq!(outcome.op.to_string(), id);
        let refusal = Refusal::plain(RefusalCode::Malformed);
        assert_eq!(outcome.outcome, Outcome::Refused { refusal });
        assert!(sort_one(serde_json::json!({"body": 7}), "P001", Millis(3)).is_err());
        assert!(sort_one(serde_json::json!("words"), "P001", Millis(3)).is_err());
    }

    #[test]
    fn control_characters_are_found_wherever_they_hide() {
        assert!(holds_clean_text(
            &serde_json::json!({"note": ["一\n二\t三", 4, null]})
        ));
        assert!(!holds_clean_text(&serde_json::json!({"a": [{"b": "一\u{0}"}]})));
        assert!(!holds_clean_text(&serde_json::json!({"a\u{1}": 1})));
    }

    #[test]
    fn the_reply_is_the_one_that_phones_read() {
        let reply = Reply {
            epoch: "e".to_owned(),
            team: "T01".into(),
            outcomes: Vec::new(),
            changes: Vec::new(),
            cursor: 4,
            head: 9,
            digest: ScopeDigest(7),
            repair: true,
            reference: None,
            server_time: Millis(5),
        };
        let text = serde_json::to_string(&reply).unwrap();
        let read: domain::sync::SyncReply = serde_json::from_str(&text).unwrap();
        assert!(read.more() && read.repair && read.digest == ScopeDigest(7));
    }
}
