//! Somebody else's server that is told what happens: it keeps what comes, and answers what it is told to.

use std::{
    process::Stdio,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU16, Ordering},
    },
    time::Duration,
};

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::post,
};
use serde_json::{Value, json};
use tokio::{
    io::AsyncWriteExt as _,
    net::TcpListener,
    process::Command,
    task::JoinSet,
    time::{sleep, timeout},
};

const PATIENCE: Duration = Duration::from_secs(20);
const PAUSE: Duration = Duration::from_millis(20);

/// What came.
#[derive(Debug, Clone)]
pub(crate) struct Received {
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Received {
    pub(crate) fn header(&self, name: &str) -> &str {
        let value = self.headers.get(name).expect(name);
        value.to_str().expect("text")
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).expect("JSON")
    }

    /// Whether the implementation that Standard Webhooks' authors publish takes it with a secret.
    pub(crate) async fn is_signed_with(&self, secret: &str) -> bool {
        let mut child = Command::new("node")
            .arg(concat!(
                env!("CARGO_MANIFEST_DIR"),
                "/tests/provider/verify.mjs"
            ))
            .stdin(Stdio::piped())
            .spawn()
            .expect("node is there: scripts/setup installs it");
        let headers = ["webhook-id", "webhook-timestamp", "webhook-signature"];
        let headers: Value = headers
            .map(|name| (name, self.header(name)))
            .into_iter()
            .collect();
        let told = json!({ "secret": secret, "headers": headers, "body": self.body });
        let mut stdin = child.stdin.take().expect("piped");
        let told = told.to_string();
        stdin.write_all(told.as_bytes()).await.expect("written");
        drop(stdin);
        child.wait().await.expect("ended").success()
    }
}

#[derive(Clone)]
struct Shared {
    received: Arc<Mutex<Vec<Received>>>,
    status: Arc<AtomicU16>,
}

pub(crate) struct Receiver {
    pub(crate) url: String,
    shared: Shared,
    _serving: JoinSet<()>,
}

impl Receiver {
    pub(crate) async fn start() -> Self {
        let shared = Shared {
            received: Arc::default(),
            status: Arc::new(AtomicU16::new(204)),
        };
        let router = Router::new()
            .route("/hook", post(receive))
            .with_state(shared.clone());
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}/hook", listener.local_addr().expect("bound"));
        let mut serving = JoinSet::new();
        serving.spawn(async move { axum::serve(listener, router).await.expect("served") });
        Self {
            url,
            shared,
            _serving: serving,
        }
    }

    /// From now on it answers so.
    pub(crate) fn answer(&self, status: u16) {
        self.shared.status.store(status, Ordering::SeqCst);
    }

    pub(crate) fn all(&self) -> Vec<Received> {
        self.shared.received.lock().expect("whole").clone()
    }

    /// Waits until so much has come; returns all of it.
    pub(crate) async fn wait(&self, count: usize) -> Vec<Received> {
        let found = timeout(PATIENCE, async {
            while self.all().len() < count {
                sleep(PAUSE).await;
            }
        });
        found.await.expect("it is told");
        let all = self.all();
        assert_eq!(all.len(), count, "{all:#?}");
        all
    }
}

async fn receive(
    State(shared): State<Shared>,
    headers: HeaderMap,
    body: String,
) -> (StatusCode, &'static str) {
    let received = Received { headers, body };
    shared.received.lock().expect("whole").push(received);
    let status = shared.status.load(Ordering::SeqCst);
    (StatusCode::from_u16(status).expect("a status"), "Told")
}
