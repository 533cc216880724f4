//! The program with windows.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    sync::{Arc, mpsc},
    time::Duration,
};

use accounts::{CRASH_SPAN, Context, Event, StartKind, State, actor::Actor, start_kind};
use domain::{Clock, SystemClock};
use ipc::{HostCapabilities, Severity};
use secrets::Vault;
use store::{Opened, Repair, Report, Store, StoreError, Writer};
use tauri::{AppHandle, Manager, RunEvent};

use crate::{
    account::session,
    commands, control, isolation,
    platform::{
        self,
        channel::Channel,
        environment::{Environment, Native as System},
        layout::{Layout, Native as Windows},
    },
    service,
    shell::{Parts, Shell},
    windows::{
        notices, publisher,
        stage::{self, Stage},
        strips,
    },
};

/// How long the keychain may take before the program goes on without it: a locked one asks the person.
pub(crate) const KEYCHAIN: Duration = Duration::from_secs(2);

/// Our name in the keychain.
pub(crate) const KEYCHAIN_SERVICE: &str = "dev.ninefold.desktop";

/// What Tauri was built with: the configuration and the shell's own pages.
pub(crate) fn context() -> tauri::Context {
    tauri::generate_context!()
}

/// Runs it until the person quits. `empty`: without what was open.
pub(crate) fn run(
    data_dir: &Path,
    (store, opened): (Store, Opened),
    channel: std::io::Result<Channel>,
    empty: bool,
) -> ExitCode {
    let vault = open_vault(data_dir.to_path_buf());
    let data_dir = data_dir.to_path_buf();
    let mut parts = Some((store, opened, channel));
    let built = tauri::Builder::default()
        .invoke_handler(commands::handler())
        .setup(move |app| {
            if let Some((store, opened, channel)) = parts.take() {
                let vault = vault.recv()?;
                let data_dir = data_dir.clone();
                let shell = set_up(app.handle(), data_dir, store, opened, vault, empty)?;
                control::listen(&shell, channel);
            }
            Ok(())
        })
        .build(context());
    match built {
        Ok(app) => {
            app.run(|_, event| {
                // Windows come and go by the rules; only `quit` ends the program.
                if let RunEvent::ExitRequested {
                    api, code: None, ..
                } = event
                {
                    api.prevent_exit();
                }
            });
            ExitCode::SUCCESS
        }
        Err(error) => {
            tracing::error!(%error, "The program could not start");
            crate::cli::complain(&format!("ninefold: could not start: {error}"));
            ExitCode::FAILURE
        }
    }
}

/// The keychain is asked while the rest starts.
fn open_vault(data_dir: PathBuf) -> mpsc::Receiver<Vault> {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        let vault = Vault::open(KEYCHAIN_SERVICE, &data_dir, KEYCHAIN);
        if sender.send(vault).is_err() {
            tracing::debug!("The program ended before the keychain answered");
        }
    });
    receiver
}

fn set_up(
    app: &AppHandle,
    data_dir: PathBuf,
    store: Store,
    opened: Opened,
    vault: Vault,
    empty: bool,
) -> Result<Shell, Box<dyn std::error::Error>> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let Opened {
        registry,
        mut runs,
        mut repairs,
        nameless,
        read_only,
    } = opened;
    let kind = start_kind(runs.runs(), empty || platform::keys::shift_is_held());
    match runs.start(clock.now()) {
        Ok(repair) => repairs.extend(repair),
        Err(error) => tracing::warn!(%error, "This run could not be noted"),
    }
    let folders = store.folders();
    let a = app.clone();
    let writer = Arc::new(Writer::spawn(store, move |report| tell_of(&a, &report))?);

    let mut random = || uuid::Uuid::new_v4().as_u128();
    let mut cx = Context {
        now: clock.now(),
        random: &mut random,
    };
    let monitors = Windows::watch_monitors(app);
    let (mut state, first) = State::start(registry, kind, monitors, read_only.is_some(), &mut cx);
    if read_only.is_none() {
        state.nameless = nameless.into_iter().map(|id| (id, None)).collect();
    }
    let host = Stage::new(app.clone(), Arc::clone(&writer));
    let (actor, accounts) = Actor::new(state, Vec::new(), Arc::clone(&clock), host);
    let host = capabilities(&vault);
    let shell = Shell::new(Parts {
        app: app.clone(),
        accounts,
        folders,
        writer,
        vault,
        runs,
        data_dir,
        clock,
        host,
    });
    app.manage(shell.clone());

    match read_only {
        // Nothing was repaired: all that is damaged is as it was.
        Some(why) => notices::say_read_only(&shell, why),
        None => say_repairs(&shell, &repairs),
    }
    if kind == StartKind::Safe {
        shell.notice(Severity::Info, notices::SAFE_START, &[]);
    }
    // Where no page may run, nothing else about pages is worth a word.
    if !read_only.is_some_and(|why| why.is_for_sessions_too()) {
        say_capabilities(&shell);
        crate::account::vault::follow(&shell);
        isolation::check_once_a_version(&shell);
        tauri::async_runtime::spawn(service::start_if_set_up(shell.clone()));
    }
    tauri::async_runtime::spawn(actor.run());
    if !shell.state().awake.is_empty() {
        strips::hold(&shell);
    }
    session::remove_leftovers(&shell);
    for effect in &first {
        stage::carry_out(&shell, effect);
    }
    shell.writer.save(shell.state(), None);
    Windows::follow_monitors(&shell);
    tauri::async_runtime::spawn(publisher::run(shell.clone()));
    platform::system_wide_keys::follow(&shell);
    note_that_it_lives(&shell);
    end_when_asked(&shell);
    Ok(shell)
}

