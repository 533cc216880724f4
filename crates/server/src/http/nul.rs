//! Addresses with a NUL: no database keeps one in a text, and PostgreSQL answers it with an error.

use api::ErrorCode;
use axum::{
    extract::Request,
    middleware::Next,
    response::{IntoResponse as _, Response},
};

use crate::http::failure::Failure;

/// A path with a NUL leads nowhere.
pub(crate) async fn refuse_nul(request: Request, next: Next) -> Response {
    if has_nul(request.uri().path()) {
        return Failure::new(ErrorCode::NotFound).into_response();
    }
    next.run(request).await
}

/// Whether a part of an address has one, as it is sent.
pub(crate) fn has_nul(encoded: &str) -> bool {
    encoded.contains("%00")
}
