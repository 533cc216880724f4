//! Setting a second factor up, changing it, and proving who one is with it.

use std::{
    collections::HashSet,
    fs::{self, File},
    io::Write as _,
    time::Duration,
};

use serde_json::{Value, json};
use tokio::process::Command;

use crate::{
    authenticator::{Authenticator, codes},
    harness::{Answer, PASSWORD, Server},
    team,
    visitor::Visitor,
};

const STEP_UP_LIFE: Duration = Duration::from_mins(15);

async fn step_up_by(visitor: &Visitor<'_>, code: &str) -> Answer {
    visitor
        .post("/portal/step-up", &json!({ "code": code }))
        .await
}

async fn factor(visitor: &Visitor<'_>) -> Value {
    visitor.get("/portal/2fa").await.json()
}

/// Olena, in the CRM and lately proved.
async fn in_the_crm(server: &Server) -> Visitor<'_> {
    let visitor = Visitor::new(server);
    let body = json!({ "address": "acme", "login": "olena", "password": PASSWORD });
    assert_eq!(visitor.post("/sign-in", &body).await.status, 200);
    visitor.take_csrf("/c/acme/session").await;
    visitor
}

#[tokio::test]
async fn one_code_turns_the_factor_on_and_recovery_codes_are_shown_once() {
    let (server, _) = Server::set_up().await;
    let olena = Visitor::at_the_portal(&server).await;
    let before = factor(&olena).await;
    assert_eq!(
        before,
        json!({ "enabled": false, "enabled_at": null, "recovery_codes_left": 0, "owner": "account" })
    );
    let enrolment = olena.post("/portal/2fa/totp", &json!({})).await;
    assert_eq!(enrolment.json()["secret"].as_str().map(str::len), Some(32));
    let app = Authenticator::new(&server, &enrolment);
    assert_eq!(app.entry(), (Some("Ninefold"), "olena@acme.example"));

    let confirm = async |code: String| {
        let body = json!({ "code": code });
        olena.post("/portal/2fa/totp/confirm", &body).await
    };
    confirm(app.wrong_code())
        .await
        .is_problem(401, "code_invalid");
    assert_eq!(factor(&olena).await, before, "nothing has changed");
    let on = confirm(app.code()).await;
    let codes: HashSet<String> = codes(&on).into_iter().collect();
    assert_eq!(codes.len(), 10, "{on:?}");
    for code in &codes {
        let (one, other) = code.split_once('-').expect("two groups");
        assert_eq!((one.len(), other.len()), (5, 5), "{code}");
    }
    let now = factor(&olena).await;
    assert_eq!(
        (&now["enabled"], &now["recovery_codes_left"]),
        (&json!(true), &json!(10))
    );
    confirm(app.next_code())
        .await
        .is_problem(400, "ticket_invalid");
    for answer in [&enrolment, &on] {
        assert_eq!(answer.header("cache-control"), "no-store");
    }
}

#[tokio::test]
async fn an_unfinished_enrolment_is_over_after_ten_minutes() {
    let (server, _) = Server::set_up().await;
    let olena = Visitor::at_the_portal(&server).await;
    let app = Authenticator::new(&server, &olena.post("/portal/2fa/totp", &json!({})).await);
    server.clock.turn(Duration::from_mins(10));
    let body = json!({ "code": app.code() });
    let late = olena.post("/portal/2fa/totp/confirm", &body).await;
    late.is_problem(400, "ticket_invalid");
    assert_eq!(factor(&olena).await["enabled"], false);

    // A second secret takes the place of the first.
    let first = Authenticator::new(&server, &olena.post("/portal/2fa/totp", &json!({})).await);
    let _second = olena.post("/portal/2fa/totp", &json!({})).await;
    let body = json!({ "code": first.code() });
    let answer = olena.post("/portal/2fa/totp/confirm", &body).await;
    answer.is_problem(401, "code_invalid");
}

