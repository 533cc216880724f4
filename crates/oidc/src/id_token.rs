//! ID tokens (OpenID Connect Core 1.0, 3.1.3.7).

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::Sensitive;
use jiff::Timestamp;
use jsonwebtoken::Algorithm;
use serde::Deserialize;
use sha2::{Digest as _, Sha256, Sha512};
use subtle::ConstantTimeEq as _;

use crate::{
    error::TokenFault,
    identity::{Identity, Profile},
    jwt::{Common, Verified, parse, verify},
    keys::Keys,
};

/// What an ID token must be.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Expected<'a> {
    pub(crate) issuer: &'a str,
    pub(crate) client_id: &'a str,
    pub(crate) nonce: &'a Sensitive<String>,
    /// The access token that came with it.
    pub(crate) access_token: Option<&'a Sensitive<String>>,
    /// The person had to prove anew who they are, at most so many seconds ago.
    pub(crate) max_age: Option<i64>,
}

/// Claims beside those that every token has.
#[derive(Debug, Deserialize)]
struct Own {
    sub: String,
    azp: Option<String>,
    nonce: Option<String>,
    at_hash: Option<String>,
    auth_time: Option<i64>,
    #[serde(default)]
    amr: Vec<String>,
    acr: Option<String>,
    sid: Option<String>,
}

/// The longest `sub` that the standard allows.
const LONGEST_SUBJECT: usize = 255;

/// Checks everything, and tells whom the provider has recognised.
pub(crate) fn read(
    token: &str,
    keys: &Keys,
    expected: Expected<'_>,
    now: Timestamp,
) -> Result<Identity, TokenFault> {
    let Verified { header, claims } = verify(token, keys)?;
    let common: Common = parse(&claims)?;
    let own: Own = parse(&claims)?;
    let profile: Profile = parse(&claims)?;

    common.check(expected.issuer, expected.client_id, now)?;
    if !common.expires() {
        return Err(TokenFault::Expired);
    }
    match &own.azp {
        Some(azp) if azp != expected.client_id => return Err(TokenFault::Audience),
        None if common.has_other_audiences() => return Err(TokenFault::Audience),
        _ => {}
    }
    // EXPOSE: compared.
    let nonce = own.nonce.as_deref().unwrap_or_default();
    if !same(nonce, expected.nonce.expose()) {
        return Err(TokenFault::Nonce);
    }
    if let (Some(hash), Some(access)) = (&own.at_hash, expected.access_token)
        && !same(hash, &half_hash(header.alg, access))
    {
        return Err(TokenFault::AccessTokenHash);
    }
    if let Some(max_age) = expected.max_age {
        let oldest = now.as_second() - max_age;
        let fresh = own.auth_time.is_some_and(|at| at >= oldest);
        if !fresh {
            return Err(TokenFault::NotFresh);
        }
    }
    if own.sub.is_empty() || own.sub.len() > LONGEST_SUBJECT {
        return Err(TokenFault::Malformed);
    }
    let mut identity = Identity {
        subject: own.sub,
        email: None,
        email_verified: false,
        given_name: None,
        family_name: None,
        name: None,
        auth_time: own.auth_time,
        amr: own.amr,
        acr: own.acr,
        session: own.sid,
    };
    profile.tell(expected.issuer, &mut identity);
    Ok(identity)
}

fn same(one: &str, other: &str) -> bool {
    one.as_bytes().ct_eq(other.as_bytes()).into()
}

/// The left half of the hash, by the hash of the signature's algorithm (3.1.3.6).
fn half_hash(algorithm: Algorithm, access_token: &Sensitive<String>) -> String {
    // EXPOSE: half of its hash is compared.
    let bytes = access_token.expose().as_bytes();
    let whole = match algorithm {
        Algorithm::EdDSA => Sha512::digest(bytes).to_vec(),
        _ => Sha256::digest(bytes).to_vec(),
    };
    let (left, _) = whole.split_at(whole.len() / 2);
    URL_SAFE_NO_PAD.encode(left)
}

#[cfg(test)]
mod tests;
