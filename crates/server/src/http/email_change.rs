//! Changing an e-mail address: what the links of letters do.

use api::ChangeEmailResponse;
use axum::{Json, http::StatusCode};
use crm::EmailChange;

use crate::state::AppState;

pub(crate) mod confirm;
pub(crate) mod undo;

/// The answer to whoever asked for another address.
pub(crate) fn answer(
    change: EmailChange,
    state: &AppState,
) -> (StatusCode, Json<ChangeEmailResponse>) {
    match change {
        EmailChange::Mailed => {
            let can_send_mail = state.mail.is_some();
            let body = ChangeEmailResponse::Mail { can_send_mail };
            (StatusCode::ACCEPTED, Json(body))
        }
        EmailChange::Done => (StatusCode::OK, Json(ChangeEmailResponse::Done)),
    }
}
