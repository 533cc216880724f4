//! Everything that the rules know while the program runs.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use domain::{AccountId, WindowId};
use jiff::Timestamp;
use url::Url;

use crate::{
    effect::Effect,
    event::{Event, SignOutOutcome},
    model::{self, Account, Registry, Window, Workspace},
    monitors::{self, Arrangement, Monitor, Place},
    page::{Page, PageState, Trouble, Unread},
    restore::StartKind,
};

/// What a step may ask of the outside: the time and random bits, both given to it.
pub struct Context<'a> {
    /// The present instant.
    pub now: Timestamp,
    /// 128 random bits.
    pub random: &'a mut dyn FnMut() -> u128,
}

/// A window, and where it stood.
pub(crate) type Stood = (WindowId, BTreeMap<Arrangement, Place>);

/// Something longer that is under way with an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Busy {
    /// Waiting for the page to be there, to sign out in it.
    AboutToSignOut {
        /// Given up then.
        until: Timestamp,
        /// Delete afterwards.
        delete: bool,
    },
    /// Signing out at the server.
    SigningOut {
        /// Given up then.
        until: Timestamp,
        /// Delete afterwards.
        delete: bool,
    },
    /// No sign-out worked: the person is asked what's to become of the session.
    Asked {
        /// Delete afterwards.
        delete: bool,
    },
    /// Clearing the session.
    Clearing,
}

/// A new sign-in that turned out to be one that's listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Duplicate {
    /// The new one.
    pub added: AccountId,
    /// The one listed before.
    pub listed: AccountId,
}

/// So many pages load at the same time after a start: each spends part of its time waiting.
const ABREAST: usize = 3;

/// All that the rules know.
#[derive(Debug, Clone, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "facts that don't depend on each other"
)]
pub struct State {
    /// What is kept over a restart.
    pub registry: Registry,
    /// Accounts with a page now.
    pub awake: BTreeSet<AccountId>,
    /// Pages, also of sleeping accounts: what was last known.
    pub pages: BTreeMap<AccountId, Page>,
    /// Unread things.
    pub unread: BTreeMap<AccountId, Unread>,
    /// What takes longer.
    pub busy: BTreeMap<AccountId, Busy>,
    /// How the last sign-out of an account went, in this run.
    pub signed_out: BTreeMap<AccountId, SignOutOutcome>,
    /// Open questions about two sign-ins of the same person.
    pub duplicates: Vec<Duplicate>,
    /// The window with the keyboard.
    pub focused: Option<WindowId>,
    /// Live monitors.
    pub monitors: Vec<Monitor>,
    /// Accounts put to sleep by hand: shown as asleep until they're opened.
    pub asleep: BTreeSet<AccountId>,
    /// The workspace that was forgotten last in this run, and where among the others it stood.
    pub deleted_workspace: Option<(usize, Workspace)>,
    /// Folders that nothing lists and that don't say whose they are; with the moment at which one is removed that
    /// the person wants removed. Not kept: a start looks for them, and offers each anew.
    pub nameless: BTreeMap<AccountId, Option<Timestamp>>,
    /// Nothing that changes in this run is kept.
    pub(crate) read_only: bool,
    /// Added in this run, and not yet compared with the others.
    pub(crate) fresh: BTreeSet<AccountId>,
    /// To be woken in this order.
    pub(crate) queue: VecDeque<AccountId>,
    /// Those that are loading out of the queue.
    pub(crate) loading: BTreeSet<AccountId>,
    /// The first page of this run is there, or isn't waited for any more.
    pub(crate) first_is_there: bool,
    /// Where a run of Ctrl+Tab stands.
    pub(crate) cycle: Option<usize>,
    /// The registry differs from what was last written.
    pub(crate) dirty: bool,
    /// Only addresses of pages differ, which are written no sooner than `addresses_from`.
    pub(crate) has_addresses: bool,
    /// When addresses of pages may be written next.
    pub(crate) addresses_from: Option<Timestamp>,
    /// The program is ending: nothing is closed any more.
    pub(crate) quitting: bool,
}

