//! `POST /sso/backchannel/{provider}`: a provider tells who has signed out there.

use api::{ErrorCode, Problem};
use axum::{
    Form,
    extract::{State, rejection::FormRejection},
    http::StatusCode,
};
use crm::sso::{self, Gone};
use domain::Sensitive;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    http::{extract::ApiPath, failure::Failure, observe::RequestInfo, sso::refusal::failure},
    sso::client,
    state::AppState,
};

/// What a provider sends.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct LogoutForm {
    /// A signed token that names a session or a person.
    #[schema(value_type = String)]
    logout_token: Sensitive<String>,
}

/// Ends sessions that have ended at the provider
///
/// For the provider alone (OpenID Connect Back-Channel Logout 1.0).
#[utoipa::path(
    post,
    path = "/sso/backchannel/{provider}",
    tag = "sign-in",
    operation_id = "sso_backchannel",
    params(("provider" = String, Path, description = "The provider's id")),
    request_body(content = LogoutForm, content_type = "application/x-www-form-urlencoded"),
    responses(
        (status = 200, description = "Ended, if there were any"),
        (status = 400, description = "`sso_failed`, `validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "`rate_limited` after 30 a minute that weren't the provider's", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    ApiPath(provider_id): ApiPath<String>,
    form: Result<Form<LogoutForm>, FormRejection>,
) -> Result<StatusCode, Failure> {
    let Ok(Form(LogoutForm { logout_token })) = form else {
        return Err(ErrorCode::ValidationFailed.into());
    };
    let (db, now) = (&state.db, state.now());
    let trace = &info.trace();
    let heard = sso::hear(db, &state.sealer, &provider_id, trace, now).await?;
    // EXPOSE: it is read, and goes nowhere.
    let token = logout_token.expose();
    let found = state
        .sso
        .logged_out(&client(&heard.credentials, ""), token, now)
        .await;
    let found = found.map_err(|error| failure(&error))?;
    let gone = Gone {
        subject: found.subject.as_deref(),
        session: found.session.as_deref(),
    };
    sso::sign_out_at_provider(db, heard, gone, trace, now).await?;
    Ok(StatusCode::OK)
}
