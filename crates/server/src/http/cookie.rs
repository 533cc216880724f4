//! What browsers keep for the service: one session a CRM, one at the portal, one list to select from,
//! what they wait to be let in with, and what they are known by.

use std::time::Duration;

use api::BASE;
use axum::http::{
    HeaderMap, HeaderName, HeaderValue,
    header::{COOKIE, SET_COOKIE},
};
use axum::response::AppendHeaders;
use axum_extra::extract::cookie::{Cookie, SameSite};
use crm::{Crm, NewSession, SELECTION_LIFE, Token, qr::Begun, referral::Click};

use crate::{base_url::BaseUrl, http::observe::RequestInfo};

/// A cookie by what it holds.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Jar<'a> {
    /// The session at a CRM.
    Crm(&'a Crm),
    /// The session at the portal.
    Portal,
    /// The ticket of a list to select from.
    Selection,
    /// The secret of the sign-in by QR code with this id.
    Qr(&'a str),
    /// The first visit of a link of somebody who recommends the service.
    Referral,
    /// What the browser is known by.
    Device,
}

/// What the name of a CRM's cookie begins with.
const CRM: &str = "s_";

/// Sessions at CRMs that are looked at when it isn't known which one is meant.
const MOST_CRMS: usize = 20;

/// A browser may ask what became of a request after the minutes that it waits.
const QR_REST: Duration = Duration::from_mins(3);

/// As long as browsers keep a cookie at most.
const DEVICE_LIFE: Duration = Duration::from_hours(400 * 24);

impl Jar<'_> {
    fn name(self, base: &BaseUrl) -> String {
        let prefix = prefix(base);
        match self {
            Self::Crm(crm) => format!("{prefix}{CRM}{}", end_of(crm.scope().crm_id())),
            Self::Qr(_) if base.is_https() => "__Secure-qr".to_owned(),
            Self::Qr(_) => "qr".to_owned(),
            Self::Portal => format!("{prefix}s_portal"),
            Self::Selection => format!("{prefix}select"),
            Self::Referral => format!("{prefix}ref"),
            Self::Device => format!("{prefix}dev"),
        }
    }

    /// Where the browser presents it. What one request waits with is sent for that alone: pages on other ports
    /// of this host get to see the other cookies.
    fn path(self) -> String {
        match self {
            Self::Qr(id) => format!("{BASE}/sign-in/qr/{id}"),
            _ => "/".to_owned(),
        }
    }

    /// The token that a browser presents.
    pub(crate) fn token(self, headers: &HeaderMap, base: &BaseUrl) -> Option<Token> {
        let name = self.name(base);
        cookies(headers)
            .find(|cookie| cookie.name() == name)
            .map(|cookie| presented(&cookie))
    }

    /// Gives the browser a session to keep.
    pub(crate) fn set(
        self,
        session: &NewSession,
        base: &BaseUrl,
    ) -> [(HeaderName, HeaderValue); 1] {
        self.keep(&session.token, session.cookie_life, base)
    }

    /// Takes what it holds from the browser; what other cookies hold stays.
    pub(crate) fn clear(self, base: &BaseUrl) -> [(HeaderName, HeaderValue); 1] {
        let mut cookie = self.plain(String::new(), base);
        cookie.make_removal();
        header(&cookie)
    }

    fn keep(
        self,
        token: &Token,
        life: Option<Duration>,
        base: &BaseUrl,
    ) -> [(HeaderName, HeaderValue); 1] {
        // EXPOSE: the cookie is where the token lives.
        let mut cookie = self.plain(token.secret().expose().clone(), base);
        if let Some(life) = life {
            cookie.set_max_age(life.try_into().ok());
        }
        header(&cookie)
    }

    fn plain(self, value: String, base: &BaseUrl) -> Cookie<'static> {
        Cookie::build((self.name(base), value))
            .path(self.path())
            .http_only(true)
            .same_site(SameSite::Lax)
            .secure(base.is_https())
            .build()
    }
}

/// The tokens of the sessions at CRMs that a browser presents.
pub(crate) fn crm_tokens(headers: &HeaderMap, base: &BaseUrl) -> Vec<Token> {
    let begin = format!("{}{CRM}", prefix(base));
    cookies(headers)
        .filter(|cookie| cookie.name().starts_with(&begin))
        .take(MOST_CRMS)
        .map(|cookie| presented(&cookie))
        .collect()
}

/// The tokens of all sessions that a browser presents, at the portal and at CRMs.
pub(crate) fn session_tokens(headers: &HeaderMap, base: &BaseUrl) -> Vec<Token> {
    let portal = Jar::Portal.token(headers, base);
    portal
        .into_iter()
        .chain(crm_tokens(headers, base))
        .collect()
}

/// On https the prefix makes the browser vouch for how the cookie was set; on loopback http
/// browsers don't agree on the prefix, so it is left out.
fn prefix(base: &BaseUrl) -> &'static str {
    if base.is_https() { "__Host-" } else { "" }
}

/// The last twelve digits of an id, which are random.
fn end_of(id: &str) -> String {
    let digits: String = id.chars().filter(char::is_ascii_hexdigit).collect();
    let end = digits.get(digits.len().saturating_sub(12)..);
    end.unwrap_or(&digits).to_owned()
}

fn cookies(headers: &HeaderMap) -> impl Iterator<Item = Cookie<'_>> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(Cookie::split_parse)
        .filter_map(Result::ok)
}

fn presented(cookie: &Cookie<'_>) -> Token {
    Token::presented(cookie.value().to_owned().into())
}

/// Lets the browser be known again.
pub(crate) fn set_device(device: &Token, base: &BaseUrl) -> [(HeaderName, HeaderValue); 1] {
    Jar::Device.keep(device, Some(DEVICE_LIFE), base)
}

/// Gives the browser a session that just began, and lets it be known again.
pub(crate) fn sign_in(
    jar: Jar<'_>,
    session: &NewSession,
    info: &RequestInfo,
    base: &BaseUrl,
) -> AppendHeaders<impl IntoIterator<Item = (HeaderName, HeaderValue)> + use<>> {
    let device = set_device(&info.device, base);
    AppendHeaders(jar.set(session, base).into_iter().chain(device))
}

/// Lets a browser wait, which must be known again when it is let in.
pub(crate) fn wait(
    begun: &Begun,
    info: &RequestInfo,
    base: &BaseUrl,
) -> AppendHeaders<impl IntoIterator<Item = (HeaderName, HeaderValue)> + use<>> {
    let device = set_device(&info.device, base);
    let secret = Jar::Qr(&begun.id).keep(&begun.poll, Some(begun.life + QR_REST), base);
    AppendHeaders(secret.into_iter().chain(device))
}

/// Lets the browser remember the first visit of a link.
pub(crate) fn set_referral(click: Click, base: &BaseUrl) -> [(HeaderName, HeaderValue); 1] {
    let id = Token::presented(click.id.into());
    Jar::Referral.keep(&id, Some(click.life), base)
}

/// Gives the browser a list to select from.
pub(crate) fn set_selection(ticket: &Token, base: &BaseUrl) -> [(HeaderName, HeaderValue); 1] {
    Jar::Selection.keep(ticket, Some(SELECTION_LIFE), base)
}

fn header(cookie: &Cookie<'_>) -> [(HeaderName, HeaderValue); 1] {
    // Names, paths and tokens are ASCII.
    let value = HeaderValue::from_str(&cookie.to_string());
    [(SET_COOKIE, value.unwrap_or(HeaderValue::from_static("")))]
}
