//! Probes for whoever runs the server.

use api::ErrorCode;
use axum::{Json, extract::State};
use serde_json::{Value, json};

use crate::{http::failure::Failure, state::AppState};

/// The process lives.
pub(crate) async fn healthz() -> Json<Value> {
    Json(json!({ "healthy": true }))
}

/// The database answers; schema and key are there, or the server wouldn't listen.
pub(crate) async fn readyz(State(state): State<AppState>) -> Result<Json<Value>, Failure> {
    if let Err(error) = state.db.ping().await {
        tracing::error!(
            error = &error as &dyn std::error::Error,
            "Database doesn't answer"
        );
        return Err(ErrorCode::ServerBusy.into());
    }
    Ok(Json(json!({ "ready": true })))
}
