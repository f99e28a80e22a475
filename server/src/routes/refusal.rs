//! How faults of the subjects look on the wire: stable codes that the app turns into words.

use axum::http::StatusCode;

use crate::accounts::AccountError;
use crate::accounts::password::HashError;
use crate::store::StoreError;
use crate::web::Problem;

/// Seconds after which a phone may try again when the store could not be asked.
const TRY_LATER_SECONDS: u64 = 5;

/// 401: nobody is signed in, or no longer.
pub fn sign_in() -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "SIGN_IN")
}

/// 401: the account of this session is closed. Said to nobody who does not hold the session.
pub fn account_closed() -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "ACCOUNT_CLOSED")
}

/// 401: this phone was signed off; it asks by itself what that means for it (`POST /api/v1/phones/standing`).
pub fn phone_revoked() -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "PHONE_REVOKED")
}

/// 401: nothing may be deposited with this token, or no longer; said alike of every one that is none.
pub fn deposit_unknown() -> Problem {
    Problem::new(StatusCode::UNAUTHORIZED, "DEPOSIT_UNKNOWN")
}

/// 409: not taken now. The phone keeps it, and its next exchange says more.
pub fn deposit_later() -> Problem {
    Problem::new(StatusCode::CONFLICT, "DEPOSIT_LATER")
}

/// 403: not for this role.
pub fn not_allowed() -> Problem {
    Problem::new(StatusCode::FORBIDDEN, "NOT_ALLOWED")
}

/// 429: ask again after so many seconds.
pub fn wait(seconds: u64) -> Problem {
    waiting(StatusCode::TOO_MANY_REQUESTS, "WAIT", seconds)
}

/// 503 for what the store could not do. After a commit whose fate is unknown it never says "failed".
pub fn of_store(error: StoreError) -> Problem {
    let code = match &error {
        StoreError::Unknown => "UNKNOWN_SEND_AGAIN",
        _ => "TRY_LATER",
    };
    // The store's words name tables and files, not people.
    tracing::error!(%error, code, "the store did not answer");
    waiting(StatusCode::SERVICE_UNAVAILABLE, code, TRY_LATER_SECONDS)
}

/// The reply for an account matter that was not done.
pub fn of_account(error: AccountError) -> Problem {
    match error {
        AccountError::Refused => Problem::new(StatusCode::UNAUTHORIZED, "SIGN_IN_REFUSED"),
        AccountError::WrongPassword => Problem::invalid("PASSWORD_WRONG", "present"),
        AccountError::Wait(seconds) => wait(seconds),
        AccountError::Rule(fault) => Problem::invalid(fault.code(), "password"),
        AccountError::NoSuchAccount => Problem::not_found(),
        AccountError::OwnAccount => Problem::new(StatusCode::CONFLICT, "OWN_ACCOUNT"),
        AccountError::Hash(HashError::Busy) => {
            waiting(StatusCode::SERVICE_UNAVAILABLE, "TRY_LATER", TRY_LATER_SECONDS)
        }
        AccountError::Hash(HashError::Broken) => Problem::internal(HashError::Broken),
        AccountError::Store(error) => of_store(error),
    }
}

/// 503: ask again a little later.
pub fn later() -> Problem {
    waiting(StatusCode::SERVICE_UNAVAILABLE, "TRY_LATER", TRY_LATER_SECONDS)
}

fn waiting(status: StatusCode, code: &'static str, seconds: u64) -> Problem {
    Problem {
        retry_after: Some(seconds),
        ..Problem::new(status, code)
    }
}
