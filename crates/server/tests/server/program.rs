//! The built program, as a parent process sees it.

use std::{
    path::Path,
    process::{ExitStatus, Stdio},
    time::Duration,
};

use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt as _, BufReader},
    process::{Child, Command},
    time::timeout,
};

const PATIENCE: Duration = Duration::from_secs(30);

/// A running `ninefold-server serve --embedded`.
pub(crate) struct Program {
    pub(crate) child: Child,
    /// Its only line on standard output.
    pub(crate) told: Value,
}

impl Program {
    pub(crate) async fn start(folder: &Path) -> Self {
        Self::start_with(folder, |_| {}).await
    }

    /// Logs all that it ever logs.
    pub(crate) async fn start_with_log(folder: &Path, log: Stdio) -> Self {
        Self::start_with(folder, |command| {
            command.stderr(log);
        })
        .await
    }

    /// Told more than where its data is.
    pub(crate) async fn start_with(folder: &Path, tell: impl FnOnce(&mut Command)) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ninefold-server"));
        command
            .args(["serve", "--embedded", "--stop-with-parent", "--data-dir"])
            .arg(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .env("RUST_LOG", "debug")
            .kill_on_drop(true);
        tell(&mut command);
        let mut child = command.spawn().expect("started");
        let stdout = child.stdout.take().expect("piped");
        let mut lines = BufReader::new(stdout).lines();
        let line = timeout(PATIENCE, lines.next_line())
            .await
            .expect("in time")
            .expect("readable");
        let told = serde_json::from_str(&line.expect("a line")).expect("JSON");
        Self { child, told }
    }

    pub(crate) fn url(&self) -> &str {
        self.told["url"].as_str().expect("a URL")
    }

    pub(crate) async fn ended(&mut self) -> ExitStatus {
        timeout(PATIENCE, self.child.wait())
            .await
            .expect("in time")
            .expect("waited")
    }
}
