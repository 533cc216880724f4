//! Exports that owners of CRMs ask for: who gets one, how long, and what is left of it.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use reqwest::Method;
use serde_json::{Value, json};
use tokio::time::{sleep, timeout};

use crate::{
    api_keys,
    closing::mariia,
    harness::Server,
    letters::Letters,
    staff,
    team::{ihor, olena, with_password},
    visitor::Visitor,
};

const EXPORTS: &str = "/c/acme/exports";
const PATIENCE: Duration = Duration::from_secs(20);
const PAUSE: Duration = Duration::from_millis(20);
const DAY: Duration = Duration::from_hours(24);

/// Asks for one, and waits until it's ready.
pub(crate) async fn made(visitor: &Visitor<'_>, path: &str) -> Value {
    let asked = visitor.post(path, &json!({})).await;
    assert_eq!(asked.status, 202, "{asked:?}");
    let id = asked.json()["id"].clone();
    let ready = timeout(PATIENCE, async {
        loop {
            let listed = visitor.get(path).await.json();
            let items = listed["items"].as_array().expect("a list");
            let export = items.iter().find(|item| item["id"] == id).expect("there");
            if export["state"] == "ready" {
                return export.clone();
            }
            sleep(PAUSE).await;
        }
    });
    ready.await.expect("it is made")
}

fn file_of(path: &str, export: &Value) -> String {
    format!("{path}/{}/file", export["id"].as_str().expect("an id"))
}

fn folder(server: &Server) -> PathBuf {
    server.folder.path().join("exports")
}

/// What lies in the folder of exports.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let paths = entries.map(|entry| entry.expect("readable").path());
    paths.collect()
}

/// Waits until so many files are left.
async fn wait_for_files(folder: &Path, count: usize) {
    let left = timeout(PATIENCE, async {
        while files(folder).len() != count {
            sleep(PAUSE).await;
        }
    });
    assert!(left.await.is_ok(), "{:?}", files(folder));
}

/// The path of Acme at the portal, whose deletion is scheduled.
async fn scheduled(olena: &Visitor<'_>) -> String {
    let crm = olena.crms().await[0].clone();
    let path = format!("/portal/crms/{}", crm["id"].as_str().expect("an id"));
    let name = json!({ "name": "Acme" });
    let answer = olena.call(Method::DELETE, &path, Some(&name), &[]).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    path
}

#[tokio::test]
async fn the_owner_takes_everything_away_in_one_file() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let hers = olena(server).await;
    assert_eq!(hers.get(EXPORTS).await.json(), json!({ "items": [] }));
    let export = made(&hers, EXPORTS).await;
    assert_eq!(export["expires_at"], "2027-01-18T08:00:00.000Z");

    let path = format!("/api/v1{}", file_of(EXPORTS, &export));
    let request = server.request(Method::GET, &path);
    let answer = request.header("cookie", hers.cookies()).send().await;
    let answer = answer.expect("an answer");
    assert_eq!(answer.status(), 200);
    for (name, value) in [
        ("content-type", "application/zip"),
        ("cache-control", "no-store"),
        (
            "content-disposition",
            "attachment; filename=\"acme-2027-01-15.zip\"",
        ),
    ] {
        assert_eq!(answer.headers()[name], value, "{name}");
    }
    let bytes = answer.bytes().await.expect("a body");
    assert_eq!(export["bytes"], bytes.len());
    assert!(bytes.starts_with(b"PK\x03\x04"));
    // What comes last in an archive.
    assert!(bytes.windows(4).any(|part| part == b"PK\x05\x06"));

    let lying = files(&folder(server));
    let [file] = lying.as_slice() else {
        panic!("{lying:?}")
    };
    let name = file.file_stem().expect("a name").to_str().expect("text");
    assert_eq!(name.len(), 32, "{name}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = fs::metadata(file).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "the server's alone");
    }
    let letter = &letters.wait(1).await[0];
    assert_eq!(letter.to, "olena@acme.example");
    assert!(letter.subject.contains("Acme"), "{letter:?}");
    assert!(letter.text.contains("/c/acme/settings\r\n"), "{letter:?}");
    assert!(letter.text.contains("2027-01-18 10:00"), "{letter:?}");
    for secret in [name, export["id"].as_str().expect("an id"), "#"] {
        assert!(!letter.text.contains(secret), "{secret} in {letter:?}");
    }
}