/// When the system asks it to end, it ends as by the person's wish, but asks no page: a session that ends
/// doesn't wait.
fn end_when_asked(shell: &Shell) {
    let s = shell.clone();
    shell.spawn(async move {
        match platform::asked_to_end::asked_to_end().await {
            Ok(()) => s.send(Event::Quit),
            Err(error) => tracing::warn!(%error, "The system's wish to end can't be heard"),
        }
    });
}

/// A run that has lived for a minute is no early crash.
fn note_that_it_lives(shell: &Shell) {
    let s = shell.clone();
    shell.spawn(async move {
        let wait = Duration::try_from(CRASH_SPAN).unwrap_or_default() + Duration::from_secs(1);
        tokio::time::sleep(wait).await;
        let now = s.clock.now();
        let mut runs = s
            .runs
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Err(error) = runs.seen(now) {
            tracing::warn!(%error, "This run could not be noted");
        }
    });
}

fn capabilities(vault: &Vault) -> HostCapabilities {
    HostCapabilities {
        system: platform::SYSTEM.to_owned(),
        system_wide_keys: System::has_system_wide_keys(),
        secrets: crate::account::vault::place(vault).to_owned(),
        sandbox: System::has_sandbox(),
    }
}

fn say_capabilities(shell: &Shell) {
    let host = shell.shown().host.clone();
    if !host.sandbox {
        shell.notice(Severity::Warning, "sandbox-off", &[]);
    }
}

/// Tells of what was repaired: one notice in all, of the worst. The log and the doctor have each.
fn say_repairs(shell: &Shell, found: &[Repair]) {
    for repair in found {
        tracing::warn!(?repair, "The registry was repaired");
    }
    let all = shell.show(|shown| notices::join_repairs(shown, found));
    let Some(repair) = Repair::worst(&all) else {
        return;
    };
    let what = match repair {
        Repair::RegistryRepaired { generation } => ("from", generation.to_string()),
        Repair::RegistryRebuilt { accounts } => ("accounts", accounts.to_string()),
        Repair::SetAside { file } => ("file", file.display().to_string()),
        Repair::AccountRecovered { account }
        | Repair::AccountUnreadable { account }
        | Repair::AccountNameless { account } => ("account", account.to_string()),
    };
    let others = ("others", (all.len() - 1).to_string());
    shell.notice(Severity::Warning, repair.code(), &[what, others]);
}

/// What the disk has to say.
fn tell_of(app: &AppHandle, report: &Report) {
    let Some(shell) = app.try_state::<Shell>() else {
        return;
    };
    match report {
        // Said at the start already, with what to do.
        Report::SaveFailed(StoreError::ReadOnly(_)) => {}
        Report::SaveFailed(error) => {
            tracing::error!(error.code = error.code(), "Changes can't be saved");
            shell.notice(Severity::Error, notices::STORAGE_FAILED, &[]);
        }
        Report::SaveRecovered => {
            shell.show(|shown| notices::take_back(shown, notices::STORAGE_FAILED));
        }
        Report::Repaired(repair) => say_repairs(&shell, std::slice::from_ref(repair)),
    }
}
