//! Downloads: a free name, progress, cancel, open.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use accounts::{Permission, Settings};
use directories::UserDirs;
use domain::AccountId;
use ipc::{DownloadState, DownloadView, ErrorCode, IpcError, Severity};
use tauri::webview::DownloadEvent;

use crate::{
    pages::{asks, limits::Kind},
    platform::{
        file_dialog::{FileDialog, Native as FileDialogs},
        page::asking,
    },
    shell::Shell,
};

/// Bytes of a file name, with room for ` (12).part` in what file systems take (255).
const LONGEST_NAME: usize = 230;
/// Bytes of what counts as an ending.
const LONGEST_ENDING: usize = 20;
/// Downloads of one run that are kept in the list.
const LISTED: usize = 100;

/// Endings of files that run something when opened, on any system: programs, scripts, what sets the system up,
/// links to any of these, and disks that a system mounts without the mark of where they come from. Documents and
/// archives are not among them, though they may hold one.
const DANGEROUS: &str = "\
    action ade adp apk app appimage applescript application appref-ms appx appxbundle bas bash \
    bat chm cmd com command configprofile cpl crx csh deb desktop diagcab dll dmg drv elf exe \
    fish fxp gadget grp hlp hta htt img inf ins internetconnect iso isp jar jnlp job js jse ksh \
    lnk local mad maf mag mam maq mas mau mav maw mda mdb mde mdt mdw mdz mobileconfig mpkg msc \
    msh msh1 msh1xml msh2 msh2xml mshxml msi msix msixbundle msp mst ndif networkconnect ocx \
    osas osax paf pcd pif pkg pl plg prf prg ps1 ps1xml ps2 ps2xml psc1 psc2 psd1 psm1 py pyc \
    pyd pyo pyw rb reg rgs rpm run scf scpt scptd scr sct search-ms searchconnector-ms service \
    settingcontent-ms sh shb shs slp smi sparsebundle sparseimage svd sys terminal theme \
    themepack tool udf url vb vbe vbs vbscript vhd vhdx vmdk vsmacros vsto vsw webloc website ws \
    wsc wsf wsh xbap xll xnk xpi xrm-ms xsh zsh";

#[derive(Default)]
struct Running {
    cancel: BTreeMap<u32, Box<dyn Fn()>>,
    paths: BTreeMap<u32, PathBuf>,
    /// Names given out to downloads that have not written them yet.
    taken: BTreeSet<PathBuf>,
    /// Downloads whose place the person chooses, by where they are written meanwhile.
    asked: BTreeMap<PathBuf, Place>,
    /// Downloads of each account's that wait for one answer, whether the page may save so many.
    held: BTreeMap<AccountId, Vec<u32>>,
}

/// What the person has said so far of a download's place.
#[derive(Clone)]
enum Place {
    /// Nobody knows yet whether it's wanted at all.
    Held {
        suggested: String,
    },
    Asked {
        suggested: String,
    },
    Chosen(PathBuf),
    Refused,
}

thread_local! {
    /// Engines' downloads never leave the main thread.
    static RUNNING: RefCell<Running> = RefCell::default();
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
    if !shell.limits.allow(id, Kind::Download) {
        return false;
    }
    let held = if shell.limits.allow(id, Kind::DownloadUnasked) {
        false
    } else {
        match may_save_many(shell, id) {
            Some(false) => return false,
            known => known.is_none(),
        }
    };
    let settings = &shell.state().registry.settings;
    let folder = folder(settings);
    if let Err(error) = std::fs::create_dir_all(&folder) {
        tracing::error!(%error, "The download folder could not be made");
        let name = folder.display().to_string();
        shell.notice_of(Severity::Error, "download-folder", id, &[("folder", name)]);
        return false;
    }
    let name = destination.file_name().unwrap_or_default();
    let suggested = safe_name(&name.to_string_lossy());
    *destination = RUNNING.with_borrow_mut(|r| {
        let path = if held || settings.ask_where_to_save {
            let waiting = free(&folder, &format!("{suggested}.part"), &r.taken);
            let suggested = suggested.clone();
            let place = if held {
                Place::Held { suggested }
            } else {
                Place::Asked { suggested }
            };
            r.asked.insert(waiting.clone(), place);
            waiting
        } else {
            free(&folder, &suggested, &r.taken)
        };
        r.taken.insert(path.clone());
        path
    });
    true
}

