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
    let number = LAST.get() + 1;
    LAST.set(number);
    WAITING.with_borrow_mut(|w| {
        let clicked = Box::new(clicked);
        let system = None;
        w.insert(number, Waiting { clicked, system });
        while w.len() > KEPT {
            w.pop_first();
        }
    });
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
        let (one, other) = (s.clone(), s.clone());
        let shown = move |system| one.on_main(move |_| note(number, system));
        let ended = move |was_clicked| {
            other.on_main(move |shell| end(shell, id, number, was_clicked));
        };
        s.on_main(move |_| Native::show(words, shown, ended));
    });
    Some(number)
}

/// One is gone; a click opens its account.
fn end(shell: &Shell, id: AccountId, number: u64, was_clicked: bool) {
    let ended = WAITING.with_borrow_mut(|w| w.remove(&number));
    if let Some(ended) = ended.filter(|_| was_clicked) {
        shell.send(Event::Open(id));
        (ended.clicked)();
    }
}

/// The page takes one back. Main thread only.
#[allow(dead_code, reason = "not every engine tells of it")]
pub(crate) fn take_back(number: u64) {
    let taken = WAITING.with_borrow_mut(|w| w.remove(&number));
    if let Some(system) = taken.and_then(|t| t.system) {
        Native::close(system);
    }
}

/// One shows now; the page may have taken it back meanwhile.
fn note(number: u64, system: u32) {
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
