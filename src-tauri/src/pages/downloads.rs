//! Downloads: a free name, progress, cancel, open. What a page saves beyond what a person would ask for is held
//! until they have said whether it may.

mod moving;
mod names;

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet, VecDeque},
    path::{Path, PathBuf},
};

use accounts::{Permission, Settings};
use directories::UserDirs;
use domain::AccountId;
use ipc::{DownloadState, DownloadView, ErrorCode, IpcError, Severity};
use tauri::{Manager, Url, webview::DownloadEvent};

use self::names::{is_dangerous, safe_name};
use crate::{
    pages::{asks, limits::Kind},
    platform::{
        file_dialog::{FileDialog, Native as FileDialogs},
        page::asking,
    },
    shell::Shell,
    windows::labels,
};

/// Downloads of each account's in this run that stay in the list once they have ended.
const LISTED: usize = 50;
/// Names given out that no download has begun with: an engine may give one up without a word.
const GIVEN: usize = 200;
/// So many downloads of an account's are held at most while the person is asked, …
const HELD: usize = 50;
/// … and so many bytes of them.
const HELD_BYTES: u64 = 1_000_000_000;

/// One that hasn't come to its end.
struct Transfer {
    account: AccountId,
    /// Ends it; none once that was done.
    cancel: Option<Box<dyn Fn()>>,
    /// The engine is through with it.
    has_come: bool,
    /// Where the engine writes it, once that's known.
    path: Option<PathBuf>,
    place: Place,
    received: u64,
}

/// Where a download goes in the end.
#[derive(Clone)]
enum Place {
    /// Where the engine writes it.
    Here,
    /// Nobody knows yet whether it's wanted at all: a page of this origin saves many.
    Held { name: String, origin: String },
    /// The person chooses.
    Asked { name: String },
    /// Into the download folder, under the first free name.
    Free { name: String },
    /// What the person has chosen.
    Chosen(PathBuf),
    /// Nobody wants it.
    Nowhere,
}

impl Place {
    /// The name to be shown while the file waits under another.
    fn name(&self) -> Option<&str> {
        match self {
            Self::Held { name, .. } | Self::Asked { name } | Self::Free { name } => Some(name),
            Self::Here | Self::Chosen(_) | Self::Nowhere => None,
        }
    }

    fn is_held_for(&self, of: &str) -> bool {
        matches!(self, Self::Held { origin, .. } if origin == of)
    }

    const fn is_held(&self) -> bool {
        matches!(self, Self::Held { .. })
    }

    /// Whether the person has yet to say something.
    const fn waits(&self) -> bool {
        matches!(self, Self::Held { .. } | Self::Asked { .. })
    }
}

/// A page of an account's: its origin.
type Page = (AccountId, String);

#[derive(Default)]
struct Desk {
    running: BTreeMap<u32, Transfer>,
    /// Places given out to downloads that have yet to begin.
    given: VecDeque<(AccountId, PathBuf, Place)>,
    /// Where those are that have come.
    done: BTreeMap<u32, PathBuf>,
    /// Pages that the person is asked about now.
    asking: BTreeSet<Page>,
    /// What they have said of a page, until it shows another document.
    said: BTreeMap<Page, bool>,
    /// Files of an account's that were given up while the person was asked.
    given_up: BTreeMap<AccountId, usize>,
    /// Downloads whose place the person is still to choose, one after another.
    dialogs: VecDeque<u32>,
    has_dialog: bool,
}

impl Desk {
    fn is_taken(&self, path: &Path) -> bool {
        let given = self.given.iter().map(|(_, given, _)| given);
        let running = self.running.values().filter_map(|t| t.path.as_ref());
        given.chain(running).any(|taken| taken == path)
    }

    /// The first path that no file and no running download has.
    fn free(&self, folder: &Path, name: &str) -> PathBuf {
        let is_free = |p: &PathBuf| !self.is_taken(p) && p.symlink_metadata().is_err();
        let found = names::candidates(folder, name).find(is_free);
        found.unwrap_or_else(|| folder.join(name))
    }

    fn give(&mut self, account: AccountId, path: PathBuf, place: Place) {
        self.given.push_back((account, path, place));
        let excess = self.given.len().saturating_sub(GIVEN);
        self.given.drain(..excess);
    }

