//! `POST /portal/identity-links`: leaving for a provider that shall recognise the account.

use api::{ChooseSsoRequest, Problem, StartSsoResponse};
use axum::{extract::State, response::Response};
use crm::sso::Wish;

use crate::{
    http::{
        extract::{ApiJson, Holder},
        failure::Failure,
        observe::RequestInfo,
        sso::leave,
    },
    state::AppState,
};

/// Connects a provider of single sign-on
///
/// After a step-up. The answer says where to send this very browser.
#[utoipa::path(
    post,
    path = "/api/v1/portal/identity-links",
    tag = "portal",
    operation_id = "portal_identity_link_create",
    params(("x-csrf-token" = String, Header, description = "`csrf` of `GET /portal/me`")),
    request_body = ChooseSsoRequest,
    responses(
        (status = 200, description = "Where to go", body = StartSsoResponse),
        (status = 400, description = "`sso_failed`, `validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`step_up_required`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "`rate_limited`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Holder(session): Holder,
    ApiJson(body): ApiJson<ChooseSsoRequest>,
) -> Result<Response, Failure> {
    let wish = Wish::connect(&session, state.now())?.anew(body.anew);
    let page = body.return_path.as_deref();
    leave::answer(&state, &info, &body.provider_id, wish, page).await
}
