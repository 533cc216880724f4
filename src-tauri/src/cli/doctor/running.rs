//! What a running program tells of itself.

use std::{path::Path, sync::mpsc, time::Duration};

use accounts::Registry;
use secrets::Vault;
use serde::{Deserialize, Serialize};

use super::alone;
use crate::{
    cli::on_runtime,
    control::{self, ControlError, Wish},
    isolation::{self, Trial},
    language,
    platform::health::{Health, Native as System},
    service::{self, ServiceReport},
    shell::Shell,
};

/// How long the running program may take; the isolation self-test alone may take 20 seconds, and wait for
/// one that runs.
const LIMIT: Duration = Duration::from_mins(1);
/// How long the notification service may take.
const NOTIFICATIONS: Duration = Duration::from_secs(3);

/// What a running program says.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Told {
    pub(super) pid: u32,
    pub(super) version: String,
    pub(super) language: String,
    pub(super) accounts: usize,
    /// Those that can be taken back still.
    #[serde(default)]
    pub(super) deleting: usize,
    /// Codes of what it has told the person and they have not dismissed.
    pub(super) notices: Vec<String>,
    /// What was repaired on disk, in words.
    #[serde(default)]
    pub(super) repairs: Vec<String>,
    pub(super) secrets: Secrets,
    pub(super) isolation: Result<Trial, String>,
    /// The service on this computer; an older program says nothing of it.
    #[serde(default)]
    pub(super) service: Option<ServiceReport>,
}

/// Where the key for session cookies is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Secrets {
    /// `keychain`, `file` or `none`.
    pub(super) kind: String,
    /// A key in a file waits for its passphrase.
    pub(super) waits: bool,
    /// Why the keychain gave none.
    pub(super) why: Option<String>,
}

impl From<&Vault> for Secrets {
    fn from(vault: &Vault) -> Self {
        Self {
            kind: vault.kind().code().to_owned(),
            waits: vault.needs_passphrase(),
            why: vault.unavailable().map(|why| why.to_string()),
        }
    }
}

/// Whether a program runs on the data directory.
#[derive(Debug)]
pub(super) enum Running {
    /// It does, and answers.
    Yes(Box<Told>),
    /// None does.
    No,
    /// Something is there, and doesn't answer as it should.
    Odd(String),
}

impl Running {
    pub(super) fn ask(data_dir: &Path) -> Self {
        let asked =
            async { tokio::time::timeout(LIMIT, control::ask(data_dir, &Wish::Doctor)).await };
        let reply = match on_runtime(asked) {
            Ok(Ok(Ok(reply))) => reply,
            Ok(Ok(Err(ControlError::NotRunning(_)))) => return Self::No,
            Ok(Ok(Err(error))) => return Self::Odd(error.to_string()),
            Ok(Err(_)) => return Self::Odd("it does not answer".to_owned()),
            Err(error) => return Self::Odd(error.to_string()),
        };
        match (reply.error, serde_json::from_value(reply.value)) {
            (None, Ok(told)) => Self::Yes(Box::new(told)),
            (Some(error), _) => Self::Odd(error),
            (None, Err(_)) => Self::Odd("it is another version".to_owned()),
        }
    }
}

/// What this running program tells the doctor. Runs the isolation self-test.
pub(crate) async fn told(shell: &Shell) -> Told {
    let isolation = isolation::examine(shell).await.map_err(|e| e.to_string());
    let state = shell.state();
    let (notices, repairs) = {
        let shown = shell.shown();
        let codes = shown.notices.iter().map(|n| n.code.clone());
        (
            codes.collect(),
            shown.repairs.iter().map(alone::in_words).collect(),
        )
    };
    Told {
        pid: std::process::id(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        language: language::language(&state.registry.settings).to_owned(),
        accounts: state.registry.listed().count(),
        deleting: deleting(&state.registry),
        notices,
        repairs,
        secrets: Secrets::from(&shell.vault),
        isolation,
        service: Some(service::report(shell)),
    }
}

/// How many accounts are being deleted.
pub(super) fn deleting(registry: &Registry) -> usize {
    let accounts = registry.accounts.iter();
    accounts.filter(|a| a.deletion.is_some()).count()
}

/// Who shows notifications; a service that doesn't answer is left behind.
pub(super) fn notification_server() -> Result<String, String> {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        // Nobody listens once the time is over.
        let _told = sender.send(System::notification_server()).is_ok();
    });
    receiver
        .recv_timeout(NOTIFICATIONS)
        .unwrap_or_else(|_| Err("it does not answer".to_owned()))
}
