//! As much of an HTTP client as a phone's exchanges need: one request a connection, on loopback.

use std::net::SocketAddr;

use domain::cbor;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use super::BenchFault;

/// A reply.
pub struct Reply {
    /// Its status.
    pub status: u16,
    /// The cookie that it sets, as `name=value`.
    pub cookie: Option<String>,
    /// Its body.
    pub body: Vec<u8>,
}

impl Reply {
    /// The body as JSON, when the status is 200.
    pub fn json(&self) -> Result<Value, BenchFault> {
        if self.status != 200 {
            return Err(BenchFault::new(format!("the server answers {}", self.status)));
        }
        Ok(serde_json::from_slice(&self.body)?)
    }
}

/// `GET`.
pub async fn get(server: SocketAddr, path: &str) -> Result<Reply, BenchFault> {
    ask(
        server,
        format!("GET {path} HTTP/1.1\r\nHost: {server}\r\nConnection: close\r\n\r\n").as_bytes(),
    )
    .await
}

/// `POST` of JSON, with the cookie of a session if there is one.
pub async fn post(server: SocketAddr, path: &str, cookie: &str, body: &Value) -> Result<Reply, BenchFault> {
    send(
        server,
        path,
        cookie,
        "application/json",
        body.to_string().as_bytes(),
    )
    .await
}

/// `POST` in the form that phones speak, answered in the same.
pub async fn post_cbor(
    server: SocketAddr,
    path: &str,
    cookie: &str,
    body: &[u8],
) -> Result<Reply, BenchFault> {
    send(server, path, cookie, cbor::MEDIA_TYPE, body).await
}

async fn send(
    server: SocketAddr,
    path: &str,
    cookie: &str,
    form: &str,
    body: &[u8],
) -> Result<Reply, BenchFault> {
    let length = body.len();
    let cookie = if cookie.is_empty() {
        String::new()
    } else {
        format!("Cookie: {cookie}\r\n")
    };
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: {server}\r\nConnection: close\r\nX-Ledger-Client: 1\r\n\
         Content-Type: {form}\r\nAccept: {form}\r\nContent-Length: {length}\r\n{cookie}\r\n"
    );
    ask(server, &[head.as_bytes(), body].concat()).await
}

async fn ask(server: SocketAddr, request: &[u8]) -> Result<Reply, BenchFault> {
    let mut stream = TcpStream::connect(server).await?;
    stream.write_all(request).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    parse(&answer).ok_or_else(|| BenchFault::new("the server's answer is no HTTP"))
}

fn parse(answer: &[u8]) -> Option<Reply> {
    let end = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n")?;
    let head = std::str::from_utf8(answer.get(..end)?).ok()?;
    let body = answer.get(end + 4..)?;
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let (mut cookie, mut chunked) = (None, false);
    for (name, value) in lines.filter_map(|line| line.split_once(": ")) {
        match name.to_ascii_lowercase().as_str() {
            "set-cookie" => cookie = value.split(';').next().map(str::to_owned),
            "transfer-encoding" => chunked = value.eq_ignore_ascii_case("chunked"),
            _ => {}
        }
    }
    let body = if chunked { joined(body)? } else { body.to_vec() };
    Some(Reply { status, cookie, body })
}

/// The body of chunks.
fn joined(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::with_capacity(rest.len());
    loop {
        let end = rest.windows(2).position(|bytes| bytes == b"\r\n")?;
        let size = std::str::from_utf8(rest.get(..end)?).ok()?;
        let size = usize::from_str_radix(size.split(';').next()?.trim(), 16).ok()?;
        if size == 0 {
            return Some(whole);
        }
        let start = end + 2;
        whole.extend_from_slice(rest.get(start..start.checked_add(size)?)?);
        rest = rest.get(start + size + 2..)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replies_are_taken_apart() {
        let plain = parse(b"HTTP/1.1 200 OK\r\nSet-Cookie: a=b; Secure\r\n\r\n{}").unwrap();
        assert_eq!(
            (plain.status, plain.cookie.as_deref(), plain.body.as_slice()),
            (200, Some("a=b"), &b"{}"[..])
        );
        let chunks =
            parse(b"HTTP/1.1 404 No\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x\r\nde\r\n0\r\n\r\n");
        assert_eq!(chunks.unwrap().body, b"abcde");
        assert!(parse(b"nonsense").is_none());
    }
}
