//! `POST /sign-in/sso/{provider}/start`: leaving for a provider to be signed in.

use api::{Problem, StartSsoRequest, StartSsoResponse};
use axum::{extract::State, response::Response};
use crm::sso::Wish;

use crate::{
    http::{
        extract::{ApiJson, ApiPath},
        failure::Failure,
        observe::RequestInfo,
        sso::leave,
    },
    state::AppState,
};

/// Begins a sign-in by a provider
///
/// The answer says where to send this very browser.
#[utoipa::path(
    post,
    path = "/api/v1/sign-in/sso/{provider}/start",
    tag = "sign-in",
    operation_id = "sign_in_sso_start",
    params(("provider" = String, Path, description = "The provider's id")),
    request_body = StartSsoRequest,
    responses(
        (status = 200, description = "Where to go", body = StartSsoResponse),
        (status = 400, description = "`sso_failed`, `validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`target_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "`rate_limited`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    ApiPath(provider_id): ApiPath<String>,
    ApiJson(body): ApiJson<StartSsoRequest>,
) -> Result<Response, Failure> {
    let wish = Wish::sign_in(body.keep).anew(body.anew);
    leave::answer(
        &state,
        &info,
        &provider_id,
        wish,
        body.return_path.as_deref(),
    )
    .await
}
