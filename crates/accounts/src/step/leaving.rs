//! Disconnect, sign out, delete, and taking it back.

use std::collections::BTreeMap;

use domain::{AccountId, WindowId};
use jiff::{SignedDuration, Timestamp};

use crate::{
    Page,
    effect::{Effect, Message},
    event::SignOutOutcome,
    model::{Closed, Deletion, Tombstone},
    state::{Busy, Context, State, Stood},
    step::{RECENTLY_DELETED_KEPT, UNDO_TIME},
};

/// How long waiting for the page, and then signing out in it, may take: longer than any connector's steps.
const SIGN_OUT_TIME: SignedDuration = SignedDuration::from_secs(90);
/// So many closed accounts can be reopened one after another.
const CLOSED_KEPT: usize = 25;

impl State {
    /// Closes an account. One that never signed in leaves nothing behind.
    pub(super) fn disconnect(&mut self, id: AccountId, cx: &Context<'_>, out: &mut Vec<Effect>) {
        let Some(account) = self.registry.account(id) else {
            return;
        };
        if !account.listed {
            return self.discard(id, out);
        }
        if self.is_to_be_deleted(id) {
            return self.delete_unconfirmed(id, cx, out);
        }
        self.sign_out_unconfirmed(id, out);
        self.drop_page(id, out);
        if let Some(stood) = self.take_out(id, out) {
            self.remember_closed(id, stood);
        }
    }

    /// Nobody will see any more whether a sign-out works, since its page goes: the session is cleared
    /// here all the same.
    fn sign_out_unconfirmed(&mut self, id: AccountId, out: &mut Vec<Effect>) {
        if self.is_signing_out(id) {
            self.signed_out.insert(id, self.unconfirmed(id));
            self.clear(id, out);
        }
    }

    /// What a sign-out that nothing confirms has come to.
    fn unconfirmed(&self, id: AccountId) -> SignOutOutcome {
        if self.pages.get(&id).is_some_and(Page::is_offline) {
            SignOutOutcome::Unreached
        } else {
            SignOutOutcome::Unconfirmed
        }
    }

    fn is_signing_out(&self, id: AccountId) -> bool {
        self.busy.get(&id).is_some_and(|b| *b != Busy::Clearing)
    }

    /// Has a session cleared, now or, should the program end before, at the next start.
    fn clear(&mut self, id: AccountId, out: &mut Vec<Effect>) {
        self.busy.insert(id, Busy::Clearing);
        self.change(id, |a| a.clearing = true);
        self.revoke_device(id, out);
        out.push(Effect::ClearSession(id));
    }

    /// Has this device forgotten at the server, whose session goes.
    pub(crate) fn revoke_device(&self, id: AccountId, out: &mut Vec<Effect>) {
        let account = self.registry.account(id);
        out.extend(account.map(|a| Effect::RevokeDevice(id, a.proxy.clone())));
    }

    pub(crate) fn remember_closed(&mut self, account: AccountId, (window, places): Stood) {
        let closed = &mut self.registry.closed;
        closed.retain(|c| c.account != account);
        closed.push(Closed {
            account,
            window,
            places,
        });
        let excess = closed.len().saturating_sub(CLOSED_KEPT);
        closed.drain(..excess);
        self.dirty = true;
    }

    /// The person closed a window: its accounts are disconnected. The last one ends the program and
    /// is kept for the next start.
    pub(super) fn window_closed(&mut self, id: WindowId, cx: &Context<'_>, out: &mut Vec<Effect>) {
        if self.quitting {
            return;
        }
        if self.is_last_window(id) {
            return self.quit(cx, out);
        }
        let inside = self
            .registry
            .window(id)
            .map(|w| w.accounts.clone())
            .unwrap_or_default();
        for account in inside
            .into_iter()
            .filter(|a| self.is_to_be_deleted(*a))
            .collect::<Vec<_>>()
        {
            self.delete_unconfirmed(account, cx, out);
        }
        // Gone with its last account, perhaps.
        let Some(window) = self.registry.window(id) else {
            return;
        };
        let accounts = window.accounts.clone();
        let places = window.places.clone();
        self.queue.retain(|q| !accounts.contains(q));
        for account in &accounts {
            if self.registry.account(*account).is_some_and(|a| a.listed) {
                self.remember_closed(*account, (id, places.clone()));
            }
        }
        for account in accounts {
            self.sign_out_unconfirmed(account, out);
            self.drop_page(account, out);
            self.registry.recent.retain(|a| *a != account);
            if self.registry.account(account).is_some_and(|a| !a.listed) {
                self.forget(account);
                self.registry.removing.push(account);
                out.push(Effect::RemoveData(account));
            }
        }
        self.registry.windows.retain(|w| w.id != id);
        if self.focused == Some(id) {
            self.focused = None;
        }
        self.dirty = true;
        out.push(Effect::CloseWindow(id));
    }

