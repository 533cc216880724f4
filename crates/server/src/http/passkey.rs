//! Passkeys, as requests and answers have them.

use api::{ErrorCode, Passkey, PasskeyChallenge, PasskeysResponse};
use axum::{
    Json,
    response::{IntoResponse as _, Response},
};
use crm::passkey::{CHALLENGE_LIFE, Challenge, MOST, RelyingParty};

use crate::{
    http::{cookie, failure::Failure, observe::RequestInfo, view},
    state::AppState,
};

/// The server as authenticators know it; there is nothing where they can't.
pub(crate) fn party(state: &AppState) -> Result<&RelyingParty, Failure> {
    let party = state.passkeys.as_deref();
    party.ok_or_else(|| ErrorCode::NotFound.into())
}

/// The answer: what a browser asks its authenticators. It is good in this browser alone, which must be known for that.
pub(crate) fn challenge(asked: Challenge, info: &RequestInfo, state: &AppState) -> Response {
    let cookies = cookie::set_device(&info.device, &state.base);
    let body = PasskeyChallenge {
        // EXPOSE: the browser presents it with what its authenticator says.
        ticket: asked.ticket.secret().expose().clone(),
        options: asked.options,
        valid_s: view::whole_seconds(CHALLENGE_LIFE),
    };
    (cookies, Json(body)).into_response()
}

/// Passkeys of the person who asks.
pub(crate) fn list(passkeys: Vec<crm::passkey::Passkey>, state: &AppState) -> PasskeysResponse {
    let has_room = u64::try_from(passkeys.len()).is_ok_and(|there| there < MOST);
    PasskeysResponse {
        can_add: has_room && state.passkeys.is_some(),
        items: passkeys.into_iter().map(view).collect(),
    }
}

/// One of them.
pub(crate) fn view(passkey: crm::passkey::Passkey) -> Passkey {
    Passkey {
        id: passkey.id,
        name: passkey.name,
        created_at: view::instant(passkey.created_at),
        last_used_at: passkey.last_used_at.map(view::instant),
    }
}
