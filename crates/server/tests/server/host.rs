//! Names that point at this machine but aren't its own.

use reqwest::Method;

use crate::harness::{Server, send, setup_body};

#[tokio::test]
async fn another_host_name_opens_nothing() {
    let server = Server::empty().await;
    let port = server.url.rsplit(':').next().expect("a port");
    for host in [
        "evil.example",
        &format!("evil.example:{port}"),
        &format!("localhost:{port}"),
        "127.0.0.1",
    ] {
        for path in [
            "/",
            "/setup",
            "/icon.svg",
            "/.well-known/crm-desktop.json",
            "/api/v1/openapi.json",
        ] {
            let request = server.request(Method::GET, path).header("host", host);
            send(request).await.is_problem(421, "misdirected_host");
        }
        let request = server
            .request(Method::POST, "/api/v1/setup")
            .header("host", host);
        send(request.json(&setup_body()))
            .await
            .is_problem(421, "misdirected_host");
    }
    assert_eq!(server.get("/setup").await.status, 200);
}

#[tokio::test]
async fn probes_of_the_process_are_answered_under_any_name() {
    let server = Server::empty().await;
    for path in ["/healthz", "/readyz"] {
        let request = server.request(Method::GET, path).header("host", "10.0.0.1");
        assert_eq!(send(request).await.status, 200, "{path}");
    }
}
