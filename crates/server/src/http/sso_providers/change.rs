//! `PUT /c/{crm}/sso-providers/{id}`: what a provider is from now on.

use api::{Problem, SsoProvider, SsoProviderRequest};
use axum::{extract::State, response::IntoResponse};
use crm::sso::{self, ProviderChange};

use crate::{
    http::{
        extract::{ApiJson, Caller, IfMatch, PathId},
        failure::Failure,
        observe::RequestInfo,
        versioned::versioned,
        view,
    },
    state::AppState,
};

/// Changes a provider of single sign-on
///
/// For owner and admins, after a step-up, with `If-Match`. The issuer stays what it is.
#[utoipa::path(
    put,
    path = "/api/v1/c/{crm}/sso-providers/{id}",
    tag = "settings",
    operation_id = "sso_provider_change",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("id" = String, Path, description = "The provider's id"),
        ("if-match" = String, Header, description = "`\"v{version}\"`"),
        ("x-csrf-token" = String, Header, description = "`csrf` of the session")),
    request_body = SsoProviderRequest,
    responses(
        (status = 200, description = "Changed", body = SsoProvider),
        (status = 400, description = "`validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `forbidden`, `step_up_required`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`, `not_found`", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "`last_sign_in_method`: it is `required`, and neither the owner with a second factor nor anybody who manages the CRM could get in", body = Problem, content_type = "application/problem+json"),
        (status = 412, description = "`version_conflict`", body = Problem, content_type = "application/problem+json"),
        (status = 428, description = "`precondition_required`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Caller { crm, session }: Caller,
    PathId(id): PathId,
    IfMatch(version): IfMatch,
    ApiJson(body): ApiJson<SsoProviderRequest>,
) -> Result<impl IntoResponse, Failure> {
    let (db, sealer, trace, now) = (&state.db, &state.sealer, &info.trace(), state.now());
    let change = ProviderChange {
        id: &id,
        version,
        input: &view::sso_provider_input(&body),
    };
    let row = sso::change_provider(db, sealer, &crm, &session, change, trace, now).await?;
    Ok(versioned(row.version, view::sso_provider(row, &state.base)))
}
