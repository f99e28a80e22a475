//! One question to the server outside sync, and its answer.

use super::UiError;
use crate::phone::platform::fetch_json;
use domain::api::ProblemDocument;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::time::Duration;

const ANSWER_WITHIN: Duration = Duration::from_secs(20);

/// One call to the server's API outside sync.
///
/// # Errors
/// The server's problem document, or [`UiError::Offline`] for everything that is not from our server.
pub(super) async fn call<B: Serialize, R: DeserializeOwned>(
    method: &str,
    path: &str,
    body: Option<&B>,
) -> Result<R, UiError> {
    let body = body.and_then(|body| serde_json::to_string(body).ok());
    let reply = fetch_json(method, path, body, ANSWER_WITHIN)
        .await
        .map_err(|_| UiError::Offline)?;
    if !reply.is_json() && reply.status != 204 {
        return Err(UiError::Offline);
    }
    let text = if reply.body_text.is_empty() {
        "null"
    } else {
        reply.body_text.as_str()
    };
    if (200..300).contains(&reply.status) {
        return serde_json::from_str(text).map_err(|_| UiError::Offline);
    }
    Err(UiError::Problem(
        serde_json::from_str::<ProblemDocument>(text).unwrap_or_default(),
    ))
}
