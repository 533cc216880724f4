//! Downloads: a free name, progress, cancel, open.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use accounts::Settings;
use directories::UserDirs;
use domain::AccountId;
use ipc::{DownloadState, DownloadView, ErrorCode, IpcError, Severity};
use tauri::webview::DownloadEvent;

use crate::{
    platform::file_dialog::{FileDialog, Native as FileDialogs},
    shell::Shell,
};

/// Endings of files that run something when opened.
const DANGEROUS: &[&str] = &[
    "appimage", "bat", "cmd", "com", "deb", "desktop", "dmg", "exe", "hta", "jar", "js", "lnk",
    "msi", "pkg", "ps1", "rpm", "run", "scr", "sh", "vbs",
];

#[derive(Default)]
struct Running {
    cancel: BTreeMap<u32, Box<dyn Fn()>>,
    paths: BTreeMap<u32, PathBuf>,
    /// Names given out to downloads that have not written them yet.
    taken: BTreeSet<PathBuf>,
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

/// Chooses the place of a download.
pub(crate) fn on_event(shell: &Shell, _id: AccountId, event: DownloadEvent<'_>) -> bool {
    if let DownloadEvent::Requested { destination, .. } = event {
        let folder = folder(&shell.state().registry.settings);
        if let Err(error) = std::fs::create_dir_all(&folder) {
            tracing::error!(%error, "The download folder could not be made");
            return false;
        }
        let suggested = destination
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let settings = &shell.state().registry.settings;
        let mut chosen = None;
        if settings.ask_where_to_save {
            chosen = FileDialogs::save(&folder, &safe_name(&suggested));
            if chosen.is_none() {
                return false;
            }
        }
        *destination = RUNNING.with_borrow_mut(|r| {
            let path = chosen.unwrap_or_else(|| free(&folder, &suggested, &r.taken));
            r.taken.insert(path.clone());
            path
        });
    }
    true
}

/// `name`, or `name (1)` and so on, such that no file and no running download has it.
fn free(folder: &Path, suggested: &str, taken: &BTreeSet<PathBuf>) -> PathBuf {
    let name = safe_name(suggested);
    let (base, ending) = match name.rfind('.').filter(|&i| i > 0) {
        Some(i) => name.split_at(i),
        None => (name.as_str(), ""),
    };
    (0_u32..=u32::MAX)
        .map(|i| match i {
            0 => folder.join(&name),
            i => folder.join(format!("{base} ({i}){ending}")),
        })
        .find(|p| !taken.contains(p) && p.symlink_metadata().is_err())
        .unwrap_or_else(|| folder.join(&name))
}

/// A server's word as a file name: no folders, not hidden, nothing that the system takes for a device.
fn safe_name(suggested: &str) -> String {
    let last = suggested.rsplit(['/', '\\']).next().unwrap_or_default();
    let clean: String = last
        .chars()
        .map(|c| {
            if c.is_control() || "<>:\"|?*".contains(c) {
                '_'
            } else {
                c
            }
        })
        .take(180)
        .collect();
    let name = clean
        .trim_start_matches('.')
        .trim_end_matches(['.', ' '])
        .trim();
    if name.is_empty() {
        "download".to_owned()
    } else {
        name.to_owned()
    }
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
        number
    });
    RUNNING.with_borrow_mut(|r| r.cancel.insert(number, cancel));
    number
}

/// Its place is known. Main thread only.
pub(crate) fn named(shell: &Shell, number: u32, path: &Path) {
    RUNNING.with_borrow_mut(|r| r.paths.insert(number, path.to_path_buf()));
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    change(shell, number, |d| {
        d.dangerous = is_dangerous(&name);
        d.file_name = name;
    });
}

fn is_dangerous(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, e)| e.to_lowercase());
    ending.is_some_and(|e| DANGEROUS.contains(&e.as_str()))
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
    match end {
        DownloadState::Done => shell.notice(Severity::Info, "download-done", &[("file", name)]),
        DownloadState::Failed if !name.is_empty() && !is_cancelled(shell, number) => {
            shell.notice(Severity::Warning, "download-failed", &[("file", name)]);
        }
        _ => {}
    }
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

/// Opens a finished download, or its folder. What may run a program is only shown in its folder.
/// Main thread only.
pub(crate) fn open(shell: &Shell, number: u32, folder: bool) -> Result<(), IpcError> {
    let path = RUNNING
        .with_borrow(|r| r.paths.get(&number).cloned())
        .ok_or_else(gone)?;
    let dangerous = shell
        .shown()
        .downloads
        .iter()
        .any(|d| d.id == number && d.dangerous);
    let target = if folder || dangerous {
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
        ] {
            assert_eq!(safe_name(suggested), name, "{suggested:?}");
        }
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
        assert!(
            is_dangerous("Setup.EXE") && is_dangerous("a.tar.sh") && !is_dangerous("report.csv")
        );
    }
}
