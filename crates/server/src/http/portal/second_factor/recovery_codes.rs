//! `POST /portal/2fa/recovery-codes`: new recovery codes.

use api::{Problem, RecoveryCodesResponse};
use axum::{Json, extract::State};

use crate::{
    http::{extract::Holder, failure::Failure, observe::RequestInfo, view},
    state::AppState,
};

/// Makes new recovery codes
///
/// After a step-up. The old ones are good no more.
#[utoipa::path(
    post,
    path = "/api/v1/portal/2fa/recovery-codes",
    tag = "portal",
    operation_id = "portal_second_factor_recovery_codes",
    params(("x-csrf-token" = String, Header, description = "`csrf` of `GET /portal/me`")),
    responses(
        (status = 200, description = "Ten codes, shown once", body = RecoveryCodesResponse),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`step_up_required`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Holder(session): Holder,
) -> Result<Json<RecoveryCodesResponse>, Failure> {
    let (db, sealer, trace, now) = (&state.db, &state.sealer, &info.trace(), state.now());
    let codes = crm::new_recovery_codes(db, sealer, &session, trace, now).await?;
    Ok(Json(view::recovery_codes(&codes)))
}
