//! Links that the operator prints, where no mail is sent.

use serde_json::json;
use tokio::process::Command;

use crate::{
    harness::{Answer, PASSWORD, Server},
    visitor::Visitor,
};

const NEW: &str = "eight yellow submarines";

/// `ninefold-server link`, beside the running server: exit code and what is printed.
async fn link(server: &Server, args: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ninefold-server"));
    command.arg("link").args(args).arg("--data-dir");
    command.arg(server.folder.path());
    if let Some(url) = server.database() {
        command.env("NINEFOLD_DATABASE", url);
    }
    let done = command.output().await.expect("ran");
    let told = String::from_utf8(done.stdout).expect("text");
    (done.status.code(), told)
}

/// The ticket of the only link, which leads to this server.
pub(crate) async fn ticket(server: &Server, args: &[&str], what: &str, page: &str) -> String {
    let (code, told) = link(server, args).await;
    assert_eq!(code, Some(0), "{told}");
    let start = format!("{what}: {}{page}#ticket=", server.url);
    let rest = told.strip_prefix(&start).expect("begins so");
    let ticket = rest.strip_suffix('\n').expect("one line");
    assert!(!ticket.contains('\n'), "{told}");
    ticket.to_owned()
}

async fn complete(server: &Server, ticket: &str) -> Answer {
    let body = json!({ "ticket": ticket, "new": NEW, "confirmation": NEW });
    server.post("/api/v1/password-reset/complete", &body).await
}

async fn accept(server: &Server, ticket: &str) -> Answer {
    let body = json!({
        "ticket": ticket, "first_name": "Ihor", "last_name": "Bondar", "password": NEW,
    });
    server.post("/api/v1/invitations/accept", &body).await
}

pub(crate) async fn audit_is_whole(server: &Server) -> bool {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ninefold-server"));
    command.args(["audit", "verify", "--data-dir"]);
    command.arg(server.folder.path());
    if let Some(url) = server.database() {
        command.env("NINEFOLD_DATABASE", url);
    }
    command.output().await.expect("ran").status.success()
}

#[tokio::test]
async fn the_operators_link_sets_a_password_once_and_voids_the_one_before() {
    let server = Server::set_up_today().await;
    let args = ["password-reset", "Olena@acme.example"];
    let (what, page) = ("Account", "/reset-password");
    let first = ticket(&server, &args, what, page).await;
    let second = ticket(&server, &args, what, page).await;
    complete(&server, &first)
        .await
        .is_problem(400, "ticket_invalid");
    assert_eq!(complete(&server, &second).await.status, 204);
    complete(&server, &second)
        .await
        .is_problem(400, "ticket_invalid");
    let old = server.sign_in("olena", PASSWORD, false).await;
    old.is_problem(401, "sign_in_failed");
    assert_eq!(server.sign_in("olena", NEW, false).await.status, 200);
    assert!(audit_is_whole(&server).await);
}

#[tokio::test]
async fn a_link_of_the_command_line_ends_with_the_next_that_is_asked_for() {
    let server = Server::set_up_today().await;
    let args = ["password-reset", "olena@acme.example", "--crm", "acme"];
    let printed = ticket(&server, &args, "Account", "/reset-password").await;
    let body = json!({ "email": "olena@acme.example" });
    assert_eq!(
        server.post("/api/v1/password-reset", &body).await.status,
        202
    );
    complete(&server, &printed)
        .await
        .is_problem(400, "ticket_invalid");
}

#[tokio::test]
async fn the_operators_link_lets_an_invited_person_in_once() {
    let server = Server::set_up_today().await;
    let args = ["invitation", "Ihor@acme.example", "--crm", "acme"];
    assert_eq!(
        link(&server, &args).await,
        (Some(1), String::new()),
        "nobody is invited"
    );
    let olena = Visitor::new(&server);
    let body = json!({ "address": "acme", "login": "olena", "password": PASSWORD });
    assert_eq!(olena.post("/sign-in", &body).await.status, 200);
    olena.take_csrf("/c/acme/session").await;
    let body = json!({ "emails": ["ihor@acme.example"], "role": "member" });
    assert_eq!(olena.post("/c/acme/invitations", &body).await.status, 200);

    let first = ticket(&server, &args, "Acme", "/invitation").await;
    let second = ticket(&server, &args, "Acme", "/invitation").await;
    accept(&server, &first)
        .await
        .is_problem(422, "invitation_invalid");
    assert_eq!(accept(&server, &second).await.status, 200);
    accept(&server, &second)
        .await
        .is_problem(422, "invitation_invalid");
    assert_eq!(
        link(&server, &args).await,
        (Some(1), String::new()),
        "he is in"
    );
    assert!(audit_is_whole(&server).await);
}

#[tokio::test]
async fn for_nobody_there_is_no_link() {
    let server = Server::set_up_today().await;
    for args in [
        &["password-reset", "nobody@acme.example"][..],
        &["password-reset", "not an address"],
        &["password-reset", "olena@acme.example", "--crm", "nowhere"],
        &["invitation", "olena@acme.example", "--crm", "acme"],
        &["invitation", "olena@acme.example", "--crm", "nowhere"],
    ] {
        assert_eq!(
            link(&server, args).await,
            (Some(1), String::new()),
            "{args:?}"
        );
    }
    let mut elsewhere = Command::new(env!("CARGO_BIN_EXE_ninefold-server"));
    let folder = server.folder.path().join("elsewhere");
    elsewhere
        .args(["link", "password-reset", "olena@acme.example", "--data-dir"])
        .arg(&folder);
    let status = elsewhere.output().await.expect("ran").status;
    assert_eq!(status.code(), Some(2), "no database");
    assert!(!folder.exists(), "none is made");
}
