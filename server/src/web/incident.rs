//! Incidents: a panic or an inner error is logged under a number, and the client hears only the number.

use std::any::Any;
use std::cell::RefCell;
use std::panic::PanicHookInfo;

use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::CatchPanicLayer;

use super::Problem;

thread_local! {
    /// Where this thread last panicked; the hook writes it, the layer reads it on the same thread.
    static LAST_PANIC: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// A new incident number, such as `3F9A-0C12-7B44`: short enough to read out on the telephone.
pub fn number() -> String {
    let digits = uuid::Uuid::new_v4().simple().to_string().to_uppercase();
    let groups = [digits.get(0..4), digits.get(4..8), digits.get(8..12)];
    groups.map(Option::unwrap_or_default).join("-")
}

/// Makes panics of the whole process log their place instead of printing what they were holding.
///
/// Formatted panic words can quote a person's data (`unwrap` prints the error it met), so a release build
/// logs only words that stand in the source. Call once at start.
pub fn install_panic_hook() {
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(%place, words = words_of(info), "panic");
        LAST_PANIC.with(|last| last.replace(Some(place)));
    }));
}

fn words_of(info: &PanicHookInfo<'_>) -> String {
    let fixed = info.payload().downcast_ref::<&'static str>().copied();
    match (fixed, info.payload().downcast_ref::<String>()) {
        (Some(words), _) => words.to_owned(),
        (None, Some(words)) if cfg!(debug_assertions) => words.clone(),
        _ => "(withheld)".to_owned(),
    }
}

/// Shape of the layer's answer to a panic.
pub type PanicReply = fn(Box<dyn Any + Send + 'static>) -> Response;

/// Turns a panic in a handler into a 500 with an incident number instead of a dropped connection.
pub fn catch_panics() -> CatchPanicLayer<PanicReply> {
    let reply: PanicReply = reply;
    CatchPanicLayer::custom(reply)
}

fn reply(_: Box<dyn Any + Send + 'static>) -> Response {
    let incident = number();
    let place = LAST_PANIC.with(RefCell::take).unwrap_or_default();
    tracing::error!(%incident, %place, "a handler panicked");
    Problem::internal_incident(incident).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_three_groups_of_four() {
        let number = number();
        assert!(
            number.split('-').all(|group| group.len() == 4) && number.len() == 14,
            "{number}"
        );
    }
}