/// What the person has said of many files from an account's page.
fn may_save_many(shell: &Shell, id: AccountId) -> Option<bool> {
    let state = shell.state();
    let home = &state.registry.account(id)?.home;
    asks::remembered(shell, id, home, Permission::ManyFiles)
}

/// Asks whether a page may save so many files, once for all that wait for the answer. Main thread only.
fn hold(shell: &Shell, number: u32) {
    let Some(id) = account_of(shell, number) else {
        return;
    };
    let is_first = RUNNING.with_borrow_mut(|r| {
        let held = r.held.entry(id).or_default();
        held.push(number);
        held.len() == 1
    });
    let state = shell.state();
    if let Some(account) = state.registry.account(id).filter(|_| is_first) {
        let s = shell.clone();
        let then = move |allowed| release(&s, id, allowed);
        asking::permission(shell, id, &account.home, Permission::ManyFiles, then);
    }
}

/// The person has said whether a page may save so many files. Main thread only.
fn release(shell: &Shell, id: AccountId, allowed: bool) {
    let held = RUNNING.with_borrow_mut(|r| r.held.remove(&id));
    for number in held.unwrap_or_default() {
        let waiting = RUNNING.with_borrow(|r| {
            let path = r.paths.get(&number)?;
            match r.asked.get(path)? {
                Place::Held { suggested } => Some((path.clone(), suggested.clone())),
                _ => None,
            }
        });
        let Some((waiting, suggested)) = waiting else {
            continue;
        };
        let settings = &shell.state().registry.settings;
        if !allowed {
            place(shell, number, &waiting, None);
        } else if settings.ask_where_to_save {
            let place = Place::Asked {
                suggested: suggested.clone(),
            };
            RUNNING.with_borrow_mut(|r| r.asked.insert(waiting.clone(), place));
            ask(shell, number, &waiting, &suggested);
        } else {
            let path = RUNNING.with_borrow_mut(|r| {
                let path = free(&folder(settings), &suggested, &r.taken);
                r.taken.insert(path.clone());
                path
            });
            place(shell, number, &waiting, Some(path));
        }
    }
}

/// Asks for the place of a download that is on its way. Main thread only.
fn ask(shell: &Shell, number: u32, waiting: &Path, suggested: &str) {
    let folder = waiting.parent().unwrap_or(waiting).to_path_buf();
    let (s, waiting) = (shell.clone(), waiting.to_path_buf());
    let answered = move |chosen: Option<PathBuf>| {
        s.on_main(move |shell| place(shell, number, &waiting, chosen));
    };
    FileDialogs::save(&folder, suggested, Box::new(answered));
}

/// The person has chosen a download's place, or doesn't want it.
fn place(shell: &Shell, number: u32, waiting: &Path, chosen: Option<PathBuf>) {
    let running = RUNNING.with_borrow(|r| r.cancel.contains_key(&number));
    match chosen {
        None => {
            RUNNING.with_borrow_mut(|r| r.asked.insert(waiting.to_path_buf(), Place::Refused));
            match cancel(shell, number) {
                Ok(()) => {}
                // It was quicker than the person.
                Err(_) => settle(shell, number),
            }
        }
        Some(path) => {
            let name = file_name(&path);
            change(shell, number, |d| d.file_name = name);
            RUNNING.with_borrow_mut(|r| r.asked.insert(waiting.to_path_buf(), Place::Chosen(path)));
            if !running {
                settle(shell, number);
            }
        }
    }
}

/// Puts a download that has ended where the person wants it, once both are known.
fn settle(shell: &Shell, number: u32) {
    let known = RUNNING.with_borrow_mut(|r| {
        let waiting = r.paths.get(&number)?.clone();
        match r.asked.get(&waiting)? {
            Place::Held { .. } | Place::Asked { .. } => None,
            Place::Chosen(_) | Place::Refused => r.asked.remove(&waiting).map(|p| (waiting, p)),
        }
    });
    let Some((waiting, place)) = known else {
        return;
    };
    let done = match place {
        Place::Chosen(path) => {
            let moved = move_file(&waiting, &path);
            RUNNING.with_borrow_mut(|r| r.taken.remove(&path));
            if moved.is_ok() {
                RUNNING.with_borrow_mut(|r| r.paths.insert(number, path));
            }
            moved
        }
        _ => std::fs::remove_file(&waiting),
    };
    match done {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            tracing::error!(%error, "A download could not be put in its place");
            change(shell, number, |d| d.state = DownloadState::Failed);
            failed(shell, number, file_name(&waiting));
        }
        _ => {}
    }
}

