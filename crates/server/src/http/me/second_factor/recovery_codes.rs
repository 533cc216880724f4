//! `POST /c/{crm}/me/2fa/recovery-codes`: new recovery codes.

use api::{Problem, RecoveryCodesResponse};
use axum::{Json, extract::State};

use crate::{
    http::{extract::Caller, failure::Failure, observe::RequestInfo, view},
    state::AppState,
};

/// Makes new recovery codes
///
/// After a step-up. The old ones are good no more.
#[utoipa::path(
    post,
    path = "/api/v1/c/{crm}/me/2fa/recovery-codes",
    tag = "my profile",
    operation_id = "my_second_factor_recovery_codes",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("x-csrf-token" = String, Header, description = "`csrf` of the session")),
    responses(
        (status = 200, description = "Ten codes, shown once", body = RecoveryCodesResponse),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `step_up_required`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`, `not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Caller { session, .. }: Caller,
) -> Result<Json<RecoveryCodesResponse>, Failure> {
    let (db, sealer, trace, now) = (&state.db, &state.sealer, &info.trace(), state.now());
    let codes = crm::new_recovery_codes(db, sealer, &session, trace, now).await?;
    Ok(Json(view::recovery_codes(&codes)))
}