#[tokio::test]
async fn every_change_of_the_factor_needs_a_fresh_proof() {
    let (server, _) = Server::set_up().await;
    let olena = Visitor::at_the_portal(&server).await;
    server.clock.turn(STEP_UP_LIFE);
    let body = json!({ "code": "000000" });
    for path in ["/2fa/totp", "/2fa/totp/confirm", "/2fa/recovery-codes"] {
        let answer = olena.post(&format!("/portal{path}"), &body).await;
        answer.is_problem(403, "step_up_required");
        assert_eq!(answer.json()["methods"], json!(["password"]), "{path}");
    }
    let off = olena.delete("/portal/2fa").await;
    off.is_problem(403, "step_up_required");
    olena.step_up().await;
    let off = olena.delete("/portal/2fa").await;
    off.is_problem(404, "not_found");
}

#[tokio::test]
async fn with_a_factor_no_password_steps_up_and_no_code_does_twice() {
    let (server, _) = Server::set_up().await;
    let olena = Visitor::at_the_portal(&server).await;
    let (app, recovery) = Authenticator::enabled(&server, &olena, "/portal").await;
    let by_password = olena
        .post("/portal/step-up", &json!({ "password": PASSWORD }))
        .await;
    by_password.is_problem(403, "step_up_required");
    assert_eq!(
        by_password.json()["methods"],
        json!(["totp", "recovery_code"])
    );
    // The code that turned it on is used up.
    step_up_by(&olena, &app.code())
        .await
        .is_problem(401, "code_replayed");
    let next = app.next_code();
    assert_eq!(step_up_by(&olena, &next).await.status, 204);
    step_up_by(&olena, &next)
        .await
        .is_problem(401, "code_replayed");
    step_up_by(&olena, &app.code_of(-1))
        .await
        .is_problem(401, "code_replayed");

    let typed = recovery[0].to_uppercase().replace('-', " ");
    assert_eq!(step_up_by(&olena, &typed).await.status, 204);
    assert_eq!(factor(&olena).await["recovery_codes_left"], 9);
    step_up_by(&olena, &recovery[0])
        .await
        .is_problem(401, "code_invalid");
    for body in [json!({}), json!({ "password": PASSWORD, "code": "000000" })] {
        let answer = olena.post("/portal/step-up", &body).await;
        answer.is_problem(400, "validation_failed");
    }
}

#[tokio::test]
async fn without_a_factor_no_code_steps_up() {
    let (server, _) = Server::set_up().await;
    let olena = Visitor::at_the_portal(&server).await;
    let answer = step_up_by(&olena, "000000").await;
    answer.is_problem(403, "step_up_required");
    assert_eq!(answer.json()["methods"], json!(["password"]));
}

#[tokio::test]
async fn of_two_who_use_one_code_at_once_one_gets_through() {
    let (server, _) = Server::set_up().await;
    let olena = Visitor::at_the_portal(&server).await;
    let (app, recovery) = Authenticator::enabled(&server, &olena, "/portal").await;
    for code in [app.next_code(), recovery[0].clone()] {
        let (one, other) = tokio::join!(step_up_by(&olena, &code), step_up_by(&olena, &code));
        let through = [&one, &other].iter().filter(|a| a.status == 204).count();
        assert_eq!(through, 1, "{one:?} {other:?}");
    }
}

#[tokio::test]
async fn turning_it_on_or_off_ends_every_other_session() {
    let (server, _) = Server::set_up().await;
    let olena = Visitor::at_the_portal(&server).await;
    let other = Visitor::at_the_portal(&server).await;
    // By the same password.
    let inside = team::olena(&server).await;
    let (app, _) = Authenticator::enabled(&server, &olena, "/portal").await;
    for (who, path) in [(&other, "/portal/me"), (&inside, "/c/acme/session")] {
        who.get(path).await.is_problem(401, "unauthenticated");
    }
    assert_eq!(olena.get("/portal/me").await.status, 200);

    server.clock.turn(STEP_UP_LIFE);
    let off = olena.delete("/portal/2fa").await;
    off.is_problem(403, "step_up_required");
    assert_eq!(step_up_by(&olena, &app.code()).await.status, 204);
    assert_eq!(olena.delete("/portal/2fa").await.status, 204);
    assert_eq!(factor(&olena).await["enabled"], false);
    olena.step_up().await;
}