/// Another disk takes a copy.
fn move_file(from: &Path, to: &Path) -> std::io::Result<()> {
    match std::fs::rename(from, to) {
        Err(error) if error.kind() == std::io::ErrorKind::CrossesDevices => {
            std::fs::copy(from, to)?;
            std::fs::remove_file(from)
        }
        done => done,
    }
}

fn file_name(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// `name`, or `name (1)` and so on, such that no file and no running download has it.
fn free(folder: &Path, name: &str, taken: &BTreeSet<PathBuf>) -> PathBuf {
    let (base, ending) = match name.rfind('.').filter(|&i| i > 0) {
        Some(i) => name.split_at(i),
        None => (name, ""),
    };
    (0_u32..=u32::MAX)
        .map(|i| match i {
            0 => folder.join(name),
            i => folder.join(format!("{base} ({i}){ending}")),
        })
        .find(|p| !taken.contains(p) && p.symlink_metadata().is_err())
        .unwrap_or_else(|| folder.join(name))
}

/// A server's word as a file name: no folders, not hidden, nothing that the system takes for a device, and
/// nothing that makes it read as another.
fn safe_name(suggested: &str) -> String {
    let last = suggested.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last
        .chars()
        .filter(|c| !is_direction(*c))
        .map(|c| {
            if c.is_control() || "<>:\"|?*".contains(c) {
                '_'
            } else {
                c
            }
        })
        .collect();
    let name = clean
        .trim_start_matches('.')
        .trim_end_matches(['.', ' '])
        .trim();
    if name.is_empty() {
        return "download".to_owned();
    }
    let (base, ending) = match name.rfind('.').filter(|&i| i > 0) {
        Some(i) if name.len() - i <= LONGEST_ENDING => name.split_at(i),
        _ => (name, ""),
    };
    let room = LONGEST_NAME - ending.len();
    format!("{}{ending}", cut(base, room).trim_end())
}

/// Turns the direction of writing: `x<turn>fdp.sh` reads as a PDF.
const fn is_direction(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{061c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The start of a text, in so many bytes at most.
fn cut(text: &str, bytes: usize) -> &str {
    let end = text
        .char_indices()
        .map(|(i, c)| i + c.len_utf8())
        .take_while(|end| *end <= bytes)
        .last();
    text.get(..end.unwrap_or(0)).unwrap_or_default()
}

/// A download has begun. Main thread only.
pub(crate) fn started(shell: &Shell, id: AccountId, cancel: Box<dyn Fn()>) -> u32 {
    let number = shell.show(|shown| {
        let number = shown.next_id();
        shown.downloads.push(DownloadView {
            id: number,
            account: id.to_string(),
            file_name: String::new(),
            received: 0,
            percent: None,
            state: DownloadState::Running,
            dangerous: false,
        });
        let excess = shown.downloads.len().saturating_sub(LISTED);
        shown.downloads.drain(..excess);
        number
    });
    RUNNING.with_borrow_mut(|r| r.cancel.insert(number, cancel));
    number
}

/// Its place is known. Main thread only.
pub(crate) fn named(shell: &Shell, number: u32, path: &Path) {
    let place = RUNNING.with_borrow_mut(|r| {
        r.paths.insert(number, path.to_path_buf());
        r.asked.get(path).cloned()
    });
    let name = match &place {
        Some(Place::Held { suggested } | Place::Asked { suggested }) => suggested.clone(),
        _ => file_name(path),
    };
    change(shell, number, |d| {
        d.dangerous = is_dangerous(&name);
        d.file_name = name;
    });
    match place {
        Some(Place::Held { .. }) => hold(shell, number),
        Some(Place::Asked { suggested }) => ask(shell, number, path, &suggested),
        _ => {}
    }
}

fn is_dangerous(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, e)| e.to_lowercase());
    ending.is_some_and(|e| DANGEROUS.split_whitespace().any(|known| known == e))
}

/// More has come.
pub(crate) fn progressed(shell: &Shell, number: u32, received: u64, percent: u8) {
    change(shell, number, |d| {
        d.received = received;
        d.percent = (percent > 0).then_some(percent);
    });
}

/// It has ended. Main thread only.
pub(crate) fn ended(shell: &Shell, number: u32, end: DownloadState, received: u64) {
    RUNNING.with_borrow_mut(|r| {
        r.cancel.remove(&number);
        if let Some(path) = r.paths.get(&number) {
            r.taken.remove(path);
        }
    });
    let mut name = String::new();
    change(shell, number, |d| {
        if d.state == DownloadState::Running {
            d.state = end;
        }
        d.received = received;
        name.clone_from(&d.file_name);
    });
    settle(shell, number);
    let is_held = RUNNING.with_borrow(|r| r.held.values().flatten().any(|n| *n == number));
    match (end, account_of(shell, number)) {
        (DownloadState::Done, Some(id)) if !is_held => {
            shell.notice_of(Severity::Info, "download-done", id, &[("file", name)]);
        }
        (DownloadState::Failed, _) if !name.is_empty() && !is_cancelled(shell, number) => {
            failed(shell, number, name);
        }
        _ => {}
    }
}

/// Says that a file didn't come.
fn failed(shell: &Shell, number: u32, file: String) {
    if let Some(id) = account_of(shell, number) {
        shell.notice_of(Severity::Warning, "download-failed", id, &[("file", file)]);
    }
}

/// Whose page has begun a download; nobody's where it isn't listed any more.
fn account_of(shell: &Shell, number: u32) -> Option<AccountId> {
    let shown = shell.shown();
    let download = shown.downloads.iter().find(|d| d.id == number)?;
    download.account.parse().ok()
}

fn is_cancelled(shell: &Shell, number: u32) -> bool {
    let shown = shell.shown();
    shown
        .downloads
        .iter()
        .any(|d| d.id == number && d.state == DownloadState::Cancelled)
}

fn change(shell: &Shell, number: u32, f: impl FnOnce(&mut DownloadView)) {
    shell.show(|shown| shown.downloads.iter_mut().find(|d| d.id == number).map(f));
}

fn gone() -> IpcError {
    IpcError::new(ErrorCode::DownloadNotFound, "no such download")
}

/// Ends a download. Main thread only.
pub(crate) fn cancel(shell: &Shell, number: u32) -> Result<(), IpcError> {
    change(shell, number, |d| d.state = DownloadState::Cancelled);
    let cancel = RUNNING
        .with_borrow_mut(|r| r.cancel.remove(&number))
        .ok_or_else(gone)?;
    cancel();
    Ok(())
}

/// Opens a finished download, or its folder. That it may run a program has been said. Main thread only.
pub(crate) fn open(number: u32, folder: bool) -> Result<(), IpcError> {
    let path = RUNNING
        .with_borrow(|r| r.paths.get(&number).cloned())
        .ok_or_else(gone)?;
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

    #[test]
    fn a_servers_name_stays_in_the_folder() {
        for (suggested, name) in [
            ("../../.bad/na me.csv", "na me.csv"),
            ("..\\..\\evil.exe", "evil.exe"),
            (".bashrc", "bashrc"),
            ("", "download"),
            ("...", "download"),
            ("a\u{0}b:c.txt", "a_b_c.txt"),
            ("x\u{202e}fdp.sh", "xfdp.sh"),
        ] {
            assert_eq!(safe_name(suggested), name, "{suggested:?}");
        }
    }

    #[test]
    fn a_long_name_keeps_its_ending_and_fits_the_file_system() {
        let name = safe_name(&format!("{}.pdf", "Звіт ".repeat(80)));
        assert!(name.len() <= LONGEST_NAME && name.starts_with("Звіт"));
        assert_eq!(name.rsplit_once('.').map(|(_, ending)| ending), Some("pdf"));
        assert_eq!(safe_name(&"x".repeat(400)).len(), LONGEST_NAME);
    }

    #[test]
    fn a_name_that_is_taken_gets_a_number_before_its_ending() {
        let folder = Path::new("/nonexistent");
        let taken = BTreeSet::from([folder.join("report.csv"), folder.join("report (1).csv")]);
        assert_eq!(
            free(folder, "report.csv", &taken),
            folder.join("report (2).csv")
        );
    }

    #[test]
    fn files_that_run_something_are_marked() {
        let endings =
            "reg pif vbe jse wsf msc cpl url py iso img scr hta jar lnk ps1 msi js vbs exe";
        for ending in endings.split(' ') {
            assert!(is_dangerous(&format!("report.pdf.{ending}")), "{ending}");
        }
        for name in ["Setup.EXE", "a.tar.sh", "a.settingcontent-ms", "a.AppImage"] {
            assert!(is_dangerous(name), "{name}");
        }
        for name in [
            "report.csv",
            "offer.pdf",
            "photos.zip",
            "a.xlsx",
            "exe",
            "a.exe.txt",
        ] {
            assert!(!is_dangerous(name), "{name}");
        }
    }
}
