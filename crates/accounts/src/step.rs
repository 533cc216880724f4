//! The rules: what follows from an event.

mod adding;
mod leaving;
mod pages;
mod switching;
mod windows;

use jiff::SignedDuration;

use crate::{
    effect::{Effect, Message},
    event::Event,
    model::{Grant, Proxy},
    state::{Context, State},
};

/// How long a deletion can be undone.
pub const UNDO_TIME: SignedDuration = SignedDuration::from_secs(30);
/// How long label and address of a deleted account are kept.
pub const RECENTLY_DELETED_KEPT: SignedDuration = SignedDuration::from_hours(7 * 24);

impl State {
    /// Applies an event and says what to do. Never fails: an event about something that's gone does
    /// nothing.
    pub fn step(&mut self, event: Event, cx: &mut Context<'_>) -> Vec<Effect> {
        if self.refuses(&event) {
            return vec![Effect::Tell(Message::NotKept)];
        }
        let mut effects = Vec::new();
        self.apply(event, cx, &mut effects);
        if std::mem::take(&mut self.dirty) {
            self.has_addresses = false;
            effects.push(Effect::Persist);
        }
        effects
    }

    fn apply(&mut self, event: Event, cx: &mut Context<'_>, out: &mut Vec<Effect>) {
        match event {
            Event::Add(new, place) => self.add(*new, place, cx, out),
            Event::Import(new, more) => self.import(*new, more, cx),
            Event::Keep { keep, discard } => self.keep(keep, discard, cx, out),

            Event::Open(id) => self.open(id, cx, out),
            Event::OpenAt(id, url) => self.open_at(id, url, cx, out),
            Event::SwitchTo(number) => self.switch_to(number, cx, out),
            Event::SwitchRecent { back } => self.switch_recent(back, cx, out),
            Event::SwitchRecentDone => self.switch_recent_done(),
            Event::ReopenClosed => self.reopen_closed(cx, out),

            Event::Disconnect(id) => self.disconnect(id, cx, out),
            Event::SignOut(id) => self.sign_out(id, false, cx, out),
            Event::SignOutEnded(id, outcome) => self.sign_out_ended(id, outcome, cx, out),
            Event::SignOutCancelled(id) => {
                self.busy.remove(&id);
            }
            Event::SignOutAsked(id) => self.sign_out_asked(id),
            Event::SessionCleared { account, in_page } => {
                self.session_cleared(account, in_page, out);
            }
            Event::SessionNotCleared(id) => {
                self.no_longer_clearing(id);
                out.push(Effect::Tell(Message::NotCleared(id)));
            }
            Event::Delete {
                account,
                sign_out: true,
            } => self.sign_out(account, true, cx, out),
            Event::Delete {
                account,
                sign_out: false,
            } => self.delete(account, cx, out),
            Event::RemoveFolder(id) => self.remove_folder(id, cx),
            Event::UndoDelete(id) => self.undo_delete(id, cx, out),
            Event::DataRemoved(id, whole) => self.data_removed(id, whole, out),
            Event::Tick => self.tick(cx, out),

            Event::Rename(id, label) => self.rename(id, &label),
            Event::SiteNamed(home, name) => self.site_named(&home, &name),
            Event::SetColour(id, colour) => self.change(id, |a| a.colour = colour),
            Event::SetPicture {
                account,
                picture,
                initials,
            } => self.change(account, |a| {
                a.initials = initials && picture.is_none();
                a.picture = picture;
            }),
            Event::Mute(id, muted) => self.change(id, |a| a.muted = muted),
            Event::SetAllKeys(id, on) => self.change(id, |a| a.all_keys_to_page = on),
            Event::SetKeepSession(id, on) => self.change(id, |a| a.keep_session = on),
            Event::SetZoom(id, zoom) => self.set_zoom(id, zoom, out),
            Event::Grant(_, grant) if !grant.permission.can_be_kept() => {}
            Event::Grant(id, grant) => self.change(id, |a| remember(&mut a.grants, grant)),
            Event::Revoke(id, origin, permission) => self.change(id, |a| {
                a.grants
                    .retain(|g| g.origin != origin || g.permission != permission);
            }),
            Event::SetProxy(id, proxy) => self.set_proxy(id, proxy, out),
            Event::Reorder(id, to) => self.reorder(id, to),
            Event::ChangeSetting(change) => self.dirty |= self.registry.settings.change(change),

            Event::Sleep(id) => self.sleep(id, out),
            Event::Move(id, window) => self.move_to(id, window, cx, out),
            Event::MoveOut(id, x, y) => self.move_out(id, (x, y), cx, out),
            Event::NewWindow => self.open_first_page(cx, out),
            Event::WindowClosed(window) => self.window_closed(window, cx, out),
            Event::WindowFocused(window) => self.window_focused(window),
            Event::WindowPlaced(window, place) => self.window_placed(window, place),
            Event::MonitorsChanged(monitors) => self.monitors_changed(monitors, out),
            Event::SaveWorkspace(name) => self.save_workspace(&name, cx),
            Event::OpenWorkspace(id) => self.open_workspace(id, cx, out),
            Event::OpenSetAside => self.open_set_aside(out),
            Event::DeleteWorkspace(id) => self.delete_workspace(id),
            Event::UndoDeleteWorkspace => self.undo_delete_workspace(),
            Event::Quit => self.quit(cx, out),

            page => self.page_said(page, cx, out),
        }
    }