impl State {
    /// The state at a start, and what to do first. `read_only`: nothing can be kept.
    pub fn start(
        mut registry: Registry,
        kind: StartKind,
        monitors: Vec<Monitor>,
        read_only: bool,
        cx: &mut Context<'_>,
    ) -> (Self, Vec<Effect>) {
        registry.normalise();
        let mut state = Self {
            registry,
            monitors,
            read_only,
            ..Self::default()
        };
        let mut effects = Vec::new();
        state.sweep(cx, &mut effects);
        match kind {
            StartKind::Usual => {
                state.take_up_what_was_set_aside();
                state.restore(&[], &mut effects);
            }
            StartKind::Safe | StartKind::Empty => state.close_all(),
        }
        if state.registry.windows.is_empty() {
            state.open_first_page(cx, &mut effects);
        }
        effects.push(Effect::Persist);
        state.dirty = false;
        (state, effects)
    }

    /// What the last run left half done: new accounts that never signed in, deletions that are due.
    fn sweep(&mut self, cx: &Context<'_>, effects: &mut Vec<Effect>) {
        let unfinished: Vec<_> = self
            .registry
            .accounts
            .iter()
            .filter(|a| !a.listed)
            .map(|a| a.id)
            .collect();
        for id in unfinished {
            self.forget(id);
            self.registry.removing.push(id);
        }
        if self.read_only {
            // What is on disk stays there.
            let _repaired = self.registry.normalise();
            return;
        }
        // All that must go is asked for at once, below.
        let mut finished = Vec::new();
        self.finish_deletions(cx, &mut finished);
        self.forget_tombstones(cx, &mut finished);
        finished.retain(|effect| matches!(effect, Effect::RevokeDevice(..)));
        effects.append(&mut finished);
        effects.extend(
            self.registry
                .removing
                .iter()
                .map(|id| Effect::RemoveData(*id)),
        );
        let _repaired = self.registry.normalise();
        // Before any page of theirs is made.
        for account in self.registry.accounts.iter().filter(|a| a.clearing) {
            self.revoke_device(account.id, effects);
            effects.push(Effect::ClearSession(account.id));
        }
    }

    /// Where the last run opened nothing at all, what was set aside then is what's open still.
    fn take_up_what_was_set_aside(&mut self) {
        if self.registry.windows.iter().all(|w| w.accounts.is_empty()) {
            let open = self.set_aside();
            if !open.is_empty() {
                self.registry.windows = open;
                self.registry.forget_closed_that_are_open();
            }
            self.registry.set_aside.clear();
        }
    }

    /// The windows set aside that can be opened, with what isn't open already.
    #[must_use]
    pub fn set_aside(&self) -> Vec<Window> {
        let mut windows = self.registry.set_aside.clone();
        model::keep_in(&mut windows, |a| {
            self.registry.account(a).is_some_and(Account::is_listed)
                && self.registry.window_of(a).is_none()
        });
        windows
    }

    /// Opens what was set aside as it was. Where another of its accounts brought a window back already, they join
    /// it there.
    pub(crate) fn open_set_aside(&mut self, effects: &mut Vec<Effect>) {
        let aside = self.set_aside();
        let Some(first) = aside.first().map(|w| w.id) else {
            return;
        };
        let is_first_page = |w: &mut Window| w.accounts.is_empty();
        let first_pages: Vec<_> = (self.registry.windows.extract_if(.., is_first_page)).collect();
        let open: Vec<_> = self.registry.windows.iter().map(|w| w.id).collect();
        self.registry.set_aside.clear();
        model::merge(&mut self.registry.windows, aside);
        self.registry.windows.sort_by_key(|w| w.id != first);
        self.registry.order_tabs();
        self.registry.forget_closed_that_are_open();
        self.dirty = true;
        self.restore(&open, effects);
        effects.extend(first_pages.iter().map(|w| Effect::CloseWindow(w.id)));
    }

    /// Opens nothing of what was open: it's set aside as a whole, with what the start before this one didn't open
    /// either, and each can be reopened, the one used last first.
    fn close_all(&mut self) {
        self.registry.recent.clear();
        let windows = std::mem::take(&mut self.registry.windows);
        let mut open = windows.clone();
        open.retain(|w| !w.accounts.is_empty());
        model::merge(&mut open, std::mem::take(&mut self.registry.set_aside));
        self.registry.set_aside = open;
        for window in windows.into_iter().rev() {
            let behind = window.accounts.iter().filter(|a| Some(**a) != window.front);
            for account in behind.chain(&window.front) {
                self.remember_closed(*account, (window.id, window.places.clone()));
            }
        }
    }

