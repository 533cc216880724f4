//! How the system asks a program to end: at the end of a person's session, by `kill`, or by Ctrl+C.

use std::io;

/// Waits until the system asks. From the first call on it no longer ends the program by itself.
#[cfg(unix)]
pub(crate) async fn asked_to_end() -> io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut told = signal(SignalKind::terminate())?;
    let mut hung_up = signal(SignalKind::hangup())?;
    let mut interrupted = signal(SignalKind::interrupt())?;
    tokio::select! {
        _ = told.recv() => {}
        _ = hung_up.recv() => {}
        _ = interrupted.recv() => {}
    }
    Ok(())
}

/// Waits until the system asks. Windows tells windows of the end of a session by messages of their own.
#[cfg(windows)]
pub(crate) async fn asked_to_end() -> io::Result<()> {
    tokio::signal::ctrl_c().await
}
