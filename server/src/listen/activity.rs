//! Is anything going on on a connection? Counts its requests and notices when a head begins to arrive.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::Version;
use hyper::body::{Body as HttpBody, Frame, SizeHint};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::Notify;
use tokio::time::{Instant, sleep_until};

/// What one connection is doing.
#[derive(Debug)]
pub struct Activity {
    head_timeout: Duration,
    idle_timeout: Duration,
    now: Mutex<State>,
    changed: Notify,
}

#[derive(Debug)]
struct State {
    /// Requests whose reply is not yet handed over.
    running: usize,
    /// When the present wait for a head ends.
    deadline: Instant,
    /// When something was last begun, ended or sent.
    stirred: Instant,
    /// Bytes of a head have come, or this is the first one.
    head_begun: bool,
    /// HTTP/2 sends frames that are no requests, so bytes alone do not mean that a head has begun.
    multiplexed: bool,
}

impl Activity {
    /// A fresh connection: its first head has `head_timeout` to arrive.
    pub fn new(head_timeout: Duration, idle_timeout: Duration) -> Arc<Self> {
        let stirred = Instant::now();
        let deadline = stirred + head_timeout;
        let now = Mutex::new(State {
            running: 0,
            deadline,
            stirred,
            head_begun: true,
            multiplexed: false,
        });
        Arc::new(Self {
            head_timeout,
            idle_timeout,
            now,
            changed: Notify::new(),
        })
    }

    /// A request has begun; it ends when the value is dropped.
    pub fn busy(self: &Arc<Self>) -> Busy {
        let mut state = self.state();
        state.running += 1;
        state.stirred = Instant::now();
        Busy(self.clone())
    }

    /// Completes when no request runs and the next head has not arrived in time.
    pub async fn went_quiet(&self) {
        loop {
            let (running, deadline) = self.present();
            let changed = self.changed.notified();
            tokio::select! {
                () = sleep_until(deadline), if running == 0 => {
                    if self.present() == (0, deadline) {
                        return;
                    }
                }
                () = changed => {}
            }
        }
    }

    /// Completes when for `time` no request has run and nothing has been sent.
    pub async fn stays_quiet_for(&self, time: Duration) {
        let entered = Instant::now();
        loop {
            let (running, stirred) = {
                let state = self.state();
                (state.running, state.stirred.max(entered))
            };
            if running == 0 && stirred.elapsed() >= time {
                return;
            }
            tokio::select! {
                () = sleep_until(stirred + time), if running == 0 => {}
                () = self.changed.notified() => {}
            }
        }
    }

    fn present(&self) -> (usize, Instant) {
        let state = self.state();
        (state.running, state.deadline)
    }

    fn bytes_arrived(&self) {
        let mut state = self.state();
        if state.running > 0 || state.head_begun || state.multiplexed {
            return;
        }
        state.head_begun = true;
        state.deadline = Instant::now() + self.head_timeout;
        self.changed.notify_one();
    }

    fn request_ended(&self) {
        let mut state = self.state();
        state.running = state.running.saturating_sub(1);
        state.head_begun = false;
        state.stirred = Instant::now();
        state.deadline = state.stirred + self.idle_timeout;
        self.changed.notify_one();
    }

    /// A reply can be on its way long after its body was handed over: sending is not idling.
    fn bytes_left(&self) {
        let mut state = self.state();
        state.stirred = Instant::now();
        if state.running == 0 && !state.head_begun {
            state.deadline = state.stirred + self.idle_timeout;
        }
    }

    /// Nothing is done under the lock that could leave it half changed.
    fn state(&self) -> MutexGuard<'_, State> {
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A request that is being answered.
#[derive(Debug)]
pub struct Busy(Arc<Activity>);

impl Busy {
    /// Notes the protocol of the connection.
    pub fn speaks(&self, version: Version) {
        self.0.state().multiplexed = version >= Version::HTTP_2;
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.request_ended();
    }
}

/// A reply's body; the request counts as running until it is through.
#[derive(Debug)]
pub struct Counted {
    body: Body,
    _busy: Busy,
}

impl Counted {
    /// Ties `busy` to `body`.
    pub fn new(body: Body, busy: Busy) -> Self {
        Self { body, _busy: busy }
    }
}

impl HttpBody for Counted {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// A stream that tells [`Activity`] when bytes arrive.
#[derive(Debug)]
pub struct Watched<S> {
    stream: S,
    activity: Arc<Activity>,
}

impl<S> Watched<S> {
    /// Watches `stream`.
    pub fn new(stream: S, activity: Arc<Activity>) -> Self {
        Self { stream, activity }
    }

    fn note_sent(&self, sent: Poll<io::Result<usize>>) -> Poll<io::Result<usize>> {
        if matches!(sent, Poll::Ready(Ok(_))) {
            self.activity.bytes_left();
        }
        sent
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Watched<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buf.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(cx, buf);
        if buf.filled().len() > before {
            self.activity.bytes_arrived();
        }
        read
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Watched<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let sent = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.note_sent(sent)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let sent = Pin::new(&mut self.stream).poll_write_vectored(cx, slices);
        self.note_sent(sent)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}
