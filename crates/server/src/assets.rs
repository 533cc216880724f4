//! The web interface, which is part of the program.

use std::borrow::Cow;

use axum::{
    http::{
        HeaderValue, StatusCode,
        header::{CACHE_CONTROL, CONTENT_TYPE},
    },
    response::{IntoResponse, Response},
};
use rust_embed::Embed;

#[derive(Embed)]
#[folder = "../../ui/crm/dist"]
struct Assets;

/// The page that draws every page.
const PAGE: &str = "index.html";

/// A file of the interface by its path. The page itself is not one: it is served for routes.
pub(crate) fn file(path: &str) -> Option<Response> {
    let name = path.trim_start_matches('/');
    let file = (name != PAGE).then(|| Assets::get(name)).flatten()?;
    let kind = HeaderValue::from_str(file.metadata.mimetype()).ok()?;
    // Names of built files hold a hash of what is in them.
    let keep = if name.starts_with("assets/") {
        "public, max-age=31536000, immutable"
    } else {
        "public, max-age=3600"
    };
    let headers = [
        (CONTENT_TYPE, kind),
        (CACHE_CONTROL, HeaderValue::from_static(keep)),
    ];
    Some((headers, file.data).into_response())
}

/// The page, drawing whatever its path says.
pub(crate) fn page() -> Response {
    respond(StatusCode::OK, html())
}

/// The page of a CRM, which knows the name at once.
pub(crate) fn crm_page(name: &str) -> Response {
    respond(StatusCode::OK, with_attribute("data-crm-name", name))
}

/// The page, saying that there is nothing here.
pub(crate) fn not_found_page() -> Response {
    respond(
        StatusCode::NOT_FOUND,
        with_attribute("data-page", "not-found"),
    )
}

/// The page with a word for its script on the root element: the policy allows no inline script.
fn with_attribute(name: &str, value: &str) -> Cow<'static, str> {
    Cow::Owned(html().replacen(
        "<html ",
        &format!("<html {name}=\"{}\" ", escaped(value)),
        1,
    ))
}

/// Text inside an attribute in double quotes.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

fn html() -> Cow<'static, str> {
    let data = Assets::get(PAGE).map_or(Cow::Borrowed(&[][..]), |file| file.data);
    match data {
        Cow::Borrowed(bytes) => String::from_utf8_lossy(bytes),
        Cow::Owned(bytes) => Cow::Owned(String::from_utf8_lossy(&bytes).into_owned()),
    }
}

fn respond(status: StatusCode, html: Cow<'static, str>) -> Response {
    let headers = [
        (CONTENT_TYPE, "text/html; charset=utf-8"),
        (CACHE_CONTROL, "no-store"),
    ];
    (status, headers, html.into_owned()).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stays_inside_its_attribute() {
        let page = with_attribute("data-crm-name", "A\"><script>alert(1)</script>&");
        let name = "data-crm-name=\"A&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&amp;\"";
        assert!(page.contains(name), "{page}");
    }
}
