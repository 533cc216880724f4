//! Exports of a CRM, for its owner.

pub(crate) mod create;
pub(crate) mod file;
pub(crate) mod list;

use std::{error::Error, io::ErrorKind};

use api::ErrorCode;
use axum::{
    body::Body,
    http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use crm::export::ExportFile;
use tokio_util::io::ReaderStream;

use crate::{http::failure::Failure, state::AppState};

/// Bytes that are read at a time.
const PIECE: usize = 64 * 1024;

/// Sends a file as it is read: a large one takes no more memory.
pub(super) async fn sent(state: &AppState, export: &ExportFile) -> Result<Response, Failure> {
    let file = state.exports.open(&export.name).await;
    let file = file.map_err(|error| match error.kind() {
        ErrorKind::NotFound => {
            let error = &error as &dyn Error;
            tracing::warn!(error, "Export isn't in this process's data folder");
            Failure::from(ErrorCode::NotFound)
        }
        _ => Failure::internal(&error),
    })?;
    let meta = file.metadata().await;
    let bytes = meta.map_err(|error| Failure::internal(&error))?.len();
    let name = &export.download_name;
    let headers = [
        (CONTENT_TYPE, "application/zip".to_owned()),
        (CONTENT_LENGTH, bytes.to_string()),
        (
            CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
        (CACHE_CONTROL, "no-store".to_owned()),
    ];
    let body = Body::from_stream(ReaderStream::with_capacity(file, PIECE));
    Ok((headers, body).into_response())
}
