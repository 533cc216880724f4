//! The server of a self-test: one page, for whoever knows its secret path, on the loopback interface alone.

use std::{
    net::{Ipv4Addr, SocketAddr},
    time::Duration,
};

use axum::{
    Json, Router,
    extract::{Query, State},
    http::{HeaderMap, StatusCode, header},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use axum_extra::extract::CookieJar;
use serde::Deserialize;
use tokio::{net::TcpListener, sync::oneshot, task::JoinSet};
use url::Url;

use crate::{Book, Finding, IsolationError, Verdict, set_http_cookie, traps};

const PAGE: &str = include_str!("../pages/page.html");

/// A running self-test server. Dropping it closes its port and ends its connections.
#[derive(Debug)]
pub struct Server {
    base: Url,
    book: Book,
    /// Connections end when this is dropped.
    _stop: oneshot::Sender<()>,
    /// Aborts the task when dropped.
    _serving: JoinSet<()>,
}

impl Server {
    /// Starts one on any free loopback port, under a path that nobody can guess: no other page on this
    /// machine can report in a visitor's name.
    pub async fn start() -> Result<Self, IsolationError> {
        let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).await;
        let listener = listener.map_err(IsolationError::ListenFailed)?;
        let address = listener
            .local_addr()
            .map_err(IsolationError::ListenFailed)?;
        let path = format!("/{}", uuid::Uuid::new_v4().simple());
        let base = Url::parse(&format!("http://{address}{path}/"))?;

        let book = Book::default();
        let own = Router::new()
            .route("/visit", get(show).post(take))
            .with_state(book.clone());
        let router = Router::new().nest(&path, own.merge(traps::router(book.clone())));
        let (stop, stopped) = oneshot::channel::<()>();
        let mut serving = JoinSet::new();
        serving.spawn(async move {
            let served = axum::serve(listener, router).with_graceful_shutdown(async {
                // An error says that the sender is gone: that is the signal.
                let _gone = stopped.await;
            });
            // Accepting never fails for good.
            let _ended = served.await;
        });
        Ok(Self {
            base,
            book,
            _stop: stop,
            _serving: serving,
        })
    }

    /// The address that a visitor opens. Every call gives another one, so that opening it is a visit even
    /// where the page is open already. The name is of letters and digits.
    #[must_use]
    pub fn url(&self, visitor: &str) -> Url {
        let mut url = self.base.clone();
        url.set_path(&format!("{}visit", self.base.path()));
        let visit = uuid::Uuid::new_v4().simple().to_string();
        url.query_pairs_mut()
            .append_pair("visitor", visitor)
            .append_pair("visit", &visit);
        url
    }

    /// Waits until a visitor has reported so often.
    pub async fn reported(
        &self,
        visitor: &str,
        times: usize,
        limit: Duration,
    ) -> Result<(), IsolationError> {
        let enough = self
            .book
            .until(|findings| findings.reports.get(visitor) >= Some(&times));
        tokio::time::timeout(limit, enough)
            .await
            .map_err(|_| IsolationError::NoReport {
                visitor: visitor.to_owned(),
                limit,
            })
    }

    /// What the reports so far say.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        Verdict::from(&self.book.findings())
    }
}

#[derive(Deserialize)]
struct Visit {
    visitor: String,
}

/// A name or a cookie's value that can stand in the page as it is.
fn harmless(text: &str) -> Option<&str> {
    let fine = |c: char| c.is_ascii_alphanumeric();
    ((1..=32).contains(&text.len()) && text.chars().all(fine)).then_some(text)
}

async fn show(
    State(book): State<Book>,
    Query(visit): Query<Visit>,
    cookies: CookieJar,
) -> Response {
    let Some(visitor) = harmless(&visit.visitor) else {
        return StatusCode::BAD_REQUEST.into_response();
    };
    book.change(|findings| findings.number(visitor));
    let mark = cookies
        .get(traps::HTTP_COOKIE)
        .map(axum_extra::extract::cookie::Cookie::value);
    let mark = mark.and_then(harmless).unwrap_or_default();
    let page = PAGE
        .replace("{{visitor}}", visitor)
        .replace("{{mark}}", mark);
    let headers = [
        (header::SET_COOKIE, set_http_cookie(visitor)),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, Html(page)).into_response()
}

async fn take(
    State(book): State<Book>,
    headers: HeaderMap,
    Json(findings): Json<Vec<Finding>>,
) -> StatusCode {
    let visitor = headers.get("x-visitor").and_then(|v| v.to_str().ok());
    let Some(visitor) = visitor.and_then(harmless) else {
        return StatusCode::BAD_REQUEST;
    };
    book.change(|all| all.report(visitor, findings));
    StatusCode::NO_CONTENT
}
