//! What an account keeps beside the engine's own store: its session-only cookies, sealed.

use std::{
    cell::RefCell,
    path::{Path, PathBuf},
    sync::mpsc::{Sender, channel},
};

use accounts::{Event, KeptSessions};
use domain::{AccountId, Sensitive};
use ipc::Severity;
use secrets::{Purpose, SecretsError};
use serde::{Serialize, de::DeserializeOwned};
use tauri::Manager;

use crate::{
    account::vault,
    pages,
    platform::page::{Native, PageEngine, remove_store},
    shell::Shell,
    windows::{labels, notices},
};

const FILE: &str = "session.sealed";
/// One that another key has sealed.
const ASIDE: &str = "session.sealed.other-key";

thread_local! {
    static KEPT: RefCell<KeptSessions> = RefCell::default();
}

/// Whether an account's cookies have changed since its login page was seen. Main thread only.
pub(crate) fn has_changed(id: AccountId) -> bool {
    KEPT.with_borrow(|kept| kept.has_changed(id))
}

/// Notes that its login page is seen. Main thread only.
pub(crate) fn login_seen(id: AccountId) {
    KEPT.with_borrow_mut(|kept| kept.login_seen(id));
}

/// Hears that a file couldn't be written, on the thread of the files.
type Failed = Box<dyn FnOnce() + Send>;

enum Task {
    Write(PathBuf, Vec<u8>, Failed),
    Remove(PathBuf),
    Flush(Sender<()>),
}

/// The thread that writes the sealed files, in order.
pub(crate) struct SessionFiles(Sender<Task>);

impl SessionFiles {
    /// Starts the thread.
    pub(crate) fn start() -> Self {
        let (sender, tasks) = channel();
        std::thread::spawn(move || {
            for task in tasks {
                let done = match task {
                    Task::Write(path, bytes, failed) => {
                        store::atomic_write(&path, &bytes).inspect_err(|_| failed())
                    }
                    Task::Remove(path) => match std::fs::remove_file(path) {
                        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error),
                        _ => Ok(()),
                    },
                    Task::Flush(done) => {
                        // Whoever asked may have given up.
                        let _told = done.send(()).is_ok();
                        Ok(())
                    }
                };
                if let Err(error) = done {
                    tracing::error!(%error, "A session file could not be written");
                }
            }
        });
        Self(sender)
    }

    /// Writes a file, in its turn.
    pub(crate) fn write(
        &self,
        path: PathBuf,
        bytes: Vec<u8>,
        failed: impl FnOnce() + Send + 'static,
    ) {
        self.send(Task::Write(path, bytes, Box::new(failed)));
    }

    /// Removes a file, in its turn.
    pub(crate) fn remove(&self, path: PathBuf) {
        self.send(Task::Remove(path));
    }

    fn send(&self, task: Task) {
        if self.0.send(task).is_err() {
            tracing::error!("The thread for session files is gone");
        }
    }

    /// Waits until everything asked for is done.
    pub(crate) fn flush(&self) {
        let (sender, done) = channel();
        self.send(Task::Flush(sender));
        if done.recv().is_err() {
            tracing::error!("The thread for session files is gone");
        }
    }
}

/// Keeps an account's session cookies. Main thread only.
pub(crate) fn write<T: Serialize>(shell: &Shell, id: AccountId, cookies: &[T]) {
    if !KEPT.with_borrow_mut(|kept| kept.changed(id)) {
        return;
    }
    let path = shell.folders.path(id).join(FILE);
    let folder_is_there = path.parent().is_some_and(Path::exists);
    if !folder_is_there {
        return;
    }
    if cookies.is_empty() {
        return shell.sessions.send(Task::Remove(path));
    }
    let Ok(plain) = serde_json::to_vec(cookies) else {
        return;
    };
    match shell.vault.seal(Purpose::SessionCookies, id, &plain) {
        Ok(sealed) => {
            KEPT.with_borrow_mut(|kept| kept.kept(id));
            let s = shell.clone();
            let failed = move || {
                // Its folder may have been deleted meanwhile.
                if s.state().registry.account(id).is_some() {
                    s.notice_of(Severity::Warning, "session-not-kept", id, &[]);
                }
            };
            shell.sessions.write(path, sealed, failed);
        }
        // Said once at the start: without a key nothing is written.
        Err(error) => tracing::debug!(%error, "Session cookies are not kept"),
    }
}

