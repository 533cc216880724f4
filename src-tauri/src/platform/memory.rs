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

/// Memory of the processes that have the account's folder open (proportional set size); `None` where the
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
    let Ok(open) = std::fs::read_dir(process.join("fd")) else {
        return false;
    };
    open.flatten()
        .any(|fd| std::fs::read_link(fd.path()).is_ok_and(|file| file.starts_with(folder)))
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
