//! Counts for whoever watches the server, in the text format of `OpenMetrics`, which Prometheus reads. No
//! label names a person or a CRM.

use std::sync::Arc;

use axum::{
    Router,
    extract::State,
    http::{Method, StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse as _, Response},
    routing::get,
};
use jiff::SignedDuration;
use prometheus_client::{
    encoding::{EncodeLabelSet, EncodeLabelValue, text::encode},
    metrics::{counter::Counter, family::Family, histogram::Histogram, info::Info},
    registry::Registry,
};
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

const FORMAT: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Upper ends of what counts as equally fast, in seconds.
const DURATIONS: [f64; 9] = [0.005, 0.025, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 30.0];

/// What is counted. Cheap to clone; all clones count together.
#[derive(Clone)]
pub(crate) struct Metrics {
    requests: Family<Answered, Counter>,
    durations: Family<Routed, Histogram>,
    letters: Family<Letters, Counter>,
    jobs: Family<Jobs, Counter>,
    registry: Arc<Registry>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    method: &'static str,
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Routed {
    route: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Letters {
    fate: LetterFate,
}

/// What became of a letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EncodeLabelValue)]
pub(crate) enum LetterFate {
    /// The mail server took it.
    Sent,
    /// It is tried again.
    Refused,
    /// It is never tried again.
    Failed,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Jobs {
    fate: JobFate,
}

/// What became of an attempt at a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, EncodeLabelValue)]
pub(crate) enum JobFate {
    /// It is done.
    Done,
    /// It is tried again.
    Failed,
    /// It is never tried again, unless the operator says so.
    Dead,
}

impl Metrics {
    pub(crate) fn new() -> Self {
        let requests = Family::default();
        let durations =
            Family::new_with_constructor((|| Histogram::new(DURATIONS)) as fn() -> Histogram);
        let letters = Family::default();
        let jobs = Family::default();
        let mut registry = Registry::with_prefix("ninefold");
        let version = Info::new([("version", env!("CARGO_PKG_VERSION"))]);
        registry.register("build", "The program", version);
        registry.register("http_requests", "Requests answered", requests.clone());
        registry.register(
            "http_request_duration_seconds",
            "How long requests took",
            durations.clone(),
        );
        registry.register("letters", "Attempts to send letters", letters.clone());
        registry.register("jobs", "Attempts at jobs", jobs.clone());
        Self {
            requests,
            durations,
            letters,
            jobs,
            registry: Arc::new(registry),
        }
    }

    /// A request was answered. Without a route it was for a page's files or for nothing.
    pub(crate) fn answered(
        &self,
        method: &Method,
        route: Option<String>,
        status: u16,
        duration: SignedDuration,
    ) {
        let route = route.unwrap_or_else(|| "-".to_owned());
        // The clock may have been set back meanwhile.
        let seconds = duration.as_secs_f64().max(0.0);
        let routed = Routed {
            route: route.clone(),
        };
        self.durations.get_or_create(&routed).observe(seconds);
        let answered = Answered {
            method: known(method),
            route,
            status,
        };
        self.requests.get_or_create(&answered).inc();
    }

    /// A letter was tried.
    pub(crate) fn letter(&self, fate: LetterFate) {
        self.letters.get_or_create(&Letters { fate }).inc();
    }

    /// A job was tried.
    pub(crate) fn job(&self, fate: JobFate) {
        self.jobs.get_or_create(&Jobs { fate }).inc();
    }
}

/// A stranger could fill the memory with methods of their own.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

/// Tells them until told to stop.
pub(crate) async fn run(listener: TcpListener, metrics: Metrics, stop: CancellationToken) {
    let app = Router::new()
        .route("/metrics", get(tell))
        .with_state(metrics);
    let serving = axum::serve(listener, app).into_future();
    // Nobody is kept waiting by the end of a look at counts.
    if let Some(Err(error)) = stop.run_until_cancelled(serving).await {
        tracing::error!(
            error = &error as &dyn std::error::Error,
            "Metrics are told no more"
        );
    }
}

async fn tell(State(metrics): State<Metrics>) -> Response {
    let mut text = String::new();
    match encode(&mut text, &metrics.registry) {
        Ok(()) => ([(CONTENT_TYPE, FORMAT)], text).into_response(),
        Err(error) => {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "Metrics can't be written"
            );
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(metrics: &Metrics) -> String {
        let mut text = String::new();
        encode(&mut text, &metrics.registry).expect("written");
        text
    }

    #[test]
    fn methods_of_strangers_are_counted_as_one() {
        let metrics = Metrics::new();
        for name in ["ABC", "ABD", "ABE"] {
            let method = Method::from_bytes(name.as_bytes()).expect("a method");
            metrics.answered(&method, None, 405, SignedDuration::from_secs(-1));
        }
        let text = text(&metrics);
        let line = r#"ninefold_http_requests_total{method="other",route="-",status="405"} 3"#;
        assert!(text.lines().any(|l| l == line), "{text}");
        assert!(!text.contains("AB"), "{text}");
    }

    #[test]
    fn letters_are_counted_by_what_became_of_them() {
        let metrics = Metrics::new();
        metrics.letter(LetterFate::Sent);
        metrics.letter(LetterFate::Refused);
        metrics.letter(LetterFate::Sent);
        let text = text(&metrics);
        assert!(
            text.contains(r#"ninefold_letters_total{fate="Sent"} 2"#),
            "{text}"
        );
    }
}