#[tokio::test]
async fn another_app_takes_the_place_of_the_first_with_its_first_code() {
    let (server, _) = Server::set_up().await;
    let olena = Visitor::at_the_portal(&server).await;
    let (old, codes_before) = Authenticator::enabled(&server, &olena, "/portal").await;
    let (new, _) = Authenticator::enabled(&server, &olena, "/portal").await;
    step_up_by(&olena, &old.next_code())
        .await
        .is_problem(401, "code_invalid");
    step_up_by(&olena, &codes_before[0])
        .await
        .is_problem(401, "code_invalid");
    assert_eq!(step_up_by(&olena, &new.code()).await.status, 204);
}

#[tokio::test]
async fn new_recovery_codes_void_the_old_ones() {
    let (server, _) = Server::set_up().await;
    let olena = Visitor::at_the_portal(&server).await;
    let (_, old) = Authenticator::enabled(&server, &olena, "/portal").await;
    let made = olena.post("/portal/2fa/recovery-codes", &json!({})).await;
    let new = codes(&made);
    assert!(new.iter().all(|code| !old.contains(code)));
    step_up_by(&olena, &old[0])
        .await
        .is_problem(401, "code_invalid");
    assert_eq!(step_up_by(&olena, &new[0]).await.status, 204);
}

#[tokio::test]
async fn five_wrong_codes_end_the_session_and_lock_the_factor() {
    let (server, _) = Server::set_up().await;
    let olena = Visitor::at_the_portal(&server).await;
    let (app, _) = Authenticator::enabled(&server, &olena, "/portal").await;
    for _ in 0..4 {
        step_up_by(&olena, &app.wrong_code())
            .await
            .is_problem(401, "code_invalid");
    }
    let last = step_up_by(&olena, &app.wrong_code()).await;
    last.is_problem(429, "factor_locked");
    assert_eq!(last.header("retry-after"), "900");
    olena
        .get("/portal/me")
        .await
        .is_problem(401, "unauthenticated");
}

#[tokio::test]
async fn a_user_who_signs_in_by_the_account_has_its_factor() {
    let (server, _) = Server::set_up().await;
    let at_the_portal = Visitor::at_the_portal(&server).await;
    let olena = in_the_crm(&server).await;
    let (app, _) = Authenticator::enabled(&server, &olena, "/c/acme/me").await;
    assert_eq!(app.entry(), (Some("Ninefold"), "olena@acme.example"));
    let of_the_user = olena.get("/c/acme/me/2fa").await.json();
    assert_eq!(
        (&of_the_user["enabled"], &of_the_user["owner"]),
        (&json!(true), &json!("account"))
    );
    at_the_portal
        .get("/portal/me")
        .await
        .is_problem(401, "unauthenticated");
    let code = json!({ "code": app.next_code() });
    assert_eq!(olena.post("/c/acme/me/step-up", &code).await.status, 204);
}

#[tokio::test]
async fn a_password_is_changed_with_the_factor_too() {
    let (server, _) = Server::set_up().await;
    let olena = Visitor::at_the_portal(&server).await;
    let (app, _) = Authenticator::enabled(&server, &olena, "/portal").await;
    server.clock.turn(STEP_UP_LIFE);
    let new = "eight yellow submarines";
    let body = json!({ "current": PASSWORD, "new": new, "confirmation": new });
    let alone = olena.post("/portal/password", &body).await;
    alone.is_problem(403, "step_up_required");
    assert_eq!(alone.json()["methods"], json!(["totp", "recovery_code"]));
    assert_eq!(step_up_by(&olena, &app.code()).await.status, 204);
    assert_eq!(olena.post("/portal/password", &body).await.status, 204);
    assert_eq!(factor(&olena).await["enabled"], true);
}

