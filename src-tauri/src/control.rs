//! The channel between a running program and its command line: one line of JSON each way.

use std::{path::Path, time::Duration};

use interprocess::local_socket::{
    GenericFilePath, ListenerOptions, Name, ToFsName,
    tokio::{Listener, Stream, prelude::*},
};
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};

use crate::{
    cli,
    platform::channel::{self, Channel},
    shell::Shell,
};

/// Longest request or answer, in bytes.
const LONGEST: u64 = 4 * 1024 * 1024;

/// After a command line could not be let in.
const PAUSE: Duration = Duration::from_millis(500);

/// What a command line wants of the running program.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "wish", rename_all = "kebab-case")]
pub(crate) enum Wish {
    /// Come to the front.
    Raise,
    /// Open a CRM's login page.
    Add {
        /// As typed.
        address: String,
        /// Name for it.
        label: Option<String>,
        /// Connector id.
        connector: Option<String>,
        /// An address without encryption is agreed to.
        #[serde(default)]
        insecure: bool,
    },
    /// All accounts.
    List,
    /// All accounts, with memory.
    Status,
    /// Open windows.
    Windows,
    /// Show an account.
    Open {
        /// Number, id or label.
        account: String,
    },
    /// Close an account.
    Disconnect {
        /// Number, id or label.
        account: String,
    },
    /// Sign out.
    SignOut {
        /// Number, id or label.
        account: String,
    },
    /// Delete.
    Delete {
        /// Number, id or label.
        account: String,
        /// Sign out at the server first.
        sign_out: bool,
    },
    /// Take a deletion back.
    UndoDelete {
        /// The number that it had, id or label.
        account: String,
    },
    /// The account list.
    Export,
    /// Accounts to add to the list.
    Import {
        /// An exported list.
        list: serde_json::Value,
    },
    /// What the doctor wants to know; runs the isolation self-test.
    Doctor,
    /// End the program.
    Quit,
}

impl Wish {
    /// Whether it takes a program with windows; the others can do with the registry.
    pub(crate) const fn shows_a_window(&self) -> bool {
        matches!(
            self,
            Self::Raise
                | Self::Add { .. }
                | Self::Open { .. }
                | Self::SignOut { .. }
                | Self::Delete { sign_out: true, .. }
        )
    }

    /// What its answer may wait for.
    pub(crate) const fn may_take_long(&self) -> Option<&'static str> {
        match self {
            Self::SignOut { .. } | Self::Delete { sign_out: true, .. } => Some(
                "the sign-out at the server takes its time, or a page asks in its window \
                     whether to leave it",
            ),
            Self::Disconnect { .. } | Self::Delete { .. } | Self::Quit => {
                Some("perhaps a page asks in its window whether to leave it")
            }
            _ => None,
        }
    }
}

/// What the running program answers.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Reply {
    /// One of [`cli::exit`].
    pub(crate) exit: u8,
    /// The answer, or `null`.
    pub(crate) value: serde_json::Value,
    /// What went wrong, in words.
    pub(crate) error: Option<String>,
}

impl Reply {
    pub(crate) fn ok(value: impl Serialize) -> Self {
        match serde_json::to_value(value) {
            Ok(value) => Self {
                exit: cli::exit::OK,
                value,
                error: None,
            },
            Err(error) => Self::failed(cli::exit::FAILED, error.to_string()),
        }
    }

    pub(crate) fn failed(exit: u8, error: impl Into<String>) -> Self {
        Self {
            exit,
            value: serde_json::Value::Null,
            error: Some(error.into()),
        }
    }
}

