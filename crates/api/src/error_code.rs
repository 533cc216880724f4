//! The closed list of error codes.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Why a request failed. Stable: clients choose their words and their next step by it.
///
/// A code is added with the first route that answers it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// The request itself is wrong; `errors` names the fields.
    ValidationFailed,
    /// A single-use secret is unknown, used, or too old.
    TicketInvalid,
    /// No session of this CRM came with the request.
    Unauthenticated,
    /// Login or password is wrong, or there is no such user.
    SignInFailed,
    /// The CSRF token is missing or wrong.
    CsrfFailed,
    /// The request comes from a page of another origin.
    OriginRefused,
    /// The CRM is suspended.
    CrmSuspended,
    /// The CRM waits for its deletion.
    CrmScheduledForDeletion,
    /// Nothing is here, or nothing that the caller may see.
    NotFound,
    /// No CRM has this address.
    CrmNotFound,
    /// The path exists, but not with this method.
    MethodNotAllowed,
    /// The body is larger than the route takes.
    PayloadTooLarge,
    /// The body isn't of a kind that the route takes.
    UnsupportedMediaType,
    /// The `Host` header names no host of this server.
    MisdirectedHost,
    /// The password is too short, too common, or says who its owner is.
    PasswordWeak,
    /// Too many attempts; `retry_after` says when to come back.
    RateLimited,
    /// The server failed; its log has the request id.
    InternalError,
    /// The server has too much to do right now.
    ServerBusy,
}

impl ErrorCode {
    /// Every code there is.
    pub const ALL: [Self; 18] = [
        Self::ValidationFailed,
        Self::TicketInvalid,
        Self::Unauthenticated,
        Self::SignInFailed,
        Self::CsrfFailed,
        Self::OriginRefused,
        Self::CrmSuspended,
        Self::CrmScheduledForDeletion,
        Self::NotFound,
        Self::CrmNotFound,
        Self::MethodNotAllowed,
        Self::PayloadTooLarge,
        Self::UnsupportedMediaType,
        Self::MisdirectedHost,
        Self::PasswordWeak,
        Self::RateLimited,
        Self::InternalError,
        Self::ServerBusy,
    ];

    /// The code as it is written in a problem and in its type.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ValidationFailed => "validation_failed",
            Self::TicketInvalid => "ticket_invalid",
            Self::Unauthenticated => "unauthenticated",
            Self::SignInFailed => "sign_in_failed",
            Self::CsrfFailed => "csrf_failed",
            Self::OriginRefused => "origin_refused",
            Self::CrmSuspended => "crm_suspended",
            Self::CrmScheduledForDeletion => "crm_scheduled_for_deletion",
            Self::NotFound => "not_found",
            Self::CrmNotFound => "crm_not_found",
            Self::MethodNotAllowed => "method_not_allowed",
            Self::PayloadTooLarge => "payload_too_large",
            Self::UnsupportedMediaType => "unsupported_media_type",
            Self::MisdirectedHost => "misdirected_host",
            Self::PasswordWeak => "password_weak",
            Self::RateLimited => "rate_limited",
            Self::InternalError => "internal_error",
            Self::ServerBusy => "server_busy",
        }
    }

    /// The HTTP status that always goes with the code.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::ValidationFailed | Self::TicketInvalid => 400,
            Self::Unauthenticated | Self::SignInFailed => 401,
            Self::CsrfFailed
            | Self::OriginRefused
            | Self::CrmSuspended
            | Self::CrmScheduledForDeletion => 403,
            Self::NotFound | Self::CrmNotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::PayloadTooLarge => 413,
            Self::UnsupportedMediaType => 415,
            Self::MisdirectedHost => 421,
            Self::PasswordWeak => 422,
            Self::RateLimited => 429,
            Self::InternalError => 500,
            Self::ServerBusy => 503,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_written_the_same_in_a_body_and_in_a_type() {
        for code in ErrorCode::ALL {
            let written = serde_json::to_value(code).expect("a code can be written");
            assert_eq!(written, code.as_str());
        }
    }

    #[test]
    fn no_code_is_listed_twice() {
        let codes: std::collections::HashSet<_> = ErrorCode::ALL.into_iter().collect();
        assert_eq!(codes.len(), ErrorCode::ALL.len());
    }
}
