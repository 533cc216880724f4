//! Pages with one trick each.

use std::time::Duration;

use axum::extract::{Multipart, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use url::form_urlencoded::byte_serialize;

use super::log::Event;
use super::page::page;
use super::state::Shared;
use super::visit::{Visit, text};

/// Pages which are the same for everybody: path, title, body.
pub(crate) const PLAIN: [(&str, &str, &str); 13] = [
    ("popups", "Pop-ups", include_str!("../../pages/popups.html")),
    (
        "downloads",
        "Downloads",
        include_str!("../../pages/downloads.html"),
    ),
    (
        "dialogs",
        "Dialogs",
        include_str!("../../pages/dialogs.html"),
    ),
    ("asks", "Asks", include_str!("../../pages/asks.html")),
    ("busy", "Busy", include_str!("../../pages/busy.html")),
    ("keys", "Keys", include_str!("../../pages/keys.html")),
    ("links", "Links", include_str!("../../pages/links.html")),
    ("long", "A long page", include_str!("../../pages/long.html")),
    (
        "notify",
        "Notifications",
        include_str!("../../pages/notify.html"),
    ),
    ("print", "Print", include_str!("../../pages/print.html")),
    ("frames", "Frames", include_str!("../../pages/frames.html")),
    (
        "frame",
        "In a frame",
        include_str!("../../pages/framed.html"),
    ),
    ("pdf", "PDF", include_str!("../../pages/pdf.html")),
];
const UPLOAD: &str = include_str!("../../pages/upload.html");
const RECEIVED: &str = include_str!("../../pages/received.html");
const HEAVY: &str = include_str!("../../pages/heavy.html");
const HOSTILE: &str = include_str!("../../pages/hostile.html");
const TITLE: &str = include_str!("../../pages/title.html");
const MESSAGE: &str = include_str!("../../pages/message.html");
const PDF: &str = include_str!("../../pages/document.pdf");
/// Redirects in one chain at most, so that a loop is the client's decision to end.
const LONGEST_CHAIN: u32 = 50;

pub(crate) async fn upload(State(shared): State<Shared>, visit: Visit) -> Response {
    page(&shared, &visit, "Upload", UPLOAD, &[])
}

/// Says what arrived: name and size of each file.
pub(crate) async fn receive(
    State(shared): State<Shared>,
    visit: Visit,
    mut form: Multipart,
) -> Response {
    let mut files = Vec::new();
    while let Ok(Some(field)) = form.next_field().await {
        let name = field.file_name().unwrap_or_default().to_owned();
        let size = field.bytes().await.map_or(0, |bytes| bytes.len());
        files.push(serde_json::json!({ "name": name, "size": size }));
    }
    let shown: Vec<_> = files
        .iter()
        .map(|f| format!("{} {}", f["name"], f["size"]))
        .collect();
    let (path, topic) = (format!("{}upload", visit.base), "upload".to_owned());
    shared.log.add(
        visit.who(),
        Event::Said {
            page: path,
            topic,
            value: files.into(),
        },
    );
    page(
        &shared,
        &visit,
        "Received",
        RECEIVED,
        &[("files", &shown.join("\n"))],
    )
}

/// HTTP authentication, with the names and passwords of the tenant's users.
pub(crate) async fn basic(
    State(shared): State<Shared>,
    visit: Visit,
    headers: axum::http::HeaderMap,
) -> Response {
    let Some((name, password)) = credentials(text(&headers, "authorization")) else {
        return challenge("Call centre");
    };
    match shared.person(&visit.tenant, &name, &password) {
        Some(person) => message(&shared, &visit, "Let in", &person.name),
        None => challenge("Call centre"),
    }
}

/// User name and password in an `Authorization: Basic` header.
pub(crate) fn credentials(header: &str) -> Option<(String, String)> {
    let decoded = STANDARD.decode(header.strip_prefix("Basic ")?).ok()?;
    let decoded = String::from_utf8(decoded).ok()?;
    let (name, password) = decoded.split_once(':')?;
    Some((name.to_owned(), password.to_owned()))
}

pub(crate) fn challenge(realm: &str) -> Response {
    let asked = format!("Basic realm=\"{realm}\", charset=\"UTF-8\"");
    (
        StatusCode::UNAUTHORIZED,
        [(header::WWW_AUTHENTICATE, asked)],
        "Not let in",
    )
        .into_response()
}

#[derive(Deserialize)]
pub(crate) struct Slow {
    ms: Option<u64>,
}

/// Answers after `ms` milliseconds.
pub(crate) async fn slow(
    State(shared): State<Shared>,
    visit: Visit,
    Query(asked): Query<Slow>,
) -> Response {
    tokio::time::sleep(Duration::from_millis(asked.ms.unwrap_or(3000))).await;
    message(&shared, &visit, "Slow", "Here at last.")
}

#[derive(Deserialize)]
pub(crate) struct Hang {
    name: Option<String>,
}

/// Answers when a test releases it, else never.
pub(crate) async fn hang(
    State(shared): State<Shared>,
    visit: Visit,
    Query(asked): Query<Hang>,
) -> Response {
    let name = asked.name.unwrap_or_else(|| "hang".into());
    shared
        .until(|state| state.released.contains(&name).then_some(()))
        .await;
    message(&shared, &visit, "Hang", "Released.")
}

#[derive(Deserialize)]
pub(crate) struct Heavy {
    mb: Option<u32>,
    spin: Option<u32>,
}

/// Takes `mb` megabytes and keeps the processor busy for `spin` milliseconds.
pub(crate) async fn heavy(
    State(shared): State<Shared>,
    visit: Visit,
    Query(asked): Query<Heavy>,
) -> Response {
    let (mb, spin) = (
        asked.mb.unwrap_or(200).to_string(),
        asked.spin.unwrap_or(0).to_string(),
    );
    page(
        &shared,
        &visit,
        "Heavy",
        HEAVY,
        &[("mb", &mb), ("spin", &spin)],
    )
}

#[derive(Deserialize)]
pub(crate) struct Onward {
    to: String,
    hops: Option<u32>,
    code: Option<u16>,
}

/// Redirects to `to`, over `hops` redirects on this server first, with status `code`.
pub(crate) async fn redirect(visit: Visit, Query(asked): Query<Onward>) -> Response {
    let left = asked.hops.unwrap_or(0).min(LONGEST_CHAIN);
    let next = if left == 0 {
        asked.to
    } else {
        let to: String = byte_serialize(asked.to.as_bytes()).collect();
        format!("{}redirect?hops={}&to={to}", visit.base, left - 1)
    };
    let code = asked.code.and_then(|code| StatusCode::from_u16(code).ok());
    match code {
        Some(code) => (code, [(header::LOCATION, next)]).into_response(),
        None => Redirect::to(&next).into_response(),
    }
}

#[derive(Deserialize)]
pub(crate) struct Status {
    code: u16,
}

/// Any status.
pub(crate) async fn status(
    State(shared): State<Shared>,
    visit: Visit,
    Query(asked): Query<Status>,
) -> Response {
    let code = StatusCode::from_u16(asked.code).unwrap_or(StatusCode::BAD_REQUEST);
    let shown = message(
        &shared,
        &visit,
        &format!("Status {}", asked.code),
        code.as_str(),
    );
    (code, shown).into_response()
}

#[derive(Deserialize)]
pub(crate) struct Title {
    t: Option<String>,
}

/// A page with this title, which changes when its field is typed into.
pub(crate) async fn title(
    State(shared): State<Shared>,
    visit: Visit,
    Query(asked): Query<Title>,
) -> Response {
    page(&shared, &visit, &asked.t.unwrap_or_default(), TITLE, &[])
}

#[derive(Deserialize)]
pub(crate) struct Hostile {
    commands: Option<String>,
    leave: Option<String>,
}

/// Tries to reach the program around it, by each command named and by every address it may have.
pub(crate) async fn hostile(
    State(shared): State<Shared>,
    visit: Visit,
    Query(asked): Query<Hostile>,
) -> Response {
    let (commands, leave) = (
        asked.commands.unwrap_or_default(),
        asked.leave.unwrap_or_default(),
    );
    page(
        &shared,
        &visit,
        "Hostile",
        HOSTILE,
        &[("commands", &commands), ("leave", &leave)],
    )
}

#[derive(Deserialize)]
pub(crate) struct Shape {
    attachment: Option<String>,
}

/// A PDF of one page, shown or offered as a file.
pub(crate) async fn pdf(Query(asked): Query<Shape>) -> Response {
    let how = if asked.attachment.is_some() {
        "attachment"
    } else {
        "inline"
    };
    let headers = [
        (header::CONTENT_TYPE, "application/pdf".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("{how}; filename=\"offer.pdf\""),
        ),
    ];
    (headers, PDF).into_response()
}

fn message(shared: &Shared, visit: &Visit, title: &str, text: &str) -> Response {
    page(
        shared,
        visit,
        title,
        MESSAGE,
        &[("heading", title), ("text", text)],
    )
}