/// Why the running program wasn't reached.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ControlError {
    /// Nobody listens.
    #[error("no running program answers")]
    NotRunning(#[source] std::io::Error),
    /// It broke off.
    #[error("the running program broke off")]
    BrokeOff(#[from] std::io::Error),
    /// Not what was expected.
    #[error("the running program's answer can't be read")]
    Unreadable(#[from] serde_json::Error),
}

fn name(path: &Path) -> std::io::Result<Name<'_>> {
    path.to_fs_name::<GenericFilePath>()
}

/// The first channel at whose other end somebody listens.
async fn connect(data_dir: &Path) -> std::io::Result<Stream> {
    let mut last = std::io::Error::from(std::io::ErrorKind::NotFound);
    for path in channel::find(data_dir) {
        match Stream::connect(name(&path)?).await {
            Ok(stream) => return Ok(stream),
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// Sends a wish to the running program and waits for its answer.
pub(crate) async fn ask(data_dir: &Path, wish: &Wish) -> Result<Reply, ControlError> {
    let stream = connect(data_dir).await.map_err(ControlError::NotRunning)?;
    let (read, mut write) = (&stream, &stream);
    let mut line = serde_json::to_vec(wish)?;
    line.push(b'\n');
    // One that is ending may take the connection and no more: it's as good as ended.
    let ending = ControlError::NotRunning;
    write.write_all(&line).await.map_err(ending)?;
    let mut answer = String::new();
    BufReader::new(tokio::io::AsyncReadExt::take(read, LONGEST))
        .read_line(&mut answer)
        .await
        .map_err(ending)?;
    if answer.is_empty() {
        return Err(ending(std::io::ErrorKind::UnexpectedEof.into()));
    }
    Ok(serde_json::from_str(&answer)?)
}

/// Listens for command lines, until the program ends.
pub(crate) fn listen(shell: &Shell, channel: std::io::Result<Channel>) {
    let listening = channel.and_then(|channel| {
        let options = ListenerOptions::new().name(name(channel.path())?);
        let listener = tauri::async_runtime::block_on(async { options.create_tokio() })?;
        Ok((listener, channel))
    });
    match listening {
        Ok((listener, channel)) => shell.spawn(serve(shell.clone(), listener, channel)),
        Err(error) => tracing::error!(%error, "The command line can't reach this program"),
    }
}

/// `_channel`: nobody else listens meanwhile.
async fn serve(shell: Shell, listener: Listener, _channel: Channel) {
    let take = |stream: Stream| {
        let s = shell.clone();
        shell.spawn(async move {
            if let Err(error) = answer(&s, stream).await {
                tracing::warn!(%error, "A command line broke off");
            }
        });
    };
    accept_all(|| listener.accept(), take, PAUSE).await;
}

/// Takes whoever comes. What fails passes, such as having too many files open: it's tried again after a
/// pause, and said once.
async fn accept_all<S, F: Future<Output = std::io::Result<S>>>(
    mut accept: impl FnMut() -> F,
    mut take: impl FnMut(S),
    pause: Duration,
) {
    let mut is_failing = false;
    loop {
        match accept().await {
            Ok(stream) => {
                is_failing = false;
                take(stream);
            }
            Err(error) => {
                if !std::mem::replace(&mut is_failing, true) {
                    tracing::error!(%error, "The command line can't reach this program for now");
                }
                tokio::time::sleep(pause).await;
            }
        }
    }
}

async fn answer(shell: &Shell, stream: Stream) -> Result<(), ControlError> {
    let (read, mut write) = (&stream, &stream);
    let mut line = String::new();
    BufReader::new(tokio::io::AsyncReadExt::take(read, LONGEST))
        .read_line(&mut line)
        .await?;
    let reply = match serde_json::from_str::<Wish>(&line) {
        Ok(wish) => cli::wishes::carry_out(shell, wish).await,
        Err(error) => Reply::failed(cli::exit::USAGE, error.to_string()),
    };
    let mut line = serde_json::to_vec(&reply)?;
    line.push(b'\n');
    write.write_all(&line).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::{cell::Cell, io};

    use super::*;

    #[tokio::test]
    async fn a_failure_to_let_somebody_in_ends_nothing() {
        let calls = Cell::new(0);
        let accept = || {
            calls.set(calls.get() + 1);
            let call = calls.get();
            async move {
                match call {
                    // Too many open files, and whatever else may come.
                    1 => Err(io::Error::from_raw_os_error(24)),
                    2 => Err(io::ErrorKind::ConnectionAborted.into()),
                    3 => Ok("somebody"),
                    _ => std::future::pending().await,
                }
            }
        };
        let (sender, mut taken) = tokio::sync::mpsc::unbounded_channel();
        let take = move |somebody| assert!(sender.send(somebody).is_ok());
        tokio::select! {
            () = accept_all(accept, take, Duration::ZERO) => {}
            somebody = taken.recv() => assert_eq!(somebody, Some("somebody")),
        }
        assert_eq!(calls.get(), 4, "it listens on");
    }
}
