//! What an account takes, in KiB.

use std::path::Path;

/// Disk room of a folder.
pub(crate) fn on_disk(folder: &Path) -> u64 {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return 0;
    };
    let sizes = entries.flatten().map(|entry| match entry.metadata() {
        Ok(meta) if meta.is_dir() => on_disk(&entry.path()) * 1024,
        Ok(meta) => meta.len(),
        Err(_) => 0,
    });
    sizes.sum::<u64>().div_ceil(1024)
}

/// Memory of the processes that serve the account (proportional set size): those that have its folder open, as
/// what speaks to its server does, and those in whose sandbox some of it is, as its pages are. `None` where the
/// system doesn't tell.
#[cfg(target_os = "linux")]
pub(crate) fn of_account(folder: &Path) -> Option<u64> {
    let folder = folder.canonicalize().ok()?;
    let processes = std::fs::read_dir("/proc").ok()?.flatten().map(|e| e.path());
    let own = processes.filter(|p| uses(p, &folder));
    Some(own.filter_map(|p| pss(&p)).sum())
}

#[cfg(target_os = "linux")]
fn uses(process: &Path, folder: &Path) -> bool {
    let mounts = std::fs::read_to_string(process.join("mountinfo"));
    if mounts.is_ok_and(|mounts| has_mounted(&mounts, folder)) {
        return true;
    }
    let Ok(open) = std::fs::read_dir(process.join("fd")) else {
        return false;
    };
    open.flatten()
        .any(|fd| std::fs::read_link(fd.path()).is_ok_and(|file| file.starts_with(folder)))
}

/// Whether a folder, or some of it, is among the mounts of a process (`proc_pid_mountinfo(5)`).
#[cfg(target_os = "linux")]
fn has_mounted(mounts: &str, folder: &Path) -> bool {
    let mut places = mounts.lines().filter_map(|line| line.split(' ').nth(4));
    places.any(|place| Path::new(&unescaped(place)).starts_with(folder))
}

/// White space and backslashes are written as three octal digits.
#[cfg(target_os = "linux")]
fn unescaped(place: &str) -> String {
    [
        (r"\040", " "),
        (r"\011", "\t"),
        (r"\012", "\n"),
        (r"\134", r"\"),
    ]
    .into_iter()
    .fold(place.to_owned(), |text, (code, plain)| {
        text.replace(code, plain)
    })
}

#[cfg(target_os = "linux")]
fn pss(process: &Path) -> Option<u64> {
    let text = std::fs::read_to_string(process.join("smaps_rollup")).ok()?;
    let line = text.lines().find(|l| l.starts_with("Pss:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

/// Memory of the processes that serve the account; not told on this system yet.
#[cfg(not(target_os = "linux"))]
pub(crate) fn of_account(_folder: &Path) -> Option<u64> {
    None
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_sandbox_belongs_to_the_account_whose_folder_is_in_it() {
        let mounts = "\
            1 0 0:1 / / ro - tmpfs none rw\n\
            2 1 8:1 /x /home/o/My\\040data/accounts/a1/web/mediakeys/v1 rw - ext4 /dev/sda1 rw\n";
        let folder = |id: &str| Path::new("/home/o/My data/accounts").join(id);
        assert!(has_mounted(mounts, &folder("a1")));
        assert!(!has_mounted(mounts, &folder("a2")));
        assert!(!has_mounted(mounts, &folder("a")));
    }
}
