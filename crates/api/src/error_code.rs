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
    /// The picture is larger than the route takes: in bytes, on a side, or in all.
    ImageTooLarge,
    /// What was sent is no picture of a kind that the route takes.
    ImageTypeUnsupported,
    /// The picture is damaged, or too small.
    ImageInvalid,
    /// The `Host` header names no host of this server.
    MisdirectedHost,
    /// The password is too short, too common, or says who its owner is.
    PasswordWeak,
    /// The user's rights were taken away.
    UserDeactivated,
    /// Only the owner may do this.
    NotOwner,
    /// The person must prove who they are first; `methods` says how.
    StepUpRequired,
    /// The CRM demands a second factor: it must be set up, and can't be turned off.
    FactorRequiredByPolicy,
    /// The code isn't the one that is asked for.
    CodeInvalid,
    /// The code was used already; the app shows the next one soon.
    CodeReplayed,
    /// Too many wrong codes came; `retry_after` says when one is taken again.
    FactorLocked,
    /// The address is in use, or kept for one that was.
    SlugTaken,
    /// The user belongs to another account.
    CrmUserAlreadyLinked,
    /// The account has this CRM on its list.
    CrmAlreadyInList,
    /// The account owns as many CRMs as it may.
    CrmLimitReached,
    /// The CRM is being deleted for good.
    PurgeStarted,
    /// Without it the person couldn't sign in any more.
    LastSignInMethod,
    /// The passkey isn't one that is taken here, or its answer isn't right.
    PasskeyRefused,
    /// The person has as many passkeys as they may.
    PasskeyLimitReached,
    /// The new password and its repetition differ.
    PasswordsDiffer,
    /// The new password is the present one.
    PasswordSame,
    /// The password isn't the present one.
    CurrentPasswordWrong,
    /// The address has a form that none can have.
    SlugInvalid,
    /// The account owns a CRM, has money or a debt, or runs the server: it can't be closed.
    AccountInUse,
    /// What was typed isn't the CRM's name.
    NameMismatch,
    /// The request came too soon; `retry_after` says when to come back.
    SlowDown,
    /// The sign-in by QR code took too long, or is over.
    QrExpired,
    /// The sign-in by QR code was denied, or the wrong number was picked.
    QrDenied,
    /// The sign-in by QR code is for a CRM in which the caller has no user.
    QrWrongCrm,
    /// The connect code is unknown, used or expired.
    ConnectCodeInvalid,
    /// The request needs an idempotency key.
    IdempotencyKeyRequired,
    /// The idempotency key came with another request.
    IdempotencyKeyReused,
    /// The caller's role doesn't allow it.
    Forbidden,
    /// Nobody changes their own role.
    CannotChangeOwnRole,
    /// The e-mail address is somebody else's.
    EmailTaken,
    /// The username belongs to somebody in this CRM, or did so lately.
    UsernameTaken,
    /// The record changed since the caller read it.
    VersionConflict,
    /// The request needs `If-Match`.
    PreconditionRequired,
    /// The invitation is unknown, used, revoked or expired.
    InvitationInvalid,
    /// The operator of the server lets nobody sign up.
    SignupClosed,
    /// Nobody signs up without a link of the operator's, and this is none that is good.
    SignupByInvitation,
    /// The CRM demands another way to sign in.
    MethodNotAllowedHere,
    /// Single sign-on failed; the audit log says why, under the request id.
    SsoFailed,
    /// Whom the provider has recognised is nobody here.
    SsoNoUser,
    /// The provider doesn't say that the e-mail address is theirs.
    SsoEmailUnverified,
    /// The person must sign in otherwise once, and connect the provider.
    SsoLinkRequired,
    /// The server sends no requests to where the address leads.
    TargetRefused,
    /// The wallet has less than that.
    InsufficientFunds,
    /// The amount is in another currency than the balance.
    CurrencyMismatch,
    /// The server has no referral programme.
    ReferralDisabled,
    /// The rules of the referral programme, as they are now, aren't accepted.
    RulesNotAccepted,
    /// So little isn't paid out.
    PayoutBelowMinimum,
    /// The cursor is none that the list has given.
    CursorInvalid,
    /// Too many attempts; `retry_after` says when to come back.
    RateLimited,
    /// The server failed; its log has the request id.
    InternalError,
    /// The server has too much to do right now.
    ServerBusy,
}

