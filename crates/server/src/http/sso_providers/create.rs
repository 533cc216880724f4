//! `POST /c/{crm}/sso-providers`: another provider.

use api::{Problem, SsoProvider, SsoProviderRequest};
use axum::{extract::State, http::StatusCode, response::IntoResponse};
use crm::sso;

use crate::{
    http::{
        extract::{ApiJson, Caller},
        failure::Failure,
        observe::RequestInfo,
        sso::refusal::failure,
        versioned::versioned,
        view,
    },
    state::AppState,
};

/// Adds a provider of single sign-on
///
/// For owner and admins, after a step-up. The provider is asked what it says of itself: it must answer, and call
/// itself what it is called here.
#[utoipa::path(
    post,
    path = "/api/v1/c/{crm}/sso-providers",
    tag = "settings",
    operation_id = "sso_provider_create",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("x-csrf-token" = String, Header, description = "`csrf` of the session")),
    request_body = SsoProviderRequest,
    responses(
        (status = 201, description = "Added", body = SsoProvider),
        (status = 400, description = "`validation_failed`, `sso_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `forbidden`, `step_up_required`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "`last_sign_in_method`: it is `required`, and neither the owner with a second factor nor anybody who manages the CRM could get in", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`target_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "`rate_limited` after 20 an hour", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Caller { crm, session }: Caller,
    ApiJson(body): ApiJson<SsoProviderRequest>,
) -> Result<impl IntoResponse, Failure> {
    let input = view::sso_provider_input(&body);
    let (db, sealer, trace, now) = (&state.db, &state.sealer, &info.trace(), state.now());
    sso::check_provider(db, &crm, &session, &input, now).await?;
    let asked = state.sso.discover(&body.issuer).await;
    asked.map_err(|error| failure(&error))?;
    let row = sso::add_provider(db, sealer, &crm, &session, &input, trace, now).await?;
    let view = versioned(row.version, view::sso_provider(row, &state.base));
    Ok((StatusCode::CREATED, view))
}
