//! `POST /portal/2fa/totp`: a secret for an authenticator app.

use api::{EnrolmentResponse, Problem};
use axum::{Json, extract::State};

use crate::{
    http::{extract::Holder, failure::Failure, view},
    state::AppState,
};

/// Makes a secret for an authenticator app
///
/// After a step-up. Nothing changes until a code confirms it, within ten minutes; the factor that there is stays until then.
#[utoipa::path(
    post,
    path = "/api/v1/portal/2fa/totp",
    tag = "portal",
    operation_id = "portal_second_factor_enrol",
    params(("x-csrf-token" = String, Header, description = "`csrf` of `GET /portal/me`")),
    responses(
        (status = 200, description = "A secret, shown once", body = EnrolmentResponse),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`step_up_required`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,

    Holder(session): Holder,
) -> Result<Json<EnrolmentResponse>, Failure> {
    let issuer = &state.identity.name;
    let (db, sealer, now) = (&state.db, &state.sealer, state.now());
    let made = crm::enrol_factor(db, sealer, issuer, &session, now).await?;
    Ok(Json(view::enrolment(&made)))
}