#[tokio::test]
async fn without_its_key_the_server_does_not_start_and_makes_no_new_one() {
    let (server, _) = Server::set_up().await;
    {
        let olena = Visitor::at_the_portal(&server).await;
        Authenticator::enabled(&server, &olena, "/portal").await;
    }
    let stopped = server.stopped().await;
    let key = stopped.folder.path().join("server.key");
    let bytes = fs::read(&key).expect("a key");
    let code_after = async |bytes: Option<&[u8]>| {
        match bytes {
            Some(bytes) => File::create(&key)
                .and_then(|mut file| file.write_all(bytes))
                .expect("written"),
            None => fs::remove_file(&key).expect("removed"),
        }
        stopped.start().await.err().map(|error| error.code())
    };
    assert_eq!(code_after(None).await, Some("server_key_missing"));
    assert!(!key.exists(), "none is made");
    assert_eq!(code_after(Some(&[7; 32])).await, Some("server_key_wrong"));
    assert_eq!(code_after(Some(&bytes)).await, None);
}

/// `ninefold-server second-factor reset`, beside the running server: its exit code.
async fn reset(server: &Server, whose: &str) -> Option<i32> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ninefold-server"));
    command.args(["second-factor", "reset", whose, "--data-dir"]);
    command.arg(server.folder.path());
    if let Some(url) = server.database() {
        command.env("NINEFOLD_DATABASE", url);
    }
    command.output().await.expect("ran").status.code()
}

#[tokio::test]
async fn the_operator_takes_a_lost_factor_away_on_the_command_line() {
    let (server, _) = Server::set_up().await;
    let olena = Visitor::at_the_portal(&server).await;
    assert_eq!(
        reset(&server, "olena@acme.example").await,
        Some(1),
        "there is none"
    );
    Authenticator::enabled(&server, &olena, "/portal").await;
    assert_eq!(reset(&server, "nobody@acme.example").await, Some(1));
    assert_eq!(reset(&server, "Olena@acme.example").await, Some(0));
    olena
        .get("/portal/me")
        .await
        .is_problem(401, "unauthenticated");
    let again = Visitor::at_the_portal(&server).await;
    assert_eq!(factor(&again).await["enabled"], false);
}

#[tokio::test]
async fn a_lost_key_costs_the_factors_and_nothing_else() {
    let (server, _) = Server::set_up().await;
    {
        let olena = Visitor::at_the_portal(&server).await;
        Authenticator::enabled(&server, &olena, "/portal").await;
    }
    assert_eq!(reset(&server, "--all").await, Some(0));
    let stopped = server.stopped().await;
    fs::remove_file(stopped.folder.path().join("server.key")).expect("removed");
    let server = stopped.start().await.expect("started with a new key");
    let olena = Visitor::at_the_portal(&server).await;
    Authenticator::enabled(&server, &olena, "/portal").await;
}

#[tokio::test]
async fn the_database_alone_tells_no_secret() {
    let (server, _) = Server::set_up().await;
    let secrets = {
        let olena = Visitor::at_the_portal(&server).await;
        let enrolment = olena.post("/portal/2fa/totp", &json!({})).await;
        let app = Authenticator::new(&server, &enrolment);
        let body = json!({ "code": app.code() });
        let mut secrets = codes(&olena.post("/portal/2fa/totp/confirm", &body).await);
        secrets.push(
            enrolment.json()["secret"]
                .as_str()
                .expect("text")
                .to_owned(),
        );
        secrets
    };
    let stopped = server.stopped().await;
    for file in fs::read_dir(stopped.folder.path()).expect("there") {
        let path = file.expect("readable").path();
        let bytes = fs::read(&path).expect("readable");
        for secret in &secrets {
            for form in [
                secret.clone(),
                secret.to_uppercase(),
                secret.replace('-', ""),
            ] {
                let found = bytes
                    .windows(form.len())
                    .any(|part| part == form.as_bytes());
                assert!(!found, "{}", path.display());
            }
        }
    }
}
