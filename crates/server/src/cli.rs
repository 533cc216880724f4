//! The command line of the service, for `ninefold-server` and `ninefold serve`.

use std::{
    error::Error,
    io::{self, IsTerminal as _, Read as _, Write as _},
    process::ExitCode,
};

use clap::Args;
use tokio_util::sync::CancellationToken;

use crate::{
    config::ConfigArgs,
    error::ServeError,
    running::{Ready, serve, serve_embedded},
};

/// Serves CRMs over HTTP.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// What the server is told.
    #[command(flatten)]
    pub config: ConfigArgs,

    /// Serve one person on this machine, and say in one line of JSON when ready
    #[arg(long)]
    pub embedded: bool,

    /// Stop when standard input ends, as it does when the parent process dies
    #[arg(long)]
    pub stop_with_parent: bool,
}

/// Runs the service until it is told to stop. Blocks.
#[must_use]
pub fn run(args: ServeArgs) -> ExitCode {
    start_log();
    let embedded = args.embedded;
    match block(args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(
                code = error.code(),
                error = &error as &dyn Error,
                "Server stops"
            );
            if embedded {
                // Nobody may be there any more to read it.
                tell(&Ready::refused(&error)).ok();
            }
            ExitCode::FAILURE
        }
    }
}

fn block(args: ServeArgs) -> Result<(), ServeError> {
    let told = CancellationToken::new();
    if args.stop_with_parent {
        watch_stdin(told.clone());
    }
    let embedded = args.embedded;
    let options = args.config.options()?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(ServeError::Run)?;
    runtime.block_on(async {
        let signals = stop_on_signal(told.clone());
        let work = async {
            if embedded {
                serve_embedded(options, told, tell).await
            } else {
                serve(options, told).await
            }
        };
        tokio::pin!(work);
        tokio::select! {
            result = &mut work => result,
            () = signals => work.await,
        }
    })
}

/// Standard output is for the ready line; the log goes to standard error, as JSON unless a person
/// watches.
fn start_log() {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("info,sea_orm_migration=warn"));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr);
    // A log that somebody set up before stays.
    if io::stderr().is_terminal() {
        log.try_init().ok()
    } else {
        log.json().try_init().ok()
    };
}

fn tell(ready: &Ready) -> io::Result<()> {
    let mut line = serde_json::to_vec(ready)?;
    line.push(b'\n');
    let mut out = io::stdout().lock();
    out.write_all(&line)?;
    out.flush()
}

/// On a thread of its own: a read of standard input can't be interrupted, and would hold up the
/// runtime at the end.
fn watch_stdin(told: CancellationToken) {
    std::thread::spawn(move || {
        let mut input = io::stdin().lock();
        let mut buffer = [0; 256];
        while !matches!(input.read(&mut buffer), Ok(0) | Err(_)) {}
        told.cancel();
    });
}

/// Cancels on the first signal to stop.
async fn stop_on_signal(told: CancellationToken) {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let interrupted = signal(SignalKind::interrupt());
        let terminated = signal(SignalKind::terminate());
        if let (Ok(mut interrupted), Ok(mut terminated)) = (interrupted, terminated) {
            tokio::select! {
                _ = interrupted.recv() => {}
                _ = terminated.recv() => {}
            }
            told.cancel();
            return;
        }
    }
    if tokio::signal::ctrl_c().await.is_ok() {
        told.cancel();
    } else {
        tracing::warn!("Signals can't be heard");
        std::future::pending::<()>().await;
    }
}