    /// The place that was given out with a path.
    fn take(&mut self, path: &Path) -> Place {
        let at = self.given.iter().position(|(_, given, _)| given == path);
        let given = at.and_then(|at| self.given.remove(at));
        given.map_or(Place::Here, |(_, _, place)| place)
    }

    fn held_of(&self, account: AccountId) -> usize {
        let given = self.given.iter().filter(|(a, _, _)| *a == account);
        let running = self.running.values().filter(|t| t.account == account);
        let places = given.map(|(_, _, p)| p).chain(running.map(|t| &t.place));
        places.filter(|p| p.is_held()).count()
    }

    fn bytes_held_of(&self, account: AccountId) -> u64 {
        let own = self.running.values().filter(|t| t.account == account);
        let held = own.filter(|t| t.place.is_held());
        held.map(|t| t.received).fold(0, u64::saturating_add)
    }

    fn give_up(&mut self, account: AccountId) {
        *self.given_up.entry(account).or_default() += 1;
    }

    fn set_place(&mut self, number: u32, place: Place) {
        if let Some(transfer) = self.running.get_mut(&number) {
            transfer.place = place;
        }
    }
}

thread_local! {
    /// Engines' downloads never leave the main thread.
    static DESK: RefCell<Desk> = RefCell::default();
}

/// Where downloads go: the person's choice, else the system's folder, else home.
pub(crate) fn folder(settings: &Settings) -> PathBuf {
    let chosen = settings
        .download_folder
        .as_ref()
        .map(PathBuf::from)
        .filter(|p| p.is_absolute());
    chosen.unwrap_or_else(|| {
        let user = UserDirs::new();
        let system = user
            .as_ref()
            .and_then(|u| u.download_dir().map(Path::to_path_buf));
        system
            .or_else(|| user.map(|u| u.home_dir().join("Downloads")))
            .unwrap_or_else(std::env::temp_dir)
    })
}

/// Whether files can be made in a folder, which is made if need be.
pub(crate) fn can_take(folder: &Path) -> bool {
    let test = folder.join(format!(".ninefold-{}", std::process::id()));
    folder.is_absolute()
        && std::fs::create_dir_all(folder).is_ok()
        && store::atomic_write(&test, b"").is_ok()
        && std::fs::remove_file(&test).is_ok()
}

/// Chooses the place of a download. The engine waits for the answer with its doors shut: nothing here may
/// ask anybody.
pub(crate) fn on_event(shell: &Shell, id: AccountId, event: DownloadEvent<'_>) -> bool {
    let DownloadEvent::Requested { destination, .. } = event else {
        return true;
    };
    let Some(page) = page_of(shell, id) else {
        return false;
    };
    let is_held = !shell.limits.allow(id, Kind::DownloadUnasked) && {
        match may_save_many(shell, id, &page) {
            Some(false) => return false,
            known => known.is_none(),
        }
    };
    if is_held && DESK.with_borrow(|desk| desk.held_of(id)) >= HELD {
        // The person hears of it with their answer.
        DESK.with_borrow_mut(|desk| desk.give_up(id));
        return false;
    }
    let settings = &shell.state().registry.settings;
    let folder = folder(settings);
    if let Err(error) = std::fs::create_dir_all(&folder) {
        tracing::error!(%error, "The download folder could not be made");
        let name = folder.display().to_string();
        shell.notice_of(Severity::Error, "download-folder", id, &[("folder", name)]);
        return false;
    }
    let name = destination.file_name().unwrap_or_default();
    let name = safe_name(&name.to_string_lossy());
    let place = if is_held {
        let origin = asks::origin(&page);
        Place::Held { name, origin }
    } else if settings.ask_where_to_save {
        Place::Asked { name }
    } else {
        *destination = DESK.with_borrow_mut(|desk| {
            let path = desk.free(&folder, &name);
            desk.give(id, path.clone(), Place::Here);
            path
        });
        return true;
    };
    let waiting = format!("{}.part", place.name().unwrap_or_default());
    *destination = DESK.with_borrow_mut(|desk| {
        let path = desk.free(&folder, &waiting);
        desk.give(id, path.clone(), place);
        path
    });
    true
}

/// What an account's page shows, which is whom the person is asked about.
fn page_of(shell: &Shell, id: AccountId) -> Option<Url> {
    let state = shell.state();
    let shown = state.pages.get(&id).and_then(|p| p.url.clone());
    shown.or_else(|| Some(state.registry.account(id)?.home.clone()))
}

