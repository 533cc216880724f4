//! Signed tokens (RFC 7515, RFC 7519): the signature, and what each kind of token has in common.

use jiff::Timestamp;
use jsonwebtoken::{Algorithm, Header, Validation, decode, decode_header, errors::ErrorKind};
use serde::{Deserialize, de::DeserializeOwned};
use serde_json::Value;

use crate::{error::TokenFault, keys::Keys};

/// How far clocks may differ, in seconds.
const LEEWAY: i64 = 120;

/// Algorithms that prove who signed. Never `none`, and never one whose key both sides know.
const ALLOWED: [Algorithm; 4] = [
    Algorithm::RS256,
    Algorithm::PS256,
    Algorithm::ES256,
    Algorithm::EdDSA,
];

/// A token whose signature is right.
#[derive(Debug)]
pub(crate) struct Verified {
    pub(crate) header: Header,
    pub(crate) claims: Value,
}

/// What every token says.
#[derive(Debug, Deserialize)]
pub(crate) struct Common {
    iss: String,
    aud: Audience,
    iat: i64,
    exp: Option<i64>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

/// Verifies the signature, and nothing else.
pub(crate) fn verify(token: &str, keys: &Keys) -> Result<Verified, TokenFault> {
    let header = header(token)?;
    let keys = keys.fitting(header.kid.as_deref(), header.alg);
    if keys.is_empty() {
        return Err(TokenFault::KeyUnknown);
    }
    // What the claims must be is looked at by the service's own clock.
    let mut only_signature = Validation::new(header.alg);
    only_signature.required_spec_claims.clear();
    only_signature.validate_exp = false;
    only_signature.validate_nbf = false;
    only_signature.validate_aud = false;
    let mut fault = TokenFault::Signature;
    for key in &keys {
        match decode::<Value>(token, key, &only_signature) {
            Ok(read) => {
                return Ok(Verified {
                    header,
                    claims: read.claims,
                });
            }
            Err(error) if matches!(error.kind(), ErrorKind::Json(_) | ErrorKind::Utf8(_)) => {
                fault = TokenFault::Malformed;
            }
            Err(_) => {}
        }
    }
    Err(fault)
}

/// Some of a token's claims.
pub(crate) fn parse<T: DeserializeOwned>(claims: &Value) -> Result<T, TokenFault> {
    T::deserialize(claims).map_err(|_| TokenFault::Malformed)
}

fn header(token: &str) -> Result<Header, TokenFault> {
    let header = decode_header(token).map_err(|error| match error.kind() {
        // `none` and whatever else isn't known as an algorithm.
        ErrorKind::Json(_) => TokenFault::Algorithm,
        _ => TokenFault::Malformed,
    })?;
    if !ALLOWED.contains(&header.alg) {
        return Err(TokenFault::Algorithm);
    }
    // An extension that must be understood, and isn't.
    if header.crit.is_some() {
        return Err(TokenFault::Malformed);
    }
    Ok(header)
}

impl Common {
    /// Refuses what another provider made, for somebody else, or not now.
    pub(crate) fn check(
        &self,
        issuer: &str,
        client_id: &str,
        now: Timestamp,
    ) -> Result<(), TokenFault> {
        if self.iss != issuer {
            return Err(TokenFault::Issuer);
        }
        if !self.is_for(client_id) {
            return Err(TokenFault::Audience);
        }
        let second = now.as_second();
        if self
            .exp
            .is_some_and(|exp| exp.saturating_add(LEEWAY) <= second)
        {
            return Err(TokenFault::Expired);
        }
        if second.abs_diff(self.iat) > LEEWAY.unsigned_abs() {
            return Err(TokenFault::NotOfNow);
        }
        Ok(())
    }

    pub(crate) const fn expires(&self) -> bool {
        self.exp.is_some()
    }

    pub(crate) const fn has_other_audiences(&self) -> bool {
        matches!(&self.aud, Audience::Many(all) if all.len() > 1)
    }

    fn is_for(&self, client_id: &str) -> bool {
        match &self.aud {
            Audience::One(one) => one == client_id,
            Audience::Many(all) => all.iter().any(|one| one == client_id),
        }
    }
}