impl ErrorCode {
    /// Every code there is.
    pub const ALL: [Self; 70] = [
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
        Self::ImageTooLarge,
        Self::ImageTypeUnsupported,
        Self::ImageInvalid,
        Self::MisdirectedHost,
        Self::PasswordWeak,
        Self::UserDeactivated,
        Self::NotOwner,
        Self::StepUpRequired,
        Self::FactorRequiredByPolicy,
        Self::CodeInvalid,
        Self::CodeReplayed,
        Self::FactorLocked,
        Self::SlugTaken,
        Self::CrmUserAlreadyLinked,
        Self::CrmAlreadyInList,
        Self::CrmLimitReached,
        Self::PurgeStarted,
        Self::LastSignInMethod,
        Self::PasskeyRefused,
        Self::PasskeyLimitReached,
        Self::PasswordsDiffer,
        Self::PasswordSame,
        Self::CurrentPasswordWrong,
        Self::SlugInvalid,
        Self::AccountInUse,
        Self::NameMismatch,
        Self::SlowDown,
        Self::QrExpired,
        Self::QrDenied,
        Self::QrWrongCrm,
        Self::ConnectCodeInvalid,
        Self::IdempotencyKeyRequired,
        Self::IdempotencyKeyReused,
        Self::Forbidden,
        Self::CannotChangeOwnRole,
        Self::EmailTaken,
        Self::UsernameTaken,
        Self::VersionConflict,
        Self::PreconditionRequired,
        Self::InvitationInvalid,
        Self::SignupClosed,
        Self::SignupByInvitation,
        Self::MethodNotAllowedHere,
        Self::SsoFailed,
        Self::SsoNoUser,
        Self::SsoEmailUnverified,
        Self::SsoLinkRequired,
        Self::TargetRefused,
        Self::InsufficientFunds,
        Self::CurrencyMismatch,
        Self::ReferralDisabled,
        Self::RulesNotAccepted,
        Self::PayoutBelowMinimum,
        Self::CursorInvalid,
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
            Self::ImageTooLarge => "image_too_large",
            Self::ImageTypeUnsupported => "image_type_unsupported",
            Self::ImageInvalid => "image_invalid",
            Self::MisdirectedHost => "misdirected_host",
            Self::PasswordWeak => "password_weak",
            Self::UserDeactivated => "user_deactivated",
            Self::NotOwner => "not_owner",
            Self::StepUpRequired => "step_up_required",
            Self::FactorRequiredByPolicy => "factor_required_by_policy",
            Self::CodeInvalid => "code_invalid",
            Self::CodeReplayed => "code_replayed",
            Self::FactorLocked => "factor_locked",
            Self::SlugTaken => "slug_taken",
            Self::CrmUserAlreadyLinked => "crm_user_already_linked",
            Self::CrmAlreadyInList => "crm_already_in_list",
            Self::CrmLimitReached => "crm_limit_reached",
            Self::PurgeStarted => "purge_started",
            Self::LastSignInMethod => "last_sign_in_method",
            Self::PasskeyRefused => "passkey_refused",
            Self::PasskeyLimitReached => "passkey_limit_reached",
            Self::PasswordsDiffer => "passwords_differ",
            Self::PasswordSame => "password_same",
            Self::CurrentPasswordWrong => "current_password_wrong",
            Self::SlugInvalid => "slug_invalid",
            Self::AccountInUse => "account_in_use",
            Self::NameMismatch => "name_mismatch",
            Self::SlowDown => "slow_down",
            Self::QrExpired => "qr_expired",
            Self::QrDenied => "qr_denied",
            Self::QrWrongCrm => "qr_wrong_crm",
            Self::ConnectCodeInvalid => "connect_code_invalid",
            Self::IdempotencyKeyRequired => "idempotency_key_required",
            Self::IdempotencyKeyReused => "idempotency_key_reused",
            Self::Forbidden => "forbidden",
            Self::CannotChangeOwnRole => "cannot_change_own_role",
            Self::EmailTaken => "email_taken",
            Self::UsernameTaken => "username_taken",
            Self::VersionConflict => "version_conflict",
            Self::PreconditionRequired => "precondition_required",
            Self::InvitationInvalid => "invitation_invalid",
            Self::SignupClosed => "signup_closed",
            Self::SignupByInvitation => "signup_by_invitation",
            Self::MethodNotAllowedHere => "method_not_allowed_here",
            Self::SsoFailed => "sso_failed",
            Self::SsoNoUser => "sso_no_user",
            Self::SsoEmailUnverified => "sso_email_unverified",
            Self::SsoLinkRequired => "sso_link_required",
            Self::TargetRefused => "target_refused",
            Self::InsufficientFunds => "insufficient_funds",
            Self::CurrencyMismatch => "currency_mismatch",
            Self::ReferralDisabled => "referral_disabled",
            Self::RulesNotAccepted => "rules_not_accepted",
            Self::PayoutBelowMinimum => "payout_below_minimum",
            Self::CursorInvalid => "cursor_invalid",
            Self::RateLimited => "rate_limited",
            Self::InternalError => "internal_error",
            Self::ServerBusy => "server_busy",
        }
    }

    /// The HTTP status that always goes with the code.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::ValidationFailed
            | Self::TicketInvalid
            | Self::SlowDown
            | Self::IdempotencyKeyRequired
            | Self::CursorInvalid
            | Self::SsoFailed => 400,
            Self::Unauthenticated
            | Self::SignInFailed
            | Self::CodeInvalid
            | Self::PasskeyRefused
            | Self::CodeReplayed
            | Self::QrDenied => 401,
            Self::CsrfFailed
            | Self::OriginRefused
            | Self::CrmSuspended
            | Self::CrmScheduledForDeletion
            | Self::Forbidden
            | Self::CannotChangeOwnRole
            | Self::UserDeactivated
            | Self::NotOwner
            | Self::StepUpRequired
            | Self::FactorRequiredByPolicy
            | Self::QrWrongCrm
            | Self::SignupClosed
            | Self::SignupByInvitation
            | Self::ReferralDisabled
            | Self::RulesNotAccepted
            | Self::MethodNotAllowedHere
            | Self::SsoNoUser
            | Self::SsoEmailUnverified
            | Self::SsoLinkRequired => 403,
            Self::NotFound | Self::CrmNotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::QrExpired => 410,
            Self::SlugTaken
            | Self::AccountInUse
            | Self::EmailTaken
            | Self::UsernameTaken
            | Self::CrmUserAlreadyLinked
            | Self::CrmAlreadyInList
            | Self::CrmLimitReached
            | Self::PurgeStarted
            | Self::PasskeyLimitReached
            | Self::InsufficientFunds
            | Self::LastSignInMethod => 409,
            Self::VersionConflict => 412,
            Self::PayloadTooLarge | Self::ImageTooLarge => 413,
            Self::UnsupportedMediaType | Self::ImageTypeUnsupported => 415,
            Self::MisdirectedHost => 421,
            Self::PasswordWeak
            | Self::InvitationInvalid
            | Self::PasswordsDiffer
            | Self::PasswordSame
            | Self::CurrentPasswordWrong
            | Self::SlugInvalid
            | Self::NameMismatch
            | Self::ConnectCodeInvalid
            | Self::IdempotencyKeyReused
            | Self::CurrencyMismatch
            | Self::PayoutBelowMinimum
            | Self::ImageInvalid
            | Self::TargetRefused => 422,
            Self::PreconditionRequired => 428,
            Self::RateLimited | Self::FactorLocked => 429,
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
