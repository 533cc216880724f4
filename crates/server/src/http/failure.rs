//! Requests that failed: from an error to a problem in the reader's language.

mod text;

use std::{any::Any, error::Error, time::Duration};

use api::{ErrorCode, FieldProblem, Problem, ProofMethod};
use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use crm::{Field, FieldError, FieldFault, Locale};

use crate::photos::PictureError;

/// Why a request failed. As a response it has no body yet: [`super::observe`] writes that, which
/// knows the language and the request id.
#[derive(Debug, Clone)]
pub(crate) struct Failure {
    code: ErrorCode,
    errors: Vec<FieldFailure>,
    retry_after: Option<Duration>,
    methods: Vec<ProofMethod>,
    suggestions: Vec<String>,
}

/// One field that is wrong.
#[derive(Debug, Clone)]
struct FieldFailure {
    pointer: String,
    fault: FieldFault,
}

impl Failure {
    /// A failure that says nothing but its code.
    pub(crate) const fn new(code: ErrorCode) -> Self {
        Self {
            code,
            errors: Vec::new(),
            retry_after: None,
            methods: Vec::new(),
            suggestions: Vec::new(),
        }
    }

    /// What programs tell it by.
    pub(crate) const fn code(&self) -> ErrorCode {
        self.code
    }

    /// A failure that is over after a while.
    pub(crate) fn waiting(code: ErrorCode, retry_after: Duration) -> Self {
        Self {
            retry_after: Some(retry_after),
            ..Self::new(code)
        }
    }

    /// Asks to prove who one is, by one of these.
    fn step_up(methods: [Option<ProofMethod>; 5]) -> Self {
        Self {
            methods: methods.into_iter().flatten().collect(),
            ..Self::new(ErrorCode::StepUpRequired)
        }
    }

    /// A request with one field that can't be read.
    pub(crate) fn field(pointer: String, fault: FieldFault) -> Self {
        Self {
            errors: vec![FieldFailure { pointer, fault }],
            ..Self::new(ErrorCode::ValidationFailed)
        }
    }

