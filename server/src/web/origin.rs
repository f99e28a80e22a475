//! Only our own pages may change anything: other sites can make a browser post, but not hide who asked.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::Problem;

/// What a client that is no browser sends with every change: a page elsewhere cannot add it unasked.
pub const CLIENT_HEADER: &str = "x-ledger-client";

/// The origins that count as ours.
#[derive(Clone, Debug)]
pub struct OwnOrigins(Arc<[String]>);

impl OwnOrigins {
    /// Origins as `scheme://host[:port]`; none means "whatever `Host` the request was sent to".
    pub fn new(origins: Vec<String>) -> Self {
        Self(
            origins
                .iter()
                .map(|origin| origin.trim_end_matches('/').to_ascii_lowercase())
                .collect(),
        )
    }

    fn holds(&self, origin: &str, host: Option<&str>) -> bool {
        let origin = origin.to_ascii_lowercase();
        if !self.0.is_empty() {
            return self.0.contains(&origin);
        }
        host.is_some_and(|host| names_host(&origin, &host.to_ascii_lowercase()))
    }
}

/// Layer: refuses every state-changing request that did not come from our own pages.
pub async fn guard(State(own): State<OwnOrigins>, request: Request, next: Next) -> Response {
    if changes_state(request.method()) && !is_ours(&own, request.headers(), request.uri()) {
        return Problem::cross_site().into_response();
    }
    next.run(request).await
}

fn changes_state(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// The browser's own word first; browsers on plain http send only `Origin`; other clients say who they are.
fn is_ours(own: &OwnOrigins, headers: &HeaderMap, uri: &Uri) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    match (text("sec-fetch-site"), text(header::ORIGIN.as_str())) {
        (Some(site), _) => site == "same-origin",
        (None, Some(origin)) => own.holds(origin, uri.host_and_port().or(text(header::HOST.as_str()))),
        (None, None) => text(CLIENT_HEADER) == Some("1"),
    }
}

/// HTTP/2 carries the host in the address itself.
trait HostAndPort {
    fn host_and_port(&self) -> Option<&str>;
}

impl HostAndPort for Uri {
    fn host_and_port(&self) -> Option<&str> {
        self.authority().map(axum::http::uri::Authority::as_str)
    }
}

fn names_host(origin: &str, host: &str) -> bool {
    let Some((scheme, named)) = origin.split_once("://") else {
        return false;
    };
    let usual_port = match scheme {
        "https" => ":443",
        "http" => ":80",
        _ => return false,
    };
    let bare = |name: &str| name.strip_suffix(usual_port).unwrap_or(name).to_owned();
    bare(named) == bare(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verdict(own: &[&str], headers: &[(&'static str, &str)]) -> bool {
        let own = OwnOrigins::new(own.iter().map(ToString::to_string).collect());
        let headers = headers
            .iter()
            .map(|(name, value)| (axum::http::HeaderName::from_static(name), value.parse().unwrap()));
        is_ours(&own, &headers.collect(), &Uri::from_static("/api/sync"))
    }

    #[test]
    fn the_browsers_own_word_decides() {
        assert!(verdict(&[], &[("sec-fetch-site", "same-origin")]));
        for site in ["cross-site", "same-site", "none", ""] {
            assert!(
                !verdict(&[], &[("sec-fetch-site", site), ("x-ledger-client", "1")]),
                "{site}"
            );
        }
    }

    #[test]
    fn without_it_the_origin_must_name_our_host() {
        let to = |origin| [("origin", origin), ("host", "ledger.example:443")];
        assert!(verdict(&[], &to("https://ledger.example")));
        assert!(verdict(&[], &to("https://LEDGER.example:443")));
        for origin in [
            "https://evil.example",
            "null",
            "http://ledger.example",
            "https://ledger.example.evil.example",
        ] {
            assert!(!verdict(&[], &to(origin)), "{origin}");
        }
    }

    #[test]
    fn configured_origins_stand_in_for_the_host() {
        let from = |origin| [("origin", origin), ("host", "127.0.0.1:3000")];
        assert!(verdict(
            &["https://ledger.example/"],
            &from("https://ledger.example")
        ));
        assert!(!verdict(
            &["https://ledger.example"],
            &from("http://127.0.0.1:3000")
        ));
    }

    #[test]
    fn a_client_without_either_must_say_who_it_is() {
        assert!(verdict(&[], &[("x-ledger-client", "1")]));
        assert!(!verdict(&[], &[("host", "ledger.example")]));
    }
}
