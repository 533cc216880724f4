//! Logout tokens (OpenID Connect Back-Channel Logout 1.0, 2.6).

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::{
    error::TokenFault,
    jwt::{Common, Verified, parse, verify},
    keys::Keys,
};

const EVENT: &str = "http://schemas.openid.net/event/backchannel-logout";

/// Who has signed out at the provider: a session, or everything of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedOut {
    /// The person; none where only the session is named.
    pub subject: Option<String>,
    /// The session at the provider; none where all of the person's are meant.
    pub session: Option<String>,
}

#[derive(Debug, Deserialize)]
struct Own {
    sub: Option<String>,
    sid: Option<String>,
    #[serde(default)]
    events: Map<String, Value>,
    #[serde(default)]
    nonce: Value,
}

/// Checks everything, and tells who has signed out.
pub(crate) fn read(
    token: &str,
    keys: &Keys,
    (issuer, client_id): (&str, &str),
    now: Timestamp,
) -> Result<LoggedOut, TokenFault> {
    let Verified { header, claims } = verify(token, keys)?;
    let common: Common = parse(&claims)?;
    let own: Own = parse(&claims)?;
    common.check(issuer, client_id, now)?;
    let kind = header.typ.unwrap_or_default().to_ascii_lowercase();
    let kind_fits = ["", "jwt", "logout+jwt"].contains(&kind.as_str());
    let is_logout = own.events.get(EVENT).is_some_and(Value::is_object);
    // An ID token has a nonce: none is taken for the wish to sign somebody out.
    if !kind_fits || !is_logout || !own.nonce.is_null() {
        return Err(TokenFault::Kind);
    }
    if own.sub.is_none() && own.sid.is_none() {
        return Err(TokenFault::Malformed);
    }
    Ok(LoggedOut {
        subject: own.sub,
        session: own.sid,
    })
}
