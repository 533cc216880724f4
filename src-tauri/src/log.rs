//! The log: to a file a day in the data directory, for a week; to standard error where a person watches.

use std::{io::IsTerminal, path::Path};

use tracing_appender::rolling::{Builder, Rotation};
use tracing_subscriber::{EnvFilter, fmt, layer::SubscriberExt, util::SubscriberInitExt};

/// Files that are kept.
const DAYS: usize = 7;

/// Starts it. A folder that can't be written leaves standard error alone.
pub(crate) fn start(data_dir: &Path) {
    let filter = EnvFilter::try_from_env("NINEFOLD_LOG")
        .unwrap_or_else(|_| EnvFilter::new("warn,ninefold_shell=info,store=info,accounts=info"));
    let folder = data_dir.join("logs");
    // Where it can't be made, the builder below says no as well.
    let _made = std::fs::create_dir_all(&folder).is_ok();
    let file = Builder::new()
        .rotation(Rotation::DAILY)
        .filename_prefix("ninefold")
        .filename_suffix("log")
        .max_log_files(DAYS)
        .build(&folder)
        .ok()
        .map(|appender| {
            fmt::layer()
                .json()
                .with_writer(std::sync::Mutex::new(appender))
        });
    let watched = std::io::stderr().is_terminal();
    let terminal = watched.then(|| fmt::layer().with_writer(std::io::stderr));
    let started = tracing_subscriber::registry()
        .with(filter)
        .with(file)
        .with(terminal)
        .try_init();
    if let Err(error) = started {
        tracing::debug!(%error, "A log runs already");
    }
}
