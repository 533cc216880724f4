//! Files to download: ordinary, badly named, slow, and held until a test lets them go.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::{Query, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use futures_util::stream::unfold;
use serde::Deserialize;

use super::log::{Event, Who};
use super::state::Shared;
use super::visit::Visit;

/// Size of the slow and of the held file: 5 MB in a hundred pieces.
pub(crate) const BIG: usize = PIECE * PIECES;
const PIECE: usize = 50_000;
const PIECES: usize = 100;

pub(crate) async fn report() -> Response {
    let body = "name;amount\n".repeat(2000);
    attachment("text/csv", "attachment; filename=\"report.csv\"", body)
}

#[derive(Deserialize)]
pub(crate) struct Named {
    name: String,
}

/// An attachment with the name as it stands, whatever is in it.
pub(crate) async fn named(Query(asked): Query<Named>) -> Response {
    let quoted = asked.name.replace('\\', "\\\\").replace('"', "\\\"");
    let mut disposition = format!("attachment; filename=\"{quoted}\"");
    if !asked.name.is_ascii() {
        let bytes = asked.name.bytes().map(|byte| format!("%{byte:02X}"));
        disposition = format!("attachment; filename*=UTF-8''{}", bytes.collect::<String>());
    }
    attachment(
        "application/octet-stream",
        &disposition,
        "badly named\n".into(),
    )
}

fn attachment(kind: &str, disposition: &str, body: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_DISPOSITION, disposition),
    ];
    (headers, body).into_response()
}

#[derive(Deserialize)]
pub(crate) struct Pace {
    ms: Option<u64>,
}

/// 5 MB spread over `ms` milliseconds.
pub(crate) async fn slow(
    State(shared): State<Shared>,
    visit: Visit,
    Query(pace): Query<Pace>,
) -> Response {
    let pieces = u64::try_from(PIECES).unwrap_or(1);
    let pause = Duration::from_millis(pace.ms.unwrap_or(6000) / pieces);
    big(&shared, &visit, "slow.bin", Gate::Pause(pause))
}

#[derive(Deserialize)]
pub(crate) struct Held {
    name: Option<String>,
}

/// 5 MB, the second half of which waits until a test releases it.
pub(crate) async fn held(
    State(shared): State<Shared>,
    visit: Visit,
    Query(asked): Query<Held>,
) -> Response {
    let name = asked.name.unwrap_or_else(|| "held".into());
    big(&shared, &visit, "held.bin", Gate::Release(name))
}

enum Gate {
    Pause(Duration),
    Release(String),
}

impl Gate {
    async fn pass(&self, shared: &Shared, piece: usize) {
        match self {
            Self::Pause(pause) => tokio::time::sleep(*pause).await,
            Self::Release(name) if piece == PIECES / 2 => {
                shared
                    .until(|state| state.released.contains(name).then_some(()))
                    .await;
            }
            Self::Release(_) => {}
        }
    }
}

fn big(shared: &Shared, visit: &Visit, name: &str, gate: Gate) -> Response {
    let path = format!("{}downloads/{}", visit.base, name.trim_end_matches(".bin"));
    let delivery = Delivery {
        shared: shared.clone(),
        who: visit.who(),
        path,
        sent: 0,
    };
    let body = unfold(
        (delivery, gate, 0),
        |(mut delivery, gate, piece)| async move {
            if piece == PIECES {
                return None;
            }
            gate.pass(&delivery.shared, piece).await;
            delivery.sent += PIECE;
            let bytes = Bytes::from(vec![b'x'; PIECE]);
            Some((
                Ok::<_, std::convert::Infallible>(bytes),
                (delivery, gate, piece + 1),
            ))
        },
    );
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
        (header::CONTENT_LENGTH, BIG.to_string()),
    ];
    (headers, Body::from_stream(body)).into_response()
}

/// Writes into the log how far a download got, also when the client goes away.
struct Delivery {
    shared: Shared,
    who: Who,
    path: String,
    sent: usize,
}

impl Drop for Delivery {
    fn drop(&mut self) {
        let (path, sent) = (std::mem::take(&mut self.path), self.sent);
        self.shared.log.add(
            self.who.clone(),
            Event::Download {
                path,
                sent,
                whole: sent == BIG,
            },
        );
    }
}