    /// Removes an account at once, without undo: it was never listed, or the person chose another.
    pub(super) fn discard(&mut self, id: AccountId, out: &mut Vec<Effect>) {
        self.drop_page(id, out);
        self.take_out(id, out);
        self.revoke_device(id, out);
        if self.forget(id).is_some() {
            self.registry.removing.push(id);
            out.push(Effect::RemoveData(id));
        }
    }

    pub(super) fn sign_out(
        &mut self,
        id: AccountId,
        delete: bool,
        cx: &mut Context<'_>,
        out: &mut Vec<Effect>,
    ) {
        let Some(account) = self.registry.account(id) else {
            return;
        };
        if account.deletion.is_some() {
            return;
        }
        if !account.listed {
            return self.discard(id, out);
        }
        match self.busy.get_mut(&id) {
            Some(
                Busy::AboutToSignOut {
                    delete: afterwards, ..
                }
                | Busy::SigningOut {
                    delete: afterwards, ..
                }
                | Busy::Asked { delete: afterwards },
            ) => {
                *afterwards |= delete;
                return;
            }
            Some(Busy::Clearing) if delete => return self.delete(id, cx, out),
            Some(Busy::Clearing) => return,
            None => {}
        }
        self.signed_out.remove(&id);
        if !account.signed_in {
            return if delete {
                self.delete(id, cx, out);
            } else {
                self.open(id, cx, out);
            };
        }
        let until = cx.now + SIGN_OUT_TIME;
        if self.awake.contains(&id) {
            self.busy.insert(id, Busy::SigningOut { until, delete });
            out.push(Effect::SignOutAtServer(id));
        } else {
            self.busy.insert(id, Busy::AboutToSignOut { until, delete });
            self.open(id, cx, out);
        }
    }

    /// The page that a sign-out waited for is there.
    pub(super) fn page_is_there(&mut self, id: AccountId, cx: &Context<'_>, out: &mut Vec<Effect>) {
        if let Some(Busy::AboutToSignOut { delete, .. }) = self.busy.get(&id).copied() {
            self.busy.insert(
                id,
                Busy::SigningOut {
                    until: cx.now + SIGN_OUT_TIME,
                    delete,
                },
            );
            out.push(Effect::SignOutAtServer(id));
        }
    }

    /// … or won't be: its server is away.
    pub(super) fn page_will_not_be_there(
        &mut self,
        id: AccountId,
        cx: &mut Context<'_>,
        out: &mut Vec<Effect>,
    ) {
        let waits = matches!(self.busy.get(&id), Some(Busy::AboutToSignOut { .. }));
        if waits && self.pages.get(&id).is_some_and(crate::Page::is_offline) {
            self.sign_out_ended(id, SignOutOutcome::Unreached, cx, out);
        }
    }

    pub(super) fn sign_out_ended(
        &mut self,
        id: AccountId,
        outcome: SignOutOutcome,
        cx: &mut Context<'_>,
        out: &mut Vec<Effect>,
    ) {
        let Some(
            Busy::SigningOut { delete, .. }
            | Busy::AboutToSignOut { delete, .. }
            | Busy::Asked { delete },
        ) = self.busy.get(&id).copied()
        else {
            return;
        };
        self.signed_out.insert(id, outcome);
        if delete {
            if outcome != SignOutOutcome::Confirmed {
                out.push(Effect::Tell(told_of(id, outcome)));
            }
            return self.delete(id, cx, out);
        }
        self.clear(id, out);
    }

    /// The person is asked what's to become of the session, and takes their time.
    pub(super) fn sign_out_asked(&mut self, id: AccountId) {
        if let Some(Busy::SigningOut { delete, .. }) = self.busy.get(&id).copied() {
            self.busy.insert(id, Busy::Asked { delete });
        }
    }

