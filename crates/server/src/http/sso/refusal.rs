//! Providers that can't be spoken with.

use std::error::Error;

use api::ErrorCode;

use crate::http::failure::Failure;

/// What the caller is told about a provider that can't be spoken with; the log gets why.
pub(crate) fn failure(error: &oidc::Error) -> Failure {
    tracing::warn!(
        reason = error.reason(),
        error = error as &dyn Error,
        "Provider of single sign-on can't be used"
    );
    match error {
        oidc::Error::Refused | oidc::Error::EndpointRefused => ErrorCode::TargetRefused.into(),
        _ => ErrorCode::SsoFailed.into(),
    }
}
