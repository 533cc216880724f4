//! `POST /c/{crm}/sso-providers/{id}/try`: leaving for a provider to see whether it works.

use api::{Problem, StartSsoResponse, TrySsoRequest};
use axum::{extract::State, response::Response};
use crm::sso::Wish;

use crate::{
    http::{
        extract::{ApiJson, Caller, PathId},
        failure::Failure,
        observe::RequestInfo,
        sso::leave,
    },
    state::AppState,
};

/// Tries a provider of single sign-on out
///
/// For owner and admins, also before it is offered. The answer says where to send this very browser; the page that it
/// comes back to is told what would have come of the sign-in. Nothing does.
#[utoipa::path(
    post,
    path = "/api/v1/c/{crm}/sso-providers/{id}/try",
    tag = "settings",
    operation_id = "sso_provider_try",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("id" = String, Path, description = "The provider's id"),
        ("x-csrf-token" = String, Header, description = "`csrf` of the session")),
    request_body = TrySsoRequest,
    responses(
        (status = 200, description = "Where to go", body = StartSsoResponse),
        (status = 400, description = "`sso_failed`, `validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `forbidden`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`, `not_found`", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`target_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "`rate_limited`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Caller { session, .. }: Caller,
    PathId(id): PathId,
    ApiJson(body): ApiJson<TrySsoRequest>,
) -> Result<Response, Failure> {
    let wish = Wish::try_out(&session)?;
    leave::answer(&state, &info, &id, wish, Some(&body.return_path)).await
}
