//! The program's web processes.

use std::{collections::BTreeMap, fs};

use anyhow::{Context, Result};
use whole_tests::{App, until};

/// Web processes below the program, with the processor time that each has used, in ticks.
pub(crate) fn web_processes(app: &App<'_>) -> Result<BTreeMap<u32, u64>> {
    let root = app.pid()?;
    let mut found = BTreeMap::new();
    for entry in fs::read_dir("/proc")?.flatten() {
        let Some(pid) = entry
            .file_name()
            .to_str()
            .and_then(|n| n.parse::<u32>().ok())
        else {
            continue;
        };
        let stat = fs::read_to_string(entry.path().join("stat")).unwrap_or_default();
        // After the name in brackets: state, parent, …, the 12th and 13th are the times.
        let Some((name, rest)) = stat.rsplit_once(')') else {
            continue;
        };
        if name.ends_with("WebKitWebProces") && is_below(pid, root) {
            let fields = rest.split_whitespace().skip(11).take(2);
            found.insert(pid, fields.filter_map(|f| f.parse::<u64>().ok()).sum());
        }
    }
    Ok(found)
}

fn is_below(mut pid: u32, root: u32) -> bool {
    while pid > 1 {
        if pid == root {
            return true;
        }
        let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
        let parent = status
            .lines()
            .find_map(|l| l.strip_prefix("PPid:")?.trim().parse().ok());
        let Some(parent) = parent else { return false };
        pid = parent;
    }
    false
}

/// The process of the page that keeps its processor busy.
pub(crate) fn busy_process(app: &App<'_>) -> Result<u32> {
    const A_SECOND: u64 = 100;
    let before = web_processes(app)?;
    until("a process is busy", || {
        let now = web_processes(app)?;
        let is_busy = |(pid, time): &(&u32, &u64)| {
            before
                .get(*pid)
                .is_some_and(|before| **time >= *before + A_SECOND)
        };
        let busy = now.iter().find(is_busy);
        Ok(*busy.with_context(|| format!("{before:?} {now:?}"))?.0)
    })
}

/// In how many process-id namespaces a process has an id: one more than the program's own inside the
/// sandbox.
pub(crate) fn namespaces(pid: u32) -> Result<usize> {
    let status = fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = status
        .lines()
        .find(|l| l.starts_with("NSpid:"))
        .context("no NSpid")?;
    Ok(line.split_whitespace().count() - 1)
}
