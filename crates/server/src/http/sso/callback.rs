//! `GET /sso/callback`: somebody comes back from a provider.

use api::ErrorCode;
use axum::{
    extract::State,
    http::{HeaderMap, header::CACHE_CONTROL},
    response::{AppendHeaders, IntoResponse, Redirect, Response},
};
use crm::{
    FactorTicket, Step, Token,
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
        sign_in::{hand_off, step},
        sso::return_path,
        view,
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

/// A page for browsers, which always leads on: signed in to the CRM or the portal; to the page for a code; to that for
/// the number of a window in whose place they went; or, with
/// `error={code}&reference={request id}`, to where the person began. The codes are those of the API. The page that was
/// asked for before all that is kept in mind.
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
        Err(error) => return back(SIGN_IN, &Failure::from(error), None, &info),
    };
    match arrive(&state, &info, &headers, &journey, &query).await {
        Ok(response) => response,
        Err(failure) if journey.signs_in() => back(
            &sign_in_page(&journey),
            &failure,
            asked_for(&journey),
            &info,
        ),
        Err(failure) => back(&began(&journey), &failure, None, &info),
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
    if let Some(id) = journey.hands_off() {
        let ticket = sso::hand_off(db, journey, &person, trace, now).await?;
        // EXPOSE: the browser presents it with the number that is picked.
        let ticket = ticket.secret().expose();
        return Ok(go_to(&format!("{}#ticket={ticket}", hand_off::page(id))));
    }
    if journey.signs_in() {
        let step = sso::sign_in(db, journey, &person, trace, now).await?;
        return Ok(enter(step, journey, info, state));
    }
    match journey.place() {
        Place::Crm(crm) => {
            let session = session_of(state, crm, headers).await?;
            let session = session.ok_or(ErrorCode::TicketInvalid)?;
            if journey.tries_out() {
                let trial = sso::try_out(db, journey, &session, &person, now).await?;
                let outcome = view::sso_trial(trial).as_str();
                let page = return_path::with(&began(journey), [("outcome", outcome)]);
                return Ok(go_to(&page));
            }
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
fn enter(step: Step, journey: &Journey, info: &RequestInfo, state: &AppState) -> Response {
    let base = &state.base;
    let asked_for = asked_for(journey);
    match step {
        Step::Portal(session) => {
            let cookies = cookie::sign_in(Jar::Portal, &session, info, base);
            (cookies, go_to(asked_for.unwrap_or(step::PORTAL))).into_response()
        }
        Step::Crm(crm, session) => {
            let cookies = cookie::sign_in(Jar::Crm(&crm), &session, info, base);
            let home = crm.home_path();
            (cookies, go_to(asked_for.unwrap_or(&home))).into_response()
        }
        Step::SecondFactor(ticket) => {
            let cookies = AppendHeaders(cookie::set_device(&info.device, base));
            let begun_at = with_return(&sign_in_page(journey), asked_for, []);
            (cookies, go_to(&code_page(&ticket, &begun_at))).into_response()
        }
    }
}

/// The page that somebody wants to get to, if it is one of where they went.
fn asked_for(journey: &Journey) -> Option<&str> {
    let page = journey.back_to();
    page.filter(|page| return_path::is_of(page, journey.place()))
}

/// Where somebody signs in who wants to.
fn sign_in_page(journey: &Journey) -> String {
    match journey.place() {
        Place::Crm(crm) => crm.sign_in_path(),
        Place::Portal => SIGN_IN.to_owned(),
    }
}

/// Where somebody was who is signed in, or goes in a window's place.
fn began(journey: &Journey) -> String {
    if let Some(id) = journey.hands_off() {
        return hand_off::page(id);
    }
    if let Some(page) = asked_for(journey) {
        return page.to_owned();
    }
    match journey.place() {
        Place::Crm(crm) => crm.home_path(),
        Place::Portal => ACCOUNT_SETTINGS.to_owned(),
    }
}

/// The page for a code, which knows where to begin again and where to go then.
fn code_page(ticket: &FactorTicket, begun_at: &str) -> String {
    let trust = ticket.can_trust.then_some(("trust", "yes"));
    let passkey = ticket.has_passkey.then_some(("passkey", "yes"));
    let more = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("from", begun_at)
        .extend_pairs(trust.into_iter().chain(passkey))
        .finish();
    format!("{}&{more}", step::second_factor_url(ticket))
}

/// To a page with the reason; `asked_for` is where to go from there.
fn back(path: &str, failure: &Failure, asked_for: Option<&str>, info: &RequestInfo) -> Response {
    let (code, reference) = (failure.code().as_str(), &*info.request_id);
    let why = [("error", code), ("reference", reference)];
    go_to(&with_return(path, asked_for, why))
}

fn with_return<const N: usize>(
    path: &str,
    asked_for: Option<&str>,
    first: [(&str, &str); N],
) -> String {
    let asked_for = asked_for.map(|page| ("return", page));
    let pairs: Vec<_> = first.into_iter().chain(asked_for).collect();
    if pairs.is_empty() {
        return path.to_owned();
    }
    return_path::with(path, pairs)
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
