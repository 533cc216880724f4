//! The frame of the `OpenAPI` document; routes fill it.

use api::{NotificationRead, SsoTrial};
use utoipa::{
    OpenApi,
    openapi::{
        Content, Ref, RefOr, Response, ResponseBuilder,
        path::Operation,
        security::{HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Ninefold service",
        description = "JSON over HTTP. Errors are problem details (RFC 9457) with a stable `code`.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    // One stands in the address of a page alone, the other in a stream: in no body.
    components(schemas(NotificationRead, SsoTrial))
)]
struct Frame;

/// The document without its paths.
pub(crate) fn frame() -> utoipa::openapi::OpenApi {
    Frame::openapi()
}

/// Adds what programs and clients of the desktop present, and what every operation with a JSON body answers where the body can't be
/// taken.
pub(crate) fn complete(document: &mut utoipa::openapi::OpenApi) {
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
    let components = document.components.get_or_insert_default();
    components.add_security_scheme("api_key", SecurityScheme::Http(bearer.clone()));
    components.add_security_scheme("device_token", SecurityScheme::Http(bearer));
    for path in document.paths.paths.values_mut() {
        let operations = [
            &mut path.get,
            &mut path.put,
            &mut path.post,
            &mut path.delete,
            &mut path.patch,
        ];
        for operation in operations.into_iter().flatten() {
            let Some(RefOr::T(body)) = &operation.request_body else {
                continue;
            };
            if body.content.contains_key("application/json") {
                add(operation, "413", "`payload_too_large`");
                add(operation, "415", "`unsupported_media_type`");
            }
        }
    }
}

fn add(operation: &mut Operation, status: &str, codes: &str) {
    operation
        .responses
        .responses
        .entry(status.to_owned())
        .or_insert_with(|| problem(codes).into());
}

fn problem(codes: &str) -> Response {
    let schema = Ref::from_schema_name("Problem");
    ResponseBuilder::new()
        .description(codes)
        .content("application/problem+json", Content::new(Some(schema)))
        .build()
}