/// What the person has said of many files from a page.
fn may_save_many(shell: &Shell, id: AccountId, page: &Url) -> Option<bool> {
    let kept = asks::remembered(shell, id, page, Permission::ManyFiles);
    kept.or_else(|| {
        let page = (id, asks::origin(page));
        DESK.with_borrow(|desk| desk.said.get(&page).copied())
    })
}

/// The page shows another document: what the person has said of the one before isn't good for it. Main thread
/// only.
pub(crate) fn document_is_gone(id: AccountId) {
    DESK.with_borrow_mut(|desk| desk.said.retain(|(account, _), _| *account != id));
}

/// A download has begun. It's listed once it has a place. Main thread only.
pub(crate) fn started(shell: &Shell, id: AccountId, cancel: Box<dyn Fn()>) -> u32 {
    let number = shell.shown().next_id();
    let transfer = Transfer {
        account: id,
        cancel: Some(cancel),
        has_come: false,
        path: None,
        place: Place::Here,
        received: 0,
    };
    DESK.with_borrow_mut(|desk| desk.running.insert(number, transfer));
    number
}

/// Its place is known. Main thread only.
pub(crate) fn named(shell: &Shell, number: u32, path: &Path) {
    let begun = DESK.with_borrow_mut(|desk| {
        let place = desk.take(path);
        let transfer = desk.running.get_mut(&number)?;
        transfer.path = Some(path.to_path_buf());
        transfer.place = place.clone();
        Some((transfer.account, place))
    });
    let Some((account, place)) = begun else {
        return;
    };
    let name = place.name().map_or_else(|| file_name(path), str::to_owned);
    list(shell, (number, account), name, place.waits());
    match place {
        Place::Held { origin, .. } => hold(shell, number, (account, origin)),
        Place::Asked { .. } => ask_for_place(shell, number),
        _ => {}
    }
}

/// Lists a download, in the place of the oldest one of the account's that has ended.
fn list(shell: &Shell, (id, account): (u32, AccountId), file_name: String, waiting: bool) {
    let account = account.to_string();
    let dropped = shell.show(|shown| {
        shown.downloads.push(DownloadView {
            id,
            account: account.clone(),
            dangerous: is_dangerous(&file_name),
            file_name,
            received: 0,
            percent: None,
            state: DownloadState::Running,
            waiting,
        });
        let has_ended =
            |d: &DownloadView| d.account == account && d.state != DownloadState::Running;
        let ended = shown.downloads.iter().filter(|d| has_ended(d)).count();
        let oldest = (ended > LISTED).then(|| shown.downloads.iter().position(has_ended));
        oldest.flatten().map(|at| shown.downloads.remove(at).id)
    });
    if let Some(dropped) = dropped {
        DESK.with_borrow_mut(|desk| desk.done.remove(&dropped));
    }
}

/// Asks whether a page may save so many files, once for all that wait for the answer. Main thread only.
fn hold(shell: &Shell, number: u32, page: Page) {
    let (account, origin) = page.clone();
    let Ok(from) = Url::parse(&origin) else {
        return give_up(shell, number);
    };
    // It may have been answered while the engine was at it.
    if let Some(allowed) = may_save_many(shell, account, &from) {
        return release(shell, &page, allowed);
    }
    if DESK.with_borrow_mut(|desk| desk.asking.insert(page.clone())) {
        let s = shell.clone();
        let then = move |allowed| {
            DESK.with_borrow_mut(|desk| {
                desk.asking.remove(&page);
                desk.said.insert(page.clone(), allowed);
            });
            release(&s, &page, allowed);
        };
        asking::permission(shell, account, &from, Permission::ManyFiles, then);
    }
}

/// The person has said whether a page may save so many files, or the question is gone. What isn't saved is said.
fn release(shell: &Shell, page: &Page, allowed: bool) {
    let (account, origin) = page;
    let (held, mut lost) = DESK.with_borrow_mut(|desk| {
        let of_page = desk.running.iter();
        let of_page = of_page.filter(|(_, t)| t.account == *account && t.place.is_held_for(origin));
        let held: Vec<_> = of_page.map(|(number, _)| *number).collect();
        (held, desk.given_up.remove(account).unwrap_or_default())
    });
    let asks_where = shell.state().registry.settings.ask_where_to_save;
    for number in held {
        if !allowed {
            lost += 1;
            discard(shell, number);
            continue;
        }
        DESK.with_borrow_mut(|desk| {
            let Some(transfer) = desk.running.get_mut(&number) else {
                return;
            };
            let name = transfer.place.name().unwrap_or_default().to_owned();
            transfer.place = if asks_where {
                Place::Asked { name }
            } else {
                Place::Free { name }
            };
        });
        if asks_where {
            ask_for_place(shell, number);
        } else {
            settle(shell, number);
        }
    }
    if lost > 0 {
        let files = [("files", lost.to_string())];
        shell.notice_of(Severity::Warning, "downloads-not-saved", *account, &files);
    }
}

