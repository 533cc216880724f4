//! The frame of the `OpenAPI` document; routes fill it.

use utoipa::OpenApi;

#[derive(OpenApi)]
#[openapi(info(
    title = "Ninefold service",
    description = "JSON over HTTP. Errors are problem details (RFC 9457) with a stable `code`.",
    license(name = "Apache-2.0", identifier = "Apache-2.0")
))]
struct Frame;

/// The document without its paths.
pub(crate) fn frame() -> utoipa::openapi::OpenApi {
    Frame::openapi()
}
