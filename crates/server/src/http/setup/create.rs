//! `POST /setup`: operator, first CRM and owner in one call.

use api::{NextPage, Problem, SetupAccount, SetupRequest, SetupResponse};
use axum::{Json, extract::State, response::IntoResponse};
use crm::{Applicant, SetUp, SetUpInput, Token};

use crate::{
    base_url::BaseUrl,
    http::{
        cookie::{self, Jar},
        extract::ApiJson,
        failure::Failure,
        observe::RequestInfo,
        view,
    },
    state::AppState,
};

/// Sets the server up
///
/// Works once, with the bootstrap token; afterwards the path doesn't exist any more. Sets the
/// session cookie of the first CRM.
#[utoipa::path(
    post,
    path = "/api/v1/setup",
    tag = "setup",
    operation_id = "setup",
    request_body = SetupRequest,
    responses(
        (status = 200, description = "Set up; a cookie signs the owner in", body = SetupResponse),
        (status = 400, description = "`validation_failed`, `ticket_invalid`", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "`not_found`: an operator exists", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`password_weak`", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "`rate_limited`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    ApiJson(body): ApiJson<SetupRequest>,
) -> Result<impl IntoResponse, Failure> {
    let input = SetUpInput {
        token: Token::presented(body.token),
        operator: Applicant {
            name: &body.name,
            email: &body.email,
            password: &body.password,
            crm_name: body.crm_name.as_deref(),
            locale: body.locale.as_deref(),
            preferred_locale: info.locale,
            time_zone: body.time_zone.as_deref(),
            server_name: &state.identity.name,
        },
    };
    let bootstrap = state.bootstrap.as_ref();
    let trace = info.trace();
    let made = crm::set_up(
        &state.db,
        &state.hasher,
        bootstrap,
        input,
        &trace,
        state.now(),
    )
    .await?;
    tracing::info!("Server is set up");
    let jar = Jar::Crm(&made.crm);
    let cookie = cookie::sign_in(jar, &made.session, &info, &state.base);
    Ok((cookie, Json(response(&made, &state.base))))
}

fn response(made: &SetUp, base: &BaseUrl) -> SetupResponse {
    SetupResponse {
        crm: view::crm(&made.crm, base),
        account: SetupAccount {
            name: made.account_name.clone(),
            email: made.account_email.clone(),
        },
        next: NextPage {
            url: made.crm.home_path(),
        },
        enter: view::enter_link(&made.crm, &made.enter),
    }
}
