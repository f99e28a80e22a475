//! Sessions: a random token in a cookie that no script can read, of which the server keeps only a hash.

use std::fmt;

use axum::http::{HeaderMap, HeaderValue, header};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::web::assets::{hex, sha256};

/// Name of the cookie. `__Host-` makes browsers insist on Secure, this host alone and the whole site.
pub const COOKIE: &str = "__Host-ledger";
/// A session that nobody used for so long has ended: 14 days, longer than any spell without signal.
pub const IDLE_LIMIT_MS: i64 = 14 * DAY_MS;
/// A session ends this long after sign-in, whatever happened since.
pub const ABSOLUTE_LIMIT_MS: i64 = 30 * DAY_MS;
/// Milliseconds of a day.
pub const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// Characters of 32 bytes in the cookie's alphabet.
const TOKEN_CHARS: usize = 43;

/// A new session's secret; leaves the server once, in the cookie.
#[derive(Clone)]
pub struct Token([u8; 32]);

impl Token {
    /// 32 bytes from the system's generator.
    #[must_use]
    #[expect(
        clippy::new_without_default,
        reason = "a default that differs each time would mislead"
    )]
    pub fn new() -> Self {
        Self(rand::random())
    }

    /// As it stands in the cookie.
    #[must_use]
    pub fn text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// As it stands in the store.
    #[must_use]
    pub fn key(&self) -> SessionKey {
        SessionKey::of(&self.text())
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token")
    }
}

/// SHA-256 of a token, in hexadecimal digits. The token has 256 random bits, so no slow hash is needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionKey(String);

impl SessionKey {
    /// The key of a token, as it stands in the store.
    #[must_use]
    pub fn of(token: &str) -> Self {
        Self(hex(&sha256(token.as_bytes())))
    }

    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The session that a request claims, if it names one that could exist.
    #[must_use]
    pub fn claimed(headers: &HeaderMap) -> Option<Self> {
        let lines = headers.get_all(header::COOKIE).iter();
        let cookies = lines
            .filter_map(|line| line.to_str().ok())
            .flat_map(|line| line.split(';'));
        let mut ours = cookies.filter_map(|cookie| cookie.trim().strip_prefix(COOKIE)?.strip_prefix('='));
        ours.find(|token| token.len() == TOKEN_CHARS).map(Self::of)
    }
}

/// The header that gives a browser its session.
#[must_use]
pub fn set_cookie(token: &Token) -> HeaderValue {
    let seconds = ABSOLUTE_LIMIT_MS / 1000;
    cookie(&format!(
        "{COOKIE}={}; Path=/; Max-Age={seconds}; Secure; HttpOnly; SameSite=Strict",
        token.text()
    ))
}

/// The header that takes it away. Only the cookie: what waits on the phone stays there.
#[must_use]
pub fn clear_cookie() -> HeaderValue {
    cookie(&format!(
        "{COOKIE}=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Strict"
    ))
}

/// The text is ours and plain ASCII, which every header can hold.
fn cookie(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static(""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cookie_brings_the_session_back() {
        let token = Token::new();
        let set = set_cookie(&token);
        let pair = set.to_str().unwrap().split(';').next().unwrap().to_owned();
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("a=b; __Host-ledger-x=1"));
        headers.append(
            header::COOKIE,
            HeaderValue::from_str(&format!("c=d; {pair}")).unwrap(),
        );
        assert_eq!(SessionKey::claimed(&headers), Some(token.key()));
        assert!(!token.key().as_str().contains(&token.text()));
    }

    #[test]
    fn a_cookie_of_another_length_is_no_session() {
        let mut headers = HeaderMap::new();
        headers.append(header::COOKIE, HeaderValue::from_static("__Host-ledger=short"));
        assert_eq!(SessionKey::claimed(&headers), None);
    }

    #[test]
    fn tokens_do_not_repeat() {
        assert_ne!(Token::new().text(), Token::new().text());
        assert_eq!(Token::new().text().len(), TOKEN_CHARS);
    }
}
