//! Signing in and out, enrolment, and the password.

use axum::extract::{Extension, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::api::{ChangePassword, Enrol, Present, SignIn};

use super::refusal;
use super::state::AppState;
use super::table::Signed;
use crate::accounts::session::{SessionKey, clear_cookie, set_cookie};
use crate::accounts::{self, AccountError, Opened};
use crate::web::{Answer, ClientAddress, Message, Problem};

/// The client's address, where the accept loop gave one.
type From = Option<Extension<ClientAddress>>;

/// Staff number and password for a session.
pub async fn sign_in(
    State(app): State<AppState>,
    from: From,
    headers: HeaderMap,
    Message(form): Message<SignIn>,
) -> Result<Response, Problem> {
    let address = from.map(|Extension(ClientAddress(address))| address);
    let opened = app.accounts.sign_in(&form, address, app.clock.now()).await;
    welcome(&app, &headers, opened).await
}

/// A single-use code and a new password for a session.
pub async fn enrol(
    State(app): State<AppState>,
    from: From,
    headers: HeaderMap,
    Message(form): Message<Enrol>,
) -> Result<Response, Problem> {
    let address = from.map(|Extension(ClientAddress(address))| address);
    let opened = app.accounts.enrol(&form, address, app.clock.now()).await;
    welcome(&app, &headers, opened).await
}

/// Who is signed in, if anybody. Being nobody is no error: a browser writes every refused request into its console.
pub async fn present(State(app): State<AppState>, headers: HeaderMap) -> Result<Answer<Present>, Problem> {
    let Some(session) = SessionKey::claimed(&headers) else {
        return Ok(Answer(Present::Nobody));
    };
    let found = app.accounts.who(&session, app.clock.now()).await;
    let actor = found.map_err(refusal::of_store)?;
    if let Some(actor) = actor {
        return Ok(Answer(Present::Person(accounts::me(&actor))));
    }
    let closed = app.accounts.was(&session, app.clock.now()).await;
    let closed = closed.map_err(refusal::of_store)?;
    Ok(Answer(
        closed.map_or(Present::Nobody, |staff| Present::Closed { staff }),
    ))
}

/// Ends the session, if there is one; asking twice does no harm. Nothing on the phone is touched.
pub async fn sign_out(State(app): State<AppState>, headers: HeaderMap) -> Result<Response, Problem> {
    if let Some(session) = SessionKey::claimed(&headers) {
        app.accounts.sign_out(&session).await.map_err(refusal::of_store)?;
    }
    Ok((StatusCode::NO_CONTENT, [(header::SET_COOKIE, clear_cookie())]).into_response())
}

/// A new password; every other session of the person ends.
pub async fn change_password(
    State(app): State<AppState>,
    Signed { actor, session }: Signed,
    Message(form): Message<ChangePassword>,
) -> Result<StatusCode, Problem> {
    let changed = app
        .accounts
        .change_password(&actor, &session, &form, app.clock.now());
    changed.await.map_err(refusal::of_account)?;
    Ok(StatusCode::NO_CONTENT)
}

/// Hands out the cookie. A session that the browser held before ends: a shared phone has one at a time.
async fn welcome(
    app: &AppState,
    headers: &HeaderMap,
    opened: Result<Opened, AccountError>,
) -> Result<Response, Problem> {
    if matches!(opened, Err(AccountError::Refused | AccountError::Wait(_))) {
        app.counters.count_refused_sign_in();
    }
    let opened = opened.map_err(refusal::of_account)?;
    if let Some(before) = SessionKey::claimed(headers) {
        app.accounts.sign_out(&before).await.map_err(refusal::of_store)?;
    }
    Ok((
        [(header::SET_COOKIE, set_cookie(&opened.token))],
        Answer(opened.me),
    )
        .into_response())
}
