//! The accept loop: timeouts and caps for connections, optional TLS, and an orderly end.

mod activity;
mod lingering;
mod peers;
mod stall;
mod tls;

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, Response};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::time::{sleep, timeout};
use tower::ServiceExt;

use crate::web::{Network, Peer};
use activity::{Activity, Busy, Watched};
use lingering::Lingering;
use peers::Peers;
use stall::Stalling;

pub use tls::{Tls, TlsError};

/// After a polite "no more requests" an idle connection has this long to go by itself.
const LINGER: Duration = Duration::from_secs(1);
/// Most of a refused upload that is heard out, so that the refusal arrives: more than any address takes.
const HEARD_OUT_BYTES: usize = 64 * 1024 * 1024;
/// Pause after the system refused to accept, for example because no file handles are left.
const ACCEPT_PAUSE: Duration = Duration::from_millis(200);
/// Room for the head of a request, and for what is read ahead of a body.
const BUFFER_BYTES: usize = 64 * 1024;
/// Most requests at once on one HTTP/2 connection: a phone needs a handful.
const STREAMS: u32 = 64;
/// What one HTTP/2 stream may send before it is read.
const STREAM_WINDOW: u32 = 256 * 1024;

/// How patient the accept loop is and how much it takes on; the defaults suit an office with one core.
#[derive(Clone, Debug)]
pub struct ListenConfig {
    /// From accepting a connection, or from the first byte of a further request, to a complete head.
    pub head_timeout: Duration,
    /// How long a connection may sit without a request.
    pub idle_timeout: Duration,
    /// How long a client may leave a reply unread.
    pub write_timeout: Duration,
    /// Most connections at once; more wait in the system's queue.
    pub connections: usize,
    /// Most connections at once from one IPv4 address or one IPv6 /64; more are closed. Village teams share
    /// one carrier address, so this is generous.
    pub connections_per_peer: usize,
    /// Peers that the cap for one address does not bind: the proxies in front of us.
    pub uncapped_peers: Vec<Network>,
    /// How long running requests may take to finish after the signal to stop.
    pub drain: Duration,
    /// Certificate and key; none serves plain HTTP.
    pub tls: Option<Tls>,
}

impl Default for ListenConfig {
    fn default() -> Self {
        Self {
            head_timeout: Duration::from_secs(10),
            idle_timeout: Duration::from_secs(30),
            write_timeout: Duration::from_secs(30),
            connections: 2048,
            connections_per_peer: 512,
            uncapped_peers: Vec::new(),
            drain: Duration::from_secs(10),
            tls: None,
        }
    }
}

/// What all connections share.
struct House {
    app: Router,
    config: ListenConfig,
    http: auto::Builder<TokioExecutor>,
    stopping: watch::Receiver<bool>,
}

/// Serves `app` on `listener` until `shutdown` completes, then lets running requests finish within
/// `config.drain` and returns. Each request carries [`Peer`] and axum's `ConnectInfo<SocketAddr>`.
///
/// Failures of single connections are theirs alone; nothing a client does makes this return.
pub async fn serve(
    listener: TcpListener,
    app: Router,
    config: ListenConfig,
    shutdown: impl Future<Output = ()>,
) {
    let (stop, stopping) = watch::channel(false);
    let places = Arc::new(Semaphore::new(config.connections));
    let peers = Peers::new(config.connections_per_peer, config.uncapped_peers.clone());
    let all = u32::try_from(config.connections).unwrap_or(u32::MAX);
    let drain = config.drain;
    let house = Arc::new(House {
        http: http_settings(&config),
        app,
        config,
        stopping,
    });

    let mut shutdown = pin!(shutdown);
    loop {
        let (stream, peer, place) = tokio::select! {
            () = &mut shutdown => break,
            accepted = accept(&listener, &places) => accepted,
        };
        // Closed at once: an answer would cost more than the connection is worth.
        let Some(seat) = peers.admit(peer.ip()) else {
            continue;
        };
        let house = house.clone();
        tokio::spawn(async move {
            house.receive(stream, peer).await;
            drop((seat, place));
        });
    }

    drop(listener);
    // Fails only when no connection is left to hear it.
    let _ = stop.send(true);
    let everybody_left = places.acquire_many(all);
    if timeout(drain + LINGER, everybody_left).await.is_err() {
        tracing::warn!("requests were still running at the end of the drain time");
    }
}