    /// Makes the windows that aren't open yet, the one used last first: it gets the keyboard. Window managers put
    /// each new window above the last one, even where it doesn't: those behind come the other way round.
    fn restore(&mut self, open: &[WindowId], effects: &mut Vec<Effect>) {
        self.focused = self.registry.windows.first().map(|w| w.id);
        let new = self.registry.windows.iter();
        let new: Vec<_> = new.filter(|w| !open.contains(&w.id)).cloned().collect();
        for window in new.iter().take(1).chain(new.iter().skip(1).rev()) {
            effects.push(Effect::OpenWindow {
                window: window.id,
                place: self.place_for(window),
                focus: self.focused == Some(window.id),
            });
            effects.push(Effect::ShowPage(window.id, window.front));
        }
        let windows = &self.registry.windows;
        let mut wanted: Vec<_> = windows.iter().filter_map(|w| w.front).collect();
        if self.registry.settings.load_tabs_in_background {
            wanted.extend(windows.iter().flat_map(|w| &w.accounts));
        }
        for account in wanted {
            if !self.asleep.contains(&account) && !self.queue.contains(&account) {
                self.queue.push_back(account);
            }
        }
        self.load_next(effects);
        effects.extend(self.focused.map(Effect::RaiseWindow));
    }

    pub(crate) fn open_first_page(&mut self, cx: &mut Context<'_>, effects: &mut Vec<Effect>) {
        let id = WindowId::from_random((cx.random)());
        self.add_window(id, effects);
        effects.push(Effect::ShowPage(id, None));
        effects.push(Effect::RaiseWindow(id));
    }

    pub(crate) fn add_window(&mut self, id: WindowId, effects: &mut Vec<Effect>) {
        self.add_window_at(id, BTreeMap::new(), effects);
    }

    /// Makes a window where it stood before.
    pub(crate) fn add_window_at(
        &mut self,
        id: WindowId,
        places: BTreeMap<Arrangement, Place>,
        effects: &mut Vec<Effect>,
    ) {
        let window = Window {
            id,
            accounts: Vec::new(),
            front: None,
            places,
        };
        let place = self.place_for(&window);
        self.registry.windows.insert(0, window);
        self.dirty = true;
        effects.push(Effect::OpenWindow {
            window: id,
            place,
            focus: true,
        });
    }

    /// Where a window stands under the present arrangement of monitors.
    #[must_use]
    pub fn place_for(&self, window: &Window) -> Place {
        let here = window.places.get(&self.arrangement());
        let place = here.or_else(|| window.places.values().next()).copied();
        place.map_or_else(
            || self.free_place(),
            |p| monitors::make_visible(p, &self.monitors),
        )
    }

    /// A new window's place: none that it would cover another window in, while there is one.
    fn free_place(&self) -> Place {
        let (here, open) = (self.arrangement(), self.registry.windows.len());
        let is_free = |new: &Place| {
            let mut taken = self.registry.windows.iter();
            taken.all(|w| {
                w.places
                    .get(&here)
                    .is_none_or(|old| (old.x, old.y) != (new.x, new.y))
            })
        };
        (open..open + monitors::CASCADED)
            .map(|nth| monitors::new_place(nth, &self.monitors))
            .find(is_free)
            .unwrap_or_else(|| monitors::new_place(open, &self.monitors))
    }

    /// The key of the present arrangement of monitors.
    #[must_use]
    pub fn arrangement(&self) -> Arrangement {
        monitors::arrangement(&self.monitors)
    }

    /// Wakes the next accounts in line. The one in front has the machine to itself, those after it share it.
    pub(crate) fn load_next(&mut self, effects: &mut Vec<Effect>) {
        let most = if self.first_is_there { ABREAST } else { 1 };
        while self.loading.len() < most {
            let Some(next) = self.queue.pop_front() else {
                return;
            };
            if self.registry.window_of(next).is_some() && !self.awake.contains(&next) {
                self.loading.insert(next);
                self.wake(next, effects);
            }
        }
    }

