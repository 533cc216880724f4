//! `POST /c/{crm}/api-keys`: a new key.

use api::{CreateApiKeyRequest, NewApiKeyResponse, Problem};
use axum::{
    Json,
    extract::State,
    http::{StatusCode, header::CACHE_CONTROL},
    response::IntoResponse,
};
use crm::KeyInput;

use crate::{
    http::{
        extract::{ApiJson, Caller},
        failure::Failure,
        observe::RequestInfo,
        view,
    },
    state::AppState,
};

/// Makes a key for a program
///
/// For owner and admins, after a step-up. The answer is the only one that ever holds the key.
#[utoipa::path(
    post,
    path = "/api/v1/c/{crm}/api-keys",
    tag = "settings",
    operation_id = "api_key_create",
    params(("crm" = String, Path, description = "The CRM's slug"),
        ("x-csrf-token" = String, Header, description = "`csrf` of the session")),
    request_body = CreateApiKeyRequest,
    responses(
        (status = 201, description = "Made", body = NewApiKeyResponse),
        (status = 400, description = "`validation_failed`, also of `name` where there are 50 keys", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`factor_required_by_policy`, `forbidden`, `step_up_required`, `csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Caller { crm, session }: Caller,
    ApiJson(body): ApiJson<CreateApiKeyRequest>,
) -> Result<impl IntoResponse, Failure> {
    let scopes: Vec<_> = body.scopes.iter().copied().map(view::key_scope).collect();
    let input = KeyInput {
        name: &body.name,
        scopes: &scopes,
        days: body.days,
    };
    let (trace, now) = (&info.trace(), state.now());
    let made = crm::make_key(&state.db, &crm, &session, input, trace, now).await?;
    let answer = NewApiKeyResponse {
        api_key: view::api_key(made.view),
        // EXPOSE: it is shown to who made it, once.
        secret: made.secret.expose().clone(),
    };
    let headers = [(CACHE_CONTROL, "no-store")];
    Ok((StatusCode::CREATED, headers, Json(answer)))
}
