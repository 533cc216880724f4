//! What pages say.

use domain::{AccountId, plain};
use jiff::SignedDuration;
use url::Url;

use crate::{
    effect::Effect,
    event::Event,
    model::Profile,
    page::{Page, PageState, Trouble, Unread},
    state::{Busy, Context, State},
    step::LONGEST_NAME,
};

/// Longest title that's kept, in characters.
const TITLE: usize = 300;
/// Longest e-mail address that's kept, in characters (RFC 5321, 4.5.3.1).
const EMAIL: usize = 254;

/// Addresses of pages are written no more often.
const BETWEEN_ADDRESSES: SignedDuration = SignedDuration::from_secs(10);

/// Whether an address can be kept and gone back to.
fn is_safe(url: &Url) -> bool {
    matches!(url.scheme(), "http" | "https")
        && url.username().is_empty()
        && url.password().is_none()
}

/// What is known of somebody, with what the page says now. A page may leave something out; of another person
/// nothing is left.
fn same_or_new(known: &Profile, said: Profile) -> Profile {
    let is_other = said.email.is_some() && known.email.is_some() && said.email != known.email;
    let known = if is_other {
        Profile::default()
    } else {
        known.clone()
    };
    Profile {
        name: said.name.or(known.name),
        email: said.email.or(known.email),
    }
}

impl State {
    pub(super) fn page_said(&mut self, event: Event, cx: &mut Context<'_>, out: &mut Vec<Effect>) {
        match event {
            Event::PageUrl(id, url, security) => {
                let Some(page) = self.page_mut(id) else {
                    return;
                };
                page.url = Some(url.clone());
                page.security = security;
                page.trouble = None;
                page.login_form = None;
                if page.state == PageState::SignedIn {
                    self.keep_address(id, url, cx);
                }
            }
            Event::PageTitle(id, title) => self.update(id, |p| p.title = plain(&title, TITLE)),
            Event::PageProgress(id, progress) => self.update(id, |p| p.progress = progress),
            Event::PageHistory {
                account,
                back,
                forward,
            } => self.update(account, |p| {
                p.can_go_back = back;
                p.can_go_forward = forward;
            }),
            Event::PageTrouble(id, trouble) => {
                self.update(id, |p| p.trouble = trouble);
                self.page_will_not_be_there(id, cx, out);
            }
            Event::PageHangs(id, hangs) => self.update(id, |p| match (hangs, &p.trouble) {
                (true, None) => p.trouble = Some(Trouble::Unresponsive),
                (false, Some(Trouble::Unresponsive)) => p.trouble = None,
                _ => {}
            }),
            Event::PageWidth(id, width) => self.update(id, |p| p.width = Some(width)),
            Event::PageFound(id, matches) => self.update(id, |p| p.find_matches = matches),
            Event::PageSettled(id) => {
                self.update(id, |p| p.progress = None);
                self.no_longer_waited_for(id, out);
            }
            Event::PageSlow(id) => self.no_longer_waited_for(id, out),
            Event::PageIs(id, state, form) => self.page_is(id, state, form, cx, out),
            Event::PageProfile(id, profile) => {
                let clean = Profile {
                    name: profile
                        .name
                        .map(|n| plain(&n, LONGEST_NAME))
                        .filter(|n| !n.is_empty()),
                    email: profile
                        .email
                        .map(|e| plain(&e, EMAIL))
                        .filter(|e| e.contains('@')),
                };
                self.change(id, |a| a.profile = same_or_new(&a.profile, clean));
                self.compare(id, out);
            }
            Event::PageAvatar(id, avatar) => self.change(id, |a| a.avatar = Some(avatar)),
            Event::PageUnread(id, unread) => {
                let page = self.pages.get(&id).map(|p| p.state);
                // What a page counts that nobody is signed in on is nothing of the person's.
                let counts = !page.is_some_and(|p| p.is_login() || p == PageState::Refused);
                if self.registry.account(id).is_some() && counts && unread != Unread::None {
                    self.unread.insert(id, unread);
                } else {
                    self.unread.remove(&id);
                }
            }
            _ => {}
        }
    }

    fn page_mut(&mut self, id: AccountId) -> Option<&mut Page> {
        self.awake
            .contains(&id)
            .then(|| self.pages.entry(id).or_default())
    }

    fn update(&mut self, id: AccountId, f: impl FnOnce(&mut Page)) {
        if let Some(page) = self.page_mut(id) {
            f(page);
        }
    }

    /// Keeps where an account's page is. A page may change that a hundred times a second, and would have the
    /// kept copies of the list follow one another as fast: so it's written now and then.
    fn keep_address(&mut self, id: AccountId, url: Url, cx: &Context<'_>) {
        let Some(account) = self.account_mut(id).filter(|_| is_safe(&url)) else {
            return;
        };
        if account.last_url.as_ref() == Some(&url) {
            return;
        }
        account.last_url = Some(url);
        self.has_addresses = true;
        self.write_addresses(cx);
    }

    /// Has changed addresses written, if it's time.
    pub(super) fn write_addresses(&mut self, cx: &Context<'_>) {
        if self.has_addresses && self.addresses_from.is_none_or(|from| from <= cx.now) {
            self.addresses_from = cx.now.checked_add(BETWEEN_ADDRESSES).ok();
            self.dirty = true;
        }
    }

    fn page_is(
        &mut self,
        id: AccountId,
        state: PageState,
        form: Option<crate::Rect>,
        cx: &mut Context<'_>,
        out: &mut Vec<Effect>,
    ) {
        let Some(page) = self.page_mut(id) else {
            return;
        };
        page.state = state;
        page.login_form = form;
        let url = page.url.clone();
        match state {
            PageState::SignedIn => {
                self.signed_in(id, out);
                if let Some(url) = url {
                    self.keep_address(id, url, cx);
                }
                self.page_is_there(id, cx, out);
            }
            PageState::Login => {
                self.unread.remove(&id);
                // Nobody is signed in: there's nothing to sign out of.
                if matches!(self.busy.get(&id), Some(Busy::AboutToSignOut { .. })) {
                    self.sign_out_ended(id, crate::SignOutOutcome::Confirmed, cx, out);
                }
            }
            PageState::Expired => {
                self.unread.remove(&id);
            }
            PageState::Refused | PageState::Unknown => {}
        }
    }
}
