//! What a handler knows of the request in its hands, apart from the body.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum_extra::extract::CookieJar;

use super::log::Who;
use super::state::{ROOT, Session, Shared};

const THIRTY_DAYS: u32 = 30 * 24 * 60 * 60;

/// Tenant, address, cookies and session of a request.
#[derive(Clone, Debug)]
pub(crate) struct Visit {
    pub(crate) tenant: String,
    /// Path of the tenant, with a slash at its end.
    pub(crate) base: String,
    /// The host that was asked for, without the port.
    pub(crate) host: String,
    pub(crate) tls: bool,
    pub(crate) cookies: CookieJar,
    /// The session id in the cookie of this tenant, live or not.
    pub(crate) session_id: Option<String>,
    pub(crate) session: Option<Session>,
    pub(crate) visitor: Option<String>,
}

impl Visit {
    pub(crate) fn new(shared: &Shared, uri: &Uri, headers: &HeaderMap, tls: bool) -> Self {
        let tenant = tenant_of(uri.path()).unwrap_or(ROOT).to_owned();
        let base = if tenant == ROOT {
            "/".to_owned()
        } else {
            format!("/t/{tenant}/")
        };
        let cookies = CookieJar::from_headers(headers);
        let session_id = cookies
            .get(&session_cookie(&tenant))
            .map(|c| c.value().to_owned());
        let session = session_id
            .as_deref()
            .and_then(|id| shared.look(|state| state.session(id).cloned()))
            .filter(|session| session.tenant == tenant);
        let host = text(headers, header::HOST.as_str());
        let host = host
            .rsplit_once(':')
            .map_or(host, |(name, _)| name)
            .to_owned();
        let visitor = visitor(uri, headers);
        Self {
            tenant,
            base,
            host,
            tls,
            cookies,
            session_id,
            session,
            visitor,
        }
    }

    pub(crate) fn who(&self) -> Who {
        Who {
            tenant: self.tenant.clone(),
            session: self.session_id.clone(),
            user: self
                .session
                .as_ref()
                .map(|session| session.person.user.clone()),
            visitor: self.visitor.clone(),
        }
    }

    /// The `Set-Cookie` that carries a session: for this browser run, or for thirty days.
    pub(crate) fn cookie_for(&self, session: &Session, persistent: bool) -> String {
        let cookie = self.cookie(&session.id);
        if persistent {
            format!("{cookie}; Max-Age={THIRTY_DAYS}")
        } else {
            cookie
        }
    }

    /// The `Set-Cookie` that takes the session away.
    pub(crate) fn cookie_of_nobody(&self) -> String {
        format!("{}; Max-Age=0", self.cookie(""))
    }

    fn cookie(&self, value: &str) -> String {
        let name = session_cookie(&self.tenant);
        format!("{name}={value}; Path={}; HttpOnly; SameSite=Lax", self.base)
    }

    /// The tenant's name as people write it.
    pub(crate) fn tenant_name(&self) -> String {
        let mut letters = self.tenant.chars();
        letters.next().map_or_else(String::new, |first| {
            first.to_uppercase().chain(letters).collect()
        })
    }
}

impl FromRequestParts<Shared> for Visit {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &Shared) -> Result<Self, StatusCode> {
        // Put there by `record`, which is around every route.
        parts
            .extensions
            .get::<Self>()
            .cloned()
            .ok_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

/// The tenant in a path such as `/t/acme/login`.
pub(crate) fn tenant_of(path: &str) -> Option<&str> {
    path.strip_prefix("/t/")?.split('/').next()
}

/// A header as text, empty when it is not there.
pub(crate) fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers
        .get(name)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
}

/// The mark of the isolation page: from the address, from a script's request, or for images from
/// the page they are in.
fn visitor(uri: &Uri, headers: &HeaderMap) -> Option<String> {
    let referrer = text(headers, header::REFERER.as_str());
    let by_header = text(headers, "x-visitor");
    parameter(uri.query().unwrap_or_default(), "visitor")
        .or_else(|| (!by_header.is_empty()).then(|| by_header.to_owned()))
        .or_else(|| parameter(referrer.split_once('?')?.1, "visitor"))
}

/// A value in a query. Only for marks and names, which need no decoding.
pub(crate) fn parameter(query: &str, name: &str) -> Option<String> {
    query.split('&').find_map(|pair| {
        let (key, value) = pair.split_once('=')?;
        (key == name && !value.is_empty()).then(|| value.to_owned())
    })
}

fn session_cookie(tenant: &str) -> String {
    format!("sid_{tenant}")
}
