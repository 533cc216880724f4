//! Questions of pages, held until the person answers.

use std::{
    cell::RefCell,
    collections::BTreeMap,
    time::{Duration, Instant},
};

use accounts::{Event, Grant, Permission};
use domain::AccountId;
use ipc::{AskAnswer, AskView, PermissionKind, Question};
use tauri::Url;

use crate::{
    account::sign_out,
    pages::{downloads, limits::Kind, popups},
    shell::Shell,
};

/// A page gets so many questions through at once; more are answered with no. Whether it's left is no wish of the
/// page's, and always asked: else a page could keep itself open.
const LIMIT: usize = 8;

/// A dialog that comes so soon after the answer to the one before is one of several at once …
const AT_ONCE: Duration = Duration::from_secs(2);
/// … and from this one on the person may have no more of them.
const MANY: u32 = 3;

/// Where a question comes from.
pub(crate) struct Source<'a> {
    /// The address of the page that asks.
    pub(crate) url: &'a Url,
    /// Its label, where it's a pop-up.
    pub(crate) popup: Option<&'a str>,
}

impl<'a> From<&'a Url> for Source<'a> {
    fn from(url: &'a Url) -> Self {
        Self { url, popup: None }
    }
}

type Answer = Box<dyn FnOnce(AskAnswer)>;

/// Dialogs of the document that an account's page shows.
#[derive(Default)]
struct Talk {
    in_a_row: u32,
    answered: Option<Instant>,
    silenced: bool,
}

thread_local! {
    /// What each answer sets in motion. Engines' requests never leave the main thread.
    static WAITING: RefCell<BTreeMap<u32, (AccountId, Answer)>> = RefCell::default();
    static TALK: RefCell<BTreeMap<AccountId, Talk>> = RefCell::default();
}

/// Whether a question is one of the page's own dialogs, of which there may be no end.
const fn is_dialog(question: &Question) -> bool {
    matches!(
        question,
        Question::Alert { .. } | Question::Confirm { .. } | Question::Prompt { .. }
    )
}

/// Whether it's no page that asks: neither does a proxy, on the way to all of them.
fn is_ours(question: &Question) -> bool {
    let many_files = Question::Permission {
        permission: PermissionKind::ManyFiles,
    };
    matches!(
        question,
        Question::NoSignOut | Question::StopDownloads { .. } | Question::SignIn { proxy: true, .. }
    ) || *question == many_files
}

/// Counts a dialog. `None` if the person wants no more of them, else whether it's one of many.
fn count_dialog(account: AccountId, now: Instant) -> Option<bool> {
    TALK.with_borrow_mut(|talk| {
        let talk = talk.entry(account).or_default();
        if talk.silenced {
            return None;
        }
        let soon = talk
            .answered
            .is_some_and(|at| now.duration_since(at) < AT_ONCE);
        talk.in_a_row = if soon { talk.in_a_row + 1 } else { 1 };
        Some(talk.in_a_row >= MANY)
    })
}

fn dialog_answered(account: AccountId, silence: bool, now: Instant) {
    TALK.with_borrow_mut(|talk| {
        let talk = talk.entry(account).or_default();
        talk.answered = Some(now);
        talk.silenced |= silence;
    });
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

/// Asks the person; `then` gets the answer, on the main thread. Gives the question's id. Main thread only.
pub(crate) fn ask<'a>(
    shell: &Shell,
    account: AccountId,
    from: impl Into<Source<'a>>,
    question: Question,
    then: impl FnOnce(AskAnswer) + 'static,
) -> u32 {
    let waiting = WAITING.with_borrow(|w| w.values().filter(|(a, _)| *a == account).count());
    let is_pages_wish = !is_ours(&question) && question != Question::LeavePage;
    let too_much = waiting >= LIMIT && is_pages_wish;
    let dialog = is_dialog(&question);
    // `None` where the person wants no more of them.
    let repeated = if dialog {
        count_dialog(account, Instant::now())
    } else {
        Some(false)
    };
    let id = shell.shown().next_id();
    let leaves = question == Question::LeavePage;
    let s = shell.clone();
    let answered = move |answer: AskAnswer| {
        if dialog {
            dialog_answered(account, answer.remember, Instant::now());
        }
        if leaves && !answer.allow {
            sign_out::stays(&s, account);
        }
        then(answer);
    };
    WAITING.with_borrow_mut(|w| w.insert(id, (account, Box::new(answered))));
    let Some(repeated) = repeated.filter(|_| !too_much) else {
        if shell.limits.is_news(account, Kind::Question) {
            tracing::warn!(account = %account, "A page asks too much");
        }
        // Not at once: WebKit can't take an answer while it still asks.
        shell.soon(move |shell| answer(shell, no(id)));
        return id;
    };
    let from = from.into();
    let view = AskView {
        id,
        account: account.to_string(),
        origin: origin(from.url),
        window: from.popup.and_then(|label| popups::title(shell, label)),
        question,
        repeated,
    };
    shell.show(|shown| shown.asks.push(view));
    id
}

