//! What can be changed, at the version that the next change names.

use axum::{
    Json,
    http::{HeaderName, header::ETAG},
};

/// A body with the version that comes back in `If-Match`.
pub(crate) fn versioned<T>(version: i64, body: T) -> ([(HeaderName, String); 1], Json<T>) {
    ([(ETAG, format!("\"v{version}\""))], Json(body))
}
