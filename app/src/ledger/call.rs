//! One call to the server's API outside sync.

use super::UiError;
use crate::phone::platform::{HttpReply, fetch};
use domain::cbor;
use minicbor::{Decode, Encode};
use std::time::Duration;

/// Longest wait for a reply; a commit of a whole register answers within it or says "under way".
const ANSWER_WITHIN: Duration = Duration::from_secs(40);

/// Asks for something.
///
/// # Errors
/// The server's problem document, or [`UiError::Offline`] for everything that is not from our server.
pub async fn call<B: Encode<()>, R: for<'b> Decode<'b, ()>>(
    method: &str,
    path: &str,
    body: Option<&B>,
) -> Result<R, UiError> {
    read(&ask(method, path, body.map(cbor::to_vec)).await?)
}

/// As [`call`], where a success has nothing more to say.
///
/// # Errors
/// As [`call`].
pub async fn tell<B: Encode<()>>(method: &str, path: &str, body: Option<&B>) -> Result<(), UiError> {
    judge(&ask(method, path, body.map(cbor::to_vec)).await?)
}

/// The value in a reply.
///
/// # Errors
/// As [`call`].
pub fn read<R: for<'b> Decode<'b, ()>>(reply: &HttpReply) -> Result<R, UiError> {
    judge(reply)?;
    cbor::from_slice(&reply.body).map_err(|_| UiError::Offline)
}

async fn ask(method: &str, path: &str, body: Option<Vec<u8>>) -> Result<HttpReply, UiError> {
    fetch(method, path, body, ANSWER_WITHIN)
        .await
        .map_err(|_| UiError::Offline)
}

fn judge(reply: &HttpReply) -> Result<(), UiError> {
    match reply.status {
        _ if !reply.is_ours() => Err(UiError::Offline),
        200..300 => Ok(()),
        _ => Err(UiError::Problem(reply.problem())),
    }
}
