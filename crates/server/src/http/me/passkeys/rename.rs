//! `PATCH /c/{crm}/me/passkeys/{id}`: what a passkey is called.

use api::{Passkey, Problem, RenamePasskeyRequest};
use axum::{Json, extract::State};

use crate::{
    http::{
        extract::{ApiJson, Caller, PathId},
        failure::Failure,
        passkey,
    },
    state::AppState,
};

/// Names a passkey
#[utoipa::path(
    patch,
    path = "/api/v1/c/{crm}/me/passkeys/{id}",
    tag = "my profile",
    operation_id = "my_passkey_rename",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("id" = String, Path, description = "The passkey's id"),
        ("x-csrf-token" = String, Header, description = "`csrf` of the session")),
    request_body = RenamePasskeyRequest,
    responses(
        (status = 200, description = "Named", body = Passkey),
        (status = 400, description = "`validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`, `not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Caller { session, .. }: Caller,
    PathId(id): PathId,
    ApiJson(body): ApiJson<RenamePasskeyRequest>,
) -> Result<Json<Passkey>, Failure> {
    let (db, now) = (&state.db, state.now());
    let renamed = crm::passkey::rename(db, &session, &id, &body.name, now).await?;
    Ok(Json(passkey::view(renamed)))
}
