//! `POST /c/{crm}/sign-out`: ends this session, and no other.

use api::{Problem, SignOutResponse};
use axum::{Json, extract::State, response::IntoResponse};

use crate::{
    http::{cookie::Jar, extract::Enrollee, failure::Failure, observe::RequestInfo},
    sso::sign_out_url,
    state::AppState,
};

/// Signs out of one CRM
///
/// Needs the `X-CSRF-Token` header. Sessions at other CRMs stay.
#[utoipa::path(
    post,
    path = "/api/v1/c/{crm}/sign-out",
    tag = "session",
    operation_id = "sign_out",
    params(
        ("crm" = String, Path, description = "The CRM's slug"),
        ("x-csrf-token" = String, Header, description = "`csrf` of the session"),
    ),
    responses(
        (status = 200, description = "Signed out; the cookie is cleared", body = SignOutResponse),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`crm_not_found`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Enrollee { crm, session }: Enrollee,
) -> Result<impl IntoResponse, Failure> {
    crm::sign_out(&state.db, &session, &info.trace(), state.now()).await?;
    let redirect = crm.sign_in_path();
    let provider = session.sso_provider_id.as_deref();
    let provider_url = sign_out_url(&state, provider, &redirect).await?;
    Ok((
        Jar::Crm(&crm).clear(&state.base),
        Json(SignOutResponse {
            redirect,
            provider_url,
        }),
    ))
}
