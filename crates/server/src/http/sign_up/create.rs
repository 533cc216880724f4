//! `POST /sign-up`: a new account.

use api::{ErrorCode, Problem, SignUpRequest, SignUpResponse};
use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode},
    response::{IntoResponse as _, Response},
};
use crm::{Applicant, SignUp, Terms, Token, referral::Recommended};

use super::cookies;
use crate::{
    http::{
        cookie::{self, Jar},
        extract::ApiJson,
        failure::Failure,
        floor,
        observe::RequestInfo,
    },
    options::SignUpPolicy,
    state::AppState,
};

/// Signs somebody up
///
/// Sends a link that confirms the address. The answer and its time are the same when somebody has an account with
/// it, who gets another letter. Where no letter can be sent, on the server's own machine, the account is there at once.
#[utoipa::path(
    post,
    path = "/api/v1/sign-up",
    tag = "sign-up",
    operation_id = "sign_up",
    request_body = SignUpRequest,
    responses(
        (status = 200, description = "Signed in, where no letter can be sent", body = SignUpResponse),
        (status = 202, description = "A letter says what is next", body = SignUpResponse),
        (status = 400, description = "`validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`signup_closed`, `signup_by_invitation`, `origin_refused`", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "`email_taken`, where no letter can be sent", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "`password_weak`", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "`rate_limited`", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "`server_busy`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    headers: HeaderMap,
    ApiJson(body): ApiJson<SignUpRequest>,
) -> Result<Response, Failure> {
    // Also closed before there is an operator, who comes first.
    if state.sign_up == SignUpPolicy::Closed || !crm::set_up_done(state.db.read()).await? {
        return Err(ErrorCode::SignupClosed.into());
    }
    let link = if state.sign_up == SignUpPolicy::Invite {
        let ticket = body.ticket.ok_or(ErrorCode::SignupByInvitation)?;
        Some(Token::presented(ticket))
    } else {
        None
    };
    let applicant = Applicant {
        name: &body.name,
        email: &body.email,
        password: &body.password,
        crm_name: body.crm_name.as_deref(),
        locale: body.locale.as_deref(),
        preferred_locale: info.locale,
        time_zone: body.time_zone.as_deref(),
        server_name: &state.identity.name,
    };
    let click = Jar::Referral.token(&headers, &state.base);
    let recommended = state.referral.as_deref().map(|programme| Recommended {
        programme,
        // EXPOSE: it names a visit, and lets nobody in.
        click: click.as_ref().map(|click| click.secret().expose().as_str()),
        code: body.referral_code.as_deref(),
    });
    let terms = Terms {
        proof: state.address_proof(),
        link: link.as_ref(),
    };
    let (db, hasher, trace, now) = (&state.db, &state.hasher, info.trace(), state.now());
    let work = crm::sign_up(db, hasher, &applicant, recommended, terms, &trace, now);
    Ok(match floor::hold(work).await? {
        SignUp::Mailed => {
            // The link is good in this browser without the password, so it must be known again.
            let device = cookie::set_device(&info.device, &state.base);
            (StatusCode::ACCEPTED, device, Json(SignUpResponse::Mail)).into_response()
        }
        SignUp::Done(done) => {
            let url = done.crm.home_path();
            (
                cookies(&done, &info, &state),
                Json(SignUpResponse::Open { url }),
            )
                .into_response()
        }
    })
}
