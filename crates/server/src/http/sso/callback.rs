//! `GET /sso/callback`: somebody comes back from a provider.

use api::ErrorCode;
use axum::{
    extract::State,
    http::{HeaderMap, header::CACHE_CONTROL},
    response::{AppendHeaders, IntoResponse, Redirect, Response},
};
use crm::{
    Step, Token,
    sso::{self, Journey, Place},
};
use domain::Sensitive;
use serde::Deserialize;

use crate::{
    http::{
        cookie::{self, Jar},
        extract::{ApiQuery, portal_session_of, session_of},
        failure::Failure,
        observe::RequestInfo,
        sign_in::step,
    },
    sso::identify,
    state::AppState,
};

/// The page that sends people on who come back without anything that is known.
const SIGN_IN: &str = "/sign-in";

/// The page on which an account connects a provider.
const ACCOUNT_SETTINGS: &str = "/account/settings";

/// The longest word of a provider for what went wrong that is logged.
const LONGEST_WORD: usize = 40;

/// What a provider sends along.
#[derive(Debug, Deserialize)]
pub(crate) struct CallbackQuery {
    /// What the browser took along.
    state: Sensitive<String>,
    /// What is exchanged for tokens.
    code: Option<Sensitive<String>>,
    /// Who says to have sent the browser back (RFC 9207).
    iss: Option<String>,
    /// Why there is no code.
    error: Option<String>,
}

/// A page for browsers, which always leads on: signed in to the CRM or the portal; to the page for a code; or, with
/// `?error={code}&reference={request id}`, to where the person began. The codes are those of the API.
pub(crate) async fn handler(
    State(state): State<AppState>,
    info: RequestInfo,
    headers: HeaderMap,
    ApiQuery(query): ApiQuery<CallbackQuery>,
) -> Response {
    let came = Token::presented(query.state.clone());
    let (db, sealer, now) = (&state.db, &state.sealer, state.now());
    let journey = match sso::take(db, sealer, &came, &info.trace(), now).await {
        Ok(journey) => journey,
        Err(error) => return back(SIGN_IN, &Failure::from(error), &info),
    };
    match arrive(&state, &info, &headers, &journey, &query).await {
        Ok(response) => response,
        Err(failure) => back(&began(&journey), &failure, &info),
    }
}

async fn arrive(
    state: &AppState,
    info: &RequestInfo,
    headers: &HeaderMap,
    journey: &Journey,
    query: &CallbackQuery,
) -> Result<Response, Failure> {
    let found = match &query.code {
        Some(code) => {
            let carried = (&query.state, code);
            let found = identify(state, journey, carried, query.iss.as_deref()).await;
            found.map_err(|error| error.reason().to_owned())
        }
        None => Err(word(query.error.as_deref().unwrap_or_default())),
    };
    let (db, trace, now) = (&state.db, &info.trace(), state.now());
    let person = match found {
        Ok(person) => person,
        Err(reason) => {
            sso::fail(db, journey, &reason, trace, now).await?;
            return Err(ErrorCode::SsoFailed.into());
        }
    };
    if journey.signs_in() {
        let step = sso::sign_in(db, journey, &person, trace, now).await?;
        return Ok(enter(step, info, state));
    }
    match journey.place() {
        Place::Crm(crm) => {
            let session = session_of(state, crm, headers).await?;
            let session = session.ok_or(ErrorCode::TicketInvalid)?;
            if !journey.proves_anew() {
                sso::connect(db, journey, &session, &person, trace, now).await?;
                return Ok(go_to(&began(journey)));
            }
            let proved = sso::prove(db, journey, &session, &person, trace, now).await?;
            let cookies = Jar::Crm(crm).set(&proved, &state.base);
            Ok((cookies, go_to(&began(journey))).into_response())
        }
        Place::Portal => {
            let session = portal_session_of(state, headers).await?;
            let session = session.ok_or(ErrorCode::TicketInvalid)?;
            if !journey.proves_anew() {
                sso::connect(db, journey, &session, &person, trace, now).await?;
                return Ok(go_to(&began(journey)));
            }
            let proved = sso::prove(db, journey, &session, &person, trace, now).await?;
            let cookies = Jar::Portal.set(&proved, &state.base);
            Ok((cookies, go_to(&began(journey))).into_response())
        }
    }
}

/// The session's cookie and its first page, or the page for a code.
fn enter(step: Step, info: &RequestInfo, state: &AppState) -> Response {
    let base = &state.base;
    match step {
        Step::Portal(session) => {
            let cookies = cookie::sign_in(Jar::Portal, &session, info, base);
            (cookies, go_to(step::PORTAL)).into_response()
        }
        Step::Crm(crm, session) => {
            let cookies = cookie::sign_in(Jar::Crm(&crm), &session, info, base);
            (cookies, go_to(&crm.home_path())).into_response()
        }
        Step::SecondFactor(ticket) => {
            let cookies = AppendHeaders(cookie::set_device(&info.device, base));
            (cookies, go_to(&step::second_factor_url(&ticket))).into_response()
        }
    }
}

/// Where somebody began.
fn began(journey: &Journey) -> String {
    match (journey.place(), journey.signs_in()) {
        (Place::Crm(crm), true) => crm.sign_in_path(),
        (Place::Crm(crm), false) => crm.home_path(),
        (Place::Portal, true) => SIGN_IN.to_owned(),
        (Place::Portal, false) => ACCOUNT_SETTINGS.to_owned(),
    }
}

fn back(path: &str, failure: &Failure, info: &RequestInfo) -> Response {
    let (code, reference) = (failure.code().as_str(), &info.request_id);
    go_to(&format!("{path}?error={code}&reference={reference}"))
}

fn go_to(path: &str) -> Response {
    ([(CACHE_CONTROL, "no-store")], Redirect::to(path)).into_response()
}

/// A provider's word, as far as it is one.
fn word(error: &str) -> String {
    let plain = |c: &char| c.is_ascii_lowercase() || *c == '_';
    let said: String = error.chars().filter(plain).take(LONGEST_WORD).collect();
    format!("provider_said_{said}")
}