#[tokio::test]
async fn who_asks_proves_who_they_are_from_a_page_of_the_crm() {
    let (server, _) = Server::set_up().await;
    let hers = olena(&server).await;
    for (headers, code) in [
        ([("sec-fetch-site", "cross-site")], "origin_refused"),
        ([("x-csrf-token", "AAAA")], "csrf_failed"),
    ] {
        let asked = hers.call(Method::POST, EXPORTS, None, &headers).await;
        asked.is_problem(403, code);
    }
    server.clock.turn(Duration::from_mins(16));
    hers.post(EXPORTS, &json!({}))
        .await
        .is_problem(403, "step_up_required");
    assert_eq!(hers.get(EXPORTS).await.json()["items"], json!([]));
}

#[tokio::test]
async fn nobody_but_the_owner_asks_sees_or_fetches() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let hers = olena(server).await;
    let member = ihor(&letters, &hers).await;
    let export = made(&hers, EXPORTS).await;
    let file = file_of(EXPORTS, &export);
    let refused = async |visitor: &Visitor<'_>, status: u16, code: &str| {
        let asked = visitor.post(EXPORTS, &json!({})).await;
        asked.is_problem(status, code);
        visitor.get(EXPORTS).await.is_problem(status, code);
        visitor.get(&file).await.is_problem(status, code);
    };
    refused(&member, 403, "not_owner").await;
    let users = staff::users(&hers).await;
    let his = users
        .iter()
        .find(|user| user["email"] == "ihor@acme.example");
    let admin = json!({ "role": "admin" });
    let patched = staff::patch(&hers, his.expect("there"), &admin).await;
    assert_eq!(patched.status, 200, "{patched:?}");
    refused(&with_password(server, "ihor").await, 403, "not_owner").await;
    refused(&Visitor::new(server), 401, "unauthenticated").await;
    refused(
        &Visitor::at_the_portal(server).await,
        401,
        "unauthenticated",
    )
    .await;

    let scopes = ["read", "webhooks"];
    let (_, key) = api_keys::make(&hers, "/c/acme/api-keys", &scopes).await;
    for (method, path) in [
        (Method::POST, EXPORTS),
        (Method::GET, EXPORTS),
        (Method::GET, &file),
    ] {
        api_keys::by_key(server, method, path, &key)
            .await
            .is_problem(401, "unauthenticated");
    }
    assert_eq!(hers.get(&file).await.status, 200);
}

#[tokio::test]
async fn the_owner_of_another_crm_gets_nothing_of_this_one() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    // Her letter is the first one.
    let mariia = mariia(&letters).await;
    let hers = olena(server).await;
    let export = made(&hers, EXPORTS).await;
    let portal = Visitor::at_the_portal(server).await;
    let path = format!("{}/exports", scheduled(&portal).await);
    assert_eq!(portal.get(&path).await.json()["items"], json!([export]));

    mariia.get(&path).await.is_problem(404, "not_found");
    mariia
        .post(&path, &json!({}))
        .await
        .is_problem(404, "not_found");
    let stolen = mariia.get(&file_of(&path, &export)).await;
    stolen.is_problem(404, "not_found");
    mariia.take_csrf("/c/berry-ltd/session").await;
    let own = "/c/berry-ltd/exports";
    assert_eq!(mariia.get(own).await.json()["items"], json!([]));
    let stolen = mariia.get(&file_of(own, &export)).await;
    stolen.is_problem(404, "not_found");
    let file = portal.get(&file_of(&path, &export)).await;
    assert_eq!(file.status, 200);
}

