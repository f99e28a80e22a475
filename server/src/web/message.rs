//! Messages in the form that the client speaks: JSON for people and offices, CBOR for phones (decision 0010).

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::cbor;
use domain::sync::BATCH_DEPTH;
use minicbor::{Decode, Encode};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::{Problem, depth, nul};

/// The form of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// `application/json`.
    Json,
    /// `application/cbor`, fields by number.
    Cbor,
}

impl Form {
    /// The form of a request's body; none if it is neither.
    #[must_use]
    pub fn sent(headers: &HeaderMap) -> Option<Self> {
        let kind = text(headers, header::CONTENT_TYPE);
        let essence = kind.split(';').next().unwrap_or_default().trim();
        match essence {
            kind if kind.eq_ignore_ascii_case("application/json") => Some(Self::Json),
            kind if kind.eq_ignore_ascii_case(cbor::MEDIA_TYPE) => Some(Self::Cbor),
            _ => None,
        }
    }

    /// The form in which the client wants its answer; JSON unless it asks for the other.
    #[must_use]
    pub fn wanted(headers: &HeaderMap) -> Self {
        if text(headers, header::ACCEPT).contains(cbor::MEDIA_TYPE) {
            Self::Cbor
        } else {
            Self::Json
        }
    }

    const fn media_type(self) -> HeaderValue {
        match self {
            Self::Json => HeaderValue::from_static("application/json"),
            Self::Cbor => HeaderValue::from_static(cbor::MEDIA_TYPE),
        }
    }

    fn write<T: Serialize + Encode<()>>(self, value: &T) -> Result<Vec<u8>, String> {
        match self {
            Self::Json => serde_json::to_vec(value).map_err(|error| error.to_string()),
            Self::Cbor => minicbor::to_vec(value).map_err(|error| error.to_string()),
        }
    }
}

fn text(headers: &HeaderMap, name: HeaderName) -> &str {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

/// A request's body in either form, refused in our own words when it cannot be read.
pub struct Message<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + for<'b> Decode<'b, ()>> FromRequest<S> for Message<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let written = Written::from_request(request, state).await?;
        if !depth::within(&written, BATCH_DEPTH) {
            return Err(Problem::too_deep(BATCH_DEPTH));
        }
        if nul::in_message(&written) {
            return Err(Problem::malformed());
        }
        let Written { form, bytes } = written;
        let read = match form {
            Form::Json => serde_json::from_slice(&bytes).map_err(|error| unreadable(&error))?,
            Form::Cbor => cbor::from_slice(&bytes).map_err(|_| Problem::malformed())?,
        };
        Ok(Self(read))
    }
}

fn unreadable(error: &serde_json::Error) -> Problem {
    Problem::malformed()
        .with("line", error.line())
        .with("column", error.column())
}

/// The fields of a form that a page sent, refused in our own words when they cannot be read.
pub struct Fields<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Fields<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let (parts, body) = request.into_parts();
        // The floor has its own limit on bytes.
        let bytes = axum::body::to_bytes(body, usize::MAX).await;
        let bytes = bytes.map_err(|_| Problem::malformed())?;
        if nul::in_address(&bytes) {
            return Err(Problem::malformed());
        }
        let request = Request::from_parts(parts, Body::from(bytes));
        let read = axum::Form::from_request(request, state).await;
        read.map(|axum::Form(fields)| Self(fields))
            .map_err(|_| Problem::malformed())
    }
}

/// A request's body as it came, with its form.
pub struct Written {
    /// Its form.
    pub form: Form,
    /// All of it.
    pub bytes: axum::body::Bytes,
}

impl<S: Send + Sync> FromRequest<S> for Written {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let form = Form::sent(request.headers()).ok_or_else(Problem::unsupported_media)?;
        // The floor has its own limit on bytes.
        let bytes = axum::body::to_bytes(request.into_body(), usize::MAX).await;
        let bytes = bytes.map_err(|_| Problem::malformed())?;
        Ok(Self { form, bytes })
    }
}

/// A success with a value, said in the form that the client wants once [`say`] knows it.
pub struct Answer<T>(pub T);

/// Waits in a reply's extensions for its form.
#[derive(Clone)]
struct Unsaid(Arc<dyn Fn(Form) -> Result<Vec<u8>, String> + Send + Sync>);

impl<T: Serialize + Encode<()> + Send + Sync + 'static> IntoResponse for Answer<T> {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::empty());
        response
            .extensions_mut()
            .insert(Unsaid(Arc::new(move |form| form.write(&self.0))));
        response
    }
}

/// Writes answers in the form that their request asked for.
pub async fn say(request: Request, next: Next) -> Response {
    let form = Form::wanted(request.headers());
    let mut response = next.run(request).await;
    let Some(Unsaid(write)) = response.extensions_mut().remove::<Unsaid>() else {
        return response;
    };
    match write(form) {
        Ok(bytes) => {
            response
                .headers_mut()
                .insert(header::CONTENT_TYPE, form.media_type());
            *response.body_mut() = Body::from(bytes);
            response
        }
        Err(error) => Problem::internal(error).into_response(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn a_body_says_what_it_is() {
        let sent = |value| Form::sent(&headers(header::CONTENT_TYPE, value));
        assert_eq!(sent("application/json; charset=utf-8"), Some(Form::Json));
        assert_eq!(sent("application/cbor"), Some(Form::Cbor));
        assert_eq!(sent("text/plain"), None);
        assert_eq!(Form::sent(&HeaderMap::new()), None);
    }

    #[test]
    fn json_is_the_answer_to_whoever_does_not_ask() {
        assert_eq!(Form::wanted(&HeaderMap::new()), Form::Json);
        assert_eq!(Form::wanted(&headers(header::ACCEPT, "*/*")), Form::Json);
        assert_eq!(
            Form::wanted(&headers(header::ACCEPT, "application/cbor")),
            Form::Cbor
        );
    }
}
