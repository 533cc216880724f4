//! The address table. Every page exists at the root and under each tenant.

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::middleware::from_fn_with_state;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get, post};
use serde::Deserialize;
use serde_json::Value;

use super::log::Event;
use super::state::Shared;
use super::visit::Visit;
use super::{control, downloads, home, isolation, page, pages, people, popups, record, sign_in};

pub(crate) fn router(shared: Shared) -> Router {
    let mut router = Router::new();
    for (path, handler) in site() {
        router = router
            .route(path, handler.clone())
            .route(&format!("/t/{{tenant}}{path}"), handler);
    }
    for (name, title, body) in pages::PLAIN {
        let handler = get(
            move |State(shared): State<Shared>, visit: Visit| async move {
                page::page(&shared, &visit, title, body, &[])
            },
        );
        let path = format!("/{name}");
        router = router
            .route(&path, handler.clone())
            .route(&format!("/t/{{tenant}}{path}"), handler);
    }
    router
        .merge(isolation::router(&shared))
        .merge(control::router())
        .layer(from_fn_with_state(shared.clone(), record::record))
        .with_state(shared)
}

fn site() -> Vec<(&'static str, MethodRouter<Shared>)> {
    vec![
        ("/", get(home::show)),
        ("/unread", get(home::unread)),
        ("/avatar.png", get(home::avatar)),
        ("/login", get(sign_in::show).post(sign_in::submit)),
        (
            "/login/two-step",
            get(sign_in::show_two_step).post(sign_in::submit_name),
        ),
        ("/login/modal", get(sign_in::show_modal)),
        ("/logout", post(sign_in::leave)),
        ("/popups/child", get(popups::child)),
        (
            "/popups/sign-in",
            get(popups::show_sign_in).post(popups::sign_in),
        ),
        ("/downloads/report.csv", get(downloads::report)),
        ("/downloads/named", get(downloads::named)),
        ("/downloads/slow", get(downloads::slow)),
        ("/downloads/held", get(downloads::held)),
        ("/upload", get(pages::upload).post(pages::receive)),
        ("/auth", get(pages::basic)),
        ("/slow", get(pages::slow)),
        ("/hang", get(pages::hang)),
        ("/heavy", get(pages::heavy)),
        ("/redirect", get(pages::redirect)),
        ("/status", get(pages::status)),
        ("/title", get(pages::title)),
        ("/hostile", get(pages::hostile)),
        ("/document.pdf", get(pages::pdf)),
        ("/icon.png", get(icon)),
        ("/__say", post(say)),
        ("/__page.js", get(script)),
    ]
}

async fn script() -> Response {
    let kind = [
        (header::CONTENT_TYPE, "text/javascript"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (kind, page::SCRIPT).into_response()
}

async fn icon(visit: Visit) -> Response {
    (
        [(header::CONTENT_TYPE, "image/png")],
        people::square(&visit.tenant, 32),
    )
        .into_response()
}

#[derive(Deserialize)]
struct Saying {
    page: String,
    topic: String,
    #[serde(default)]
    value: Value,
}

/// Takes the body as text, for a page that is being left can send nothing else.
async fn say(State(shared): State<Shared>, visit: Visit, body: String) -> StatusCode {
    let Ok(Saying { page, topic, value }) = serde_json::from_str(&body) else {
        return StatusCode::BAD_REQUEST;
    };
    shared
        .log
        .add(visit.who(), Event::Said { page, topic, value });
    StatusCode::NO_CONTENT
}
