//! `POST /c/{crm}/me/2fa/totp/confirm`: turns the second factor on.

use api::{ConfirmFactorRequest, Problem, RecoveryCodesResponse};
use axum::{Json, extract::State, response::IntoResponse};

use crate::{
    http::{
        cookie::Jar,
        extract::{ApiJson, Enrollee},
        failure::Failure,
        observe::RequestInfo,
        view,
    },
    state::AppState,
};

/// Turns the second factor on
///
/// With the first code of the app. Ends every other session of the person; this one gets a new cookie.
#[utoipa::path(
    post,
    path = "/api/v1/c/{crm}/me/2fa/totp/confirm",
    tag = "my profile",
    operation_id = "my_second_factor_confirm",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("x-csrf-token" = String, Header, description = "`csrf` of the session")),
    request_body = ConfirmFactorRequest,
    responses(
        (status = 200, description = "On; the recovery codes are shown once", body = RecoveryCodesResponse),
        (status = 400, description = "`ticket_invalid` when no secret waits, `validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`, `code_invalid`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`step_up_required`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Enrollee { crm, session }: Enrollee,
    ApiJson(body): ApiJson<ConfirmFactorRequest>,
) -> Result<impl IntoResponse, Failure> {
    let (db, sealer, trace, now) = (&state.db, &state.sealer, &info.trace(), state.now());
    let enabled = crm::confirm_factor(db, sealer, &session, &body.code, trace, now).await?;
    let codes = view::recovery_codes(&enabled.recovery_codes);
    Ok((
        Jar::Crm(&crm).set(&enabled.session, &state.base),
        Json(codes),
    ))
}
