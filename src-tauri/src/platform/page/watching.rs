//! What follows from what an engine tells of an account's page, whichever engine it is.

use std::cell::{Cell, RefCell};

use accounts::{Event, Profile, Rect, Security, Unread};
use base64::Engine as _;
use connectors::{Before, PageFacts, PageState};
use domain::{AccountId, CrmAddress, address};
use tauri::{Manager, Url};

use crate::{
    account::{device, picture, sign_out},
    platform::page::{Native, PageEngine},
    shell::Shell,
    windows::{labels, strips},
};

/// Name of the script world that is ours: the page has neither its globals nor its messages.
pub(super) const WORLD: &str = "ninefold";
/// Name of the message handler that exists in our world only.
pub(crate) const HANDLER: &str = "state";

/// What reads an account's page, and what it has read last.
pub(super) struct Watch {
    shell: Shell,
    id: AccountId,
    home: CrmAddress,
    before: Cell<PageState>,
    /// The picture that was asked for last, and of whom.
    picture: RefCell<Option<(Url, Profile)>>,
}

impl Watch {
    /// `None` for an account that is gone.
    pub(super) fn new(shell: &Shell, id: AccountId) -> Option<Self> {
        let state = shell.state();
        let home = state
            .registry
            .account(id)
            .and_then(|a| CrmAddress::from_base(&a.home).ok())?;
        Some(Self {
            shell: shell.clone(),
            id,
            home,
            before: Cell::new(PageState::Unknown),
            picture: RefCell::default(),
        })
    }

    /// The script that posts the facts, for the end of each document and for our world.
    pub(super) fn script(&self) -> String {
        connectors::watch_script(&self.shell.connector(self.id), &self.home, HANDLER)
    }

    /// The script has posted facts.
    pub(super) fn heard(&self, json: &str) {
        if let Some(picture) = connectors::picture_in(json) {
            return self.take(picture);
        }
        if let Some(token) = connectors::device_token_in(json) {
            return device::keep(&self.shell, self.id, &token);
        }
        match PageFacts::from_json(json) {
            Ok(facts) => self.follow(&facts),
            Err(error) => tracing::warn!(%error, "A page's facts could not be read"),
        }
    }

    fn follow(&self, facts: &PageFacts) {
        let (shell, id) = (&self.shell, self.id);
        let connector = shell.connector(id);
        let known = Before {
            state: self.known_before(),
            cookies_changed: crate::account::session::has_changed(id),
        };
        let now = connectors::classify(&connector, &self.home, facts, known);
        if now != PageState::Unknown {
            self.before.set(now);
        }
        if matches!(now, PageState::Login | PageState::Expired) {
            // Whoever signs in next is asked for anew.
            self.picture.replace(None);
        }
        let form = facts.login_form.map(|r| Rect {
            x: r.x,
            y: r.y,
            width: r.width,
            height: r.height,
        });
        shell.send(Event::PageWidth(id, facts.viewport.width));
        shell.send(Event::PageIs(id, state(now), form));
        if now == PageState::SignedIn
            && let Some(profile) = connectors::profile(&connector, facts)
        {
            let address = profile.avatar_url;
            let profile = Profile {
                name: profile.name,
                email: profile.email,
            };
            if let Some(address) = address {
                self.ask_for((address, profile.clone()));
            }
            shell.send(Event::PageProfile(id, profile));
        }
        // Also where it can't be told who is signed in: the title counts there, too.
        let count = connectors::unread(&connector, facts, now);
        shell.send(Event::PageUnread(id, count.map_or(Unread::None, unread)));
        if now == PageState::Login {
            crate::account::session::login_seen(id);
        }
        device::follow(shell, id, &connector, (now, &facts.url));
        if connectors::proves_sign_out(&connector, facts, now) {
            sign_out::proven(shell, id);
        }
    }
}

