//! Setting up the service of this computer.

use api_client::{ServiceError, SetUp, SetUpDone, set_up};
use domain::Sensitive;

use crate::server::{Reply, Server, reply};

fn json(status: u16, body: &str) -> Reply {
    reply(status, &[("content-type", "application/json")], body)
}

async fn ask(server: &Server) -> Result<SetUpDone, ServiceError> {
    let request = SetUp {
        token: Sensitive::new("token".into()),
        name: "Olena".into(),
        email: "olena@acme.example".into(),
        password: Sensitive::new("correct horse battery".into()),
        crm_name: None,
        locale: Some("uk".into()),
        time_zone: None,
    };
    set_up(&server.url("/").parse().unwrap(), request).await
}

fn made(enter: &str) -> Reply {
    json(
        201,
        &format!(
            r#"{{"crm":{{"slug":"acme","name":"Acme","address":"http://127.0.0.1:1/c/acme"}},
            "account":{{"name":"Olena","email":"olena@acme.example"}},
            "next":{{"url":"/c/acme/"}},"enter":{{"url":"{enter}","valid_s":60}}}}"#
        ),
    )
}

#[tokio::test]
async fn sets_up_an_account_and_a_crm_in_one_call() {
    let server = Server::http(|_| made("/c/acme/enter#ticket=t-1")).await;
    let done = ask(&server).await.unwrap();
    assert_eq!(done.home.as_str(), "http://127.0.0.1:1/c/acme");
    assert_eq!(done.crm_name, "Acme");
    // EXPOSE: the test checks the link itself.
    assert_eq!(
        done.enter_url.expose(),
        &server.url("/c/acme/enter#ticket=t-1")
    );
    let seen = server.seen();
    assert_eq!(seen[0].line, "POST /api/v1/setup HTTP/1.1");
    assert!(
        !format!("{done:?}").contains("t-1"),
        "the ticket is not printed"
    );
}

#[tokio::test]
async fn a_refusal_carries_the_services_own_reason() {
    let server = Server::http(|_| {
        reply(
            422,
            &[("content-type", "application/problem+json")],
            r#"{"type":"/problems/password_weak","title":"Weak","status":422,
            "code":"password_weak","detail":"Longer","request_id":"r"}"#,
        )
    })
    .await;
    let error = ask(&server).await.unwrap_err();
    let ServiceError::Refused(problem) = error else {
        panic!("{error:?}")
    };
    assert_eq!(problem.code, api::ErrorCode::PasswordWeak);
}

#[tokio::test]
async fn an_answer_that_sends_the_ticket_elsewhere_is_not_taken() {
    let server = Server::http(|_| made("https://evil.example/enter#ticket=t-1")).await;
    assert_eq!(
        ask(&server).await.unwrap_err().code(),
        "service_unexpected_answer"
    );
}

#[tokio::test]
async fn an_answer_of_another_kind_is_told_with_its_status() {
    let server = Server::http(|_| reply(404, &[("content-type", "text/html")], "<html>")).await;
    let error = ask(&server).await.unwrap_err();
    assert!(
        matches!(error, ServiceError::Unexpected { status: 404 }),
        "{error:?}"
    );
}
