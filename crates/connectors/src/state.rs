//! Is somebody signed in?

use domain::CrmAddress;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::{
    Connector, PageFacts, Status, generic,
    glob::url_matches,
    preset::Rule,
    score::{LOGIN, is_login_like, login_score},
};

/// What a page is, as far as signing in goes. Only [`Login`](Self::Login) and
/// [`Expired`](Self::Expired) show the account picker.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageState {
    /// The sign-in provider turned the embedded browser away.
    Refused,
    /// Was signed in, and the server ended it.
    Expired,
    /// A login page.
    Login,
    /// Somebody is signed in.
    SignedIn,
    /// Can't be told.
    #[default]
    Unknown,
}

/// What was known before this page was looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Before {
    /// The state until now. After a sign-out that the client itself started: `Unknown`, so that
    /// the login page isn't taken for an expired session.
    pub state: PageState,
    /// Whether the account's cookies changed since its login page was left.
    pub cookies_changed: bool,
}

impl From<PageState> for Before {
    fn from(state: PageState) -> Self {
        Self {
            state,
            cookies_changed: false,
        }
    }
}

/// How long a page must not look like a login before a changed cookie counts as a sign-in.
const SETTLED_MS: u64 = 3000;

/// Statuses of a main page that say "sign in again".
const SIGN_IN_AGAIN: &[u16] = &[401, 403, 419, 440];

/// Tells the state of a page. The order is refused, expired, login, signed in, unknown.
#[must_use]
pub fn classify(
    connector: &Connector,
    home: &CrmAddress,
    facts: &PageFacts,
    before: impl Into<Before>,
) -> PageState {
    let before = before.into();
    let hits = hits(connector, home, facts);
    let was_signed_in = matches!(before.state, PageState::SignedIn | PageState::Expired);
    if hits.refused {
        return PageState::Refused;
    }
    if hits.expired {
        return PageState::Expired;
    }
    if let Some(signed_in) = probe_says(connector, facts) {
        return match (signed_in, was_signed_in) {
            (true, _) => PageState::SignedIn,
            (false, true) => PageState::Expired,
            (false, false) => PageState::Login,
        };
    }
    if facts.challenge {
        return PageState::Unknown;
    }
    if was_signed_in && SIGN_IN_AGAIN.contains(&facts.status) {
        return PageState::Expired;
    }
    let score = login_score(connector, home, facts);
    let login = hits.login || score >= LOGIN;
    // A login in a dialog over the open page: the form of the page behind it counts no more.
    let over_content = facts.login_in_dialog && facts.password_fields == 1;
    if login || over_content && was_signed_in {
        return if was_signed_in {
            PageState::Expired
        } else {
            PageState::Login
        };
    }
    if hits.signed_in == Some(Status::Verified) || has_sign_out(facts) {
        return PageState::SignedIn;
    }
    let left_login = matches!(before.state, PageState::Login | PageState::Expired)
        && before.cookies_changed
        && facts.login_free_ms >= SETTLED_MS
        && score < 2
        && Url::parse(&facts.url).is_ok_and(|url| !is_login_like(&url) && is_at_home(home, &url));
    if left_login || before.state == PageState::SignedIn && score < 2 && facts.password_fields == 0
    {
        return PageState::SignedIn;
    }
    PageState::Unknown
}

/// A control that can be seen is enough; one in a closed menu only where nobody is asked to sign in.
fn has_sign_out(facts: &PageFacts) -> bool {
    facts.sign_out_visible
        || (facts.sign_out_hidden || facts.sign_out_form) && facts.password_fields == 0
}

fn is_at_home(home: &CrmAddress, url: &Url) -> bool {
    domain::address::same_site(home.home(), url)
}

/// Whether a page in this state proves that its sign-out worked. Where the server answers a probe, that answer
/// alone does: what a page looks like is up to the page.
#[must_use]
pub fn proves_sign_out(connector: &Connector, facts: &PageFacts, state: PageState) -> bool {
    let probed = connector.document().is_some_and(|d| d.probe.is_some());
    state == PageState::Login && (!probed || probe_says(connector, facts) == Some(false))
}

/// What a request without side effects said, when the server offers one: nothing else is as sure.
fn probe_says(connector: &Connector, facts: &PageFacts) -> Option<bool> {
    let rule = connector.document()?.probe.as_ref()?;
    match facts.probe.as_ref()?.status {
        status if status == rule.yes => Some(true),
        status if status == rule.no => Some(false),
        _ => None,
    }
}

/// What the connector's rules say about a page.
#[expect(
    clippy::struct_excessive_bools,
    reason = "several kinds of rules can hit at once"
)]
#[derive(Debug, Default)]
pub(crate) struct Hits {
    pub(crate) refused: bool,
    pub(crate) expired: bool,
    pub(crate) login: bool,
    pub(crate) login_hint: bool,
    pub(crate) signed_in: Option<Status>,
    pub(crate) signed_in_hint: bool,
}

pub(crate) fn hits(connector: &Connector, home: &CrmAddress, facts: &PageFacts) -> Hits {
    let Ok(url) = Url::parse(&facts.url) else {
        return Hits::default();
    };
    let preset = &connector.preset;
    let hit = |rules: &[Rule], seen: &[bool], status: Status| {
        rules.iter().enumerate().any(|(i, rule)| {
            rule.status == status && rule_hits(rule, seen.get(i).copied(), home, &url)
        })
    };
    let verified = Status::Verified;
    let at_sign_in_page = connector
        .document()
        .and_then(|document| document.sign_in.as_ref())
        .is_some_and(|page| page.path() == url.path() && page.origin() == url.origin());
    Hits {
        refused: hit(&preset.refused, &facts.rules.refused, verified)
            || hit(&generic().preset.refused, &[], verified),
        expired: hit(&preset.expired, &facts.rules.expired, verified),
        login: at_sign_in_page || hit(&preset.login, &facts.rules.login, verified),
        login_hint: hit(&preset.login, &facts.rules.login, Status::Unverified),
        signed_in: hit(&preset.signed_in, &facts.rules.signed_in, verified).then_some(verified),
        signed_in_hint: hit(
            &preset.signed_in,
            &facts.rules.signed_in,
            Status::Unverified,
        ),
    }
}

/// All given conditions hold. A rule about the page's own window, or about nothing, never hits.
fn rule_hits(rule: &Rule, seen: Option<bool>, home: &CrmAddress, url: &Url) -> bool {
    let in_page = rule.dom.is_some() || rule.cookie.is_some() || rule.storage.is_some();
    let elsewhere = rule.global.is_some()
        || rule.url_from_signed_in_to.is_some()
        || !rule.probe_status.is_empty();
    !elsewhere
        && (in_page || rule.url.is_some())
        && (!in_page || seen == Some(true))
        && rule
            .url
            .as_deref()
            .is_none_or(|pattern| url_matches(pattern, home, url))
}

#[cfg(test)]
mod tests;
