//! Two wrappers around a request's body: one loses patience, the other counts.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::BoxError;
use axum::body::{Body, Bytes};
use hyper::body::{Body as HttpBody, Frame, SizeHint};
use tokio::time::{Instant, Sleep, sleep};

/// What became of a body while somebody read it; decides the reply, whatever the reader made of the error.
#[derive(Debug)]
pub struct Fate {
    /// Nothing arrived for too long.
    pub stalled: AtomicBool,
    /// More came out of it than allowed.
    pub too_large: AtomicBool,
    /// The house as a whole holds too many unread bytes.
    pub no_room: AtomicBool,
    /// Most bytes that may come out of this body, unpacked.
    pub limit: usize,
    room: Arc<AtomicUsize>,
    taken: AtomicUsize,
}

impl Fate {
    /// A body that may yield `limit` bytes, as long as `room`, which all bodies share, lasts.
    pub fn new(limit: usize, room: Arc<AtomicUsize>) -> Self {
        Self {
            stalled: AtomicBool::new(false),
            too_large: AtomicBool::new(false),
            no_room: AtomicBool::new(false),
            limit,
            room,
            taken: AtomicUsize::new(0),
        }
    }

    fn take(&self, bytes: usize) -> Result<(), Refused> {
        let before = self.taken.fetch_add(bytes, Ordering::Relaxed);
        let room = self
            .room
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                left.checked_sub(bytes)
            });
        if room.is_err() {
            self.taken.fetch_sub(bytes, Ordering::Relaxed);
            self.no_room.store(true, Ordering::Relaxed);
            return Err(Refused("no room for this body now"));
        }
        if before.saturating_add(bytes) > self.limit {
            self.too_large.store(true, Ordering::Relaxed);
            return Err(Refused("body too large"));
        }
        Ok(())
    }
}

impl Drop for Fate {
    fn drop(&mut self) {
        self.room
            .fetch_add(self.taken.load(Ordering::Relaxed), Ordering::Relaxed);
    }
}

/// Why reading stopped.
#[derive(Clone, Copy, Debug)]
struct Refused(&'static str);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for Refused {}

/// Fails when the sender is silent for longer than `patience` while somebody waits for more.
#[derive(Debug)]
pub struct Impatient {
    inner: Body,
    patience: Duration,
    waiting: Option<Pin<Box<Sleep>>>,
    fate: Arc<Fate>,
}

impl Impatient {
    /// Watches `inner`, the bytes as they come from the wire.
    pub fn new(inner: Body, patience: Duration, fate: Arc<Fate>) -> Self {
        Self {
            inner,
            patience,
            waiting: None,
            fate,
        }
    }

    fn lose_patience(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let patience = self.patience;
        let timer = self.waiting.get_or_insert_with(|| Box::pin(sleep(patience)));
        timer.as_mut().poll(cx)
    }
}

impl HttpBody for Impatient {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        if let Poll::Ready(frame) = Pin::new(&mut self.inner).poll_frame(cx) {
            let next = Instant::now() + self.patience;
            if let Some(timer) = self.waiting.as_mut() {
                timer.as_mut().reset(next);
            }
            return Poll::Ready(frame.map(|frame| frame.map_err(Into::into)));
        }
        ready!(self.lose_patience(cx));
        self.fate.stalled.store(true, Ordering::Relaxed);
        Poll::Ready(Some(Err(Refused("the sender fell silent").into())))
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

/// Fails when more comes out than the body's limit, or than the house has room for.
#[derive(Debug)]
pub struct Measured {
    inner: Body,
    fate: Arc<Fate>,
}

impl Measured {
    /// Counts `inner`, the bytes after unpacking.
    pub fn new(inner: Body, fate: Arc<Fate>) -> Self {
        Self { inner, fate }
    }
}

impl HttpBody for Measured {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let Some(frame) = ready!(Pin::new(&mut self.inner).poll_frame(cx)) else {
            return Poll::Ready(None);
        };
        let frame = frame.map_err(BoxError::from).and_then(|frame| {
            self.fate.take(frame.data_ref().map_or(0, Bytes::len))?;
            Ok(frame)
        });
        Poll::Ready(Some(frame))
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}
