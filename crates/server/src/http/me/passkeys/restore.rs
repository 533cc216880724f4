//! `POST /c/{crm}/me/passkeys/{id}/restore`: a passkey is back.

use api::{Passkey, Problem};
use axum::{Json, extract::State};

use crate::{
    http::{
        extract::{Caller, PathId},
        failure::Failure,
        observe::RequestInfo,
        passkey,
    },
    state::AppState,
};

/// Takes the removal of a passkey back
///
/// After a step-up, within five minutes.
#[utoipa::path(
    post,
    path = "/api/v1/c/{crm}/me/passkeys/{id}/restore",
    tag = "my profile",
    operation_id = "my_passkey_restore",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("id" = String, Path, description = "The passkey's id"),
        ("x-csrf-token" = String, Header, description = "`csrf` of the session")),
    responses(
        (status = 200, description = "Back", body = Passkey),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `step_up_required`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`, `not_found`", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "`passkey_limit_reached`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Caller { session, .. }: Caller,
    PathId(id): PathId,
) -> Result<Json<Passkey>, Failure> {
    let (db, now) = (&state.db, state.now());
    let back = crm::passkey::restore(db, &session, &id, &info.trace(), now).await?;
    Ok(Json(passkey::view(back)))
}
