//! Sign-in without an address.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    harness::{Answer, PASSWORD, Server},
    portal::create,
    visitor::Visitor,
};

fn choices(answer: &Answer) -> Vec<Value> {
    let body = answer.json();
    body["choices"].as_array().expect("a list").clone()
}

#[tokio::test]
async fn one_password_lists_what_it_opens_and_opens_each_once() {
    let (server, _) = Server::set_up().await;
    let olena = Visitor::new(&server);
    let list = olena.sign_in("OLENA@acme.example", PASSWORD).await;
    assert_eq!(list.json()["next"], "select");
    let rows = choices(&list);
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert_eq!(rows[0]["crm"]["name"], "Acme");
    assert_eq!(rows[0]["role"], "owner");
    assert_eq!(rows[0]["display_name"], "Olena Koval");
    assert_eq!(
        (&rows[1]["id"], &rows[1]["crm"]),
        (&json!("portal"), &Value::Null)
    );

    let acme = rows[0]["id"].as_str().expect("an id");
    let opened = olena.open(acme).await;
    assert_eq!(opened.json(), json!({ "next": "open", "url": "/c/acme/" }));
    assert_eq!(olena.get("/c/acme/session").await.status, 200);
    olena.open(acme).await.is_problem(400, "ticket_invalid");
    let again = olena.get("/sign-in/tickets/current").await;
    assert_eq!(choices(&again)[0]["is_used"], true);
    assert_eq!(olena.open("portal").await.json()["url"], "/account");
    assert_eq!(olena.get("/portal/me").await.status, 200);
}

#[tokio::test]
async fn a_list_is_good_for_five_minutes_in_the_browser_that_opened_it() {
    let (server, _) = Server::set_up().await;
    let olena = Visitor::new(&server);
    olena.sign_in("olena@acme.example", PASSWORD).await;
    Visitor::new(&server)
        .open("portal")
        .await
        .is_problem(400, "ticket_invalid");
    server.clock.turn(Duration::from_mins(5));
    olena.open("portal").await.is_problem(400, "ticket_invalid");
    assert_eq!(olena.get("/sign-in/tickets/current").await.status, 204);
}

#[tokio::test]
async fn a_browser_without_a_list_is_told_so_without_a_fault() {
    let (server, _) = Server::set_up().await;
    let olena = Visitor::new(&server);
    let none = olena.get("/sign-in/tickets/current").await;
    assert_eq!((none.status.as_u16(), none.text.as_str()), (204, ""));
    let forged = [("cookie", "select=AAAA")];
    let none = olena
        .call(Method::GET, "/sign-in/tickets/current", None, &forged)
        .await;
    assert_eq!(none.status, 204);
}

#[tokio::test]
async fn a_list_has_what_the_account_got_since() {
    let (server, _) = Server::set_up().await;
    let olena = Visitor::at_the_portal(&server).await;
    let made = create(&olena, "Berry", "1").await.json();
    let berry = made["id"].as_str().expect("an id");
    let list = olena.get("/sign-in/tickets/current").await;
    let names: Vec<_> = choices(&list)
        .iter()
        .map(|row| row["crm"]["name"].clone())
        .collect();
    assert!(names.contains(&json!("Berry")), "{names:?}");

    let other = Visitor::new(&server);
    other.sign_in("olena@acme.example", PASSWORD).await;
    let path = format!("/portal/crms/{berry}");
    let body = json!({ "name": "Berry" });
    let deleted = olena.call(Method::DELETE, &path, Some(&body), &[]).await;
    assert_eq!(deleted.status, 200, "{deleted:?}");
    other
        .open(berry)
        .await
        .is_problem(403, "crm_scheduled_for_deletion");
    let cancel = format!("{path}/cancel-deletion");
    assert_eq!(olena.post(&cancel, &json!({})).await.status, 200);
    assert_eq!(olena.open(berry).await.json()["url"], "/c/berry/");
}

#[tokio::test]
async fn changing_the_user_gives_the_list_back_and_leaves_sessions() {
    let (server, _) = Server::set_up().await;
    let olena = Visitor::new(&server);
    let list = olena.sign_in("olena@acme.example", PASSWORD).await;
    let acme = choices(&list)[0]["id"].clone();
    olena.open(acme.as_str().expect("an id")).await;
    let path = "/sign-in/tickets/current";
    let given_back = olena.call(Method::DELETE, path, None, &[]).await;
    assert_eq!(given_back.status, 204);
    assert!(given_back.header("set-cookie").contains("Max-Age=0"));
    olena.open("portal").await.is_problem(400, "ticket_invalid");
    assert_eq!(olena.get("/c/acme/session").await.status, 200);
}

#[tokio::test]
async fn unknown_and_wrong_are_answered_alike_and_take_as_long() {
    let (server, _) = Server::set_up().await;
    let mut seen = Vec::new();
    for login in ["olena@acme.example", "nobody@acme.example", "olena", ""] {
        let begin = Instant::now();
        let answer = Visitor::new(&server)
            .sign_in(login, "seven blue bottles!")
            .await;
        assert!(begin.elapsed() >= Duration::from_millis(700), "{login:?}");
        answer.is_problem(401, "sign_in_failed");
        let mut body = answer.json();
        body["request_id"] = Value::Null;
        seen.push(body);
    }
    assert!(seen.iter().all(|body| *body == seen[0]), "{seen:?}");
}

#[tokio::test]
async fn wrong_passwords_without_an_address_are_limited_too() {
    let (server, _) = Server::set_up().await;
    let tries = (0..10).map(|n| {
        let server = &server;
        async move {
            let login = format!("user{n}@acme.example");
            Visitor::new(server)
                .sign_in(&login, "seven blue bottles!")
                .await
        }
    });
    for answer in futures_util::future::join_all(tries).await {
        answer.is_problem(401, "sign_in_failed");
    }
    Visitor::new(&server)
        .sign_in("olena@acme.example", PASSWORD)
        .await
        .is_problem(429, "rate_limited");
}

#[tokio::test]
async fn what_is_not_on_the_list_opens_nothing() {
    let (server, _) = Server::set_up().await;
    let olena = Visitor::new(&server);
    olena.sign_in("olena@acme.example", PASSWORD).await;
    for choice in ["", "acme", "00000000-0000-7000-8000-000000000000"] {
        olena.open(choice).await.is_problem(400, "ticket_invalid");
    }
}
