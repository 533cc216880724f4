//! The isolation self-test: two throw-away sessions on this very machine must see nothing of each other.
//!
//! It runs at the first start of each version, of the program or of the engine, once the person has what
//! they wait for. Where it finds a leak, only the first account stays open, until a later test finds none.

mod trial;

use std::{path::PathBuf, time::Duration};

use ::isolation::Outcome;
use accounts::{Event, Page, Registry, State, Trouble};
use domain::AccountId;
use ipc::Severity;
use serde::{Deserialize, Serialize};

pub(crate) use trial::{Trial, TrialError, clean_up, run};

use crate::{
    platform::environment::{Environment, Native},
    shell::Shell,
};

/// The test waits for the first page, but no longer than this.
const PATIENCE: Duration = Duration::from_secs(3);

const NOTICE: &str = "isolation-failed";
const UNTESTED: &str = "isolation-untested";

/// What the last test of a version said.
#[derive(Debug, Serialize, Deserialize)]
struct Record {
    /// The engine's version at that time.
    engine: String,
    /// Kinds of storage that were shared. None: it passed.
    shared: Vec<String>,
    /// Kinds that this engine doesn't have, or that could not be tested.
    untested: Vec<String>,
}

/// What follows from a test.
#[derive(Debug, PartialEq, Eq)]
enum Decision {
    /// All is well: no more tests of this version. These kinds could not be tested.
    Pass(Vec<String>),
    /// Accounts leak, in these kinds.
    Close(Vec<String>),
    /// Nothing is known. It's tried again at the next start.
    Open(String),
}

/// Runs it at the first start of each version. Called before the first page is made: after a test that
/// failed none but the first account's is.
pub(crate) fn check_once_a_version(shell: &Shell) {
    let last = read(shell);
    let passed = last
        .as_ref()
        .is_some_and(|l| l.shared.is_empty() && l.engine == engine());
    if let Some(last) = last.filter(|l| !l.shared.is_empty()) {
        fail_closed(shell, &last.shared);
    }
    let s = shell.clone();
    shell.spawn(async move {
        // Of a run that was cut off.
        clean_up(&s.data_dir).await;
        if passed {
            return;
        }
        first_page(&s).await;
        // What follows from it has been done, and logged.
        drop(examine(&s).await);
    });
}

/// Runs it now, and does what follows from it.
pub(crate) async fn examine(shell: &Shell) -> Result<Trial, TrialError> {
    let result = run(&shell.app, &shell.data_dir).await;
    match decide(&result) {
        Decision::Pass(untested) => pass(shell, untested),
        Decision::Close(kinds) => {
            tracing::error!(kinds = kinds.join(","), "Accounts are not kept apart here");
            write(shell, kinds.clone(), Vec::new());
            fail_closed(shell, &kinds);
        }
        Decision::Open(why) => {
            tracing::warn!(why, "The isolation self-test is untested");
            shell.notice(Severity::Warning, UNTESTED, &[]);
        }
    }
    result
}

/// Whether an account must not be opened: a leak is known or to be expected, and it isn't the first one.
pub(crate) fn refuses(shell: &Shell, id: AccountId) -> bool {
    if !Native::can_isolate() {
        return first(&shell.state().registry) != Some(id);
    }
    !shell.isolation_holds() && shell.shown().alone != Some(id)
}

/// The engine's version; empty where it doesn't tell.
pub(crate) fn engine() -> String {
    tauri::webview_version().unwrap_or_default()
}

fn decide(result: &Result<Trial, TrialError>) -> Decision {
    let verdict = match result {
        Ok(trial) => &trial.verdict,
        Err(error) => return Decision::Open(error.to_string()),
    };
    match verdict.outcome() {
        Outcome::Apart => Decision::Pass(verdict.untested()),
        Outcome::Shared(kinds) => Decision::Close(kinds),
        Outcome::Untested(kinds) => Decision::Open(kinds.join(", ")),
    }
}

fn pass(shell: &Shell, untested: Vec<String>) {
    tracing::info!(
        untested = untested.join(","),
        "Accounts are kept apart here"
    );
    write(shell, Vec::new(), untested);
    shell.show(|shown| {
        shown.leaks.clear();
        shown.alone = None;
        shown.notices.retain(|n| n.code != UNTESTED);
        shown.notices.retain(|n| n.code != NOTICE);
    });
    // What was opened in spite of the notice has no page yet.
    for id in refused(&shell.state()) {
        shell.send(Event::Sleep(id));
        shell.send(Event::Open(id));
    }
}