    pub(super) fn no_longer_clearing(&mut self, id: AccountId) {
        if self.busy.get(&id) == Some(&Busy::Clearing) {
            self.busy.remove(&id);
        }
    }

    pub(super) fn session_cleared(&mut self, id: AccountId, in_page: bool, out: &mut Vec<Effect>) {
        // Whatever became of the account meanwhile, its session is empty.
        self.no_longer_clearing(id);
        self.unread.remove(&id);
        let Some(account) = self.account_mut(id) else {
            return;
        };
        account.clearing = false;
        account.signed_in = false;
        account.last_url = None;
        let home = account.home.clone();
        self.dirty = true;
        // Nobody knows it any more where the last run ended in the middle.
        let outcome = self.signed_out.get(&id).copied();
        let outcome = outcome.unwrap_or(SignOutOutcome::Unconfirmed);
        if in_page && let Some(page) = self.pages.get_mut(&id) {
            page.state = crate::PageState::Unknown;
            page.login_form = None;
            page.url = None;
            // What signed them out isn't to be asked for again.
            page.trouble = None;
        }
        if in_page && self.awake.contains(&id) {
            out.push(if outcome == SignOutOutcome::Confirmed {
                Effect::Navigate(id, home)
            } else {
                // What it shows is still the one who was signed in, and stays as long as its server says nothing.
                Effect::RemakePage(id)
            });
        }
        out.push(Effect::Tell(told_of(id, outcome)));
    }

    pub(super) fn delete(&mut self, id: AccountId, cx: &Context<'_>, out: &mut Vec<Effect>) {
        let Some(account) = self.registry.account(id) else {
            return;
        };
        if account.deletion.is_some() {
            return;
        }
        if !account.listed {
            return self.discard(id, out);
        }
        let until = cx.now + UNDO_TIME;
        let number = self.registry.number(id);
        self.busy.remove(&id);
        self.drop_page(id, out);
        let (window, places) = self.take_out(id, out).unzip();
        let places = places.unwrap_or_default();
        self.change(id, |a| {
            a.deletion = Some(Deletion {
                until,
                number,
                window,
                places,
            });
        });
        self.duplicates.retain(|d| d.added != id && d.listed != id);
        self.registry.closed.retain(|c| c.account != id);
    }

    /// Has a folder go that doesn't say whose it is: not before the person can have changed their mind.
    pub(super) fn remove_folder(&mut self, id: AccountId, cx: &Context<'_>) {
        if let Some(until) = self.nameless.get_mut(&id) {
            until.get_or_insert(cx.now + UNDO_TIME);
        }
    }

    pub(super) fn undo_delete(
        &mut self,
        id: AccountId,
        cx: &mut Context<'_>,
        out: &mut Vec<Effect>,
    ) {
        if let Some(until) = self.nameless.get_mut(&id) {
            *until = None;
            return;
        }
        let Some(account) = self.account_mut(id) else {
            return;
        };
        let Some(deletion) = account.deletion.take() else {
            return;
        };
        self.dirty = true;
        if let Some(window) = deletion.window {
            self.reopen(id, (window, deletion.places), cx, out);
        }
        // The same sign-in may have been added meanwhile.
        self.fresh.insert(id);
        self.compare(id, out);
    }

    /// Ends the program. Windows are kept for the next start.
    pub(super) fn quit(&mut self, cx: &Context<'_>, out: &mut Vec<Effect>) {
        let waiting: Vec<_> = self.busy.keys().copied().collect();
        for id in waiting
            .into_iter()
            .filter(|id| self.is_to_be_deleted(*id))
            .collect::<Vec<_>>()
        {
            self.delete_unconfirmed(id, cx, out);
        }
        // The shell clears these as it ends, and else the next start.
        let mut unconfirmed: Vec<_> = self.busy.keys().copied().collect();
        unconfirmed.retain(|id| self.is_signing_out(*id));
        for id in unconfirmed {
            self.change(id, |a| a.clearing = true);
        }
        let is_listed = |a: &AccountId| self.registry.account(*a).is_some_and(|a| a.listed);
        let mut open = self.registry.windows.iter().flat_map(|w| &w.accounts);
        if open.any(is_listed) {
            // This is the arrangement now.
            self.registry.set_aside.clear();
        }
        self.quitting = true;
        self.dirty = false;
        out.extend([Effect::Persist, Effect::Quit]);
    }

