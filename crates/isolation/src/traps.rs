//! The addresses behind the page that a browser remembers something about.

use std::io::Cursor;

use axum::{
    Json, Router,
    extract::{Query, State},
    http::{HeaderMap, HeaderName, StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use base64::{Engine, engine::general_purpose::STANDARD};
use image::{DynamicImage, ImageFormat};
use serde::Deserialize;
use serde_json::json;

use crate::Book;

/// The script that looks for marks and leaves them; [`router`] serves it as `probe.js`.
///
/// It needs a `<main>` with `data-visitor`, `data-base` (where [`router`]'s addresses are, with a slash at
/// the end) and `data-http-cookie` (what came in [`HTTP_COOKIE`]), and gives the page `isolation`, whose
/// `run()` ends with the findings.
pub const PROBE: &str = include_str!("../pages/probe.js");
const WORKER: &str = include_str!("../pages/worker.js");
const SHARED_WORKER: &str = include_str!("../pages/shared.js");
const COMPANION: &str = include_str!("../pages/companion.html");

/// Name of the cookie that scripts can't read.
pub const HTTP_COOKIE: &str = "mark_http";

const A_DAY: &str = "max-age=86400";

/// The `Set-Cookie` that leaves a visitor's mark where no script can.
#[must_use]
pub fn set_http_cookie(visitor: &str) -> String {
    format!("{HTTP_COOKIE}={visitor}; Path=/; HttpOnly; Max-Age=86400")
}

/// Everything that the page asks for, relative to where it's nested.
pub fn router<S>(book: Book) -> Router<S> {
    Router::new()
        .route("/probe.js", get(|| async { javascript(PROBE) }))
        .route("/worker.js", get(|| async { javascript(WORKER) }))
        .route("/shared.js", get(|| async { javascript(SHARED_WORKER) }))
        .route("/companion", get(companion))
        .route("/etag", get(etag))
        .route("/cached", get(cached))
        .route("/picture.png", get(picture))
        .route("/who", get(who))
        .route("/auth/ask", get(ask))
        .route("/auth/peek", get(peek))
        .with_state(book)
}

fn text(headers: &HeaderMap, name: impl AsRef<str>) -> &str {
    let value = headers.get(name.as_ref()).and_then(|v| v.to_str().ok());
    value.unwrap_or_default()
}

/// Who leaves a mark says so in a header; a request without it only looks, and what it gets from
/// here is empty and never kept.
fn leaves_mark(headers: &HeaderMap) -> Option<&str> {
    Some(text(headers, "x-visitor")).filter(|visitor| !visitor.is_empty())
}

/// Names the visitor in the tag, and says "unchanged" to whoever has a tag already.
async fn etag(headers: HeaderMap) -> Response {
    let held = text(&headers, header::IF_NONE_MATCH);
    if !held.is_empty() {
        let headers = [(header::ETAG, held), (header::CACHE_CONTROL, "no-cache")];
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    let Some(visitor) = leaves_mark(&headers) else {
        return ([not_kept()], "").into_response();
    };
    let tag = (header::ETAG, format!("\"{visitor}\""));
    let headers = [tag, (header::CACHE_CONTROL, "no-cache".into())];
    (headers, visitor.to_owned()).into_response()
}

/// An answer to be kept for a day, with the visitor's name in it.
async fn cached(headers: HeaderMap) -> Response {
    let Some(visitor) = leaves_mark(&headers) else {
        return ([not_kept()], "").into_response();
    };
    ([(header::CACHE_CONTROL, A_DAY)], visitor.to_owned()).into_response()
}

/// A picture to be kept for a day; its width is one more than the visitor's number. A width of one
/// says nothing.
async fn picture(State(book): State<Book>, headers: HeaderMap) -> Response {
    let kind = (header::CONTENT_TYPE, "image/png");
    let Some(visitor) = leaves_mark(&headers) else {
        return ([kind, not_kept()], png(1)).into_response();
    };
    let number = book.change(|findings| findings.number(visitor));
    let width = u32::try_from(number + 1).unwrap_or(u32::MAX);
    ([kind, (header::CACHE_CONTROL, A_DAY)], png(width)).into_response()
}

/// A grey line, one pixel high.
fn png(width: u32) -> Vec<u8> {
    let mut png = Cursor::new(Vec::new());
    // Writing into memory fails only for formats that cannot hold the pixels; PNG can.
    let _written = DynamicImage::new_luma8(width, 1).write_to(&mut png, ImageFormat::Png);
    png.into_inner()
}

#[derive(Deserialize)]
struct Number {
    number: usize,
}

/// The visitor with a number, for the page that found a picture's width.
async fn who(State(book): State<Book>, Query(asked): Query<Number>) -> String {
    book.look(|findings| findings.name(asked.number).unwrap_or_default().to_owned())
}

/// Lets in who says the own name as user name; the browser remembers that it did.
async fn ask(headers: HeaderMap) -> Response {
    let visitor = leaves_mark(&headers).unwrap_or_default();
    if user_name(&headers).is_some_and(|name| name == visitor) {
        return StatusCode::NO_CONTENT.into_response();
    }
    let realm = "Basic realm=\"Isolation\", charset=\"UTF-8\"";
    (
        StatusCode::UNAUTHORIZED,
        [(header::WWW_AUTHENTICATE, realm)],
    )
        .into_response()
}

/// Says as whom the browser introduces itself without being asked.
async fn peek(headers: HeaderMap) -> Response {
    ([not_kept()], Json(json!({ "mark": user_name(&headers) }))).into_response()
}

/// User name in an `Authorization: Basic` header (RFC 7617).
fn user_name(headers: &HeaderMap) -> Option<String> {
    let told = text(headers, header::AUTHORIZATION).strip_prefix("Basic ")?;
    let told = String::from_utf8(STANDARD.decode(told).ok()?).ok()?;
    told.split_once(':').map(|(name, _)| name.to_owned())
}

/// A second page of the same visitor, for the kinds that only open pages share.
async fn companion() -> Response {
    ([not_kept()], Html(COMPANION)).into_response()
}

fn javascript(source: &'static str) -> Response {
    (
        [(header::CONTENT_TYPE, "text/javascript"), not_kept()],
        source,
    )
        .into_response()
}

const fn not_kept() -> (HeaderName, &'static str) {
    (header::CACHE_CONTROL, "no-store")
}
