//! Signing out at the server, step by step, until the page shows the login form.

use std::{
    cell::{Cell, RefCell},
    collections::BTreeMap,
};

use accounts::{Event, SignOutOutcome};
use connectors::{SignOutPlan, SignOutStep};
use domain::{AccountId, CrmAddress};
use ipc::Question;
use tauri::{Manager, Url};

use crate::{
    pages::{self, asks, closing},
    platform::page::{Native, PageEngine},
    shell::Shell,
    windows::labels,
};

struct Progress {
    /// Tells this sign-out from one before it, whose timers may run still.
    run: u32,
    plan: SignOutPlan,
    next: usize,
}

thread_local! {
    static UNDER_WAY: RefCell<BTreeMap<AccountId, Progress>> = RefCell::default();
    static RUNS: Cell<u32> = const { Cell::new(0) };
}

/// Whether an account is being signed out. Main thread only.
pub(crate) fn is_under_way(id: AccountId) -> bool {
    UNDER_WAY.with_borrow(|u| u.contains_key(&id))
}

/// Begins. Main thread only.
pub(crate) fn start(shell: &Shell, id: AccountId) {
    let state = shell.state();
    let home = state
        .registry
        .account(id)
        .and_then(|a| CrmAddress::from_base(&a.home).ok());
    let Some(home) = home else {
        shell.send(Event::SignOutEnded(id, SignOutOutcome::Unconfirmed));
        return;
    };
    let shows_login = state.pages.get(&id).is_some_and(|p| p.state.is_login());
    if shows_login {
        shell.send(Event::SignOutEnded(id, SignOutOutcome::Confirmed));
        return;
    }
    // A page that waits for an answer hears of no step.
    asks::drop_what_holds(shell, id);
    let plan = connectors::sign_out(&shell.connector(id), &home);
    let run = RUNS.get() + 1;
    RUNS.set(run);
    let progress = Progress { run, plan, next: 0 };
    UNDER_WAY.with_borrow_mut(|u| u.insert(id, progress));
    step(shell, id, run, 0);
}

/// Goes no further: the page is taken away. Main thread only.
pub(crate) fn call_off(id: AccountId) {
    UNDER_WAY.with_borrow_mut(|u| u.remove(&id));
}

/// Takes the `nth` step, if it's still the one to take. Where the server isn't reached, the steps left
/// would do no more.
fn step(shell: &Shell, id: AccountId, run: u32, nth: usize) {
    let found = UNDER_WAY.with_borrow_mut(|u| {
        let progress = u.get_mut(&id).filter(|p| (p.run, p.next) == (run, nth))?;
        progress.next += 1;
        Some((progress.plan.steps.get(nth).cloned(), progress.plan.wait))
    });
    let Some((step_to_take, wait)) = found else {
        return;
    };
    if nth > 0 && is_offline(shell, id) {
        UNDER_WAY.with_borrow_mut(|u| u.remove(&id));
        return shell.send(Event::SignOutEnded(id, SignOutOutcome::Unreached));
    }
    let Some(step_to_take) = step_to_take else {
        return no_more(shell, id);
    };
    take(shell, id, &step_to_take);
    let s = shell.clone();
    shell.spawn(async move {
        tokio::time::sleep(wait).await;
        // However long the person takes to say whether the page may be left, and then it again to be left.
        while closing::has_person_asked(&s, id) {
            tokio::time::sleep(wait).await;
        }
        s.on_main(move |shell| step(shell, id, run, nth + 1));
    });
}

fn take(shell: &Shell, id: AccountId, step: &SignOutStep) {
    if let SignOutStep::Navigate { url } = step {
        if let Ok(url) = Url::parse(url) {
            pages::navigate(shell, id, url);
        }
        return;
    }
    let page = shell.app.get_webview(&labels::page(id));
    if let (Some(page), Some(script)) = (page, connectors::step_script(step))
        && let Err(error) = Native::run_apart(&page, &script)
    {
        tracing::warn!(%error, account = %id, "A sign-out step could not be taken");
    }
}

fn is_offline(shell: &Shell, id: AccountId) -> bool {
    let state = shell.state();
    state.pages.get(&id).is_some_and(accounts::Page::is_offline)
}

/// No step worked: the person decides whether the stored session goes all the same.
fn no_more(shell: &Shell, id: AccountId) {
    UNDER_WAY.with_borrow_mut(|u| u.remove(&id));
    let state = shell.state();
    let Some(home) = state.registry.account(id).map(|a| a.home.clone()) else {
        return;
    };
    // However long the person takes to answer.
    shell.send(Event::SignOutAsked(id));
    let s = shell.clone();
    asks::ask(shell, id, &home, Question::NoSignOut, move |answer| {
        s.send(if answer.allow {
            Event::SignOutEnded(id, SignOutOutcome::Unconfirmed)
        } else {
            Event::SignOutCancelled(id)
        });
    });
}

/// The person stays on the page that a step would have left. Main thread only.
pub(crate) fn stays(shell: &Shell, id: AccountId) {
    let done = UNDER_WAY.with_borrow_mut(|u| u.remove(&id));
    if done.is_some() {
        shell.send(Event::SignOutCancelled(id));
    }
}

/// Hears that an account's page shows that nobody is signed in. Main thread only.
pub(crate) fn proven(shell: &Shell, id: AccountId) {
    let done = UNDER_WAY.with_borrow_mut(|u| u.remove(&id));
    if done.is_some() {
        shell.send(Event::SignOutEnded(id, SignOutOutcome::Confirmed));
    }
}