/// Takes a question back, if it still waits: who asked it is gone. Main thread only.
#[allow(dead_code, reason = "not every engine's pop-ups ask apart")]
pub(crate) fn withdraw(shell: &Shell, ask: u32) {
    answer(shell, no(ask));
}

/// Gives a question its answer. One that has gone meanwhile, with its page, needs none. Main thread only.
pub(crate) fn answer(shell: &Shell, answer: AskAnswer) {
    let id = answer.ask;
    shell.show(|shown| shown.asks.retain(|a| a.id != id));
    let waiting = WAITING.with_borrow_mut(|w| w.remove(&id));
    if let Some((_, then)) = waiting {
        then(answer);
    }
}

/// Answers everything that an account's page still asks with no: it's about to go. Main thread only.
pub(crate) fn drop_all_of(shell: &Shell, account: AccountId) {
    drop_where(shell, account, |_| true);
    forget_answers(account);
}

/// What the person has said of a document is good for no other.
fn forget_answers(account: AccountId) {
    TALK.with_borrow_mut(|talk| talk.remove(&account));
    downloads::document_is_gone(account);
}

/// Whether an account's page waits for an answer. Main thread only.
#[allow(dead_code, reason = "not every engine asks")]
pub(crate) fn is_asking(account: AccountId) -> bool {
    WAITING.with_borrow(|waiting| waiting.values().any(|(of, _)| *of == account))
}

/// Whether a question stands over an account's page, which is of no use until it's answered: it waits for a dialog,
/// and for the clipboard, too.
#[allow(
    dead_code,
    reason = "not every system gives the page the keyboard then"
)]
pub(crate) fn stands_over(shell: &Shell, account: AccountId) -> bool {
    let of = account.to_string();
    let shown = shell.shown();
    let mut own = shown.asks.iter().filter(|a| a.account == of);
    own.any(|a| match a.question {
        Question::Permission { permission } => permission == PermissionKind::Clipboard,
        _ => true,
    })
}

/// The person wants something else of the page that stands still in a dialog, or before the clipboard. Main thread only.
pub(crate) fn drop_what_holds(shell: &Shell, account: AccountId) {
    let clipboard = Question::Permission {
        permission: PermissionKind::Clipboard,
    };
    drop_where(shell, account, |q| is_dialog(q) || *q == clipboard);
}

/// The page shows another document: what the one before still asks goes with it. Whether a session is to be
/// cleared, and whether files are wanted that have come, is asked by us. Main thread only.
pub(crate) fn document_is_gone(shell: &Shell, account: AccountId) {
    drop_where(shell, account, |question| !is_ours(question));
    forget_answers(account);
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
        answer(shell, no(id));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_third_dialog_in_a_row_may_be_the_last_and_one_after_a_pause_is_the_first_again() {
        let account = AccountId::new();
        let mut now = Instant::now();
        let mut next = |after: Duration, silence: bool| {
            let counted = count_dialog(account, now + after);
            now += after;
            dialog_answered(account, silence, now);
            counted
        };
        let (soon, later) = (Duration::from_millis(300), AT_ONCE);
        assert_eq!(next(soon, false), Some(false));
        assert_eq!(next(soon, false), Some(false));
        assert_eq!(next(soon, false), Some(true));
        assert_eq!(next(later, false), Some(false));
        assert_eq!(next(soon, false), Some(false));
        assert_eq!(next(soon, true), Some(true));
        assert_eq!(next(later * 100, false), None);
        assert_eq!(count_dialog(AccountId::new(), now), Some(false));
    }
}
