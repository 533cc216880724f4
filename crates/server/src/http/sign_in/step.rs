//! What comes next in a sign-in, as an answer with its cookies.

use api::{ProofMethod, SecondFactorStep, SignInResponse, SignInStep};
use axum::{
    Json,
    response::{IntoResponse as _, Response},
};
use crm::{FACTOR_TICKET_LIFE, FactorTicket, Selection, Step};

use crate::{
    http::{
        cookie::{self, Jar},
        observe::RequestInfo,
        view,
    },
    state::AppState,
};

/// The page of the account portal.
pub(crate) const PORTAL: &str = "/account";

/// The page that asks for a code.
pub(crate) const SECOND_FACTOR_PAGE: &str = "/sign-in/second-factor";

/// The answer: a session's cookie and where to go, or the question for a code.
pub(crate) fn answer(step: Step, info: &RequestInfo, state: &AppState) -> Response {
    let base = &state.base;
    match step {
        Step::Portal(session) => {
            let url = PORTAL.to_owned();
            let cookies = cookie::sign_in(Jar::Portal, &session, info, base);
            (cookies, Json(SignInStep::Open { url })).into_response()
        }
        Step::Crm(crm, session) => {
            let url = crm.home_path();
            let cookies = cookie::sign_in(Jar::Crm(&crm), &session, info, base);
            (cookies, Json(SignInStep::Open { url })).into_response()
        }
        Step::SecondFactor(ticket) => {
            // The ticket is good in this browser alone, which must be known for that.
            let cookies = cookie::set_device(&info.device, base);
            (
                cookies,
                Json(SignInStep::SecondFactor(second_factor(&ticket, state))),
            )
                .into_response()
        }
    }
}

/// The answer: a list to select from, with its cookie.
pub(crate) fn select(found: Selection, state: &AppState) -> Response {
    let cookie = cookie::set_selection(&found.ticket, &state.base);
    let list = view::selection(found.choices, &state.base);
    (cookie, Json(SignInResponse::Select(list))).into_response()
}

/// The page that asks for a code, with the ticket in its fragment.
pub(crate) fn second_factor_url(ticket: &FactorTicket) -> String {
    // EXPOSE: the browser presents it with the code.
    format!(
        "{SECOND_FACTOR_PAGE}#ticket={}",
        ticket.token.secret().expose()
    )
}

fn second_factor(ticket: &FactorTicket, state: &AppState) -> SecondFactorStep {
    // EXPOSE: the browser presents it with the code.
    let secret = ticket.token.secret().expose();
    let mut methods = vec![ProofMethod::Totp];
    methods.extend(
        ticket
            .has_recovery_codes
            .then_some(ProofMethod::RecoveryCode),
    );
    let by_passkey = ticket.has_passkey && state.passkeys.is_some();
    methods.extend(by_passkey.then_some(ProofMethod::Passkey));
    SecondFactorStep {
        ticket: secret.clone(),
        url: second_factor_url(ticket),
        methods,
        can_trust_device: ticket.can_trust,
        valid_s: u32::try_from(FACTOR_TICKET_LIFE.as_secs()).unwrap_or(0),
    }
}
