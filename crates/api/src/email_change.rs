//! Changing one's e-mail address.

use domain::Sensitive;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// `POST /portal/email` and `POST /c/{crm}/me/email`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeEmailRequest {
    /// The address from now on.
    pub email: String,
}

/// What comes after the wish for another address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "next", rename_all = "snake_case")]
pub enum ChangeEmailResponse {
    /// A letter to the new address says what is next, whether or not somebody else has it.
    Mail {
        /// False when the server has no way to send mail: the letter waits for one.
        can_send_mail: bool,
    },
    /// Changed. Only where no letter can be sent, on the server's own machine.
    Done,
}

/// `POST /email/confirm`, `POST /email/undo`, `POST /account-link/undo` and `POST /account/reopen`.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EmailTicketRequest {
    /// The ticket from the fragment of the link.
    #[schema(value_type = String, format = Password)]
    #[serde(serialize_with = "crate::secret::send")]
    pub ticket: Sensitive<String>,
}
