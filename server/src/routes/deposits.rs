//! Deposits: letting a phone hand in sealed operations while their author is away, and taking them (decision 0039).
//!
//! A depositor is told that something was taken, or left, or that the token is none; of records it hears nothing.

use axum::extract::{Extension, State};
use axum::http::StatusCode;
use domain::cbor;
use domain::deposit::{AskGrant, DEPOSIT_BYTES, Deposit, Grant, Slip};
use domain::device::PhoneKey;
use domain::policy::{Action, permits_somehow};
use domain::sync::{OperationOutcome, Outcome};
use domain::time::Millis;

use super::state::AppState;
use super::table::Signed;
use super::{refusal, sync};
use crate::accounts::session::{DAY_MS, SessionKey, Token};
use crate::deposit::{self, KeyPair};
use crate::store::Depositor;
use crate::web::message::{Form, Written};
use crate::web::{Answer, ClientAddress, Message, Problem};

/// New seals may be made with a grant for so long. Tokens and keys hold longer: what was sealed may wait.
const GRANT_HOLDS_MS: i64 = 60 * DAY_MS;

/// Gives the asking person's phone what it deposits with.
pub async fn grant(
    State(app): State<AppState>,
    Signed { actor, .. }: Signed,
    Message(asked): Message<AskGrant>,
) -> Result<Answer<Grant>, Problem> {
    let now = app.clock.now();
    let fresh = KeyPair::new();
    let key = app.store.deposit_key((&fresh.public, &fresh.private), now);
    let key = key.await.map_err(refusal::of_store)?;
    let public = deposit::bytes(&key.public).ok_or_else(|| Problem::internal("a key of deposits"))?;
    let depositor = Depositor {
        phone: PhoneKey {
            device: asked.device,
            owner: actor.staff,
        },
        proof_key: deposit::text(&asked.proof_key),
    };
    let token = Token::new();
    let hash = token.key();
    let granted = app.store.grant_deposit(hash.as_str(), &depositor, now);
    if !granted.await.map_err(refusal::of_store)? {
        return Err(refusal::phone_revoked());
    }
    Ok(Answer(Grant {
        key: key.id,
        public,
        token: token.text(),
        valid_until: Millis(now.0.saturating_add(GRANT_HOLDS_MS)),
    }))
}

/// Takes one operation as an exchange of its author would, and answers only that it did: its outcome is told to the
/// author, who offers it again.
pub async fn take(
    State(app): State<AppState>,
    from: Option<Extension<ClientAddress>>,
    body: Written,
) -> Result<StatusCode, Problem> {
    let deposit = read(&body)?;
    let from = from.map(|Extension(ClientAddress(address))| address);
    let now = app.clock.now();
    if let Some(seconds) = app.accounts.address_waits(from, now) {
        return Err(refusal::wait(seconds));
    }
    let token = SessionKey::of(&deposit.token);
    let depositor = app.store.depositor(token.as_str(), now).await;
    let Some(depositor) = depositor.map_err(refusal::of_store)? else {
        app.accounts.address_failed(from, now);
        return Err(refusal::deposit_unknown());
    };
    let taken = taken(&app, &depositor, &deposit, now).await?;
    app.counters.count_deposit(taken.as_ref());
    match taken {
        Some(_) => Ok(StatusCode::NO_CONTENT),
        None => Err(refusal::deposit_later()),
    }
}

fn read(body: &Written) -> Result<Deposit, Problem> {
    if body.bytes.len() > DEPOSIT_BYTES {
        return Err(Problem::too_large(DEPOSIT_BYTES));
    }
    match body.form {
        Form::Json => serde_json::from_slice(&body.bytes).map_err(|_| Problem::malformed()),
        Form::Cbor => cbor::from_slice(&body.bytes).map_err(|_| Problem::malformed()),
    }
}

/// The outcome, where it was taken.
async fn taken(
    app: &AppState,
    depositor: &Depositor,
    deposit: &Deposit,
    now: Millis,
) -> Result<Option<OperationOutcome>, Problem> {
    let actor = app.store.actor(&depositor.phone.owner).await;
    // Closed accounts have no actor.
    let actor = actor
        .map_err(refusal::of_store)?
        .ok_or_else(refusal::deposit_unknown)?;
    if actor.team.is_none() || !permits_somehow(actor.role, Action::SyncScope) {
        return Ok(None);
    }
    let Some(slip) = opened(app, depositor, deposit, now).await? else {
        return Ok(None);
    };
    let epoch = app.store.epoch().await.map_err(refusal::of_store)?;
    if slip.epoch != epoch {
        // As in an exchange: the phone hears first that the database was restored, and offers again.
        return Ok(None);
    }
    let outcome = sync::apply_alone(app, &actor, depositor.phone.device, slip.operation).await?;
    Ok(outcome.filter(|answer| answer.outcome != Outcome::Unknown))
}

/// What lies under the seal, if the author put it there.
async fn opened(
    app: &AppState,
    depositor: &Depositor,
    sealed: &Deposit,
    now: Millis,
) -> Result<Option<Slip>, Problem> {
    let private = app.store.deposit_private(sealed.key, now).await;
    let private = private
        .map_err(refusal::of_store)?
        .and_then(|text| deposit::bytes(&text));
    let plain = private.and_then(|private| deposit::open(&private, &sealed.enc, &sealed.sealed));
    let slip = plain.and_then(|plain| cbor::from_slice::<Slip>(&plain).ok());
    let key = deposit::bytes(&depositor.proof_key).unwrap_or_default();
    Ok(slip.filter(|slip| deposit::proves(&key, &slip.operation, &slip.proof)))
}