/// The cookies kept for an account, to be put back; `None` while they wait for the key. There are none where they
/// can't be opened, or were put back in this run before, unless the engine has `lost` them. Main thread only.
pub(crate) fn read<T: DeserializeOwned>(
    shell: &Shell,
    id: AccountId,
    lost: bool,
) -> Option<Vec<T>> {
    // What is being cleared doesn't come back.
    let keep = shell
        .state()
        .registry
        .account(id)
        .is_some_and(|a| a.keep_session && !a.clearing);
    let (file, aside) = files(shell, id);
    let is_there = keep && (file.exists() || aside.exists());
    if !is_there || !KEPT.with_borrow_mut(|kept| kept.puts_back(id, lost)) {
        return Some(Vec::new());
    }
    match unsealed(shell, id, &file) {
        Ok(plain) => Some(cookies(id, &plain)),
        Err(SecretsError::NoKey) => {
            tracing::info!(account = %id, "Session cookies wait for the key");
            if KEPT.with_borrow_mut(|kept| kept.waits_for_key(id)) {
                vault::ask(shell);
            }
            None
        }
        // Another key sealed it, one that may come back: neither of the two files is lost.
        Err(_) => match unsealed(shell, id, &aside) {
            Ok(plain) => {
                exchange(&file, &aside);
                Some(cookies(id, &plain))
            }
            Err(error) => {
                tracing::warn!(%error, account = %id, "Session cookies need another key");
                if file.exists() {
                    rename(&file, &aside);
                    say_other_key(shell, id);
                }
                Some(Vec::new())
            }
        },
    }
}

fn files(shell: &Shell, id: AccountId) -> (PathBuf, PathBuf) {
    let folder = shell.folders.path(id);
    (folder.join(FILE), folder.join(ASIDE))
}

fn unsealed(shell: &Shell, id: AccountId, file: &Path) -> Result<Sensitive<Vec<u8>>, SecretsError> {
    shell
        .vault
        .unseal(Purpose::SessionCookies, id, &std::fs::read(file)?)
}

fn cookies<T: DeserializeOwned>(id: AccountId, plain: &Sensitive<Vec<u8>>) -> Vec<T> {
    // EXPOSE: the engine gets the cookies back.
    serde_json::from_slice(plain.expose()).unwrap_or_else(|error| {
        tracing::error!(%error, account = %id, "Session cookies could not be read");
        Vec::new()
    })
}

/// Puts the one that can be opened now in the other's place, and the other beside it.
fn exchange(file: &Path, aside: &Path) {
    let between = file.with_extension("moving");
    if file.exists() {
        rename(file, &between);
    }
    rename(aside, file);
    if between.exists() {
        rename(&between, aside);
    }
}

fn rename(from: &Path, to: &Path) {
    if let Err(error) = std::fs::rename(from, to) {
        tracing::error!(%error, "A session file could not be moved");
    }
}

fn say_other_key(shell: &Shell, id: AccountId) {
    shell.notice_of(Severity::Warning, notices::OTHER_KEY, id, &[]);
}

/// The key has come: accounts that waited for it get their cookies back, unless somebody has signed in
/// meanwhile; those that had nothing kept are kept from now on. Main thread only.
pub(crate) fn key_is_there(shell: &Shell) {
    let state = shell.state();
    let waited = KEPT.with_borrow_mut(KeptSessions::key_is_there);
    for id in state.awake.iter().copied() {
        match state.pages.get(&id).map(|p| p.state) {
            Some(accounts::PageState::SignedIn) => save_now(shell, id),
            Some(_) if waited.contains(&id) => {
                if let Err(error) = pages::remake(shell, id) {
                    tracing::error!(%error, account = %id, "A page could not be made anew");
                }
            }
            _ => {}
        }
    }
}

