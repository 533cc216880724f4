//! Taking the token of a device back.

use api_client::{ProbeProxy, ServiceError, revoke_device};
use domain::Sensitive;

use crate::server::{Server, redirect, reply};

async fn revoke(server: &Server) -> Result<(), ServiceError> {
    let at = server.url("/api/v1/c/acme/devices/current");
    let token = Sensitive::new("t-1".to_owned());
    // This computer is reached without it.
    let proxy = ProbeProxy::Server("http://127.0.0.1:1".parse().unwrap());
    revoke_device(&at.parse().unwrap(), &token, &proxy).await
}

#[tokio::test]
async fn a_token_is_taken_back_by_itself() {
    let server = Server::http(|_| reply(204, &[], "")).await;
    revoke(&server).await.unwrap();
    let [seen] = &server.seen()[..] else {
        panic!("{:?}", server.seen())
    };
    assert_eq!(seen.line, "DELETE /api/v1/c/acme/devices/current HTTP/1.1");
    let text = seen.text.to_lowercase();
    assert!(text.contains("authorization: bearer t-1"), "{text}");
    assert!(
        !text.contains("cookie:") && !text.contains("origin:"),
        "{text}"
    );
}

#[tokio::test]
async fn one_that_is_good_no_more_is_taken_back_already() {
    for status in [401, 404, 410] {
        let server = Server::http(move |_| reply(status, &[], "")).await;
        assert!(revoke(&server).await.is_ok(), "{status}");
    }
}

#[tokio::test]
async fn what_came_to_nothing_is_said_and_a_token_goes_to_no_other_place() {
    let elsewhere = Server::http(|_| reply(204, &[], "")).await;
    let to = elsewhere.url("/");
    let server = Server::http(move |_| redirect(&to)).await;
    let refused = revoke(&server).await.unwrap_err();
    assert!(matches!(refused, ServiceError::Unexpected { status: 302 }));
    assert!(elsewhere.seen().is_empty(), "{:?}", elsewhere.seen());
    let server = Server::http(|_| reply(503, &[], "")).await;
    let refused = revoke(&server).await.unwrap_err();
    assert!(matches!(refused, ServiceError::Unexpected { status: 503 }));
}