    /// Whether an account is deleted as soon as it's signed out.
    fn is_to_be_deleted(&self, id: AccountId) -> bool {
        matches!(
            self.busy.get(&id),
            Some(
                Busy::AboutToSignOut { delete: true, .. }
                    | Busy::SigningOut { delete: true, .. }
                    | Busy::Asked { delete: true }
            )
        )
    }

    /// Deletes without waiting for the sign-out any longer: its page goes away.
    fn delete_unconfirmed(&mut self, id: AccountId, cx: &Context<'_>, out: &mut Vec<Effect>) {
        let outcome = self.unconfirmed(id);
        self.signed_out.insert(id, outcome);
        out.push(Effect::Tell(told_of(id, outcome)));
        self.delete(id, cx, out);
    }

    /// Makes deletions final whose time has come.
    pub(crate) fn finish_deletions(&mut self, cx: &Context<'_>, out: &mut Vec<Effect>) {
        let due: Vec<_> = self
            .registry
            .accounts
            .iter()
            .filter(|a| a.deletion.as_ref().is_some_and(|d| d.until <= cx.now))
            .map(|a| a.id)
            .collect();
        for id in due {
            self.revoke_device(id, out);
            if let Some(account) = self.forget(id) {
                let label = account.label().to_owned();
                self.registry.deleted.push(Tombstone {
                    id: Some(id),
                    label,
                    home: account.home,
                    at: cx.now,
                });
                self.registry.removing.push(id);
                out.push(Effect::RemoveData(id));
            }
        }
    }

    pub(super) fn data_removed(&mut self, id: AccountId, whole: bool, out: &mut Vec<Effect>) {
        if whole {
            self.registry.removing.retain(|r| *r != id);
            self.dirty = true;
        } else {
            out.push(Effect::Tell(Message::DataNotRemoved(id)));
        }
    }

    fn finish_folders(&mut self, cx: &Context<'_>, out: &mut Vec<Effect>) {
        let is_due = |until: &Option<Timestamp>| until.is_some_and(|until| until <= cx.now);
        let folders = std::mem::take(&mut self.nameless);
        let (due, waiting): (BTreeMap<_, _>, _) =
            folders.into_iter().partition(|(_, until)| is_due(until));
        self.nameless = waiting;
        for id in due.into_keys() {
            self.registry.removing.push(id);
            self.dirty = true;
            out.push(Effect::RemoveData(id));
        }
    }

    /// Forgets what was deleted long enough ago, and has whatever still tells of it on disk removed.
    pub(crate) fn forget_tombstones(&mut self, cx: &Context<'_>, out: &mut Vec<Effect>) {
        let is_old = |t: &mut Tombstone| cx.now.duration_since(t.at) >= RECENTLY_DELETED_KEPT;
        let old: Vec<_> = self.registry.deleted.extract_if(.., is_old).collect();
        self.dirty |= !old.is_empty();
        for id in old.into_iter().filter_map(|t| t.id) {
            // Still to be removed, perhaps.
            if !self.registry.removing.contains(&id) {
                self.registry.removing.push(id);
            }
            out.push(Effect::RemoveData(id));
        }
    }

    pub(super) fn tick(&mut self, cx: &mut Context<'_>, out: &mut Vec<Effect>) {
        if self.read_only {
            return;
        }
        self.finish_deletions(cx, out);
        self.finish_folders(cx, out);
        self.forget_tombstones(cx, out);
        self.write_addresses(cx);
        let late: Vec<_> = self
            .busy
            .iter()
            .filter(|(_, b)| match b {
                Busy::AboutToSignOut { until, .. } | Busy::SigningOut { until, .. } => {
                    *until <= cx.now
                }
                Busy::Asked { .. } | Busy::Clearing => false,
            })
            .map(|(id, _)| *id)
            .collect();
        for id in late {
            self.sign_out_ended(id, self.unconfirmed(id), cx, out);
        }
    }
}

/// What the person hears of a sign-out, once its session is gone from here.
const fn told_of(id: AccountId, outcome: SignOutOutcome) -> Message {
    match outcome {
        SignOutOutcome::Confirmed => Message::SignedOut(id),
        SignOutOutcome::Unconfirmed => Message::SignOutUnconfirmed(id),
        SignOutOutcome::Unreached => Message::SignOutUnreached(id),
    }
}