/// Completes at SIGTERM or ctrl-c.
pub async fn stop_signal() {
    let interrupt = async {
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    };
    #[cfg(unix)]
    let terminate = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminate = std::future::pending::<()>();
    tokio::select! { () = interrupt => {}, () = terminate => {} }
}

/// The next connection, once there is a place for it.
async fn accept(
    listener: &TcpListener,
    places: &Arc<Semaphore>,
) -> (TcpStream, SocketAddr, OwnedSemaphorePermit) {
    loop {
        // The semaphore is never closed, so this waits for a place and cannot fail.
        let Ok(place) = places.clone().acquire_owned().await else {
            std::future::pending().await
        };
        match listener.accept().await {
            Ok((stream, peer)) => return (stream, peer, place),
            Err(error) if is_of_one_connection(&error) => {}
            Err(error) => {
                tracing::warn!(%error, "cannot accept connections; trying again");
                sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}

fn is_of_one_connection(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset
    )
}

fn http_settings(config: &ListenConfig) -> auto::Builder<TokioExecutor> {
    let mut http = auto::Builder::new(TokioExecutor::new());
    http.http1()
        .timer(TokioTimer::new())
        .header_read_timeout(config.idle_timeout)
        .max_buf_size(BUFFER_BYTES);
    http.http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(STREAMS)
        .max_header_list_size(16 * 1024)
        .initial_stream_window_size(STREAM_WINDOW)
        .initial_connection_window_size(STREAM_WINDOW * 2)
        .keep_alive_interval(config.idle_timeout)
        .keep_alive_timeout(config.head_timeout);
    http
}

impl House {
    /// One connection from its first byte to its last.
    async fn receive(&self, stream: TcpStream, peer: SocketAddr) {
        // Small replies should not wait for more to send; a socket that cannot do this still works.
        let _ = stream.set_nodelay(true);
        let Some(tls) = &self.config.tls else {
            return self.talk(stream, peer).await;
        };
        match timeout(self.config.head_timeout, tls.accept(stream)).await {
            Ok(Ok(stream)) => self.talk(stream, peer).await,
            Ok(Err(error)) => tracing::debug!(%error, "TLS handshake failed"),
            Err(_) => tracing::debug!("TLS handshake took too long"),
        }
    }

    async fn talk(&self, stream: impl AsyncRead + AsyncWrite + Send + Unpin + 'static, peer: SocketAddr) {
        let activity = Activity::new(self.config.head_timeout, self.config.idle_timeout);
        let stream = Lingering::new(
            Stalling::new(stream, self.config.write_timeout),
            LINGER,
            HEARD_OUT_BYTES,
        );
        let stream = Watched::new(stream, activity.clone());
        let requests = activity.clone();
        let service = service_fn(move |request| self.answer(request, peer, requests.busy()));
        let mut connection = pin!(self.http.serve_connection(TokioIo::new(stream), service));
        let mut stopping = self.stopping.clone();
        let patience = tokio::select! {
            ended = connection.as_mut() => return log_end(ended),
            () = activity.went_quiet() => LINGER,
            _ = stopping.wait_for(|stop| *stop) => self.config.drain,
        };
        connection.as_mut().graceful_shutdown();
        tokio::select! {
            ended = connection => log_end(ended),
            () = sleep(patience) => {}
            () = activity.stays_quiet_for(LINGER) => {}
        }
    }

    fn answer(
        &self,
        request: Request<Incoming>,
        peer: SocketAddr,
        busy: Busy,
    ) -> impl Future<Output = Result<Response<activity::Counted>, Infallible>> + Send + 'static {
        busy.speaks(request.version());
        let app = self.app.clone();
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(Peer(peer));
        request.extensions_mut().insert(ConnectInfo(peer));
        async move {
            let response = app.oneshot(request).await?;
            Ok(response.map(|body| activity::Counted::new(body, busy)))
        }
    }
}

fn log_end(ended: Result<(), Box<dyn std::error::Error + Send + Sync>>) {
    if let Err(error) = ended {
        tracing::debug!(%error, "connection ended");
    }
}
