//! `POST /portal/sign-out`: ends the portal's session, and none of a CRM.

use api::{Problem, SignOutResponse};
use axum::{Json, extract::State, response::IntoResponse};

use crate::{
    http::{cookie::Jar, extract::Holder, failure::Failure, observe::RequestInfo},
    sso::sign_out_url,
    state::AppState,
};

/// Signs out of the portal
///
/// Sessions at CRMs stay; tickets that were given out and not used are void.
#[utoipa::path(
    post,
    path = "/api/v1/portal/sign-out",
    tag = "portal",
    operation_id = "portal_sign_out",
    params(("x-csrf-token" = String, Header, description = "`csrf` of `GET /portal/me`")),
    responses(
        (status = 200, description = "Signed out; the cookie is cleared", body = SignOutResponse),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`csrf_failed`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    Holder(session): Holder,
) -> Result<impl IntoResponse, Failure> {
    crm::sign_out_of_portal(&state.db, &session, &info.trace(), state.now()).await?;
    let redirect = "/sign-in".to_owned();
    let provider = session.sso_provider_id.as_deref();
    let provider_url = sign_out_url(&state, provider, &redirect).await?;
    Ok((
        Jar::Portal.clear(&state.base),
        Json(SignOutResponse {
            redirect,
            provider_url,
        }),
    ))
}
