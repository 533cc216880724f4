//! Somebody who reads a stream of Server-Sent Events.

use std::time::Duration;

use reqwest::{Method, Response, header::HeaderMap};
use serde_json::Value;
use tokio::time::{sleep, timeout};

use crate::{harness::Server, visitor::Visitor};

const STREAM: &str = "/api/v1/c/acme/stream";

/// Less than a heartbeat: what comes later than this came by that alone.
const PATIENCE: Duration = Duration::from_secs(20);
const PAUSE: Duration = Duration::from_millis(20);

/// One event.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Told {
    pub(crate) name: String,
    pub(crate) id: Option<i64>,
    pub(crate) data: Value,
}

/// A stream that is read.
pub(crate) struct Listener {
    response: Response,
    text: String,
}

impl Listener {
    /// By somebody's session, on from an event if one is named.
    pub(crate) async fn of(server: &Server, who: &Visitor<'_>, after: Option<i64>) -> Self {
        Self::new(open(server, ("cookie", &who.cookies()), after).await)
    }

    /// The same where others were closed before, of which the server hears in a moment.
    pub(crate) async fn in_place_of_another(
        server: &Server,
        who: &Visitor<'_>,
        after: Option<i64>,
    ) -> Self {
        let cookies = who.cookies();
        let opened = timeout(PATIENCE, async {
            loop {
                let response = open(server, ("cookie", &cookies), after).await;
                if response.status() != 429 {
                    return response;
                }
                sleep(PAUSE).await;
            }
        });
        Self::new(opened.await.expect("there is room again"))
    }

    /// As the client with this token.
    pub(crate) async fn by_token(server: &Server, token: &str) -> Self {
        let bearer = format!("Bearer {token}");
        Self::new(open(server, ("authorization", &bearer), None).await)
    }

    fn new(response: Response) -> Self {
        assert_eq!(response.status(), 200, "{response:?}");
        Self {
            response,
            text: String::new(),
        }
    }

    pub(crate) fn headers(&self) -> &HeaderMap {
        self.response.headers()
    }

    /// The next event; `None` at the end.
    pub(crate) async fn next(&mut self) -> Option<Told> {
        loop {
            if let Some(told) = self.take() {
                return Some(told);
            }
            self.more().await?;
        }
    }

    /// The next event with this name. Others but those that name nothing mustn't come before.
    pub(crate) async fn next_named(&mut self, name: &str) -> Told {
        loop {
            let told = self.next().await.expect("not the end");
            if told.name == name {
                return told;
            }
            assert_eq!(told.name, "ping", "{told:?}");
        }
    }

    /// Reads what comes next; `None` at the end.
    async fn more(&mut self) -> Option<()> {
        let chunk = timeout(PATIENCE, self.response.chunk()).await;
        let chunk = chunk.expect("in time").ok().flatten()?;
        self.text
            .push_str(std::str::from_utf8(&chunk).expect("text"));
        Some(())
    }

    /// An event that is here as a whole.
    pub(crate) fn take(&mut self) -> Option<Told> {
        loop {
            let (block, rest) = self.text.split_once("\n\n")?;
            let told = read(block);
            self.text = rest.to_owned();
            // Comments and times are no events.
            if !told.name.is_empty() {
                return Some(told);
            }
        }
    }

    /// Reads so many bytes and none of what comes after them, as when the connection breaks; no more than up to the
    /// last event that will be.
    pub(crate) async fn break_after(&mut self, bytes: usize, last: i64) {
        let last = format!("id: {last}\n");
        let is_all = |text: &str| text.contains(&last) && text.ends_with("\n\n");
        while self.text.len() < bytes && !is_all(&self.text) {
            self.more().await.expect("not the end");
        }
        self.text.truncate(bytes);
    }
}

async fn open(server: &Server, by: (&str, &str), after: Option<i64>) -> Response {
    let mut request = server.request(Method::GET, STREAM).header(by.0, by.1);
    if let Some(after) = after {
        request = request.header("last-event-id", after);
    }
    request.send().await.expect("an answer")
}

fn read(block: &str) -> Told {
    let mut told = Told::default();
    for line in block.lines() {
        let (field, value) = line.split_once(':').expect("a field");
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut told.name),
            "id" => told.id = Some(value.parse().expect("a number")),
            "data" => told.data = serde_json::from_str(value).expect("JSON"),
            "retry" => assert_eq!(value, "3000"),
            other => assert_eq!(other, "", "{block:?}"),
        }
    }
    told
}
