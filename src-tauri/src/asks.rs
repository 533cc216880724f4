//! Questions of pages, held until the person answers.

use std::{cell::RefCell, collections::BTreeMap};

use accounts::{Event, Grant, Permission};
use domain::AccountId;
use ipc::{AskAnswer, AskView, ErrorCode, IpcError, Question};
use tauri::Url;

use crate::shell::Shell;

/// A page gets so many questions through at once; more are answered with no. Whether it's left is no wish of the
/// page's, and always asked: else a page could keep itself open.
const LIMIT: usize = 8;

type Answer = Box<dyn FnOnce(AskAnswer)>;

thread_local! {
    /// What each answer sets in motion. Engines' requests never leave the main thread.
    static WAITING: RefCell<BTreeMap<u32, (AccountId, Answer)>> = RefCell::default();
}

fn no(ask: u32) -> AskAnswer {
    AskAnswer {
        ask,
        allow: false,
        remember: false,
        text: None,
        password: None,
    }
}

/// Asks the person; `then` gets the answer, on the main thread. Main thread only.
pub(crate) fn ask(
    shell: &Shell,
    account: AccountId,
    from: &Url,
    question: Question,
    then: impl FnOnce(AskAnswer) + 'static,
) {
    let waiting = WAITING.with_borrow(|w| w.values().filter(|(a, _)| *a == account).count());
    if waiting >= LIMIT && !matches!(question, Question::LeavePage) {
        tracing::warn!(account = %account, "A page asks too much");
        return then(no(0));
    }
    let id = shell.shown().next_id();
    WAITING.with_borrow_mut(|w| w.insert(id, (account, Box::new(then))));
    let origin = origin(from);
    let view = AskView {
        id,
        account: account.to_string(),
        origin,
        question,
    };
    shell.show(|shown| shown.asks.push(view));
}

/// Gives a question its answer. Main thread only.
pub(crate) fn answer(shell: &Shell, answer: AskAnswer) -> Result<(), IpcError> {
    let id = answer.ask;
    shell.show(|shown| shown.asks.retain(|a| a.id != id));
    let waiting = WAITING.with_borrow_mut(|w| w.remove(&id));
    let (_, then) = waiting.ok_or_else(|| IpcError::new(ErrorCode::AskGone, "no such question"))?;
    then(answer);
    Ok(())
}

/// Answers everything that an account's page still asks with no: it's about to go. Main thread only.
pub(crate) fn drop_all_of(shell: &Shell, account: AccountId) {
    drop_where(shell, account, |_| true);
}

/// The page shows another document: what the one before still asks goes with it. Whether a session is to be
/// cleared is asked by us. Main thread only.
pub(crate) fn document_is_gone(shell: &Shell, account: AccountId) {
    drop_where(shell, account, |q| !matches!(q, Question::NoSignOut));
}

fn drop_where(shell: &Shell, account: AccountId, goes: impl Fn(&Question) -> bool) {
    let of = account.to_string();
    let ids: Vec<_> = {
        let shown = shell.shown();
        let asks = shown.asks.iter();
        let gone = asks.filter(|a| a.account == of && goes(&a.question));
        gone.map(|a| a.id).collect()
    };
    for id in ids {
        if let Err(error) = answer(shell, no(id)) {
            tracing::debug!(%error, "A question was gone already");
        }
    }
}

/// Keeps an answer for an origin.
pub(crate) fn remember(
    shell: &Shell,
    account: AccountId,
    from: &Url,
    permission: Permission,
    allowed: bool,
) {
    let grant = Grant {
        origin: origin(from),
        permission,
        allowed,
    };
    shell.send(Event::Grant(account, grant));
}

/// The answer that was kept for an origin.
pub(crate) fn remembered(
    shell: &Shell,
    account: AccountId,
    from: &Url,
    permission: Permission,
) -> Option<bool> {
    let origin = origin(from);
    let state = shell.state();
    let account = state.registry.account(account)?;
    let grant = account
        .grants
        .iter()
        .find(|g| g.permission == permission && g.origin == origin);
    grant.map(|g| g.allowed)
}

/// Scheme, host and port.
pub(crate) fn origin(url: &Url) -> String {
    match url.origin() {
        origin @ url::Origin::Tuple(..) => origin.ascii_serialization(),
        url::Origin::Opaque(_) => format!("{}:", url.scheme()),
    }
}
