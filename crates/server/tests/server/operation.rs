//! Watching a server.

use std::{net::SocketAddr, path::Path};

use tokio::net::TcpListener;

use crate::{
    harness::{client, send},
    program::Program,
};

/// A port of this machine that nobody uses at the moment.
pub(crate) async fn free_address() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("bound");
    listener.local_addr().expect("an address")
}

/// A program that is told something by its environment.
async fn start(folder: &Path, name: &str, value: &str) -> Program {
    Program::start_with(folder, |command| {
        command.env(name, value);
    })
    .await
}

#[tokio::test]
async fn what_is_counted_is_told_at_a_place_of_its_own() {
    let folder = tempfile::tempdir().expect("a folder");
    let address = free_address().await.to_string();
    let program = start(folder.path(), "NINEFOLD_METRICS", &address).await;
    let session = format!("{}/api/v1/c/secret-name/session", program.url());
    send(client().get(session)).await;
    let metrics = send(client().get(format!("http://{address}/metrics"))).await;
    assert_eq!(metrics.status, 200);
    let kind = metrics.header("content-type");
    assert!(kind.starts_with("application/openmetrics-text"), "{kind}");
    let text = metrics.text;
    let count =
        r#"ninefold_http_requests_total{method="GET",route="/api/v1/c/{crm}/session",status="#;
    assert!(text.contains(count), "{text}");
    assert!(!text.contains("secret-name"), "{text}");
    assert!(text.contains("ninefold_build_info{version="), "{text}");
    let public = send(client().get(format!("{}/metrics", program.url()))).await;
    assert_eq!(public.status, 404, "not where everybody reaches it");
}

#[tokio::test]
async fn metrics_are_not_told_to_other_machines() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut program = start(folder.path(), "NINEFOLD_METRICS", "0.0.0.0:0").await;
    assert_eq!(program.told["code"], "not_loopback");
    assert!(!program.ended().await.success());
}
