//! A page may want to be asked before it's closed, as a form half filled in does (`beforeunload`). Here each
//! is asked, and the rules hear of the person's wish once all pages that it closes agree.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use accounts::Event;
use domain::AccountId;
use ipc::Question;
use tauri::Manager;
use tokio::sync::oneshot;

use crate::{
    pages::{asks, downloads, popups},
    platform::page::{Native, PageEngine},
    shell::Shell,
    windows::labels,
};

/// A page that hangs is closed after so long. One that has the person asked is waited for.
const PATIENCE: Duration = Duration::from_secs(2);

/// A page that was asked and isn't through with it yet, or was a moment ago: an engine may say late that it may be
/// closed, of a page that stays.
struct Asked {
    /// Tells this time from the next.
    number: u32,
    /// Who wants to know, until it's known.
    waits: Option<oneshot::Sender<Word>>,
}

/// A page's word, or the person's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Word {
    Go,
    Stay,
    /// The question of somebody before stands still.
    NotYet,
}

thread_local! {
    /// By the page's label: an account's own page and its pop-ups are asked apart.
    static ASKED: RefCell<BTreeMap<String, Asked>> = RefCell::default();
}

/// Sends an event once every page that it closes agrees.
pub(crate) fn ask_then(shell: &Shell, event: Event) {
    let s = shell.clone();
    shell.spawn(async move {
        if what_stays(&s, &event).await.is_none() {
            s.send(event);
        }
    });
}

/// What the person wants to keep.
pub(crate) enum Stays {
    /// A page of an account.
    Page(AccountId),
    /// A page of an account that asks about this already.
    Asking(AccountId),
    /// Downloads that haven't come.
    Downloads,
}

/// Asks the pages that an event closes, one after another: no two questions stand at the same time, and the
/// first one who stays ends it. Then the person, where it ends downloads. None where all agree.
pub(crate) async fn what_stays(shell: &Shell, event: &Event) -> Option<Stays> {
    let mut agreed = BTreeSet::new();
    loop {
        // Looked up each time: while one was asked, others may have come or gone.
        let mut closed = shell.state().closed_by(event).into_iter();
        let Some(next) = closed.find(|id| !agreed.contains(id)) else {
            break;
        };
        if let Some(stays) = which_page_stays(shell, next).await {
            return Some(stays);
        }
        agreed.insert(next);
    }
    let ends = shell.state().ends_by(event);
    (ends && !may_stop_downloads(shell).await).then_some(Stays::Downloads)
}

/// Asks an account's page, and before it its pop-ups.
async fn which_page_stays(shell: &Shell, id: AccountId) -> Option<Stays> {
    for page in popups::of(shell, id).into_iter().chain([labels::page(id)]) {
        match word(shell, id, &page).await {
            Word::Go => {}
            Word::Stay => return Some(Stays::Page(id)),
            Word::NotYet => return Some(Stays::Asking(id)),
        }
    }
    None
}

/// Goes on, on the main thread, once an account's page and its pop-ups agree to be closed.
pub(crate) fn ask_page_then(
    shell: &Shell,
    id: AccountId,
    then: impl FnOnce(&Shell) + Send + 'static,
) {
    let s = shell.clone();
    shell.spawn(async move {
        if which_page_stays(&s, id).await.is_none() {
            s.on_main(then);
        }
    });
}

async fn may_stop_downloads(shell: &Shell) -> bool {
    let (sender, answer) = oneshot::channel();
    shell.on_main(move |shell| ask_about_downloads(shell, sender));
    // Where nobody can be asked, or nothing is under way, nothing is in the way either.
    answer.await.unwrap_or(true)
}

/// Asks over the page that was used last. Where no page is open there is nowhere to ask.
fn ask_about_downloads(shell: &Shell, sender: oneshot::Sender<bool>) {
    let files = downloads::under_way();
    if files == 0 {
        return;
    }
    let state = shell.state();
    let mut used = state.registry.recent.iter().copied();
    let over = used.find(|id| state.awake.contains(id));
    let Some(account) = over.and_then(|id| state.registry.account(id)) else {
        return;
    };
    shell.send(Event::Open(account.id));
    let asks = |a: &ipc::AskView| matches!(a.question, Question::StopDownloads { .. });
    if shell.shown().asks.iter().any(asks) {
        return say(sender, false);
    }
    let question = Question::StopDownloads { files };
    asks::ask(shell, account.id, &account.home, question, move |answer| {
        say(sender, answer.allow);
    });
}

