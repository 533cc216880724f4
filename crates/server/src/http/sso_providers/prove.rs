//! `POST /c/{crm}/sso-providers/{id}/prove`: looks for the word of the domains' owners.

use api::{Problem, SsoProvider};
use axum::{extract::State, response::IntoResponse};
use crm::sso;

use crate::{
    http::{
        extract::{Caller, PathId},
        failure::Failure,
        observe::RequestInfo,
        sso::refusal::failure,
        versioned::versioned,
        view,
    },
    sso::proven_domains,
    state::AppState,
};

/// Looks for the TXT records that prove a provider's domains
///
/// For owner and admins. A domain whose record is gone isn't proven any more.
#[utoipa::path(
    post,
    path = "/api/v1/c/{crm}/sso-providers/{id}/prove",
    tag = "settings",
    operation_id = "sso_provider_prove",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("id" = String, Path, description = "The provider's id"),
        ("x-csrf-token" = String, Header, description = "`csrf` of the session")),
    responses(
        (status = 200, description = "What was found", body = SsoProvider),
        (status = 400, description = "`sso_failed` when no name server answers", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `forbidden`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`, `not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Caller { crm, session }: Caller,
    PathId(id): PathId,
) -> Result<impl IntoResponse, Failure> {
    let db = &state.db;
    let wanted = sso::domains_to_prove(db.read(), &crm, &session, &id).await?;
    let found = proven_domains(&state, wanted).await;
    let found = found.map_err(|error| failure(&error.into()))?;
    let (trace, now) = (&info.trace(), state.now());
    let row = sso::note_proofs(db, &crm, &session, &id, &found, trace, now).await?;
    Ok(versioned(row.version, view::sso_provider(row, &state.base)))
}