fn save_now(shell: &Shell, id: AccountId) {
    KEPT.with_borrow_mut(|kept| kept.engine_knows(id));
    if let Some(page) = shell.app.get_webview(&labels::page(id))
        && let Err(error) = Native::save_session(shell, id, &page, Box::new(|| {}))
    {
        tracing::error!(%error, account = %id, "Session cookies could not be saved");
    }
}

/// Forgets what is kept of an account's session cookies. Main thread only.
pub(crate) fn forget(shell: &Shell, id: AccountId) {
    KEPT.with_borrow_mut(|kept| kept.forget(id));
    let (file, aside) = files(shell, id);
    shell.sessions.send(Task::Remove(file));
    shell.sessions.send(Task::Remove(aside));
}

/// Forgets an account's whole session; the rules are told afterwards. Main thread only.
pub(crate) fn clear(shell: &Shell, id: AccountId) {
    let Some(page) = shell.app.get_webview(&labels::page(id)) else {
        return clear_closed(shell, id);
    };
    let s = shell.clone();
    let finish = move |whole| {
        forget(&s, id);
        s.send(if whole {
            let (account, in_page) = (id, true);
            Event::SessionCleared { account, in_page }
        } else {
            Event::SessionNotCleared(id)
        });
    };
    if let Err(error) = Native::clear(&page, Box::new(finish)) {
        tracing::error!(%error, account = %id, "A session could not be cleared");
        shell.send(Event::SessionNotCleared(id));
    }
}

/// Forgets the session of an account without a page: nothing uses its folder, so that goes as a whole. A page
/// that opens from now on has a new one, whether or not the files of the old one are gone yet.
fn clear_closed(shell: &Shell, id: AccountId) {
    forget(shell, id);
    remove_store(id);
    if let Err(error) = shell.folders.set_web_aside(id) {
        tracing::error!(%error, account = %id, "A session could not be cleared");
        return shell.send(Event::SessionNotCleared(id));
    }
    let (account, in_page) = (id, false);
    shell.send(Event::SessionCleared { account, in_page });
    remove_aside(shell, vec![id]);
}

/// Removes files of sessions that earlier runs have put out of the way and not removed.
pub(crate) fn remove_leftovers(shell: &Shell) {
    if shell.folders.read_only().is_none() {
        let state = shell.state();
        // A session that is still to be cleared takes its own along.
        let kept = state.registry.accounts.iter().filter(|a| !a.clearing);
        remove_aside(shell, kept.map(|a| a.id).collect());
    }
}

/// The files may be many: off the main thread.
fn remove_aside(shell: &Shell, ids: Vec<AccountId>) {
    let s = shell.clone();
    tauri::async_runtime::spawn_blocking(move || {
        for id in ids {
            if !s.folders.remove_web_aside(id) {
                s.send(Event::SessionNotCleared(id));
            }
        }
    });
}

/// When it's looked again whether a removed folder has come back, in seconds after the last look.
const LOOK_AGAIN: [u64; 3] = [1, 4, 15];

/// Removes an account's folder. An engine that has used it in this run may write there until the
/// program ends: it's looked again for a while, and once more at the next start.
pub(crate) fn remove(shell: &Shell, id: AccountId) {
    remove_store(id);
    let s = shell.clone();
    let used = shell.shown().used.contains(&id);
    shell.writer.remove(id, move |whole| {
        if !whole || !used {
            s.send(Event::DataRemoved(id, whole));
        } else {
            s.spawn(look_again(s.clone(), id));
        }
    });
}

async fn look_again(shell: Shell, id: AccountId) {
    for seconds in LOOK_AGAIN {
        tokio::time::sleep(std::time::Duration::from_secs(seconds)).await;
        if shell.folders.path(id).exists() {
            tracing::info!(account = %id, "A removed folder has come back");
            shell.writer.remove(id, |_| {});
        }
    }
}
