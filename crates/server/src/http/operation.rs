//! Probes for whoever runs the server.

use api::ErrorCode;
use axum::{Json, extract::State};
use serde_json::{Value, json};

use crate::{http::failure::Failure, state::AppState};

/// The process lives.
pub(crate) async fn healthz() -> Json<Value> {
    Json(json!({ "healthy": true }))
}

/// The database answers, and has this version's schema still: another process may have a newer one. The
/// key is there, or the server wouldn't listen.
pub(crate) async fn readyz(State(state): State<AppState>) -> Result<Json<Value>, Failure> {
    if let Err(error) = state.db.check().await {
        tracing::error!(
            error = &error as &dyn std::error::Error,
            "Server isn't ready"
        );
        return Err(ErrorCode::ServerBusy.into());
    }
    Ok(Json(json!({ "ready": true })))
}
