//! Stopping a server while somebody waits for an answer.

use std::time::Duration;

use tokio::{
    io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader},
    net::TcpStream,
    process::Command,
    time::timeout,
};

use crate::program::Program;

const PATIENCE: Duration = Duration::from_secs(30);

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
