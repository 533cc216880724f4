//! `GET /c/{crm}/qr?code=`: what a code that was typed asks for.

use api::{Problem, QrLookUpQuery, QrRequest};
use axum::{Json, extract::State};
use crm::qr::Which;

use crate::{
    http::{
        extract::{ApiQuery, Caller},
        failure::Failure,
        observe::RequestInfo,
        view,
    },
    state::AppState,
};

/// Finds a sign-in by the code on its screen
///
/// That screen is told that somebody looks at it. Twenty codes an hour.
#[utoipa::path(
    get,
    path = "/api/v1/c/{crm}/qr",
    tag = "my profile",
    operation_id = "my_qr_look_up",
    params(("crm" = String, Path, description = "The CRM's slug"),
        QrLookUpQuery),
    responses(
        (status = 200, description = "Who asks, and the numbers to pick from", body = QrRequest),
        (status = 400, description = "`validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`, `qr_denied`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `qr_wrong_crm`, `crm_suspended`, `crm_scheduled_for_deletion`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`, `not_found`", body = Problem, content_type = "application/problem+json"),
        (status = 410, description = "`qr_expired`", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "`rate_limited`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Caller { session, .. }: Caller,
    ApiQuery(query): ApiQuery<QrLookUpQuery>,
) -> Result<Json<QrRequest>, Failure> {
    let (which, now) = (Which::Code(&query.code), state.now());
    let asked = crm::qr::look_up(&state.db, &session, which, &info.trace(), now).await?;
    Ok(Json(view::qr_request(asked, &state.base)))
}
