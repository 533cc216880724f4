//! Watching a server, and stopping it while somebody waits for an answer.

use std::{net::SocketAddr, path::Path, time::Duration};

use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
    process::Command,
    time::timeout,
};

use crate::{
    harness::{client, send},
    program::Program,
};

const PATIENCE: Duration = Duration::from_secs(30);

/// A port of this machine that nobody uses at the moment.
async fn free_address() -> SocketAddr {
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

#[cfg(unix)]
#[tokio::test]
async fn a_request_under_way_is_answered_after_the_signal_to_stop() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut program = Program::start(folder.path()).await;
    let address = program.url().trim_start_matches("http://").to_owned();
    let body = r#"{"address":"acme","login":"olena","password":"seven green bottles"}"#;
    let head = format!(
        "POST /api/v1/sign-in HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n",
        body.len()
    );
    let mut stream = BufReader::new(TcpStream::connect(&address).await.expect("connected"));
    stream.write_all(head.as_bytes()).await.expect("sent");
    let mut line = String::new();
    timeout(PATIENCE, stream.read_line(&mut line))
        .await
        .expect("in time")
        .expect("read");
    // The server has begun with the request, and waits for the rest.
    assert_eq!(line, "HTTP/1.1 100 Continue\r\n");

    let pid = program.child.id().expect("running").to_string();
    let asked = Command::new("kill").args(["-TERM", &pid]).status().await;
    assert!(asked.expect("ran").success());
    let closed = async { while TcpStream::connect(&address).await.is_ok() {} };
    timeout(PATIENCE, closed)
        .await
        .expect("nobody new is let in");

    stream.write_all(body.as_bytes()).await.expect("sent");
    let mut answer = String::new();
    timeout(PATIENCE, stream.read_to_string(&mut answer))
        .await
        .expect("in time")
        .expect("read");
    assert!(answer.contains("HTTP/1.1 404 "), "{answer}");
    assert!(answer.contains("crm_not_found"), "{answer}");
    assert!(program.ended().await.success());
}