/// Whether one page of an account may be closed.
pub(crate) async fn agrees(shell: &Shell, id: AccountId, label: &str) -> bool {
    word(shell, id, label).await == Word::Go
}

async fn word(shell: &Shell, id: AccountId, label: &str) -> Word {
    let (sender, mut answer) = oneshot::channel();
    let page = label.to_owned();
    shell.on_main(move |shell| ask(shell, id, &page, sender));
    loop {
        match tokio::time::timeout(PATIENCE, &mut answer).await {
            // Where nobody answers any more, the page is gone.
            Ok(answer) => return answer.unwrap_or(Word::Go),
            Err(_) if has_person_asked(shell, id) => {}
            Err(_) => {
                tracing::warn!(account = %id, "A page hangs and is closed unasked");
                return Word::Go;
            }
        }
    }
}

/// Whether a page of an account has the person asked whether it may be left.
pub(crate) fn has_person_asked(shell: &Shell, id: AccountId) -> bool {
    let id = id.to_string();
    let shown = shell.shown();
    let mut asks = shown.asks.iter().filter(|a| a.account == id);
    asks.any(|a| matches!(a.question, Question::LeavePage))
}

fn ask(shell: &Shell, id: AccountId, label: &str, sender: oneshot::Sender<Word>) {
    let Some(page) = shell.app.get_webview(label) else {
        return;
    };
    if is_waited_for(label) {
        // Its question stands already.
        shell.send(Event::Open(id));
        return say(sender, Word::NotYet);
    }
    if labels::opener_of(label).is_none() {
        // It stands still in these, and couldn't ask whether it may be closed.
        asks::drop_what_holds(shell, id);
    }
    let number = shell.shown().next_id();
    let waits = Some(sender);
    ASKED.with_borrow_mut(|asked| asked.insert(label.to_owned(), Asked { number, waits }));
    let (s, l) = (shell.clone(), label.to_owned());
    let through = Box::new(move || is_through(&s, &l, number));
    if let Err(error) = Native::ask_to_close(&page, through) {
        tracing::warn!(%error, account = %id, "A page could not be asked");
        is_through(shell, label, number);
    }
}

fn is_waited_for(label: &str) -> bool {
    ASKED.with_borrow(|asked| {
        let waits = asked.get(label).and_then(|a| a.waits.as_ref());
        waits.is_some_and(|w| !w.is_closed())
    })
}

fn say<T>(sender: oneshot::Sender<T>, word: T) {
    // Whoever asked may have given up.
    let _told = sender.send(word).is_ok();
}

/// A page has no objection, or its question has been answered.
fn is_through(shell: &Shell, label: &str, number: u32) {
    let waits = ASKED.with_borrow_mut(|asked| {
        let this = asked.get_mut(label).filter(|a| a.number == number);
        this.and_then(|a| a.waits.take())
    });
    if let Some(sender) = waits {
        say(sender, Word::Go);
    }
    let s = shell.clone();
    shell.spawn(async move {
        tokio::time::sleep(PATIENCE).await;
        s.on_main(move |_| {
            ASKED.with_borrow_mut(|asked| asked.retain(|_, this| this.number != number));
        });
    });
}

/// Whether a page is being asked, or was a moment ago: its engine's word that it may be closed isn't its own wish.
/// Main thread only.
#[allow(dead_code, reason = "not every engine tells of it")]
pub(crate) fn is_asked(label: &str) -> bool {
    ASKED.with_borrow(|asked| asked.contains_key(label))
}

/// The person stays on a page. Main thread only.
#[allow(dead_code, reason = "not every engine tells of it")]
pub(crate) fn stays(label: &str) {
    let sender = ASKED.with_borrow_mut(|asked| asked.get_mut(label).and_then(|a| a.waits.take()));
    if let Some(sender) = sender {
        say(sender, Word::Stay);
    }
}

/// A page goes away. Main thread only.
pub(crate) fn forget(label: &str) {
    ASKED.with_borrow_mut(|asked| asked.remove(label));
}
