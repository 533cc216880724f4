//! `PATCH /portal/passkeys/{id}`: what a passkey is called.

use api::{Passkey, Problem, RenamePasskeyRequest};
use axum::{Json, extract::State};

use crate::{
    http::{
        extract::{ApiJson, Holder, PathId},
        failure::Failure,
        passkey,
    },
    state::AppState,
};

/// Names a passkey
#[utoipa::path(
    patch,
    path = "/api/v1/portal/passkeys/{id}",
    tag = "portal",
    operation_id = "portal_passkey_rename",
    params(("id" = String, Path, description = "The passkey's id"),
        ("x-csrf-token" = String, Header, description = "`csrf` of `GET /portal/me`")),
    request_body = RenamePasskeyRequest,
    responses(
        (status = 200, description = "Named", body = Passkey),
        (status = 400, description = "`validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Holder(session): Holder,
    PathId(id): PathId,
    ApiJson(body): ApiJson<RenamePasskeyRequest>,
) -> Result<Json<Passkey>, Failure> {
    let (db, now) = (&state.db, state.now());
    let renamed = crm::passkey::rename(db, &session, &id, &body.name, now).await?;
    Ok(Json(passkey::view(renamed)))
}
