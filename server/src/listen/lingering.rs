//! A stream that hears the other side out after its last word, so that the word arrives.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

/// What is thrown away at one go.
const SCRATCH_BYTES: usize = 16 * 1024;

/// After its own half is shut down it goes on reading, and throws away what comes, until the other side is through.
///
/// A socket that is closed with unread bytes resets the connection, and the reset overtakes the reply: somebody who was
/// refused in the middle of a long upload would never read why, and a proxy would tell him of a broken server.
#[derive(Debug)]
pub struct Lingering<S> {
    stream: S,
    /// Longest silence that is waited for.
    patience: Duration,
    /// Bytes that may still be thrown away.
    left: usize,
    hearing: Option<Pin<Box<Sleep>>>,
}

impl<S> Lingering<S> {
    /// Throws away at most `most` bytes of `stream`, and waits for the next of them at most `patience`.
    pub fn new(stream: S, patience: Duration, most: usize) -> Self {
        Self {
            stream,
            patience,
            left: most,
            hearing: None,
        }
    }
}

impl<S: AsyncRead + Unpin> Lingering<S> {
    /// Ready when nothing more comes, or when it was enough. How the other side ends is its own affair.
    fn poll_hear_out(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let mut scratch = [0; SCRATCH_BYTES];
        while self.left > 0 {
            let mut buffer = ReadBuf::new(&mut scratch);
            match Pin::new(&mut self.stream).poll_read(cx, &mut buffer) {
                Poll::Ready(Ok(())) if !buffer.filled().is_empty() => {
                    self.left = self.left.saturating_sub(buffer.filled().len());
                    self.hearing = None;
                }
                Poll::Ready(_) => return Poll::Ready(()),
                Poll::Pending => {
                    let patience = self.patience;
                    let timer = self.hearing.get_or_insert_with(|| Box::pin(sleep(patience)));
                    return timer.as_mut().poll(cx);
                }
            }
        }
        Poll::Ready(())
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Lingering<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Lingering<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        // Shutting down twice does nothing, so it may be asked again while the rest is heard.
        ready!(Pin::new(&mut self.stream).poll_shutdown(cx))?;
        self.poll_hear_out(cx).map(Ok)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, slices)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    const SHORT: Duration = Duration::from_millis(50);

    #[tokio::test]
    async fn the_rest_is_thrown_away_and_ends_with_the_other_side() {
        let (ours, mut theirs) = tokio::io::duplex(16);
        let mut stream = Lingering::new(ours, Duration::from_secs(60), 1024);
        let theirs = tokio::spawn(async move {
            theirs.write_all(&[0; 512]).await.unwrap();
            let mut heard = Vec::new();
            theirs.read_to_end(&mut heard).await.unwrap();
            heard
        });
        stream.write_all(b"no").await.unwrap();
        stream.shutdown().await.unwrap();
        assert_eq!(theirs.await.unwrap(), b"no");
    }

    #[tokio::test]
    async fn neither_silence_nor_an_endless_rest_is_heard_out() {
        let (ours, _silent) = tokio::io::duplex(16);
        Lingering::new(ours, SHORT, 1024).shutdown().await.unwrap();
        let (ours, mut endless) = tokio::io::duplex(16);
        let talks = tokio::spawn(async move { while endless.write_all(&[0; 64]).await.is_ok() {} });
        let mut stream = Lingering::new(ours, Duration::from_secs(60), 1024);
        stream.shutdown().await.unwrap();
        drop(stream);
        talks.await.unwrap();
    }
}
