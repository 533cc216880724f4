//! A new account, until it's on the list.

use domain::AccountId;
use jiff::{SignedDuration, Timestamp};

use crate::{
    effect::{Effect, Message},
    event::{Event, Imported, NewAccount, Placement},
    model::{Account, NewAccountIn},
    state::{Context, Duplicate, State},
    step,
};

/// Colours for recognition, each readable beside white initials and told apart by colour-blind people
/// when neighbours; dealt out in turn.
const COLOURS: [&str; 9] = [
    "#0b7a55", "#c2410c", "#2563eb", "#7c3aed", "#be185d", "#0e7490", "#a16207", "#475569",
    "#b91c1c",
];

impl State {
    pub(super) fn add(
        &mut self,
        new: NewAccount,
        place: Placement,
        cx: &mut Context<'_>,
        out: &mut Vec<Effect>,
    ) {
        if self.registry.account(new.id).is_some() {
            return;
        }
        let id = new.id;
        let first = new.first.clone();
        let account = self.new_account(new, cx);
        self.registry.accounts.push(account);
        self.fresh.insert(id);
        self.dirty = true;
        let window = self.window_for(place, cx, out);
        self.put_in_front(id, window, out);
        if let Some(first) = first {
            step::opens_at(out, id, first);
        }
    }

    /// Lists an account of an exported list.
    pub(super) fn import(&mut self, new: NewAccount, more: Imported, cx: &Context<'_>) {
        if self.registry.account(new.id).is_some() {
            return;
        }
        let account = self.new_account(new, cx);
        let colour = more
            .colour
            .filter(|c| is_colour(c))
            .unwrap_or_else(|| account.colour.clone());
        self.registry.accounts.push(Account {
            listed: true,
            colour,
            zoom: more.zoom.map_or(account.zoom, step::within_zoom),
            muted: more.muted,
            ..account
        });
        self.dirty = true;
    }

    fn new_account(&self, new: NewAccount, cx: &Context<'_>) -> Account {
        Account {
            label: new.label.as_deref().and_then(step::kept_label),
            site: new.site,
            identity_hosts: new.identity_hosts,
            ..Account::new(
                new.id,
                new.home,
                new.connector,
                self.free_colour().to_owned(),
                self.after_all(cx.now),
            )
        }
    }

    /// A time after that of every account: where the list is found again in the folders, it says the order.
    fn after_all(&self, now: Timestamp) -> Timestamp {
        let last = self.registry.accounts.iter().map(|a| a.added_at).max();
        let next = last.and_then(|last| last.checked_add(SignedDuration::from_nanos(1)).ok());
        next.map_or(now, |next| next.max(now))
    }

    fn free_colour(&self) -> &'static str {
        let used = |c: &&str| {
            self.registry
                .accounts
                .iter()
                .filter(|a| a.colour == **c)
                .count()
        };
        COLOURS
            .iter()
            .min_by_key(|c| used(c))
            .copied()
            .unwrap_or(COLOURS[0])
    }

    /// The window that a new account goes to: the one named, the one where the person is, or a new one.
    /// A window that only shows the first page is used up before a new one is made.
    fn window_for(
        &mut self,
        place: Placement,
        cx: &mut Context<'_>,
        out: &mut Vec<Effect>,
    ) -> domain::WindowId {
        let tabs = self.registry.settings.new_account_in == NewAccountIn::Tab;
        let wanted = match place {
            Placement::In(window) => Some(window),
            Placement::BySetting(here) if tabs => here,
            Placement::BySetting(Some(here))
                if self
                    .registry
                    .window(here)
                    .is_some_and(|w| w.accounts.is_empty()) =>
            {
                Some(here)
            }
            Placement::BySetting(_) | Placement::NewWindow => None,
        };
        if let Some(window) = wanted.filter(|w| self.registry.window(*w).is_some()) {
            return window;
        }
        let empty = self
            .registry
            .windows
            .iter()
            .find(|w| w.accounts.is_empty())
            .map(|w| w.id);
        empty.unwrap_or_else(|| {
            let id = domain::WindowId::from_random((cx.random)());
            self.add_window(id, out);
            id
        })
    }

    /// An account has been seen signed in.
    pub(super) fn signed_in(&mut self, id: AccountId, out: &mut Vec<Effect>) {
        if self.registry.account(id).is_some_and(|a| !a.listed) {
            // It comes on the list now, whatever was begun after it: nobody else's number changes.
            self.reorder(id, usize::MAX);
        }
        let Some(account) = self.account_mut(id) else {
            return;
        };
        if !account.signed_in || !account.listed {
            // Whoever was signed in before: who it is now hasn't been said yet.
            account.profile = crate::Profile::default();
            account.avatar = None;
            account.signed_in = true;
            account.listed = true;
            self.dirty = true;
            out.push(Effect::Tell(Message::SignedIn(id)));
        }
        self.compare(id, out);
    }

    /// Whether a new account is somebody who is listed already.
    pub(super) fn compare(&mut self, id: AccountId, out: &mut Vec<Effect>) {
        let Some(account) = self.registry.account(id) else {
            return;
        };
        if !account.listed || !self.fresh.contains(&id) || account.profile.email.is_none() {
            return;
        }
        let same = |a: &&Account| a.id != id && a.is_listed() && a.is_same_sign_in(account);
        let listed = self.registry.accounts.iter().find(same).map(|a| a.id);
        self.fresh.remove(&id);
        if let Some(listed) = listed {
            self.duplicates.push(Duplicate { added: id, listed });
            out.push(Effect::Tell(Message::AlreadyListed(listed)));
        }
    }

    /// The person has chosen between two sign-ins.
    pub(super) fn keep(
        &mut self,
        keep: AccountId,
        discard: AccountId,
        cx: &mut Context<'_>,
        out: &mut Vec<Effect>,
    ) {
        let asked = |d: &Duplicate| {
            (d.added == keep && d.listed == discard) || (d.added == discard && d.listed == keep)
        };
        if !self.duplicates.iter().any(asked) {
            return;
        }
        let added = self.duplicates.iter().find(|d| asked(d)).map(|d| d.added);
        self.duplicates.retain(|d| !asked(d));
        if let Some(old) = self.registry.account(discard).cloned() {
            let place = self.registry.number(discard);
            self.change(keep, |a| {
                a.label = a.label.take().or(old.label);
                a.picture = a.picture.take().or(old.picture);
                a.initials = (a.initials || old.initials) && a.picture.is_none();
            });
            // The one listed before keeps its own place.
            if let Some(place) = place.filter(|_| added == Some(keep)) {
                self.reorder(keep, place - 1);
            }
        }
        self.apply(Event::Open(keep), cx, out);
        self.discard(discard, out);
    }
}

/// Whether a text is `#rrggbb`.
fn is_colour(text: &str) -> bool {
    let digits = text.strip_prefix('#').filter(|h| h.len() == 6);
    digits.is_some_and(|h| h.bytes().all(|b| b.is_ascii_hexdigit()))
}