/// Ends one that is held, of which the person hears with their answer.
fn give_up(shell: &Shell, number: u32) {
    DESK.with_borrow_mut(|desk| {
        if let Some(account) = desk.running.get(&number).map(|t| t.account) {
            desk.give_up(account);
        }
    });
    discard(shell, number);
}

/// Has the person choose the place of a download that is on its way, after those before it. Main thread only.
fn ask_for_place(shell: &Shell, number: u32) {
    DESK.with_borrow_mut(|desk| desk.dialogs.push_back(number));
    next_dialog(shell);
}

fn next_dialog(shell: &Shell) {
    let next = DESK.with_borrow_mut(|desk| {
        if desk.has_dialog {
            return None;
        }
        loop {
            let number = desk.dialogs.pop_front()?;
            // It may have been cut off or cancelled meanwhile.
            let Some(waiting) = desk.running.get(&number) else {
                continue;
            };
            if let Place::Asked { name } = &waiting.place {
                let asked = (number, waiting.account, name.clone());
                desk.has_dialog = true;
                return Some(asked);
            }
        }
    });
    let Some((number, account, name)) = next else {
        return;
    };
    let state = shell.state();
    let folder = folder(&state.registry.settings);
    let window = state
        .registry
        .window_of(account)
        .map(|w| labels::window(w.id));
    drop(state);
    let window = window.and_then(|label| shell.app.get_window(&label));
    let s = shell.clone();
    let answered = move |chosen: Option<PathBuf>| {
        s.on_main(move |shell| {
            place(shell, number, chosen);
            DESK.with_borrow_mut(|desk| desk.has_dialog = false);
            next_dialog(shell);
        });
    };
    FileDialogs::save(window.as_ref(), &folder, &name, Box::new(answered));
}

/// The person has chosen a download's place, or doesn't want it.
fn place(shell: &Shell, number: u32, chosen: Option<PathBuf>) {
    // It may have failed, or been cancelled, while the dialog was open.
    let is_asked = |t: &Transfer| matches!(t.place, Place::Asked { .. });
    if !DESK.with_borrow(|desk| desk.running.get(&number).is_some_and(is_asked)) {
        return;
    }
    let Some(path) = chosen else {
        return discard(shell, number);
    };
    rename(shell, number, file_name(&path));
    DESK.with_borrow_mut(|desk| desk.set_place(number, Place::Chosen(path)));
    settle(shell, number);
}

/// More has come.
pub(crate) fn progressed(shell: &Shell, number: u32, received: u64, percent: u8) {
    change(shell, number, |d| {
        d.received = received;
        d.percent = (percent > 0).then_some(percent);
    });
    let is_too_much = DESK.with_borrow_mut(|desk| {
        let Some(transfer) = desk.running.get_mut(&number) else {
            return false;
        };
        transfer.received = received;
        let (account, is_held) = (transfer.account, transfer.place.is_held());
        is_held && desk.bytes_held_of(account) > HELD_BYTES
    });
    if is_too_much {
        give_up(shell, number);
    }
}

/// The engine is through with it. Main thread only.
pub(crate) fn ended(shell: &Shell, number: u32, end: DownloadState, received: u64) {
    change(shell, number, |d| d.received = received);
    if end == DownloadState::Done {
        DESK.with_borrow_mut(|desk| {
            if let Some(transfer) = desk.running.get_mut(&number) {
                transfer.has_come = true;
                transfer.received = received;
            }
        });
        return settle(shell, number);
    }
    let transfer = DESK.with_borrow_mut(|desk| desk.running.remove(&number));
    // One that was refused has no place and isn't listed.
    let Some((transfer, path)) = transfer.and_then(|t| t.path.clone().map(|path| (t, path))) else {
        return;
    };
    clean_up(&transfer.place, &path);
    let is_cut_off = shell.show(|shown| {
        let listed = shown.downloads.iter_mut().find(|d| d.id == number);
        let running = listed.filter(|d| d.state == DownloadState::Running)?;
        running.state = end;
        Some(running.file_name.clone())
    });
    if let Some(name) = is_cut_off {
        say_failed(shell, transfer.account, name, end);
    }
}

