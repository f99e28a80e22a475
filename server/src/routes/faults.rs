//! Faults that end-to-end tests order. Without the feature `faults` or `LEDGER_FAULTS=1` at the start there are
//! none, whatever else is set.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::body::{Body, Bytes};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures::stream;

/// Switch for all faults.
const SWITCH: &str = "LEDGER_FAULTS";
/// Which push, counted from 1 since the start, is committed and then cut off without a reply.
const CUT_SYNC: &str = "LEDGER_FAULT_CUT_SYNC";

/// What goes wrong on purpose.
#[derive(Clone, Debug, Default)]
pub struct Faults {
    cut_sync: Option<u64>,
    pushes: Arc<AtomicU64>,
}

impl Faults {
    /// As the environment orders; read once at the start.
    #[must_use]
    pub fn from_env() -> Self {
        let switched_on = cfg!(feature = "faults") || std::env::var(SWITCH).is_ok_and(|value| value == "1");
        let ordered = std::env::var(CUT_SYNC)
            .ok()
            .and_then(|number| number.parse().ok());
        let cut_sync = ordered.filter(|_| switched_on);
        if cut_sync.is_some() {
            tracing::warn!(cut_sync, "faults are switched on: this server is for tests only");
        }
        Self::cutting(cut_sync)
    }

    /// Cuts the push of this number.
    #[must_use]
    pub fn cutting(cut_sync: Option<u64>) -> Self {
        Self {
            cut_sync,
            pushes: Arc::default(),
        }
    }

    /// Counts a request that pushes something; true when its reply is to be cut.
    #[must_use]
    pub fn cuts(&self, pushes: bool) -> bool {
        pushes && self.cut_sync == Some(self.pushes.fetch_add(1, Ordering::Relaxed) + 1)
    }
}

/// A reply that breaks before its first byte, so that the connection ends without an answer.
#[must_use]
pub fn cut() -> Response {
    let broken = stream::once(async { Err::<Bytes, _>(std::io::Error::other("cut on purpose")) });
    (
        [(header::CONTENT_TYPE, "application/octet-stream")],
        Body::from_stream(broken),
    )
        .into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_ordered_push_is_cut() {
        let faults = Faults::cutting(Some(2));
        let cut: Vec<bool> = [true, false, true, true].map(|pushes| faults.cuts(pushes)).into();
        assert_eq!(cut, [false, false, true, false]);
        assert!(!Faults::default().cuts(true));
    }
}
