//! Signing out at the server, step by step, until the page shows the login form.

use std::{cell::RefCell, collections::BTreeMap};

use accounts::{Event, SignOutOutcome};
use connectors::{PageState, SignOutPlan, SignOutStep};
use domain::{AccountId, CrmAddress};
use ipc::Question;
use tauri::{Manager, Url};

use crate::{
    asks, labels, pages,
    platform::page::{Native, PageEngine},
    shell::Shell,
};

struct Progress {
    plan: SignOutPlan,
    next: usize,
}

thread_local! {
    static UNDER_WAY: RefCell<BTreeMap<AccountId, Progress>> = RefCell::default();
}

/// Whether an account is being signed out. Main thread only.
pub(crate) fn is_under_way(_shell: &Shell, id: AccountId) -> bool {
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
    let plan = connectors::sign_out(&shell.connector(id), &home);
    UNDER_WAY.with_borrow_mut(|u| u.insert(id, Progress { plan, next: 0 }));
    step(shell, id, 0);
}

/// Takes the `nth` step, if it's still the one to take.
fn step(shell: &Shell, id: AccountId, nth: usize) {
    let found = UNDER_WAY.with_borrow_mut(|u| {
        let progress = u.get_mut(&id).filter(|p| p.next == nth)?;
        progress.next += 1;
        Some((progress.plan.steps.get(nth).cloned(), progress.plan.wait))
    });
    let Some((step_to_take, wait)) = found else {
        return;
    };
    let Some(step_to_take) = step_to_take else {
        return no_more(shell, id);
    };
    take(shell, id, &step_to_take);
    let s = shell.clone();
    shell.spawn(async move {
        tokio::time::sleep(wait).await;
        s.on_main(move |shell| step(shell, id, nth + 1));
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

/// No step worked: the person decides whether the stored session goes all the same.
fn no_more(shell: &Shell, id: AccountId) {
    UNDER_WAY.with_borrow_mut(|u| u.remove(&id));
    let state = shell.state();
    let Some(home) = state.registry.account(id).map(|a| a.home.clone()) else {
        return;
    };
    let s = shell.clone();
    asks::ask(shell, id, &home, Question::NoSignOut, move |answer| {
        s.send(if answer.allow {
            Event::SignOutEnded(id, SignOutOutcome::Unconfirmed)
        } else {
            Event::SignOutCancelled(id)
        });
    });
}

/// Hears what kind of page an account shows now. Main thread only.
pub(crate) fn page_is(shell: &Shell, id: AccountId, state: PageState) {
    if state == PageState::Login {
        crate::session::login_seen(id);
    }
    let done = UNDER_WAY.with_borrow_mut(|u| {
        let is_done = u.get(&id).is_some_and(|p| p.plan.confirm == state);
        if is_done { u.remove(&id) } else { None }
    });
    if done.is_some() {
        shell.send(Event::SignOutEnded(id, SignOutOutcome::Confirmed));
    }
}