/// Puts a download that has come where the person wants it, once that's known too.
fn settle(shell: &Shell, number: u32) {
    let waits = DESK.with_borrow(|desk| desk.running.get(&number).is_some_and(|t| t.place.waits()));
    change(shell, number, |d| d.waiting = waits);
    let known = DESK.with_borrow_mut(|desk| {
        let transfer = desk.running.get(&number)?;
        if transfer.place.waits() || !transfer.has_come {
            return None;
        }
        desk.running.remove(&number)
    });
    let Some((transfer, waiting)) = known.and_then(|t| t.path.clone().map(|path| (t, path))) else {
        return;
    };
    let placed = match transfer.place {
        Place::Here => Ok(waiting.clone()),
        Place::Free { name } => {
            let folder = waiting.parent().unwrap_or(&waiting);
            moving::into_folder(&waiting, folder, &name, |to| {
                DESK.with_borrow(|desk| desk.is_taken(to))
            })
        }
        Place::Chosen(path) => moving::replacing(&waiting, &path).map(|()| path),
        Place::Held { .. } | Place::Asked { .. } | Place::Nowhere => {
            return clean_up(&Place::Nowhere, &waiting);
        }
    };
    match placed {
        Ok(path) => {
            let name = file_name(&path);
            rename(shell, number, name.clone());
            change(shell, number, |d| d.state = DownloadState::Done);
            DESK.with_borrow_mut(|desk| desk.done.insert(number, path));
            let file = [("file", name)];
            shell.notice_of(Severity::Info, "download-done", transfer.account, &file);
        }
        Err(error) => {
            tracing::error!(%error, "A download could not be put in its place");
            let end = DownloadState::Unwritten;
            change(shell, number, |d| d.state = end);
            say_failed(shell, transfer.account, file_name(&waiting), end);
        }
    }
}

/// Says that a file didn't come, or has no place.
fn say_failed(shell: &Shell, account: AccountId, file: String, end: DownloadState) {
    let file = [("file", file)];
    if end == DownloadState::Unwritten {
        shell.notice_of(Severity::Warning, "download-unwritten", account, &file);
    } else {
        shell.notice_of(Severity::Warning, "download-failed", account, &file);
    }
}

/// Removes what waits under another name than its own.
fn clean_up(place: &Place, path: &Path) {
    if !matches!(place, Place::Here)
        && let Err(error) = moving::remove(path)
    {
        tracing::error!(%error, "A download that nobody wants could not be removed");
    }
}

/// Nobody wants it: nothing of it stays. Main thread only.
fn discard(shell: &Shell, number: u32) {
    change(shell, number, |d| d.state = DownloadState::Cancelled);
    let cancel = DESK.with_borrow_mut(|desk| {
        let transfer = desk.running.get_mut(&number)?;
        if !matches!(transfer.place, Place::Here) {
            transfer.place = Place::Nowhere;
        }
        transfer.cancel.take().filter(|_| !transfer.has_come)
    });
    if let Some(cancel) = cancel {
        cancel();
    }
    settle(shell, number);
}

/// Ends a download. Main thread only.
pub(crate) fn cancel(shell: &Shell, number: u32) -> Result<(), IpcError> {
    if !DESK.with_borrow(|desk| desk.running.contains_key(&number)) {
        return Err(gone());
    }
    discard(shell, number);
    Ok(())
}

/// An account is removed: what hasn't come for it isn't wanted any more. Main thread only.
pub(crate) fn end_of(shell: &Shell, account: AccountId) {
    let own = DESK.with_borrow(|desk| {
        let own = desk.running.iter().filter(|(_, t)| t.account == account);
        own.map(|(number, _)| *number).collect::<Vec<_>>()
    });
    for number in own {
        discard(shell, number);
    }
}

