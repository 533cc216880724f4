//! Notifications of accounts' pages, shown by the system with the account's name and picture.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use accounts::{Account, Event};
use base64::Engine as _;
use domain::AccountId;

use crate::{
    pages::limits::Kind,
    platform::notice::{Native, Notice, Words},
    shell::Shell,
};

/// Longest title and body that are shown, in characters.
const TEXT: usize = 300;
/// So many clicks are waited for; older notifications can no longer be clicked.
const KEPT: usize = 50;
/// In an account's folder: the system wants a file.
const PICTURE: &str = "picture.png";

/// One that the person may still see.
struct Waiting {
    account: AccountId,
    clicked: Box<dyn Fn()>,
    /// The system's number for it, once it shows.
    system: Option<u32>,
}

thread_local! {
    static WAITING: RefCell<BTreeMap<u64, Waiting>> = RefCell::default();
    static LAST: Cell<u64> = const { Cell::new(0) };
}

/// Shows one, unless the account is muted; gives its number. A click opens the account and runs `clicked`.
/// Main thread only.
pub(crate) fn show(
    shell: &Shell,
    id: AccountId,
    title: &str,
    body: &str,
    clicked: impl Fn() + 'static,
) -> Option<u64> {
    let state = shell.state();
    let account = state.registry.account(id).filter(|a| !a.muted)?;
    if !shell.limits.allow(id, Kind::Notification) {
        return None;
    }
    let number = wait_for(id, clicked);
    let short = |text: &str| text.chars().take(TEXT).collect::<String>();
    let summary = format!("{}: {}", account.label(), short(title));
    let (body, picture) = (short(body), picture_of(account));
    let (s, folder) = (shell.clone(), shell.folders.path(id));
    shell.spawn(async move {
        // The picture is a file, which the main thread doesn't wait for.
        let kept = tauri::async_runtime::spawn_blocking(move || keep(&folder, &picture?));
        let picture = kept.await.ok().flatten();
        let words = Words {
            summary,
            body,
            picture,
        };
        s.on_main(move |shell| Native::show(shell, number, words));
    });
    Some(number)
}

/// Waits for a click on one that is about to show; gives its number.
fn wait_for(account: AccountId, clicked: impl Fn() + 'static) -> u64 {
    let number = LAST.get() + 1;
    LAST.set(number);
    WAITING.with_borrow_mut(|w| {
        let waiting = Waiting {
            account,
            clicked: Box::new(clicked),
            system: None,
        };
        w.insert(number, waiting);
        while w.len() > KEPT {
            w.pop_first();
        }
    });
    number
}

/// One is gone; a click opens its account. Main thread only.
pub(crate) fn ended(shell: &Shell, number: u64, was_clicked: bool) {
    let ended = WAITING.with_borrow_mut(|w| w.remove(&number));
    if let Some(ended) = ended.filter(|_| was_clicked) {
        shell.send(Event::Open(ended.account));
        (ended.clicked)();
    }
}

/// One that the system has this number for is gone. Main thread only.
#[allow(dead_code, reason = "not every system numbers them")]
pub(crate) fn ended_by_system(shell: &Shell, system: u32, was_clicked: bool) {
    if let Some(number) = numbered(system) {
        ended(shell, number, was_clicked);
    }
}

fn numbered(system: u32) -> Option<u64> {
    WAITING.with_borrow(|w| {
        let mut waiting = w.iter();
        let found = waiting.find(|(_, one)| one.system == Some(system));
        found.map(|(number, _)| *number)
    })
}

/// Whatever showed has gone with the service that showed it, and the next one numbers anew. Main thread only.
#[allow(dead_code, reason = "not every system numbers them")]
pub(crate) fn service_is_gone() {
    WAITING.with_borrow_mut(|w| w.retain(|_, one| one.system.is_none()));
}

/// The page takes one back. Main thread only.
#[allow(dead_code, reason = "not every engine tells of it")]
pub(crate) fn take_back(number: u64) {
    let taken = WAITING.with_borrow_mut(|w| w.remove(&number));
    if let Some(system) = taken.and_then(|t| t.system) {
        Native::close(system);
    }
}

/// Takes all of an account's back: it's gone. Main thread only.
pub(crate) fn take_all_back(account: AccountId) {
    let own: Vec<_> = WAITING.with_borrow(|w| {
        let own = w.iter().filter(|(_, one)| one.account == account);
        own.map(|(number, _)| *number).collect()
    });
    own.into_iter().for_each(take_back);
}

/// One shows now; the page may have taken it back meanwhile. Main thread only.
#[allow(dead_code, reason = "not every system numbers them")]
pub(crate) fn shown(number: u64, system: u32) {
    let wanted = WAITING.with_borrow_mut(|w| {
        let waiting = w.get_mut(&number)?;
        waiting.system = Some(system);
        Some(())
    });
    if wanted.is_none() {
        Native::close(system);
    }
}

fn picture_of(account: &Account) -> Option<Vec<u8>> {
    let coded = account.shown_picture()?;
    base64::prelude::BASE64_STANDARD.decode(coded).ok()
}

/// The account's picture as a file; an account that is gone gets none.
fn keep(folder: &Path, png: &[u8]) -> Option<PathBuf> {
    let file = folder.join(PICTURE);
    if !folder.is_dir() {
        return None;
    }
    let is_there = std::fs::read(&file).is_ok_and(|bytes| bytes == png);
    if !is_there && let Err(error) = store::atomic_write(&file, png) {
        tracing::warn!(%error, "A picture could not be kept");
        return None;
    }
    Some(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_another_service_showed_has_no_number_any_more() {
        let account = AccountId::new();
        let (old, new) = (wait_for(account, || {}), wait_for(account, || {}));
        shown(old, 1);
        assert_eq!(numbered(1), Some(old));
        service_is_gone();
        assert_eq!(numbered(1), None);
        // The next service counts from the start.
        shown(new, 1);
        assert_eq!(numbered(1), Some(new));
    }

    #[test]
    fn only_so_many_are_waited_for() {
        let first = wait_for(AccountId::new(), || {});
        shown(first, 7);
        for _ in 0..KEPT {
            wait_for(AccountId::new(), || {});
        }
        assert_eq!(numbered(7), None);
    }
}
