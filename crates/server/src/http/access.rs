//! What people and programs may both ask of a CRM.

use std::marker::PhantomData;

use api::ErrorCode;
use axum::{
    extract::FromRequestParts,
    http::{HeaderValue, header::AUTHORIZATION, request::Parts},
};
use crm::{Crm, Requester, Scope, Token};

use crate::{
    http::{
        extract::{Caller, PathCrm, admit},
        failure::Failure,
    },
    state::AppState,
};

/// What a program's key must be for.
pub(crate) trait Needed {
    const SCOPE: Scope;
}

/// Reading.
pub(crate) struct Reading;

impl Needed for Reading {
    const SCOPE: Scope = Scope::Read;
}

/// Keeping webhooks.
pub(crate) struct KeepingWebhooks;

impl Needed for KeepingWebhooks {
    const SCOPE: Scope = Scope::Webhooks;
}

/// Who calls for the CRM that the path names: somebody signed in, or a program with a key for this. Who presents a key
/// asks by that alone, whatever cookies come along; an unsafe request without one must prove that a page of the CRM
/// sent it.
pub(crate) struct Access<N> {
    pub(crate) crm: Crm,
    pub(crate) by: Requester,
    needed: PhantomData<N>,
}

impl<N: Needed> FromRequestParts<AppState> for Access<N> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Failure> {
        let (crm, by) = match parts.headers.get(AUTHORIZATION).map(bearer) {
            None => {
                let Caller { crm, session } = Caller::from_request_parts(parts, state).await?;
                (crm, Requester::Person(Box::new(session)))
            }
            Some(key) => of_key(key, N::SCOPE, parts, state).await?,
        };
        let needed = PhantomData;
        Ok(Self { crm, by, needed })
    }
}

async fn of_key(
    key: Option<Token>,
    scope: Scope,
    parts: &mut Parts,
    state: &AppState,
) -> Result<(Crm, Requester), Failure> {
    let PathCrm(crm) = PathCrm::from_request_parts(parts, state).await?;
    let key = key.ok_or(ErrorCode::Unauthenticated)?;
    let holder = crm::holder_of_key(&state.db, &crm, &key, state.now()).await?;
    let holder = holder.ok_or(ErrorCode::Unauthenticated)?;
    let counted = state.calls.count(&holder.id, Some(crm.scope().crm_id()));
    admit(counted, parts)?;
    holder.require(scope)?;
    holder.note_use(&state.db, &crm, state.now()).await?;
    Ok((crm, Requester::Program(holder)))
}

/// The token of an `Authorization` header (RFC 6750, 2.1).
pub(crate) fn bearer(header: &HeaderValue) -> Option<Token> {
    let (scheme, token) = header.to_str().ok()?.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("Bearer")
        .then(|| Token::presented(token.trim().to_owned().into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bearer_token_is_read_and_nothing_else() {
        let read = |text: &'static str| bearer(&HeaderValue::from_static(text)).is_some();
        assert!(read("Bearer abc"));
        assert!(read("bearer abc"));
        for other in ["", "Bearer", "Basic b2xlbmE6c2VjcmV0", "abc"] {
            assert!(!read(other), "{other}");
        }
    }
}
