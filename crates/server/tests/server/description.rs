//! The API answers as its description says. Schemathesis sends what the description allows, and what it doesn't.

use std::{process::Stdio, sync::Arc, time::Duration};

use serde_json::json;
use tokio::{process::Command, task::JoinSet, time::interval};

use crate::{
    harness::{PASSWORD, Server, TestClock},
    visitor::Visitor,
};

const CHECKS: &str = "not_a_server_error,status_code_conformance,content_type_conformance,\
                      response_headers_conformance,response_schema_conformance";
/// What ends the session that it is asked in, also by guesses at a password.
const ENDS_SESSIONS: &str = "step-up|password|sign-out|sessions|email|2fa|close";
/// What has no end of its own.
const ENDLESS: &str = "stream";

/// Calls some operations; `session` are the headers of who is signed in.
async fn probe(server: &Server, session: &[(&str, &str)], choose: &[&str]) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut command = Command::new("schemathesis");
    command
        .current_dir(&folder)
        .env("NO_PROXY", "*")
        .args([
            "--config-file",
            concat!(env!("CARGO_MANIFEST_DIR"), "/tests/schemathesis.toml"),
        ])
        .args(["run", &format!("{}/api/v1/openapi.json", server.url)])
        .args([
            "--phases",
            "coverage,fuzzing",
            "--max-examples",
            "10",
            "--seed",
            "1",
        ])
        .args([
            "--checks",
            CHECKS,
            "--continue-on-failure",
            "--no-color",
            "--warnings",
            "off",
        ])
        .args(["--generation-database", "none"])
        .args(choose)
        .args(["--header", "sec-fetch-site: same-origin"])
        .stdin(Stdio::null());
    for (name, value) in session {
        command.args(["--header", &format!("{name}: {value}")]);
    }
    let done = command.output().await;
    let done = done.expect("schemathesis is there: scripts/setup installs it");
    let told = String::from_utf8_lossy(&done.stdout);
    assert!(done.status.success(), "{told}");
}

/// Twenty minutes in one: no limit of calls is in the way, and no session ends.
fn turn(clock: Arc<TestClock>) -> JoinSet<()> {
    let mut turning = JoinSet::new();
    turning.spawn(async move {
        let mut ticks = interval(Duration::from_millis(50));
        loop {
            ticks.tick().await;
            clock.turn(Duration::from_secs(1));
        }
    });
    turning
}

#[tokio::test(flavor = "multi_thread")]
async fn no_answer_is_outside_the_description() {
    let (server, _) = Server::set_up().await;
    let _turning = turn(server.clock.clone());
    let olena = Visitor::new(&server);
    let body = json!({ "address": "acme", "login": "olena", "password": PASSWORD });
    let signed_in = olena.post("/sign-in", &body).await;
    assert_eq!(signed_in.status, 200, "{signed_in:?}");
    olena.take_csrf("/c/acme/session").await;
    let (cookies, csrf) = (olena.cookies(), olena.csrf());
    let session = [("cookie", cookies.as_str()), ("x-csrf-token", &csrf)];
    let unsafe_ones = format!("{ENDS_SESSIONS}|{ENDLESS}");
    let safe = ["--exclude-path-regex", unsafe_ones.as_str()];
    let crm = ["--include-path-regex", "^/api/v1/c/"];
    probe(&server, &session, &[crm, safe].concat()).await;

    // What is found in its answers is used: the CRM is deleted here.
    let olena = Visitor::at_the_portal(&server).await;
    let (cookies, csrf) = (olena.cookies(), olena.csrf());
    let session = [("cookie", cookies.as_str()), ("x-csrf-token", &csrf)];
    let portal = ["--include-path-regex", "^/api/v1/portal/"];
    probe(&server, &session, &[portal, safe].concat()).await;
    probe(&server, &session, &["--include-path-regex", ENDS_SESSIONS]).await;

    let others = ["--exclude-path-regex", "^/api/v1/(portal|c)/"];
    probe(&server, &[], &others).await;
}
