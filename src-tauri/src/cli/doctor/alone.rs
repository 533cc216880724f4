//! Where no program runs: opens the registry and the keychain, and makes pages, as a start would.

use std::{
    path::Path,
    sync::{Arc, Mutex, PoisonError},
};

use secrets::Vault;
use store::{Opened, Store, StoreError};
use tauri::RunEvent;

use super::running::{self, Secrets};
use crate::{
    app,
    cli::on_runtime,
    isolation::{self, Trial},
    language,
    platform::health::{Health, Native as System},
};

/// What a start would find.
pub(super) struct Alone {
    pub(super) registry: Result<Found, StoreError>,
    pub(super) language: &'static str,
    pub(super) secrets: Secrets,
    pub(super) isolation: Result<Trial, String>,
}

/// What was in the registry.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) accounts: usize,
    /// Those that can be taken back still.
    pub(super) deleting: usize,
    /// What is damaged, in words. The next start repairs it.
    pub(super) repairs: Vec<String>,
    /// Why nothing can be written.
    pub(super) read_only: Option<String>,
}

impl From<&Opened> for Found {
    fn from(opened: &Opened) -> Self {
        Self {
            accounts: opened.registry.listed().count(),
            deleting: running::deleting(&opened.registry),
            repairs: opened.repairs.iter().map(in_words).collect(),
            read_only: opened.read_only.map(|why| why.to_string()),
        }
    }
}

impl Alone {
    /// Main thread only. No program can start meanwhile: the folder is held.
    pub(super) fn examine(data_dir: &Path) -> Self {
        let opened = Store::open(data_dir);
        let vault = Vault::open(app::KEYCHAIN_SERVICE, data_dir, app::KEYCHAIN);
        let settings = opened
            .as_ref()
            .map(|(_, o)| o.registry.settings.clone())
            .unwrap_or_default();
        let isolation = match &opened {
            Ok(_) => try_pages(data_dir),
            Err(error) => Err(error.to_string()),
        };
        Self {
            language: language::language(&settings),
            secrets: Secrets::from(&vault),
            isolation,
            registry: opened.map(|(_held, opened)| Found::from(&opened)),
        }
    }
}

/// The self-test, in a program that has no windows but its own hidden one.
fn try_pages(data_dir: &Path) -> Result<Trial, String> {
    if !System::has_display() {
        return Err("no display".to_owned());
    }
    let (found, folder) = (Arc::new(Mutex::new(None)), data_dir.to_path_buf());
    let result = Arc::clone(&found);
    let built = tauri::Builder::default()
        .setup(move |app| {
            let app = app.handle().clone();
            tauri::async_runtime::spawn(async move {
                let trial = isolation::run(&app, &folder)
                    .await
                    .map_err(|e| e.to_string());
                *result.lock().unwrap_or_else(PoisonError::into_inner) = Some(trial);
                app.exit(0);
            });
            Ok(())
        })
        .build(app::context())
        .map_err(|e| e.to_string())?;
    built.run_return(|_, event| {
        // The test's window comes and goes; its end ends the program.
        if let RunEvent::ExitRequested {
            api, code: None, ..
        } = event
        {
            api.prevent_exit();
        }
    });
    // The engine has ended, and what it wrote at its end goes too.
    if let Err(error) = on_runtime(isolation::clean_up(data_dir)) {
        return Err(error.to_string());
    }
    let found = found.lock().unwrap_or_else(PoisonError::into_inner).take();
    found.unwrap_or_else(|| Err("the self-test was broken off".to_owned()))
}

pub(in crate::cli) fn in_words(repair: &store::Repair) -> String {
    use store::Repair;
    match repair {
        Repair::RegistryRepaired { generation } => {
            format!(
                "the newest registry is damaged, an older one is used (saves back: {generation})"
            )
        }
        Repair::RegistryRebuilt { accounts } => {
            format!("the registry was lost, {accounts} accounts were found again in their folders")
        }
        Repair::SetAside { file } => format!("a damaged file is kept as {}", file.display()),
        Repair::AccountRecovered { account } => {
            format!("account {account} was found again in its folder")
        }
        Repair::AccountUnreadable { account } => {
            format!(
                "what the folder of account {account} says of it can't be read; Settings → Accounts \
                 removes it"
            )
        }
        Repair::AccountNameless { account } => {
            format!(
                "the folder of account {account} doesn't say whose it is; Settings → Accounts \
                 removes it"
            )
        }
    }
}
