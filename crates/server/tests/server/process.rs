//! Starting, stopping and dying.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::{net::TcpListener, process::Command, time::timeout};

use crate::{
    harness::{PASSWORD, client, send, setup_body},
    program::Program,
};

fn body_with(token: &Value) -> Value {
    let mut body = setup_body();
    body["token"] = token.clone();
    body
}

#[tokio::test]
async fn the_program_tells_its_parent_where_it_is_and_stops_with_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut program = Program::start(folder.path()).await;
    assert_eq!(program.told["ready"], true);
    let body = body_with(&program.told["bootstrap"]);
    let answer = send(
        client()
            .post(format!("{}/api/v1/setup", program.url()))
            .json(&body),
    )
    .await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let url = program.url().to_owned();
    drop(program.child.stdin.take());
    assert!(program.ended().await.success());

    let program = Program::start(folder.path()).await;
    assert_eq!(program.url(), url, "the port stays");
    assert_eq!(
        program.told["bootstrap"],
        Value::Null,
        "there is nothing to set up"
    );
    let probe = client()
        .get(format!("{url}/api/v1/c/acme/session"))
        .header("cookie", answer.cookie());
    assert_eq!(send(probe).await.status, 200, "sessions stay");
}

#[cfg(unix)]
#[tokio::test]
async fn the_program_stops_in_order_when_asked() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut program = Program::start(folder.path()).await;
    let pid = program.child.id().expect("running").to_string();
    let asked = Command::new("kill")
        .args(["-TERM", &pid])
        .status()
        .await
        .expect("ran");
    assert!(asked.success());
    assert!(program.ended().await.success());
}

#[tokio::test]
async fn the_audit_log_is_checked_beside_the_running_server() {
    let folder = tempfile::tempdir().expect("a folder");
    let program = Program::start(folder.path()).await;
    let body = body_with(&program.told["bootstrap"]);
    let url = format!("{}/api/v1/setup", program.url());
    assert_eq!(send(client().post(url).json(&body)).await.status, 200);

    let verify = |folder: std::path::PathBuf| async move {
        let done = Command::new(env!("CARGO_BIN_EXE_ninefold-server"))
            .args(["audit", "verify", "--data-dir"])
            .arg(folder)
            .output()
            .await
            .expect("ran");
        let told = String::from_utf8(done.stdout).expect("text");
        (done.status.code(), told)
    };
    let (code, told) = verify(folder.path().to_owned()).await;
    assert_eq!(
        (code, told.as_str()),
        (Some(0), "4 entries checked, 0 broken chains\n")
    );
    let (code, told) = verify(folder.path().join("elsewhere")).await;
    assert_eq!((code, told.as_str()), (Some(2), ""));
}

#[tokio::test]
async fn a_taken_port_is_said_and_not_exchanged_for_another() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut program = Program::start(folder.path()).await;
    let address = program.url().trim_start_matches("http://").to_owned();
    drop(program.child.stdin.take());
    assert!(program.ended().await.success());

    let _squatter = TcpListener::bind(&address).await.expect("free now");
    let mut program = Program::start(folder.path()).await;
    assert_eq!(
        (&program.told["ready"], &program.told["code"]),
        (&json!(false), &json!("port_taken"))
    );
    assert!(!program.ended().await.success());
}

#[tokio::test]
async fn two_programs_never_share_a_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    let _first = Program::start(folder.path()).await;
    let mut second = Program::start(folder.path()).await;
    assert_eq!(second.told["code"], "data_dir_in_use");
    assert!(!second.ended().await.success());
}

async fn how_long_set_up_takes() -> Duration {
    let folder = tempfile::tempdir().expect("a folder");
    let program = Program::start(folder.path()).await;
    let body = body_with(&program.told["bootstrap"]);
    let begin = Instant::now();
    let request = client().post(format!("{}/api/v1/setup", program.url()));
    assert_eq!(send(request.json(&body)).await.status, 200);
    begin.elapsed()
}

#[tokio::test]
async fn killed_at_any_moment_of_set_up_nothing_is_half_done() {
    let whole = how_long_set_up_takes().await;
    for tenths in 0..=12 {
        let moment = whole * tenths / 10;
        let folder = tempfile::tempdir().expect("a folder");
        let mut program = Program::start(folder.path()).await;
        let body = body_with(&program.told["bootstrap"]);
        let request = client()
            .post(format!("{}/api/v1/setup", program.url()))
            .json(&body)
            .send();
        let answered = timeout(moment, request).await.is_ok();
        program.child.kill().await.expect("killed");

        let program = Program::start(folder.path()).await;
        if program.told["bootstrap"].is_null() {
            let body = json!({ "address": "acme", "login": "olena", "password": PASSWORD });
            let request = client()
                .post(format!("{}/api/v1/sign-in", program.url()))
                .json(&body);
            assert_eq!(send(request).await.status, 200, "whole, after {moment:?}");
        } else {
            assert!(!answered, "what was answered is kept, after {moment:?}");
            let body = body_with(&program.told["bootstrap"]);
            let request = client()
                .post(format!("{}/api/v1/setup", program.url()))
                .json(&body);
            let answer = send(request).await;
            assert_eq!(answer.status, 200, "clean, after {moment:?}: {answer:?}");
            assert_eq!(
                answer.json()["crm"]["slug"],
                "acme",
                "no leftovers, after {moment:?}"
            );
        }
    }
}

#[tokio::test]
async fn the_log_of_a_whole_day_holds_no_secret() {
    let folder = tempfile::tempdir().expect("a folder");
    let log_path = folder.path().join("log");
    let log = std::fs::File::create(&log_path).expect("a file");
    let mut program = Program::start_with_log(folder.path(), log.into()).await;
    let token = program.told["bootstrap"]
        .as_str()
        .expect("a token")
        .to_owned();
    let url = program.url().to_owned();
    let post = |path: &str, body: Value| client().post(format!("{url}{path}")).json(&body);
    let set_up = send(post("/api/v1/setup", body_with(&token.clone().into()))).await;
    let link = set_up.json()["enter"]["url"]
        .as_str()
        .expect("a link")
        .to_owned();
    let ticket = link.split("ticket=").nth(1).expect("a ticket").to_owned();
    send(post("/api/v1/c/acme/enter", json!({ "ticket": ticket }))).await;
    for password in [PASSWORD, "seven blue bottles!"] {
        send(post(
            "/api/v1/sign-in",
            json!({ "address": "acme", "login": "olena", "password": password }),
        ))
        .await;
    }
    drop(program.child.stdin.take());
    assert!(program.ended().await.success());

    let log = std::fs::read_to_string(&log_path).expect("readable");
    assert!(
        log.contains("/api/v1/sign-in"),
        "requests are logged: {log}"
    );
    let session = set_up
        .cookie()
        .split('=')
        .nth(1)
        .expect("a value")
        .to_owned();
    for secret in [
        &token,
        &ticket,
        &session,
        PASSWORD,
        "seven blue bottles!",
        "olena@acme.example",
    ] {
        assert!(!log.contains(secret), "{secret} in {log}");
    }
}
