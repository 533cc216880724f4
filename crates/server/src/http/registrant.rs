//! Who asks by a session or as the client at it: a page of the session, or the client itself by its token.

use api::ErrorCode;
use axum::{
    extract::FromRequestParts,
    http::{header::AUTHORIZATION, request::Parts},
};
use crm::{Crm, CrmSession, Token};

use crate::{
    http::{
        access::bearer,
        extract::{Caller, PathCrm, admit},
        failure::Failure,
    },
    state::AppState,
};

/// The session that a client is registered at. Who presents a token asks by that alone, whatever cookies come along; an
/// unsafe request without one must prove that a page of the CRM sent it.
pub(crate) struct Registrant {
    pub(crate) crm: Crm,
    pub(crate) session: CrmSession,
    /// What the client presented.
    pub(crate) token: Option<Token>,
}

impl FromRequestParts<AppState> for Registrant {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Failure> {
        let Some(header) = parts.headers.get(AUTHORIZATION) else {
            let Caller { crm, session } = Caller::from_request_parts(parts, state).await?;
            return Ok(Self {
                crm,
                session,
                token: None,
            });
        };
        let token = bearer(header);
        let PathCrm(crm) = PathCrm::from_request_parts(parts, state).await?;
        let token = token.ok_or(ErrorCode::Unauthenticated)?;
        let session = crm::session_of_device(state.db.read(), &crm, &token, state.now()).await?;
        let session = session.ok_or(ErrorCode::Unauthenticated)?;
        let counted = state.calls.count(&session.id, Some(crm.scope().crm_id()));
        admit(counted, parts)?;
        if session.must_enrol(state.now()) {
            return Err(ErrorCode::FactorRequiredByPolicy.into());
        }
        Ok(Self {
            crm,
            session,
            token: Some(token),
        })
    }
}