    /// The server's own fault. The log gets the whole chain, the client none of it.
    pub(crate) fn internal(error: &(dyn Error + 'static)) -> Self {
        tracing::error!(error, "Request failed");
        Self::new(ErrorCode::InternalError)
    }

    /// What a bare status stands for, as libraries answer it.
    pub(crate) fn from_status(status: StatusCode) -> Option<Self> {
        let failure = Self::new(match status {
            StatusCode::NOT_FOUND => ErrorCode::NotFound,
            StatusCode::METHOD_NOT_ALLOWED => ErrorCode::MethodNotAllowed,
            StatusCode::PAYLOAD_TOO_LARGE => ErrorCode::PayloadTooLarge,
            StatusCode::UNSUPPORTED_MEDIA_TYPE => ErrorCode::UnsupportedMediaType,
            StatusCode::SERVICE_UNAVAILABLE => ErrorCode::ServerBusy,
            _ => return None,
        });
        Some(failure.soon_over())
    }

    /// Says when to come back where nothing else is known: what a library refused may be over in a second.
    fn soon_over(self) -> Self {
        let soon = matches!(self.code, ErrorCode::ServerBusy).then_some(Duration::from_secs(1));
        Self {
            retry_after: self.retry_after.or(soon),
            ..self
        }
    }

    /// The whole answer.
    pub(crate) fn render(&self, locale: Locale, request_id: &str) -> Response {
        let words = text::of(self.code, locale);
        let retry_after = self
            .retry_after
            .map(|wait| wait.as_secs() + u64::from(wait.subsec_nanos() > 0));
        let problem = Problem {
            kind: format!("/problems/{}", self.code.as_str()),
            title: words.title,
            status: self.code.status(),
            code: self.code,
            detail: words.detail,
            request_id: request_id.to_owned(),
            errors: self
                .errors
                .iter()
                .map(|error| error.render(locale))
                .collect(),
            methods: self.methods.clone(),
            suggestions: self.suggestions.clone(),
            retry_after,
        };
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        let mut response = self.bare();
        *response.body_mut() = Body::from(body);
        let headers = response.headers_mut();
        headers.insert(
            header::CONTENT_TYPE,
            HeaderValue::from_static(Problem::CONTENT_TYPE),
        );
        headers.insert(
            header::CONTENT_LANGUAGE,
            HeaderValue::from_static(locale.tag()),
        );
        if let Some(seconds) = retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }

    fn bare(&self) -> Response {
        let status =
            StatusCode::from_u16(self.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        status.into_response()
    }
}

impl FieldFailure {
    fn render(&self, locale: Locale) -> FieldProblem {
        FieldProblem {
            pointer: self.pointer.clone(),
            code: text::fault_code(self.fault).to_owned(),
            detail: text::of_fault(self.fault, locale),
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = self.bare();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<ErrorCode> for Failure {
    fn from(code: ErrorCode) -> Self {
        Self::new(code)
    }
}

impl From<crm::Error> for Failure {
    fn from(error: crm::Error) -> Self {
        use crm::Error as E;
        let code = match &error {
            E::Invalid(faults) => return Self::fields(ErrorCode::ValidationFailed, faults),
            E::PasswordWeak(fault) => return Self::fields(ErrorCode::PasswordWeak, &[*fault]),
            E::RateLimited { retry_after } => {
                return Self::waiting(ErrorCode::RateLimited, *retry_after);
            }
            E::FactorLocked { retry_after } => {
                return Self::waiting(ErrorCode::FactorLocked, *retry_after);
            }
            E::SlowDown { retry_after } => return Self::waiting(ErrorCode::SlowDown, *retry_after),
            E::HasherBusy => return Self::waiting(ErrorCode::ServerBusy, Duration::from_secs(1)),
            E::StepUpRequired {
                by_password,
                by_factor,
                by_provider,
                by_passkey,
            } => {
                return Self::step_up([
                    by_password.then_some(ProofMethod::Password),
                    by_factor.then_some(ProofMethod::Totp),
                    by_factor.then_some(ProofMethod::RecoveryCode),
                    by_provider.then_some(ProofMethod::Sso),
                    by_passkey.then_some(ProofMethod::Passkey),
                ]);
            }
            E::UsernameTaken { .. } => ErrorCode::UsernameTaken,
            E::SlugTaken { .. } => ErrorCode::SlugTaken,
            E::AlreadySetUp | E::NotFound | E::PayoutDecided => ErrorCode::NotFound,
            E::TicketInvalid => ErrorCode::TicketInvalid,
            E::CrmNotFound => ErrorCode::CrmNotFound,
            E::NotSignedIn => ErrorCode::Unauthenticated,
            E::SignInFailed => ErrorCode::SignInFailed,
            E::UserDeactivated => ErrorCode::UserDeactivated,
            E::NotOwner => ErrorCode::NotOwner,
            E::FactorRequiredByPolicy => ErrorCode::FactorRequiredByPolicy,
            E::CodeInvalid => ErrorCode::CodeInvalid,
            E::CodeReplayed => ErrorCode::CodeReplayed,
            E::Forbidden => ErrorCode::Forbidden,
            E::CannotChangeOwnRole => ErrorCode::CannotChangeOwnRole,
            E::EmailTaken => ErrorCode::EmailTaken,
            E::VersionConflict => ErrorCode::VersionConflict,
            E::InvitationInvalid => ErrorCode::InvitationInvalid,
            E::CrmUserAlreadyLinked => ErrorCode::CrmUserAlreadyLinked,
            E::CrmAlreadyInList => ErrorCode::CrmAlreadyInList,
            E::CrmLimitReached => ErrorCode::CrmLimitReached,
            E::PurgeStarted => ErrorCode::PurgeStarted,
            E::LastSignInMethod => ErrorCode::LastSignInMethod,
            E::PasskeyRefused => ErrorCode::PasskeyRefused,
            E::PasskeyLimitReached => ErrorCode::PasskeyLimitReached,
            E::PasswordsDiffer => ErrorCode::PasswordsDiffer,
            E::PasswordSame => ErrorCode::PasswordSame,
            E::CurrentPasswordWrong => ErrorCode::CurrentPasswordWrong,
            E::SlugInvalid => ErrorCode::SlugInvalid,
            E::AccountInUse => ErrorCode::AccountInUse,
            E::NameMismatch => ErrorCode::NameMismatch,
            E::QrExpired => ErrorCode::QrExpired,
            E::QrDenied => ErrorCode::QrDenied,
            E::QrWrongCrm => ErrorCode::QrWrongCrm,
            E::SignUpLinkInvalid => ErrorCode::SignupByInvitation,
            E::InsufficientFunds => ErrorCode::InsufficientFunds,
            E::CurrencyMismatch => ErrorCode::CurrencyMismatch,
            E::RulesNotAccepted => ErrorCode::RulesNotAccepted,
            E::PayoutBelowMinimum => ErrorCode::PayoutBelowMinimum,
            E::ConnectCodeInvalid => ErrorCode::ConnectCodeInvalid,
            E::IdempotencyKeyReused => ErrorCode::IdempotencyKeyReused,
            E::MethodNotAllowedHere => ErrorCode::MethodNotAllowedHere,
            E::SsoFailed => ErrorCode::SsoFailed,
            E::SsoNoUser => ErrorCode::SsoNoUser,
            E::SsoEmailUnverified => ErrorCode::SsoEmailUnverified,
            E::SsoLinkRequired => ErrorCode::SsoLinkRequired,
            E::CrmSuspended => ErrorCode::CrmSuspended,
            E::CrmScheduledForDeletion => ErrorCode::CrmScheduledForDeletion,
            E::Hash(_)
            | E::HashTask(_)
            | E::KeyDerivation(_)
            | E::SchemaBehind
            | E::SchemaNewer
            | E::TargetNotEmpty { .. }
            | E::CopyDiffers { .. }
            | E::Damaged { .. }
            | E::LeaseLost
            | E::AccountNotConnected
            | E::SealedWithAnotherKey
            | E::NotSealed
            | E::NotOpened
            | E::Totp(_)
            | E::Passkey(_)
            | E::Database(_)
            | E::UnknownValue { .. }
            | E::Letter(_)
            | E::Export(_)
            | E::File(_)
            | E::Document(_) => return Self::internal(&error),
        };
        Self {
            suggestions: instead(error),
            ..Self::new(code)
        }
    }
}

/// What may be taken in place of what is taken.
fn instead(error: crm::Error) -> Vec<String> {
    match error {
        crm::Error::UsernameTaken { suggestions } | crm::Error::SlugTaken { suggestions } => {
            suggestions
        }
        _ => Vec::new(),
    }
}

impl From<PictureError> for Failure {
    fn from(error: PictureError) -> Self {
        use PictureError as E;
        match &error {
            E::Unsupported => Self::new(ErrorCode::ImageTypeUnsupported),
            E::TooLarge(..) => Self::new(ErrorCode::ImageTooLarge),
            E::TooSmall(..) | E::Damaged(_) => Self::new(ErrorCode::ImageInvalid),
            E::NoSuchPart => Self::field("?".to_owned(), FieldFault::Invalid),
            E::Busy => Self::waiting(ErrorCode::ServerBusy, Duration::from_secs(1)),
            E::Worker(_) | E::Unwritten(_) => Self::internal(&error),
        }
    }
}

impl Failure {
    /// A request whose fields break the rules.
    fn fields(code: ErrorCode, faults: &[FieldError]) -> Self {
        let errors = faults.iter().map(|error| FieldFailure {
            pointer: pointer(error.field),
            fault: error.fault,
        });
        Self {
            errors: errors.collect(),
            ..Self::new(code)
        }
    }
}

fn pointer(field: Field) -> String {
    let name = match field {
        Field::Name => "name",
        Field::Email => "email",
        Field::CrmName => "crm_name",
        Field::FirstName => "first_name",
        Field::LastName => "last_name",
        Field::Username => "username",
        Field::Title => "title",
        Field::Role => "role",
        Field::Password => "password",
        Field::CurrentPassword => "current",
        Field::NewPassword => "new",
        Field::Emails(nth) => return format!("/emails/{nth}"),
        Field::Issuer => "issuer",
        Field::ClientId => "client_id",
        Field::Label => "label",
        Field::Domains(nth) => return format!("/domains/{nth}"),
        Field::AcrValues => "acr_values",
        Field::DeviceName => "device_name",
        Field::Locale => "locale",
        Field::TimeZone => "time_zone",
        Field::Amount => "amount",
        Field::Reference => "reference",
        Field::Note => "note",
        Field::ReferralCode => "referral_code",
        Field::Scopes => "scopes",
        Field::Days => "days",
        Field::AuditDays => "audit_days",
        Field::Url => "url",
        Field::Types(nth) => return format!("/types/{nth}"),
        Field::Secret => "secret",
    };
    format!("/{name}")
}

/// A handler that panicked fails like any other; the panic hook has logged it.
pub(crate) fn from_panic(_panic: Box<dyn Any + Send + 'static>) -> Response {
    tracing::error!("Handler panicked");
    Failure::new(ErrorCode::InternalError).into_response()
}