impl Watch {
    /// What was known before this page: a sign-in that we end, or have ended, can't have expired.
    fn known_before(&self) -> PageState {
        let state = self.shell.state();
        let is_signed_in = || {
            let account = state.registry.account(self.id);
            account.is_some_and(|a| a.signed_in)
        };
        match self.before.get() {
            _ if sign_out::is_under_way(self.id) => PageState::Unknown,
            PageState::SignedIn | PageState::Expired if !is_signed_in() => PageState::Unknown,
            before => before,
        }
    }

    /// Has the page fetch the picture of who is signed in, once for each address and person.
    fn ask_for(&self, picture: (Url, Profile)) {
        if self.picture.borrow().as_ref() == Some(&picture) {
            return;
        }
        let script = connectors::picture_script(&picture.0, HANDLER);
        self.picture.replace(Some(picture));
        let page = self.shell.app.get_webview(&labels::page(self.id));
        if let Some(Err(error)) = page.map(|p| Native::run_apart(&p, &script)) {
            tracing::warn!(%error, account = %self.id, "A picture could not be asked for");
        }
    }

    /// A picture has come: it's made small and written anew, off the main thread.
    fn take(&self, base64: String) {
        let (shell, id) = (self.shell.clone(), self.id);
        tauri::async_runtime::spawn_blocking(move || {
            let coded = base64::prelude::BASE64_STANDARD;
            let small = coded.decode(base64).ok().map(|b| picture::small_png(&b));
            match small {
                Some(Ok(png)) => shell.send(Event::PageAvatar(id, coded.encode(png))),
                Some(Err(error)) => tracing::info!(%error, account = %id, "No picture"),
                None => tracing::info!(account = %id, "No picture"),
            }
        });
    }
}

const fn state(state: PageState) -> accounts::PageState {
    match state {
        PageState::Refused => accounts::PageState::Refused,
        PageState::Expired => accounts::PageState::Expired,
        PageState::Login => accounts::PageState::Login,
        PageState::SignedIn => accounts::PageState::SignedIn,
        PageState::Unknown => accounts::PageState::Unknown,
    }
}

const fn unread(found: connectors::Unread) -> Unread {
    if found.more {
        Unread::MoreThan(found.count)
    } else {
        Unread::Count(found.count)
    }
}

/// Loading progress in percent, of a share from 0 to 1.
#[cfg(not(windows))]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "0 to 1, clamped"
)]
pub(super) fn percent(progress: f64) -> u8 {
    (progress.clamp(0.0, 1.0) * 100.0) as u8
}

/// The page that is shown has another address.
pub(super) fn address_is(shell: &Shell, id: AccountId, url: Url) {
    let security = security(&url);
    if security != Security::Unknown {
        strips::release(shell);
    }
    shell.send(Event::PageUrl(id, url, security));
}

fn security(url: &Url) -> Security {
    match url.scheme() {
        "https" => Security::Secure,
        "http" if address::is_loopback(url) => Security::Loopback,
        "http" => Security::Insecure,
        _ => Security::Unknown,
    }
}

/// The page has another title. Empty at each navigation: the next one is the page's.
pub(super) fn title_is(shell: &Shell, id: AccountId, title: String) {
    if title.is_empty() {
        return;
    }
    if let Some(found) = connectors::unread_from_title(&title) {
        shell.send(Event::PageUnread(id, unread(found)));
    }
    shell.send(Event::PageTitle(id, title));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_that_says_that_there_are_more_is_shown_so() {
        let shown = |title| connectors::unread_from_title(title).and_then(|u| unread(u).text());
        for (title, expected) in [
            ("(3) Deals", Some("3")),
            ("(9+) Deals", Some("9+")),
            ("(99+) Deals", Some("99+")),
            ("(1k) Deals", Some("999+")),
            ("(0) Deals", None),
        ] {
            assert_eq!(shown(title).as_deref(), expected, "{title}");
        }
    }
}