    /// The next one in line needn't wait for this account any more.
    pub(crate) fn no_longer_waited_for(&mut self, id: AccountId, effects: &mut Vec<Effect>) {
        if self.loading.remove(&id) {
            self.first_is_there = true;
            self.load_next(effects);
        }
    }

    /// Makes an account's page where it isn't there.
    pub(crate) fn wake(&mut self, id: AccountId, effects: &mut Vec<Effect>) {
        let Some(window) = self.registry.window_of(id).map(|w| w.id) else {
            return;
        };
        let Some(account) = self.registry.account(id) else {
            return;
        };
        self.asleep.remove(&id);
        self.queue.retain(|q| *q != id);
        if !self.awake.insert(id) {
            return;
        }
        let url = match (&account.last_url, account.signed_in && !account.clearing) {
            (Some(url), true) => url.clone(),
            _ => account.home.clone(),
        };
        self.pages.entry(id).or_default().trouble = None;
        effects.push(Effect::OpenPage {
            account: id,
            window,
            url,
        });
    }

    /// Drops an account's page where it's there.
    pub(crate) fn drop_page(&mut self, id: AccountId, effects: &mut Vec<Effect>) {
        if self.awake.remove(&id) {
            effects.push(Effect::ClosePage(id));
        }
        self.queue.retain(|q| *q != id);
        self.no_longer_waited_for(id, effects);
    }

    /// Takes an account out of its window. A window that has none left goes, unless it's the last.
    /// Gives back which window that was, and where it stood.
    pub(crate) fn take_out(&mut self, id: AccountId, effects: &mut Vec<Effect>) -> Option<Stood> {
        let window = self
            .registry
            .windows
            .iter_mut()
            .find(|w| w.accounts.contains(&id))?;
        let at = window.accounts.iter().position(|a| *a == id)?;
        let window_id = window.id;
        let stood = (window_id, window.places.clone());
        window.accounts.remove(at);
        let was_front = window.front == Some(id);
        let left = window.accounts.clone();
        if was_front {
            window.front = self
                .registry
                .recent
                .iter()
                .find(|a| left.contains(a))
                .or_else(|| left.get(at.min(left.len().saturating_sub(1))))
                .copied();
        }
        let front = window.front;
        self.dirty = true;
        self.registry.recent.retain(|a| *a != id);
        if left.is_empty() && self.registry.windows.len() > 1 {
            self.registry.windows.retain(|w| w.id != window_id);
            if self.focused == Some(window_id) {
                self.focused = None;
            }
            effects.push(Effect::CloseWindow(window_id));
        } else if was_front {
            if let Some(front) = front {
                self.wake(front, effects);
            }
            effects.push(Effect::ShowPage(window_id, front));
            if let Some(front) = front.filter(|_| self.focused == Some(window_id)) {
                self.used(window_id, front);
            }
        }
        Some(stood)
    }

    /// Removes an account's record. Its data is the caller's business.
    pub(crate) fn forget(&mut self, id: AccountId) -> Option<Account> {
        let at = self.registry.accounts.iter().position(|a| a.id == id)?;
        self.dirty = true;
        self.pages.remove(&id);
        self.unread.remove(&id);
        self.busy.remove(&id);
        self.signed_out.remove(&id);
        self.fresh.remove(&id);
        self.asleep.remove(&id);
        self.duplicates.retain(|d| d.added != id && d.listed != id);
        self.registry.recent.retain(|a| *a != id);
        self.registry.closed.retain(|c| c.account != id);
        self.registry.keep_in_sets(|a| a != id);
        Some(self.registry.accounts.remove(at))
    }

    pub(crate) fn account_mut(&mut self, id: AccountId) -> Option<&mut Account> {
        self.registry.accounts.iter_mut().find(|a| a.id == id)
    }

    pub(crate) fn window_mut(&mut self, id: WindowId) -> Option<&mut Window> {
        self.registry.windows.iter_mut().find(|w| w.id == id)
    }

    /// The account in front of the window with the keyboard.
    #[must_use]
    pub fn current(&self) -> Option<AccountId> {
        let window = self.focused.and_then(|w| self.registry.window(w))?;
        window.front
    }

