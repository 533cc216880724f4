//! The frame of the `OpenAPI` document; routes fill it.

use api::SsoTrial;
use utoipa::OpenApi;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Ninefold service",
        description = "JSON over HTTP. Errors are problem details (RFC 9457) with a stable `code`.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    // It stands in the address of a page alone, and in no body.
    components(schemas(SsoTrial))
)]
struct Frame;

/// The document without its paths.
pub(crate) fn frame() -> utoipa::openapi::OpenApi {
    Frame::openapi()
}
