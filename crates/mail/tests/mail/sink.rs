//! A mail server of a test's own.

use std::{process::Stdio, time::Duration};

use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt as _, BufReader, Lines},
    process::{Child, ChildStdout, Command},
    time::timeout,
};

const PATIENCE: Duration = Duration::from_secs(20);

/// Ends with the value.
pub(crate) struct Sink {
    port: u64,
    lines: Lines<BufReader<ChildStdout>>,
    _child: Child,
}

impl Sink {
    pub(crate) async fn start() -> Self {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/mail/sink.py");
        let mut child = // Debian's own, which has the package.
        Command::new("/usr/bin/python3")
            .arg(script)
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .expect("started");
        let stdout = child.stdout.take().expect("piped");
        let mut sink = Self {
            port: 0,
            lines: BufReader::new(stdout).lines(),
            _child: child,
        };
        sink.port = sink.next().await.as_u64().expect("a port");
        sink
    }

    /// Without TLS, as to a mail server on the same machine.
    pub(crate) fn url(&self) -> String {
        format!("smtp://127.0.0.1:{}", self.port)
    }

    /// The next message.
    pub(crate) async fn next(&mut self) -> Value {
        let line = timeout(PATIENCE, self.lines.next_line()).await;
        let line = line.expect("in time").expect("readable").expect("a line");
        serde_json::from_str(&line).expect("JSON")
    }
}
