//! Showing an account.

use domain::{AccountId, WindowId};
use url::Url;

use crate::{
    effect::{Effect, Message},
    model,
    state::{Context, State, Stood},
    step,
};

impl State {
    /// Shows an account where it is; one that was closed lately, where it was.
    pub(super) fn open(&mut self, id: AccountId, cx: &mut Context<'_>, out: &mut Vec<Effect>) {
        self.cycle = None;
        let can_be_opened = self
            .registry
            .account(id)
            .is_some_and(|a| a.deletion.is_none());
        let closed = self.registry.closed.iter().find(|c| c.account == id);
        match closed.filter(|_| can_be_opened) {
            Some(closed) => {
                let stood = (closed.window, closed.places.clone());
                self.reopen(id, stood, cx, out);
            }
            None => self.open_in(id, None, cx, out),
        }
    }

    /// Opens an account at an address.
    pub(super) fn open_at(
        &mut self,
        id: AccountId,
        url: Url,
        cx: &mut Context<'_>,
        out: &mut Vec<Effect>,
    ) {
        let was_awake = self.awake.contains(&id);
        self.open(id, cx, out);
        if was_awake {
            out.push(Effect::Navigate(id, url));
        } else {
            step::opens_at(out, id, url);
        }
    }

    /// Shows an account where it is; one that's closed goes into `window`, or a new one.
    pub(super) fn open_in(
        &mut self,
        id: AccountId,
        window: Option<WindowId>,
        cx: &mut Context<'_>,
        out: &mut Vec<Effect>,
    ) {
        let Some(account) = self.registry.account(id) else {
            return;
        };
        if account.deletion.is_some() {
            return;
        }
        let is_open = self.registry.window_of(id).map(|w| w.id);
        let empty = || {
            self.registry
                .windows
                .iter()
                .find(|w| w.accounts.is_empty())
                .map(|w| w.id)
        };
        let window = is_open
            .or_else(|| window.filter(|w| self.registry.window(*w).is_some()))
            .or_else(empty)
            .unwrap_or_else(|| {
                let new = window.unwrap_or_else(|| WindowId::from_random((cx.random)()));
                self.add_window(new, out);
                new
            });
        self.put_in_front(id, window, out);
    }

    /// Shows an account in the window that it was in, which is made again if it's gone; a window that
    /// only shows the first page makes room for it.
    pub(super) fn reopen(
        &mut self,
        id: AccountId,
        (window, places): Stood,
        cx: &mut Context<'_>,
        out: &mut Vec<Effect>,
    ) {
        if self.registry.window(window).is_none() && self.registry.window_of(id).is_none() {
            let first = self
                .registry
                .windows
                .iter()
                .find(|w| w.accounts.is_empty())
                .map(|w| w.id);
            self.add_window_at(window, places, out);
            if let Some(first) = first {
                self.registry.windows.retain(|w| w.id != first);
                out.push(Effect::CloseWindow(first));
            }
        }
        self.open_in(id, Some(window), cx, out);
    }

    /// Puts an account into a window, in front, awake, and the window before all others.
    pub(super) fn put_in_front(&mut self, id: AccountId, window: WindowId, out: &mut Vec<Effect>) {
        let Some(w) = self.window_mut(window) else {
            return;
        };
        let was_in_front = w.front == Some(id);
        w.front = Some(id);
        if !w.accounts.contains(&id) {
            w.accounts.push(id);
            self.registry.order_tabs();
        }
        self.dirty |= !was_in_front
            || self
                .registry
                .set_aside
                .iter()
                .any(|w| w.accounts.contains(&id))
            || self.registry.closed.iter().any(|c| c.account == id);
        model::keep_in(&mut self.registry.set_aside, |a| a != id);
        self.registry.closed.retain(|c| c.account != id);
        let was_awake = self.awake.contains(&id);
        self.wake(id, out);
        if !was_in_front || !was_awake {
            out.push(Effect::ShowPage(window, Some(id)));
        }
        out.push(Effect::RaiseWindow(window));
        out.push(Effect::Tell(Message::Switched(id)));
        self.used(window, id);
    }

    /// Notes that a window, and the account in front of it, are the ones used last.
    pub(crate) fn used(&mut self, window: WindowId, front: AccountId) {
        self.focused = Some(window);
        if self.registry.recent.first() != Some(&front) && self.cycle.is_none() {
            self.registry.recent.retain(|a| *a != front);
            self.registry.recent.insert(0, front);
            self.dirty = true;
        }
        if self
            .registry
            .windows
            .first()
            .is_some_and(|w| w.id != window)
        {
            self.registry.windows.sort_by_key(|w| w.id != window);
            self.dirty = true;
        }
    }

    pub(super) fn switch_to(&mut self, number: usize, cx: &mut Context<'_>, out: &mut Vec<Effect>) {
        let id = number
            .checked_sub(1)
            .and_then(|i| self.registry.listed().nth(i))
            .map(|a| a.id);
        if let Some(id) = id {
            self.open(id, cx, out);
        }
    }

    /// Goes along the order of last use without changing it, until the key is let go of.
    pub(super) fn switch_recent(
        &mut self,
        back: bool,
        cx: &mut Context<'_>,
        out: &mut Vec<Effect>,
    ) {
        let recent = self.registry.recent.clone();
        if recent.len() < 2 {
            return;
        }
        let at = self.cycle.unwrap_or(0);
        let next = if back { at + recent.len() - 1 } else { at + 1 } % recent.len();
        self.cycle = Some(next);
        if let Some(id) = recent.get(next) {
            self.open_in(*id, None, cx, out);
        }
    }

    pub(super) fn switch_recent_done(&mut self) {
        if self.cycle.take().is_some()
            && let (Some(window), Some(front)) = (self.focused, self.current())
        {
            self.used(window, front);
        }
    }

    pub(super) fn reopen_closed(&mut self, cx: &mut Context<'_>, out: &mut Vec<Effect>) {
        if let Some(last) = self.registry.closed.pop() {
            self.dirty = true;
            self.cycle = None;
            self.reopen(last.account, (last.window, last.places), cx, out);
        }
    }
}