/// How many files haven't come, or have no place yet: the end of the program is theirs. Those that a page saves
/// unasked are wanted by nobody so far. Main thread only.
pub(crate) fn under_way() -> u32 {
    let wanted = |t: &&Transfer| {
        let is_kept = !matches!(t.place, Place::Held { .. } | Place::Nowhere);
        is_kept && t.path.is_some()
    };
    let files = DESK.with_borrow(|desk| desk.running.values().filter(wanted).count());
    u32::try_from(files).unwrap_or(u32::MAX)
}

/// The program ends: what hasn't come, or has no place yet, leaves nothing behind. Main thread only.
pub(crate) fn end_all() {
    let left = DESK.with_borrow_mut(|desk| std::mem::take(&mut desk.running));
    for transfer in left.into_values() {
        if let Some(cancel) = transfer.cancel.filter(|_| !transfer.has_come) {
            cancel();
        }
        if let Some(path) = &transfer.path {
            clean_up(&transfer.place, path);
        }
    }
}

fn rename(shell: &Shell, number: u32, name: String) {
    change(shell, number, |d| {
        d.dangerous = is_dangerous(&name);
        d.file_name = name;
    });
}

fn change(shell: &Shell, number: u32, f: impl FnOnce(&mut DownloadView)) {
    shell.show(|shown| shown.downloads.iter_mut().find(|d| d.id == number).map(f));
}

fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

fn gone() -> IpcError {
    IpcError::new(ErrorCode::DownloadNotFound, "no such download")
}

/// Opens a finished download, or its folder. That it may run a program has been said. Main thread only.
pub(crate) fn open(number: u32, folder: bool) -> Result<(), IpcError> {
    let path = DESK.with_borrow(|desk| desk.done.get(&number).cloned());
    let path = path.ok_or_else(gone)?;
    let target = if folder {
        path.parent().unwrap_or(&path)
    } else {
        &path
    };
    open::that_detached(target).map_err(|e| IpcError::new(ErrorCode::FileFailed, e.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(name: &str) -> Place {
        Place::Held {
            name: name.to_owned(),
            origin: "https://crm.example.com".to_owned(),
        }
    }

    fn transfer(account: AccountId, place: Place, received: u64) -> Transfer {
        Transfer {
            account,
            cancel: None,
            has_come: true,
            path: Some(PathBuf::from("/nonexistent/a.csv.part")),
            place,
            received,
        }
    }

    #[test]
    fn a_name_that_was_given_out_is_taken_until_its_download_is_over() {
        let (mut desk, account, folder) =
            (Desk::default(), AccountId::new(), Path::new("/nonexistent"));
        let (first, second) = (folder.join("a.csv"), folder.join("a (1).csv"));
        assert_eq!(desk.free(folder, "a.csv"), first);
        desk.give(account, first.clone(), Place::Here);
        assert_eq!(desk.free(folder, "a.csv"), second);
        assert!(matches!(desk.take(&first), Place::Here));
        assert_eq!(desk.free(folder, "a.csv"), first);
        let running = Transfer {
            path: Some(first.clone()),
            ..transfer(account, Place::Here, 0)
        };
        desk.running.insert(1, running);
        assert_eq!(desk.free(folder, "a.csv"), second);
        desk.running.remove(&1);
        assert_eq!(desk.free(folder, "a.csv"), first);
    }

    #[test]
    fn names_that_no_download_begins_with_are_given_back_in_time() {
        let (mut desk, account) = (Desk::default(), AccountId::new());
        for n in 0..1000 {
            desk.give(
                account,
                PathBuf::from(format!("/nonexistent/{n}")),
                Place::Here,
            );
        }
        assert_eq!(desk.given.len(), GIVEN);
    }

    #[test]
    fn what_is_held_is_counted_for_each_account_before_and_after_it_begins() {
        let (mut desk, noisy, quiet) = (Desk::default(), AccountId::new(), AccountId::new());
        desk.give(
            noisy,
            PathBuf::from("/nonexistent/b.csv.part"),
            held("b.csv"),
        );
        desk.running.insert(1, transfer(noisy, held("a.csv"), 600));
        desk.running.insert(2, transfer(noisy, Place::Here, 5_000));
        desk.running.insert(3, transfer(quiet, held("c.csv"), 70));
        assert_eq!((desk.held_of(noisy), desk.held_of(quiet)), (2, 1));
        assert_eq!(
            (desk.bytes_held_of(noisy), desk.bytes_held_of(quiet)),
            (600, 70)
        );
    }
}
