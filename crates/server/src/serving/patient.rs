//! Connections that end when their other side takes nothing for too long: an answer without an end, such as a stream,
//! would be kept for whoever never reads it.

use std::{
    future::{Future as _, Ready, ready},
    io,
    pin::Pin,
    task::{Context, Poll, ready as when_ready},
    time::Duration,
};

use axum_server::accept::Accept;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    time::{Sleep, sleep},
};

/// Makes connections such ones.
#[derive(Debug, Clone, Copy)]
pub(super) struct PatientAcceptor {
    patience: Duration,
}

/// A connection whose writes fail once one has waited too long.
#[derive(Debug)]
pub(super) struct Patient<I> {
    inner: I,
    patience: Duration,
    /// When the write that waits has waited too long.
    until: Option<Pin<Box<Sleep>>>,
}

impl PatientAcceptor {
    pub(super) const fn new(patience: Duration) -> Self {
        Self { patience }
    }
}

impl<I, S> Accept<I, S> for PatientAcceptor {
    type Stream = Patient<I>;
    type Service = S;
    type Future = Ready<io::Result<(Patient<I>, S)>>;

    fn accept(&self, stream: I, service: S) -> Self::Future {
        ready(Ok((Patient::new(stream, self.patience), service)))
    }
}

impl<I> Patient<I> {
    const fn new(inner: I, patience: Duration) -> Self {
        Self {
            inner,
            patience,
            until: None,
        }
    }

    /// Gives up what has waited too long.
    fn judge<T>(
        &mut self,
        written: Poll<io::Result<T>>,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<T>> {
        if written.is_ready() {
            self.until = None;
            return written;
        }
        let patience = self.patience;
        let until = self.until.get_or_insert_with(|| Box::pin(sleep(patience)));
        when_ready!(until.as_mut().poll(context));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl<I: AsyncRead + Unpin> AsyncRead for Patient<I> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_read(context, buffer)
    }
}

impl<I: AsyncWrite + Unpin> AsyncWrite for Patient<I> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.inner).poll_write(context, bytes);
        self.judge(written, context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.inner).poll_write_vectored(context, slices);
        self.judge(written, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.inner).poll_flush(context);
        self.judge(flushed, context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};

    use super::*;

    #[tokio::test]
    async fn who_takes_nothing_is_given_up() {
        let (near, _far) = duplex(4);
        let mut near = Patient::new(near, Duration::from_millis(10));
        let given_up = near.write_all(b"more than there is room for").await;
        let kind = given_up.expect_err("nobody reads").kind();
        assert_eq!(kind, io::ErrorKind::TimedOut);
    }

    #[tokio::test]
    async fn who_takes_a_little_now_and_then_gets_it_all() {
        let (near, mut far) = duplex(1);
        // Each byte begins a patience of its own.
        let mut near = Patient::new(near, Duration::from_mins(10));
        let text = b"more than there is room for";
        let mut taken = [0; 27];
        let (written, read) = tokio::join!(near.write_all(text), far.read_exact(&mut taken));
        written.expect("written");
        read.expect("read");
        assert_eq!(&taken, text);
    }
}