/// One account alone can leak into no other.
fn fail_closed(shell: &Shell, kinds: &[String]) {
    let first = first(&shell.state().registry);
    shell.show(|shown| {
        kinds.clone_into(&mut shown.leaks);
        // Another order of the list must not let another account in beside it.
        shown.alone = shown.alone.or(first);
    });
    shell.notice(Severity::Error, NOTICE, &[("kinds", kinds.join(", "))]);
    for id in open_beside_the_first(&shell.state()) {
        shell.send(Event::Disconnect(id));
    }
}

fn first(registry: &Registry) -> Option<AccountId> {
    registry.listed().map(|a| a.id).next()
}

fn refused(state: &State) -> Vec<AccountId> {
    let is_refused = |page: &Page| page.trouble == Some(Trouble::NoIsolation);
    let pages = state.pages.iter().filter(|(_, page)| is_refused(page));
    pages
        .map(|(id, _)| *id)
        .filter(|id| state.awake.contains(id))
        .collect()
}

fn open_beside_the_first(state: &State) -> Vec<AccountId> {
    let registry = &state.registry;
    let first = first(registry);
    let is_open = |id: AccountId| state.awake.contains(&id) || registry.window_of(id).is_some();
    let ids = registry.accounts.iter().map(|a| a.id);
    ids.filter(|id| Some(*id) != first && is_open(*id))
        .collect()
}

/// Waits until a page has loaded, or nothing asks for patience any more.
async fn first_page(shell: &Shell) {
    let mut changes = shell.accounts.changes();
    let loaded = changes.wait_for(|state| {
        let pages = state.awake.iter().filter_map(|id| state.pages.get(id));
        pages
            .into_iter()
            .any(|p| p.url.is_some() && p.progress.is_none())
    });
    // Whether it was the page or the clock: it's time.
    drop(tokio::time::timeout(PATIENCE, loaded).await);
}

fn file(shell: &Shell) -> PathBuf {
    shell
        .data_dir
        .join(concat!("isolation-", env!("CARGO_PKG_VERSION"), ".json"))
}

fn read(shell: &Shell) -> Option<Record> {
    // What can't be read is tested again.
    serde_json::from_slice(&std::fs::read(file(shell)).ok()?).ok()
}

fn write(shell: &Shell, shared: Vec<String>, untested: Vec<String>) {
    let record = Record {
        engine: engine(),
        shared,
        untested,
    };
    let written = serde_json::to_vec_pretty(&record)
        .map_err(std::io::Error::from)
        .and_then(|bytes| store::atomic_write(&file(shell), &bytes));
    if let Err(error) = written {
        tracing::warn!(%error, "The self-test's outcome could not be noted");
    }
}

#[cfg(test)]
mod tests {
    use ::isolation::{ESSENTIAL, Kind, Verdict};

    use super::*;

    fn decision(more: &[(&str, Kind)]) -> Decision {
        let apart = ESSENTIAL.iter().map(|k| (*k, Kind::Apart));
        let kinds = apart
            .chain(more.iter().cloned())
            .map(|(k, v)| (k.to_owned(), v))
            .collect();
        decide(&Ok(Trial {
            verdict: Verdict { kinds },
            web_processes: None,
        }))
    }

    #[test]
    fn a_leak_closes_whatever_else_was_found() {
        let shared = decision(&[
            ("web_lock", Kind::Shared),
            ("cookie", Kind::Untested(String::new())),
        ]);
        assert_eq!(shared, Decision::Close(vec!["web_lock".into()]));
    }

    #[test]
    fn a_test_that_says_nothing_neither_passes_nor_closes() {
        assert!(matches!(
            decide(&Err(TrialError::TooSlow)),
            Decision::Open(_)
        ));
        let untested = decision(&[("cookie", Kind::Untested(String::new()))]);
        assert_eq!(untested, Decision::Open("cookie".into()));
    }

    #[test]
    fn everything_apart_passes_though_a_lesser_kind_is_missing() {
        assert_eq!(decision(&[]), Decision::Pass(Vec::new()));
        let lesser = decision(&[("shared_worker", Kind::Untested("no SharedWorker".into()))]);
        assert_eq!(lesser, Decision::Pass(vec!["shared_worker".into()]));
    }
}
