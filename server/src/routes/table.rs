//! The table's builder: a route without an access does not compile, and each access is enforced before the
//! handler sees anything.

use axum::Router;
use axum::extract::{FromRequestParts, Request, State};
use axum::handler::Handler;
use axum::http::request::Parts;
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodFilter, on};
use domain::policy::{Action, Actor, permits_somehow};

use super::refusal;
use super::state::AppState;
use crate::accounts::session::SessionKey;
use crate::web::{Problem, nul};

/// Who may use a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everybody, signed in or not.
    Public,
    /// Everybody with a session.
    SignedIn,
    /// People whose role may do this at all. What the request acts on is checked again, with its relation.
    May(Action),
}

/// The method of a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Reads; answers HEAD as well.
    Get,
    /// Changes something.
    Post,
    /// Ends something.
    Delete,
}

impl Verb {
    const fn filter(self) -> MethodFilter {
        match self {
            Self::Get => MethodFilter::GET,
            Self::Post => MethodFilter::POST,
            Self::Delete => MethodFilter::DELETE,
        }
    }

    /// The method's name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Delete => "DELETE",
        }
    }
}

/// One route as data, for tests and documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// Method.
    pub verb: Verb,
    /// Address pattern.
    pub path: &'static str,
    /// Who may use it.
    pub access: Access,
}

/// Routes with their access.
pub struct Table {
    router: Router<AppState>,
    lines: Vec<Line>,
    state: AppState,
}

impl Table {
    /// An empty table whose accesses are checked with `state`.
    #[must_use]
    pub fn new(state: &AppState) -> Self {
        Self {
            router: Router::new(),
            lines: Vec::new(),
            state: state.clone(),
        }
    }

    /// Adds a route.
    #[must_use]
    pub fn route<H, T>(mut self, verb: Verb, path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        let guard = from_fn_with_state((self.state.clone(), access, path), admit);
        let guarded = on(verb.filter(), handler).route_layer(guard);
        self.router = self.router.route(path, guarded);
        self.lines.push(Line { verb, path, access });
        self
    }

    /// Every route, in order.
    #[must_use]
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The routes, still without state.
    pub fn into_router(self) -> Router<AppState> {
        self.router
    }
}

/// The signed-in person, for handlers behind [`Access::SignedIn`] or [`Access::May`].
#[derive(Clone, Debug)]
pub struct Signed {
    /// Who it is, with the relations that hold now.
    pub actor: Actor,
    /// The session in use.
    pub session: SessionKey,
}

impl<S: Sync> FromRequestParts<S> for Signed {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let signed = parts.extensions.get::<Self>().cloned();
        // Only a public route that asks who is there comes to this: our fault, found by its first test.
        signed.ok_or_else(|| Problem::internal("a public route asked for the signed-in person"))
    }
}

async fn admit(
    State((state, access, path)): State<(AppState, Access, &'static str)>,
    request: Request,
    next: Next,
) -> Response {
    let response = answer(&state, access, request, next).await;
    state.counters.count_request(path, response.status());
    response
}

async fn answer(state: &AppState, access: Access, mut request: Request, next: Next) -> Response {
    if nul::in_address(request.uri().to_string().as_bytes()) {
        return Problem::malformed().into_response();
    }
    let claimed = SessionKey::claimed(request.headers());
    match check(state, access, claimed).await {
        Ok(None) => {}
        Ok(Some(signed)) => {
            request.extensions_mut().insert(signed);
        }
        Err(problem) => return problem.into_response(),
    }
    next.run(request).await
}

async fn check(
    state: &AppState,
    access: Access,
    claimed: Option<SessionKey>,
) -> Result<Option<Signed>, Problem> {
    let action = match access {
        Access::Public => return Ok(None),
        Access::SignedIn => None,
        Access::May(action) => Some(action),
    };
    let session = claimed.ok_or_else(refusal::sign_in)?;
    let found = state.accounts.who(&session, state.clock.now()).await;
    let Some(actor) = found.map_err(refusal::of_store)? else {
        let closed = state.accounts.was(&session, state.clock.now()).await;
        return Err(match closed.map_err(refusal::of_store)? {
            Some(_) => refusal::account_closed(),
            None => refusal::sign_in(),
        });
    };
    match action {
        Some(action) if !permits_somehow(actor.role, action) => Err(refusal::not_allowed()),
        _ => Ok(Some(Signed { actor, session })),
    }
}
