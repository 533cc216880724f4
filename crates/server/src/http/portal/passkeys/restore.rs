//! `POST /portal/passkeys/{id}/restore`: a passkey is back.

use api::{Passkey, Problem};
use axum::{Json, extract::State};

use crate::{
    http::{
        extract::{Holder, PathId},
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
    path = "/api/v1/portal/passkeys/{id}/restore",
    tag = "portal",
    operation_id = "portal_passkey_restore",
    params(("id" = String, Path, description = "The passkey's id"),
        ("x-csrf-token" = String, Header, description = "`csrf` of `GET /portal/me`")),
    responses(
        (status = 200, description = "Back", body = Passkey),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`step_up_required`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "`passkey_limit_reached`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Holder(session): Holder,
    PathId(id): PathId,
) -> Result<Json<Passkey>, Failure> {
    let (db, now) = (&state.db, state.now());
    let back = crm::passkey::restore(db, &session, &id, &info.trace(), now).await?;
    Ok(Json(passkey::view(back)))
}
