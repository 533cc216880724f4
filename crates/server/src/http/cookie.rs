//! What browsers keep for the service: one session a CRM, one at the portal, one list to select from,
//! and what they are known by.

use std::time::Duration;

use axum::http::{
    HeaderMap, HeaderName, HeaderValue,
    header::{COOKIE, SET_COOKIE},
};
use axum::response::AppendHeaders;
use axum_extra::extract::cookie::{Cookie, SameSite};
use crm::{Crm, NewSession, SELECTION_LIFE, Token};

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
    /// What the browser is known by.
    Device,
}

/// As long as browsers keep a cookie at most.
const DEVICE_LIFE: Duration = Duration::from_hours(400 * 24);

impl Jar<'_> {
    /// On https the prefix makes the browser vouch for how the cookie was set; on loopback http
    /// browsers don't agree on the prefix, so it is left out.
    fn name(self, base: &BaseUrl) -> String {
        let prefix = if base.is_https() { "__Host-" } else { "" };
        match self {
            Self::Crm(crm) => {
                let id: String = crm
                    .scope()
                    .crm_id()
                    .chars()
                    .filter(char::is_ascii_hexdigit)
                    .collect();
                let end = id.get(id.len().saturating_sub(12)..).unwrap_or(&id);
                format!("{prefix}s_{end}")
            }
            Self::Portal => format!("{prefix}s_portal"),
            Self::Selection => format!("{prefix}select"),
            Self::Device => format!("{prefix}dev"),
        }
    }

    /// The token that a browser presents.
    pub(crate) fn token(self, headers: &HeaderMap, base: &BaseUrl) -> Option<Token> {
        let name = self.name(base);
        headers
            .get_all(COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(Cookie::split_parse)
            .filter_map(Result::ok)
            .find(|cookie| cookie.name() == name)
            .map(|cookie| Token::presented(cookie.value().to_owned().into()))
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
        let mut cookie = plain(self.name(base), String::new(), base);
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
        let mut cookie = plain(self.name(base), token.secret().expose().clone(), base);
        if let Some(life) = life {
            cookie.set_max_age(life.try_into().ok());
        }
        header(&cookie)
    }
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

/// Gives the browser a list to select from.
pub(crate) fn set_selection(ticket: &Token, base: &BaseUrl) -> [(HeaderName, HeaderValue); 1] {
    Jar::Selection.keep(ticket, Some(SELECTION_LIFE), base)
}

fn plain(name: String, value: String, base: &BaseUrl) -> Cookie<'static> {
    Cookie::build((name, value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(base.is_https())
        .build()
}

fn header(cookie: &Cookie<'_>) -> [(HeaderName, HeaderValue); 1] {
    // Names and tokens are ASCII letters, digits, `-` and `_`.
    let value = HeaderValue::from_str(&cookie.to_string());
    [(SET_COOKIE, value.unwrap_or(HeaderValue::from_static("")))]
}
