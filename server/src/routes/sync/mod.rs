//! `POST /api/v1/sync`: one round trip that pushes what waits on a phone and pulls what changed.

mod inbox;
mod pushed;
mod request;
mod said;
mod whole;

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use domain::device::PhoneKey;
use domain::ids::{DeviceId, TeamId};
use domain::policy::Actor;
use domain::record::ScopeDigest;
use domain::sync::{BATCH_DEPTH, OperationOutcome, PAGE_CHANGES, Reference};
use domain::time::Millis;
use minicbor::Encode;
use serde::Serialize;

use super::refusal;
use super::state::AppState;
use super::table::Signed;
use crate::accounts::session::SessionKey;
use crate::store::{Contact, FeedPage, RawFeedEntry};
use crate::web::message::{Form, Written};
use crate::web::{Answer, Problem, depth};
use inbox::Inbox;
use pushed::Pushed;
use request::Request;

/// [`domain::sync::SyncReply`] with records as the store holds them.
#[derive(Serialize, Encode)]
struct Reply {
    #[n(0)]
    epoch: String,
    #[n(1)]
    team: TeamId,
    #[n(2)]
    outcomes: Vec<OperationOutcome>,
    #[n(3)]
    changes: Vec<RawFeedEntry>,
    #[n(4)]
    cursor: u64,
    #[n(5)]
    head: u64,
    #[n(6)]
    digest: ScopeDigest,
    #[n(7)]
    repair: bool,
    #[n(8)]
    reference: Option<Reference>,
    #[n(9)]
    server_time: Millis,
}

/// Pushes and pulls.
pub async fn exchange(
    State(app): State<AppState>,
    Signed { actor, session }: Signed,
    body: Written,
) -> Result<Response, Problem> {
    let mut request = Request::read(&body)?;
    if request.staff.as_ref().is_some_and(|staff| *staff != actor.staff) {
        // Somebody else is signed in on that phone. Nothing is taken or told: what waits there is not this person's.
        return Err(refusal::sign_in());
    }
    let team = actor.team.clone().ok_or_else(refusal::not_allowed)?;
    let contact = contact(&app, &actor, &session, &request);
    let known = app.store.known_phone(&contact).await.map_err(refusal::of_store)?;
    if known.revoked {
        // A stranger may hold it: nothing that it sends is taken, and whoever signed in on it has to elsewhere.
        app.accounts.sign_out(&session).await.map_err(refusal::of_store)?;
        return Err(refusal::phone_revoked());
    }
    let mut operations = std::mem::take(&mut request.operations.list);
    let pushes = !operations.is_empty();
    let epoch = app.store.epoch().await.map_err(refusal::of_store)?;
    if request.epoch.as_ref().is_some_and(|known| *known != epoch) {
        // The phone does not know yet that the database was restored. What it sends may rest on what was lost
        // and other phones still hold; decided now, it would stay refused. It hears first and offers again.
        operations.clear();
    }
    let inbox = Inbox::sort(operations, &actor.staff, app.clock.now());
    let config = app.in_force().await?;
    let outcomes = inbox.apply(&app, &actor, &config).await;
    // Also where nothing was taken: what was announced is known to be missing then.
    app.store.note_contact(&contact, known).await;
    let outcomes = outcomes?;
    app.counters.count_exchange(&outcomes);
    if app.faults.cuts(pushes) {
        return Ok(super::faults::cut());
    }

    let continues = request.epoch.as_ref() == Some(&epoch) && request.team.as_ref() == Some(&team);
    let after = if continues { request.cursor } else { 0 };
    let page = app
        .store
        .feed_for(&actor, request.protocol, &team, after, PAGE_CHANGES)
        .await;
    let page = page.map_err(refusal::of_store)?;
    let repair = continues && drifted(&request, &page);
    if repair {
        app.counters.count_repair();
    }
    let reference = app.store.reference(&actor, &config).await;
    let reference = reference.map_err(refusal::of_store)?;
    let reply = Reply {
        epoch,
        team,
        outcomes,
        cursor: page.cursor,
        changes: page.changes,
        head: page.head,
        digest: page.digest,
        repair,
        reference: (reference.version != request.reference).then_some(reference),
        server_time: app.clock.now(),
    };
    Ok(Answer(reply).into_response())
}

/// Applies one operation that came without an exchange, as its author would push it; none where it cannot be read
/// whole, or is of another author or device: then the exchange answers it.
pub(super) async fn apply_alone(
    app: &AppState,
    actor: &Actor,
    device: DeviceId,
    operation: Vec<u8>,
) -> Result<Option<OperationOutcome>, Problem> {
    let written = Written {
        form: Form::Cbor,
        bytes: operation.into(),
    };
    if !depth::within(&written, BATCH_DEPTH) {
        return Ok(None);
    }
    let Pushed::Whole(operation) = Pushed::of_cbor(&written.bytes) else {
        return Ok(None);
    };
    if operation.author != actor.staff || operation.device != device {
        return Ok(None);
    }
    let inbox = Inbox::sort(vec![Pushed::Whole(operation)], &actor.staff, app.clock.now());
    let config = app.in_force().await?;
    Ok(inbox.apply(app, actor, &config).await?.pop())
}

fn contact(app: &AppState, actor: &Actor, session: &SessionKey, request: &Request) -> Contact {
    Contact {
        phone: PhoneKey {
            device: request.device,
            owner: actor.staff.clone(),
        },
        session: session.as_str().to_owned(),
        announced: request.announced.unwrap_or_default(),
        at: app.clock.now(),
    }
}

/// The phone had everything up to the newest change, and yet something else.
fn drifted(request: &Request, page: &FeedPage) -> bool {
    let ahead = request.cursor > page.head;
    let differs = request.cursor == page.head && request.digest.is_some_and(|digest| digest != page.digest);
    ahead || differs
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let bytes = domain::cbor::to_vec(&reply);
        assert_eq!(
            domain::cbor::from_slice::<domain::sync::SyncReply>(&bytes).unwrap(),
            read
        );
    }
}