    fn change(&mut self, id: domain::AccountId, f: impl FnOnce(&mut crate::Account)) {
        let Some(account) = self.account_mut(id) else {
            return;
        };
        let before = account.clone();
        f(account);
        if *account != before {
            self.dirty = true;
        }
    }

    fn site_named(&mut self, home: &url::Url, name: &str) {
        let Some(name) = kept_label(name) else {
            return;
        };
        let there = self.registry.accounts.iter().filter(|a| a.is_at(home));
        let there: Vec<_> = there.map(|a| a.id).collect();
        for id in there {
            self.change(id, |a| a.site = Some(name.clone()));
        }
    }

    fn rename(&mut self, id: domain::AccountId, label: &str) {
        self.change(id, |a| a.label = kept_label(label));
    }

    fn set_zoom(&mut self, id: domain::AccountId, zoom: u16, out: &mut Vec<Effect>) {
        let zoom = within_zoom(zoom);
        self.change(id, |a| a.zoom = zoom);
        if self.awake.contains(&id) {
            out.push(Effect::SetZoom(id, zoom));
        }
    }

    fn set_proxy(&mut self, id: domain::AccountId, proxy: Option<Proxy>, out: &mut Vec<Effect>) {
        let before = self.registry.account(id).map(|a| a.proxy.clone());
        if before.is_none_or(|before| before == proxy) {
            return;
        }
        self.change(id, |a| a.proxy = proxy);
        if self.awake.contains(&id) {
            out.push(Effect::RemakePage(id));
        }
    }

    /// Gives a listed account the `to`th place among the listed ones.
    fn reorder(&mut self, id: domain::AccountId, to: usize) {
        let Some(from) = self.registry.accounts.iter().position(|a| a.id == id) else {
            return;
        };
        let account = self.registry.accounts.remove(from);
        let at = self
            .registry
            .accounts
            .iter()
            .enumerate()
            .filter(|(_, a)| a.is_listed())
            .nth(to)
            .map_or(self.registry.accounts.len(), |(i, _)| i);
        self.registry.accounts.insert(at, account);
        self.dirty |= at != from;
        self.registry.order_tabs();
    }
}

/// Has a page that is to be opened begin with another address.
fn opens_at(out: &mut [Effect], id: domain::AccountId, first: url::Url) {
    let opened = out.iter_mut().find_map(|e| match e {
        Effect::OpenPage { account, url, .. } if *account == id => Some(url),
        _ => None,
    });
    if let Some(url) = opened {
        *url = first;
    }
}

/// A zoom in percent, kept within what stays readable and usable.
fn within_zoom(zoom: u16) -> u16 {
    zoom.clamp(30, 300)
}

/// Longest name of anything, in characters.
pub const LONGEST_NAME: usize = 80;

/// A name that would be cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a name has at most {LONGEST_NAME} characters, and this one has {0}")]
pub struct NameTooLong(usize);

/// Whether a name is kept whole.
pub fn check_name(text: &str) -> Result<(), NameTooLong> {
    match domain::plain(text, usize::MAX).chars().count() {
        length if length > LONGEST_NAME => Err(NameTooLong(length)),
        _ => Ok(()),
    }
}

/// A person's name for an account as it's kept: one line, not too long; nothing where none is left.
#[must_use]
pub fn kept_label(text: &str) -> Option<String> {
    Some(domain::plain(text, LONGEST_NAME)).filter(|label| !label.is_empty())
}

fn remember(grants: &mut Vec<Grant>, grant: Grant) {
    grants.retain(|g| g.origin != grant.origin || g.permission != grant.permission);
    grants.push(grant);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_refused_just_where_it_would_be_cut() {
        for (length, fits) in [(0, true), (80, true), (81, false), (500, false)] {
            // Letters count, not bytes.
            let name = "ї".repeat(length);
            assert_eq!(check_name(&name).is_ok(), fits, "{length}");
            let kept = kept_label(&name).unwrap_or_default();
            assert_eq!(kept == name, fits, "{length}");
        }
        assert_eq!(check_name(&format!("  {}\n", "a".repeat(80))), Ok(()));
        let refused = check_name(&"a".repeat(500)).map_err(|e| e.to_string());
        let expected = "a name has at most 80 characters, and this one has 500";
        assert_eq!(refused, Err(expected.to_owned()));
    }
}
