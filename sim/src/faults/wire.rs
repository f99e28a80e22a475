//! One request over one connection, read as strictly as a browser reads it.

use std::io::{self, Error, ErrorKind, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use domain::cbor;

/// Longest head that anybody sends here.
const HEAD_BYTES: usize = 64 * 1024;
/// Longest body that a phone takes.
const BODY_BYTES: usize = 64 * 1024 * 1024;
/// Statuses at which the app's own `fetch`, told to follow nobody, gives up.
const REDIRECTS: [u16; 5] = [301, 302, 303, 307, 308];

/// What came back, whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// Status.
    pub status: u16,
    /// Content type without parameters, in lower case; empty if there is none.
    pub kind: String,
    /// Seconds that the server asks to wait.
    pub retry_after: Option<u64>,
    /// Body.
    pub body: Vec<u8>,
}

impl Reply {
    /// Whether it comes from our server, by the rule of `app::phone::platform::HttpReply::is_ours`.
    #[must_use]
    pub fn is_ours(&self) -> bool {
        [cbor::MEDIA_TYPE, "application/problem+json"].contains(&self.kind.as_str()) || self.status == 204
    }
}

/// Sends a message to the sync address.
///
/// # Errors
/// Whatever keeps a whole answer from coming within the time.
pub fn post(to: SocketAddr, cookie: &str, body: &[u8], within: Duration) -> io::Result<Reply> {
    let kind = cbor::MEDIA_TYPE;
    let head = format!(
        "POST /api/v1/sync HTTP/1.1\r\nhost: {to}\r\nconnection: close\r\nx-ledger-client: 1\r\naccept: {kind}\r\n\
         content-type: {kind}\r\ncookie: {cookie}\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    ask(to, &[head.as_bytes(), body].concat(), within)
}

/// Asks for a page.
///
/// # Errors
/// As [`post`].
pub fn get(to: SocketAddr, path: &str, within: Duration) -> io::Result<Reply> {
    let head = format!("GET {path} HTTP/1.1\r\nhost: {to}\r\nconnection: close\r\n\r\n");
    ask(to, head.as_bytes(), within)
}

fn ask(to: SocketAddr, request: &[u8], within: Duration) -> io::Result<Reply> {
    let mut line = Line::call(to, within)?;
    line.stream.write_all(request)?;
    let reply = line.reply()?;
    match REDIRECTS.contains(&reply.status) {
        true => Err(Error::other("redirected")),
        false => Ok(reply),
    }
}

/// A connection with a deadline, and what was read ahead.
struct Line {
    stream: TcpStream,
    ahead: Vec<u8>,
    end: Instant,
}

impl Line {
    fn call(to: SocketAddr, within: Duration) -> io::Result<Self> {
        let stream = TcpStream::connect_timeout(&to, within)?;
        stream.set_nodelay(true)?;
        stream.set_write_timeout(Some(within))?;
        Ok(Self {
            stream,
            ahead: Vec::new(),
            end: Instant::now() + within,
        })
    }

    /// Reads on; false at the end of the stream.
    fn more(&mut self) -> io::Result<bool> {
        let left = self.end.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(ErrorKind::TimedOut.into());
        }
        self.stream.set_read_timeout(Some(left))?;
        let mut piece = [0; 16 * 1024];
        let read = self.stream.read(&mut piece)?;
        self.ahead
            .extend_from_slice(piece.get(..read).unwrap_or_default());
        Ok(read > 0)
    }

    fn take(&mut self, bytes: usize) -> io::Result<Vec<u8>> {
        if bytes > BODY_BYTES {
            return Err(Error::other("more than a phone takes"));
        }
        while self.ahead.len() < bytes {
            if !self.more()? {
                return Err(ErrorKind::UnexpectedEof.into());
            }
        }
        let rest = self.ahead.split_off(bytes);
        Ok(std::mem::replace(&mut self.ahead, rest))
    }

    fn line(&mut self) -> io::Result<String> {
        loop {
            if let Some(end) = self.ahead.windows(2).position(|two| two == b"\r\n") {
                let mut line = self.take(end.saturating_add(2))?;
                line.truncate(end);
                return String::from_utf8(line).map_err(Error::other);
            }
            if self.ahead.len() > HEAD_BYTES || !self.more()? {
                return Err(ErrorKind::UnexpectedEof.into());
            }
        }
    }

    fn reply(&mut self) -> io::Result<Reply> {
        let opening = self.line()?;
        let status = opening.split(' ').nth(1).and_then(|status| status.parse().ok());
        let mut reply = Reply {
            status: status.ok_or_else(|| Error::other("no HTTP"))?,
            kind: String::new(),
            retry_after: None,
            body: Vec::new(),
        };
        let (mut length, mut chunked) = (None, false);
        loop {
            let line = self.line()?;
            let Some((name, value)) = line.split_once(':') else {
                break;
            };
            let value = value.trim();
            match name.to_ascii_lowercase().as_str() {
                "content-type" => {
                    reply.kind = value
                        .split(';')
                        .next()
                        .unwrap_or_default()
                        .trim()
                        .to_ascii_lowercase();
                }
                "retry-after" => reply.retry_after = value.parse().ok(),
                "content-length" => length = value.parse().ok(),
                "transfer-encoding" => chunked = value.eq_ignore_ascii_case("chunked"),
                _ => {}
            }
        }
        reply.body = match (chunked, length) {
            _ if [204, 304].contains(&reply.status) => Vec::new(),
            (true, _) => self.chunks()?,
            (false, Some(length)) => self.take(length)?,
            (false, None) => self.rest()?,
        };
        Ok(reply)
    }

    fn chunks(&mut self) -> io::Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let size = self.line()?;
            let size = usize::from_str_radix(size.trim(), 16).map_err(Error::other)?;
            if size == 0 {
                return Ok(body);
            }
            body.extend(self.take(size)?);
            self.take(2)?;
        }
    }

    /// Without a length the end of the stream is the end of the body: a browser cannot know better.
    fn rest(&mut self) -> io::Result<Vec<u8>> {
        while self.ahead.len() <= BODY_BYTES && self.more()? {}
        Ok(std::mem::take(&mut self.ahead))
    }
}