    /// The address of what an account's page shows, or was to show and couldn't: where it is once it's made anew.
    /// None for an account that is gone.
    #[must_use]
    pub fn wanted(&self, id: AccountId) -> Option<Url> {
        let account = self.registry.account(id)?;
        let page = self.pages.get(&id);
        let failed = page.and_then(|p| match &p.trouble {
            Some(Trouble::Offline { url, .. }) => Url::parse(url).ok(),
            _ => None,
        });
        // A login page may show its form to whoever is signed in, too.
        let shown = page.filter(|p| !p.state.is_login());
        let known = failed
            .or_else(|| shown?.url.clone())
            .or_else(|| account.last_url.clone());
        Some(known.unwrap_or_else(|| account.home.clone()))
    }

    /// Whether an account's page is there, and one of somebody who is signed in.
    #[must_use]
    pub fn shows_signed_in(&self, id: AccountId) -> bool {
        let shows = |p: &Page| p.state == PageState::SignedIn && p.trouble.is_none();
        self.awake.contains(&id) && self.pages.get(&id).is_some_and(shows)
    }

    /// Accounts whose page the person closes by this event: what isn't saved in it would be lost. Where somebody is
    /// being signed out, that is what they want.
    #[must_use]
    pub fn closed_by(&self, event: &Event) -> Vec<AccountId> {
        let mut closed = match event {
            Event::Disconnect(id)
            | Event::Sleep(id)
            | Event::Delete {
                account: id,
                sign_out: false,
            } => vec![*id],
            // It's made anew.
            Event::SetProxy(id, proxy) => {
                let account = self.registry.account(*id);
                let other = account.filter(|a| a.proxy != *proxy);
                other.map(|a| a.id).into_iter().collect()
            }
            Event::WindowClosed(window) => {
                let window = self.registry.window(*window);
                window.map(|w| w.accounts.clone()).unwrap_or_default()
            }
            Event::Quit => {
                let windows = self.registry.windows.iter();
                windows.flat_map(|w| w.accounts.clone()).collect()
            }
            _ => Vec::new(),
        };
        closed.retain(|id| self.awake.contains(id) && !self.busy.contains_key(id));
        closed
    }

    /// Whether the program ends by this event.
    #[must_use]
    pub fn ends_by(&self, event: &Event) -> bool {
        match event {
            Event::Quit => true,
            Event::WindowClosed(id) => self.is_last_window(*id),
            _ => false,
        }
    }

    /// Whether there is no other window.
    pub(crate) fn is_last_window(&self, id: WindowId) -> bool {
        let windows = &self.registry.windows;
        windows.len() == 1 && windows.iter().all(|w| w.id == id)
    }

    /// Whether a wish comes to nothing, since it couldn't be kept.
    #[must_use]
    pub const fn refuses(&self, event: &Event) -> bool {
        self.read_only && event.must_be_kept()
    }

    /// When [`crate::Event::Tick`] is wanted next.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Timestamp> {
        if self.read_only {
            // Nothing is removed, and nobody is signed out.
            return None;
        }
        let deletions = self
            .registry
            .accounts
            .iter()
            .filter_map(|a| a.deletion.as_ref().map(|d| d.until));
        let busy = self.busy.values().filter_map(|b| match b {
            Busy::AboutToSignOut { until, .. } | Busy::SigningOut { until, .. } => Some(*until),
            Busy::Asked { .. } | Busy::Clearing => None,
        });
        let tombstones = self.registry.deleted.iter().map(|t| {
            t.at.checked_add(crate::RECENTLY_DELETED_KEPT)
                .unwrap_or(Timestamp::MAX)
        });
        let folders = self.nameless.values().copied().flatten();
        let addresses = self.addresses_from.filter(|_| self.has_addresses);
        deletions
            .chain(busy)
            .chain(tombstones)
            .chain(folders)
            .chain(addresses)
            .min()
    }
}

impl State {
    /// A state of a registry alone: no program runs.
    #[must_use]
    pub fn of(registry: Registry) -> Self {
        Self {
            registry,
            ..Self::default()
        }
    }

    /// Whether an account's page will be made without anybody asking for it.
    #[must_use]
    pub fn is_waiting(&self, id: AccountId) -> bool {
        self.queue.contains(&id)
    }
}
