//! What every request and reply passes through before any subject of the field: the floor of the house.

pub mod access;
pub mod address;
pub mod assets;
pub mod body;
pub mod boot;
pub mod deadline;
pub mod depth;
pub mod headers;
pub mod health;
pub mod incident;
pub mod limits;
pub mod message;
pub mod nul;
pub mod origin;
pub mod problem;
pub mod shell;
pub mod site;
mod unhashed;
pub mod worker;

use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Request};
use axum::http::{Extensions, HeaderMap, StatusCode, Version, header};
use axum::middleware::{from_fn, from_fn_with_state};
use tower::ServiceBuilder;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::decompression::{DecompressionBody, RequestDecompressionLayer};

pub use address::{ClientAddress, Network, Peer};
pub use message::{Answer, Fields, Message};
pub use problem::Problem;
pub use site::{Site, SiteError, SiteOptions, SiteSource};

/// How strict the floor is; the defaults are what an office should run.
#[derive(Clone, Debug)]
pub struct FloorConfig {
    /// True when people reach the server by https, here or at the proxy before it: adds HSTS.
    pub https: bool,
    /// Proxies whose `X-Forwarded-For` is believed; empty means that nobody's is.
    pub trusted_proxies: Vec<Network>,
    /// Origins people use, such as `https://ledger.example`; empty compares `Origin` with `Host`.
    pub public_origins: Vec<String>,
    /// Sizes and patience for request bodies.
    pub body: limits::BodyLimits,
    /// Longest time from a complete head to the start of the reply.
    pub request_timeout: Duration,
}

impl Default for FloorConfig {
    fn default() -> Self {
        Self {
            https: false,
            trusted_proxies: Vec::new(),
            public_origins: Vec::new(),
            body: limits::BodyLimits::default(),
            request_timeout: Duration::from_secs(60),
        }
    }
}

/// Wraps a finished router, fallback included, in everything that holds for every request.
///
/// Read from the top: the first layer sees a request first and its reply last.
pub fn floor(router: Router, config: FloorConfig) -> Router {
    let body = limits::Guard::new(config.body);
    let layers = ServiceBuilder::new()
        .layer(from_fn_with_state(
            headers::SecurityHeaders::new(config.https),
            headers::apply,
        ))
        .layer(from_fn(access::record))
        .layer(incident::catch_panics())
        .layer(from_fn_with_state(
            address::Proxies::new(config.trusted_proxies),
            address::resolve,
        ))
        .layer(
            CompressionLayer::new()
                .quality(CompressionLevel::Fastest)
                .compress_when(worth_compressing),
        )
        .layer(from_fn_with_state(config.request_timeout, deadline::enforce))
        .layer(from_fn_with_state(
            origin::OwnOrigins::new(config.public_origins),
            origin::guard,
        ))
        .layer(from_fn_with_state(body.clone(), limits::watch))
        .layer(RequestDecompressionLayer::new())
        .map_request(
            |request: axum::http::Request<DecompressionBody<Body>>| -> Request { request.map(Body::new) },
        )
        .layer(from_fn_with_state(body, limits::measure))
        .layer(DefaultBodyLimit::disable());
    router
        .method_not_allowed_fallback(problem::method_not_allowed)
        .layer(layers)
}

/// Only words are compressed on the way out, and never a reply with an `ETag`: its bytes are promised.
fn worth_compressing(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    let words = [
        "application/json",
        "application/cbor",
        "application/problem+json",
        "text/",
    ];
    !headers.contains_key(header::ETAG) && words.iter().any(|word| kind.starts_with(word))
}