#[tokio::test]
async fn no_id_leads_to_another_file() {
    let (server, _) = Server::set_up().await;
    let hers = olena(&server).await;
    made(&hers, EXPORTS).await;
    let file = files(&folder(&server))[0].clone();
    let name = file.file_stem().expect("a name").to_str().expect("text");
    for id in [
        name,
        "..%2F..%2Fserver",
        "%2E%2E%2Fserver.key",
        "%2Fetc%2Fpasswd",
        "%00",
        "'%20OR%201=1--",
        "00000000-0000-7000-8000-000000000000",
    ] {
        let answer = hers.get(&format!("{EXPORTS}/{id}/file")).await;
        assert_eq!(answer.status, 404, "{id}: {answer:?}");
    }
}

#[tokio::test]
async fn after_three_days_it_is_gone() {
    let (server, _) = Server::set_up().await;
    let hers = olena(&server).await;
    let export = made(&hers, EXPORTS).await;
    server.clock.turn(Duration::from_secs(3 * 24 * 60 * 60 - 1));
    let hers = olena(&server).await;
    assert_eq!(hers.get(&file_of(EXPORTS, &export)).await.status, 200);
    server.clock.turn(Duration::from_secs(1));
    hers.get(&file_of(EXPORTS, &export))
        .await
        .is_problem(404, "not_found");
    assert_eq!(hers.get(EXPORTS).await.json()["items"], json!([]));
    // Its start does what is due.
    let server = server.restarted().await;
    wait_for_files(&folder(&server), 0).await;
}

#[tokio::test]
async fn while_a_crm_waits_for_its_deletion_its_owner_exports_it_and_the_purge_takes_all() {
    let mut letters = Letters::set_up().await;
    let server = &letters.server;
    let portal = Visitor::at_the_portal(server).await;
    let id = portal.crms().await[0]["id"].clone();
    let path = format!("/portal/crms/{}/exports", id.as_str().expect("an id"));
    for answer in [
        portal.post(&path, &json!({})).await,
        portal.get(&path).await,
    ] {
        answer.is_problem(403, "forbidden");
    }
    scheduled(&portal).await;
    let export = made(&portal, &path).await;
    let file = portal.get(&file_of(&path, &export)).await;
    assert_eq!(file.status, 200);
    let sent = letters.wait(2).await;
    let told = sent.iter().any(|letter| {
        letter.text.contains("/account\r\n") && letter.text.contains("2027-01-18 10:00")
    });
    assert!(told, "{sent:#?}");
    server.clock.turn(Duration::from_mins(16));
    portal
        .post(&path, &json!({}))
        .await
        .is_problem(403, "step_up_required");

    // One that is still good when its time comes.
    server.clock.turn(DAY * 6);
    let portal = Visitor::at_the_portal(server).await;
    let export = made(&portal, &path).await;
    server.clock.turn(DAY);
    letters.server = letters.server.restarted().await;
    wait_for_files(&folder(&letters.server), 0).await;
    let portal = Visitor::at_the_portal(&letters.server).await;
    let file = portal.get(&file_of(&path, &export)).await;
    assert!([404, 409].contains(&file.status.as_u16()), "{file:?}");
}

#[tokio::test]
async fn what_a_process_left_that_died_goes_and_what_is_ready_stays() {
    let (server, _) = Server::set_up().await;
    let export = made(&olena(&server).await, EXPORTS).await;
    for left in ["0a.part", "0b.zip"] {
        let path = folder(&server).join(left);
        fs::File::create(path).expect("written");
    }
    let server = server.restarted().await;
    wait_for_files(&folder(&server), 1).await;
    let file = olena(&server).await.get(&file_of(EXPORTS, &export)).await;
    assert_eq!(file.status, 200);
}
