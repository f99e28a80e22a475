//! How much a request may send: counted after unpacking, so that a small bomb stays small.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Version, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use hyper::body::Body as _;

use super::Problem;
use super::body::{Fate, Impatient, Measured};

/// One mebibyte.
pub const MIB: usize = 1024 * 1024;

/// Sizes and patience for request bodies.
#[derive(Clone, Debug)]
pub struct BodyLimits {
    /// Most bytes of one body after unpacking, unless `wider` says otherwise.
    pub bytes: usize,
    /// Addresses that take larger bodies: path prefix and bytes; the first that fits counts.
    pub wider: Vec<(String, usize)>,
    /// Most bytes that all bodies being read may hold together; beyond it the reply is 503, try again.
    pub all_bytes: usize,
    /// Longest silence in the middle of a body.
    pub idle: Duration,
}

impl Default for BodyLimits {
    fn default() -> Self {
        Self {
            bytes: 8 * MIB,
            wider: Vec::new(),
            all_bytes: 128 * MIB,
            idle: Duration::from_secs(15),
        }
    }
}

/// The limits and the room that is left, shared by all requests.
#[derive(Clone, Debug)]
pub struct Guard {
    limits: Arc<BodyLimits>,
    room: Arc<AtomicUsize>,
}

impl Guard {
    /// Starts with all the room free.
    pub fn new(limits: BodyLimits) -> Self {
        let room = Arc::new(AtomicUsize::new(limits.all_bytes));
        Self {
            limits: Arc::new(limits),
            room,
        }
    }

    fn limit_for(&self, path: &str) -> usize {
        let wider = self
            .limits
            .wider
            .iter()
            .find(|(prefix, _)| path.starts_with(prefix.as_str()));
        wider.map_or(self.limits.bytes, |(_, bytes)| *bytes)
    }
}

/// Layer outside of unpacking: refuses what is hopeless from the head, watches for silence, and words the
/// reply when the body went wrong.
pub async fn watch(State(guard): State<Guard>, mut request: Request, next: Next) -> Response {
    let limit = guard.limit_for(request.uri().path());
    let version = request.version();
    if let Some(problem) = refused_by_head(request.headers(), limit) {
        return closing(problem, version);
    }
    let fate = Arc::new(Fate::new(limit, guard.room.clone()));
    request.extensions_mut().insert(fate.clone());
    let request = match request.body().is_end_stream() {
        true => request,
        false => {
            let (idle, fate) = (guard.limits.idle, fate.clone());
            request.map(|body| Body::new(Impatient::new(body, idle, fate)))
        }
    };
    let response = next.run(request).await;
    match refused_by_fate(&fate) {
        Some(problem) if !response.status().is_success() => closing(problem, version),
        _ => response,
    }
}

/// Layer inside of unpacking: counts.
pub async fn measure(State(_): State<Guard>, request: Request, next: Next) -> Response {
    let fate = request.extensions().get::<Arc<Fate>>().cloned();
    match fate {
        Some(fate) if !request.body().is_end_stream() => {
            next.run(request.map(|body| Body::new(Measured::new(body, fate))))
                .await
        }
        _ => next.run(request).await,
    }
}

fn refused_by_head(headers: &HeaderMap, limit: usize) -> Option<Problem> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let encoding = text(header::CONTENT_ENCODING);
    if headers.contains_key(header::CONTENT_ENCODING) && !matches!(encoding, Some("gzip" | "identity")) {
        return Some(Problem::unsupported_media());
    }
    let announced = text(header::CONTENT_LENGTH).and_then(|length| length.parse::<usize>().ok());
    announced
        .filter(|length| *length > limit)
        .map(|_| Problem::too_large(limit))
}

fn refused_by_fate(fate: &Fate) -> Option<Problem> {
    if fate.too_large.load(Ordering::Relaxed) {
        Some(Problem::too_large(fate.limit))
    } else if fate.no_room.load(Ordering::Relaxed) {
        Some(Problem::busy(5))
    } else if fate.stalled.load(Ordering::Relaxed) {
        Some(Problem::too_slow())
    } else {
        None
    }
}

/// The rest of the body is not worth reading, so HTTP/1 closes; HTTP/2 resets the one stream by itself.
fn closing(problem: Problem, version: Version) -> Response {
    let mut response = problem.into_response();
    if version <= Version::HTTP_11 {
        response
            .headers_mut()
            .insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}
