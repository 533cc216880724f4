//! The audit log of a CRM: who reads it, what is in it, and what never is.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    api_keys::{self, by_key},
    authenticator::{Authenticator, codes},
    closing::mariia,
    harness::{Answer, BOOTSTRAP, PASSWORD, Server},
    letters::Letters,
    money, own_sessions,
    qr::Waiting,
    receiver::Receiver,
    staff,
    team::{by_password, ihor, olena, with_password},
    visitor::Visitor,
};

const LOG: &str = "/c/acme/audit";
const CSV: &str = "/c/acme/audit.csv";
const KEYS: &str = "/c/acme/api-keys";

/// Entries that fit, the last ones first.
async fn read(visitor: &Visitor<'_>, query: &str) -> Vec<Value> {
    let answer = visitor.get(&format!("{LOG}{query}")).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()["items"].as_array().expect("a list").clone()
}

/// A list, so many entries at a time, whatever happens between two parts.
pub(crate) async fn in_parts(
    visitor: &Visitor<'_>,
    path: &str,
    limit: u8,
    between: impl AsyncFn(),
) -> Vec<Value> {
    let mut found = Vec::new();
    let mut query = format!("?limit={limit}");
    loop {
        let part = visitor.get(&format!("{path}{query}")).await.json();
        found.extend(part["items"].as_array().expect("a list").clone());
        let Some(cursor) = part["next_cursor"].as_str() else {
            return found;
        };
        query = format!("?limit={limit}&cursor={cursor}");
        between().await;
    }
}

fn all_of(entries: &[Value], name: &str) -> Vec<String> {
    let texts = entries.iter().map(|entry| {
        let text = entry[name].as_str();
        text.expect("text").to_owned()
    });
    texts.collect()
}

/// Records of the file, without its head.
fn records(answer: &Answer) -> Vec<String> {
    answer.text.lines().skip(1).map(str::to_owned).collect()
}

/// Makes Ihor an administrator.
async fn promote(olena: &Visitor<'_>) {
    let users = staff::users(olena).await;
    let his = users
        .iter()
        .find(|user| user["email"] == "ihor@acme.example");
    let admin = json!({ "role": "admin" });
    let patched = staff::patch(olena, his.expect("there"), &admin).await;
    assert_eq!(patched.status, 200, "{patched:?}");
}

#[tokio::test]
async fn it_says_who_did_what_to_whom_the_last_first() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let hers = olena(server).await;
    ihor(&letters, &hers).await;
    server.clock.turn(Duration::from_secs(1));
    promote(&hers).await;

    let entries = read(&hers, "").await;
    let last = &entries[0];
    assert_eq!(last["kind"], "user.role_changed");
    assert_eq!(last["at"], "2027-01-15T08:00:01.000Z");
    assert_eq!(last["actor"]["kind"], "user");
    assert_eq!(last["actor"]["name"], "Olena Koval");
    assert_eq!(last["subject"]["name"], "Ihor Bondar");
    assert_eq!(last["fields"], json!({ "from": "member", "to": "admin" }));
    assert_eq!(last["ip"], "127.0.0.1");
    let kinds = all_of(&entries, "kind");
    let told = ["user.joined", "user.invited", "sign_in.succeeded"];
    let places = told.map(|kind| kinds.iter().position(|each| each == kind));
    assert!(places.is_sorted(), "{kinds:?}");
    assert!(places[0].is_some(), "{kinds:?}");
    let invited = entries.iter().find(|entry| entry["kind"] == "user.invited");
    assert_eq!(
        invited.expect("there")["subject"]["name"],
        "ihor@acme.example"
    );
    let made = entries.last().expect("there");
    assert_eq!(made["kind"], "crm.created");
    assert_eq!(made["actor"]["kind"], "account");
    assert_eq!(made["actor"]["name"], "Olena Koval", "her user's name");
}

#[tokio::test]
async fn nobody_but_owner_and_admins_of_this_crm_reads_it() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    // Her letter is the first one.
    let mariia = mariia(&letters).await;
    mariia.take_csrf("/c/berry-ltd/session").await;
    let hers = olena(server).await;
    let refused = async |visitor: &Visitor<'_>, status: u16, code: &str| {
        for path in [LOG, CSV] {
            visitor.get(path).await.is_problem(status, code);
        }
    };
    refused(&mariia, 401, "unauthenticated").await;
    refused(&Visitor::new(server), 401, "unauthenticated").await;
    refused(
        &Visitor::at_the_portal(server).await,
        401,
        "unauthenticated",
    )
    .await;
    let (_, key) = api_keys::make(&hers, KEYS, &["read", "webhooks"]).await;
    for path in [LOG, CSV] {
        by_key(server, Method::GET, path, &key)
            .await
            .is_problem(401, "unauthenticated");
    }
    let own = mariia.get("/c/berry-ltd/audit").await;
    assert_eq!(own.status, 200, "{own:?}");
    assert!(!own.text.contains("Olena"), "{own:?}");

    // What stands in the log of one CRM is no place in that of another.
    let place = read(&hers, "?limit=1").await[0]["id"].clone();
    let query = format!("?cursor={}", place.as_str().expect("an id"));
    let stolen = mariia.get(&format!("/c/berry-ltd/audit{query}")).await;
    assert_eq!(stolen.json()["items"], json!([]), "{stolen:?}");
}

#[tokio::test]
async fn members_and_viewers_are_refused_and_an_administrator_is_not_told_of_money() {
    let letters = Letters::set_up_today().await;
    let server = &letters.server;
    let hers = olena(server).await;
    let his = ihor(&letters, &hers).await;
    for role in ["member", "viewer"] {
        let users = staff::users(&hers).await;
        let user = users
            .iter()
            .find(|user| user["email"] == "ihor@acme.example");
        let user = user.expect("there");
        if user["role"] != role {
            let patched = staff::patch(&hers, user, &json!({ "role": role })).await;
            assert_eq!(patched.status, 200, "{patched:?}");
        }
        for path in [LOG, CSV] {
            his.get(path).await.is_problem(403, "forbidden");
        }
    }
    promote(&hers).await;
    let args = ["top-up", "--crm", "acme", "--amount", "1250"];
    let args = [&args[..], &["--reference", "INV-1"]].concat();
    let (code, told) = money::command(server, &args).await;
    assert_eq!(code, Some(0), "{told}");

    let of_money = "?kind=ledger.posted";
    let hers = read(&hers, of_money).await;
    assert_eq!(hers[0]["fields"]["amount_minor"], "1250");
    assert_eq!(
        hers[0]["actor"],
        json!({ "kind": "operator", "id": null, "name": null })
    );
    let his = with_password(server, "ihor").await;
    assert!(!read(&his, "").await.is_empty());
    assert!(read(&his, of_money).await.is_empty());
    for query in ["", of_money] {
        let file = his.get(&format!("{CSV}{query}")).await;
        assert_eq!(file.status, 200, "{file:?}");
        assert!(!file.text.contains("1250"), "{file:?}");
    }
}

#[tokio::test]
async fn parts_follow_each_other_while_new_entries_come() {
    let (server, _) = Server::set_up().await;
    let hers = olena(&server).await;
    for _ in 0..3 {
        api_keys::make(&hers, KEYS, &["read"]).await;
    }
    let before = read(&hers, "").await;
    assert!(before.len() > 4, "{before:?}");
    let found = in_parts(&hers, LOG, 2, async || {
        // In the same moment: the clock stands.
        api_keys::make(&hers, KEYS, &["read"]).await;
    });
    assert_eq!(found.await, before);
}

#[tokio::test]
async fn it_is_filtered_by_who_what_and_when() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let hers = olena(server).await;
    server.clock.turn(Duration::from_secs(1));
    let his = ihor(&letters, &hers).await;
    server.clock.turn(Duration::from_secs(1));
    by_password(&Visitor::new(server), "ihor", "wrong")
        .await
        .is_problem(401, "sign_in_failed");
    server.clock.turn(Duration::from_secs(1));
    let (key_id, key) = api_keys::make(&hers, KEYS, &["webhooks"]).await;
    let receiver = Receiver::start().await;
    let request = server.request(Method::POST, "/api/v1/c/acme/webhooks");
    let webhook =
        json!({ "url": receiver.url, "types": ["account.user_invited"], "enabled": true });
    let request = request.header("authorization", format!("Bearer {key}"));
    let added = request.json(&webhook).send().await.expect("an answer");
    assert_eq!(added.status(), 201);

    let me = his.get("/c/acme/session").await.json();
    let of_ihor = format!("?actor={}", me["user"]["id"].as_str().expect("an id"));
    assert_eq!(
        all_of(&read(&hers, &of_ihor).await, "kind"),
        ["user.joined"]
    );
    let me = hers.get("/c/acme/session").await.json();
    let of_olena = format!("?actor={}", me["user"]["id"].as_str().expect("an id"));
    let kinds = all_of(&read(&hers, &of_olena).await, "kind");
    assert!(kinds.contains(&"user.invited".to_owned()), "{kinds:?}");
    assert!(
        kinds.contains(&"crm.created".to_owned()),
        "she did that by her account: {kinds:?}"
    );
    assert!(!kinds.contains(&"user.joined".to_owned()), "{kinds:?}");
    let of_key = read(&hers, &format!("?actor={key_id}")).await;
    assert_eq!(all_of(&of_key, "kind"), ["webhook.created"]);
    assert_eq!(of_key[0]["actor"]["name"], "Reporting");
    let failed = read(&hers, "?actor=nobody").await;
    assert_eq!(all_of(&failed, "kind"), ["sign_in.failed"]);
    assert_eq!(failed[0]["fields"]["reason"], "wrong_password");
    assert_eq!(failed[0]["subject"]["name"], "Ihor Bondar");
    assert!(read(&hers, "?actor=operator").await.is_empty());
    assert_eq!(read(&hers, "?kind=sign_in.failed").await, failed);
    let between = "?from=2027-01-15T08:00:02Z&until=2027-01-15T08:00:03Z";
    assert_eq!(read(&hers, between).await, failed);
    assert!(
        read(&hers, "?actor=operator&kind=sign_in.failed")
            .await
            .is_empty()
    );

    for (query, code) in [
        ("?cursor=x", "cursor_invalid"),
        ("?kind=theft", "validation_failed"),
        ("?from=yesterday", "validation_failed"),
        ("?who=olena", "validation_failed"),
    ] {
        let answer = hers.get(&format!("{LOG}{query}")).await;
        answer.is_problem(400, code);
    }
    let inject = "%27%20OR%201%3D1%20--";
    assert!(read(&hers, &format!("?actor={inject}")).await.is_empty());
    hers.get(&format!("{CSV}?kind={inject}"))
        .await
        .is_problem(400, "validation_failed");
}

#[tokio::test]
async fn it_is_taken_to_a_spreadsheet_with_the_same_filters_and_no_formula() {
    let (server, _) = Server::set_up().await;
    let hers = olena(&server).await;
    let named = json!({ "name": "=1+1, \"quoted\"", "scopes": ["read"] });
    let made = hers.post(KEYS, &named).await;
    assert_eq!(made.status, 201, "{made:?}");
    let file = hers.get(&format!("{CSV}?kind=api_key.created")).await;
    assert_eq!(file.status, 200, "{file:?}");
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(
        file.header("content-disposition"),
        "attachment; filename=\"audit-acme.csv\""
    );
    let head =
        "time,kind,actor_kind,actor_id,actor,subject_id,subject,fields,ip,device,request_id\r\n";
    assert!(file.text.starts_with(head), "{file:?}");
    let lines = records(&file);
    let [line] = lines.as_slice() else {
        panic!("{lines:?}")
    };
    assert!(
        line.starts_with("2027-01-15T08:00:00.000Z,api_key.created,user,"),
        "{line}"
    );
    assert!(line.contains(",Olena Koval,"), "{line}");
    assert!(line.contains(",\"'=1+1, \"\"quoted\"\"\","), "{line}");
    assert!(line.contains(",127.0.0.1,,"), "{line}");
    assert!(records(&hers.get(&format!("{CSV}?actor=operator")).await).is_empty());
}

#[tokio::test]
async fn it_keeps_what_the_device_was_called_when_it_was_done() {
    let (server, _) = Server::set_up().await;
    let hers = own_sessions::in_the_crm(&server, "olena").await;
    for name in ["=Olena's laptop", "Desk"] {
        let renamed = own_sessions::rename(&hers, name).await;
        assert_eq!(renamed.status, 200, "{renamed:?}");
        api_keys::make(&hers, KEYS, &["read"]).await;
    }
    let made = "?kind=api_key.created";
    let devices = all_of(&read(&hers, made).await, "device");
    assert_eq!(devices, ["Desk", "=Olena's laptop"]);
    let signed_in = read(&hers, "?kind=sign_in.succeeded").await;
    assert_eq!(signed_in[0]["device"], "Firefox · Linux");
    let lines = records(&hers.get(&format!("{CSV}{made}")).await);
    assert!(lines[0].contains(",127.0.0.1,Desk,"), "{lines:?}");
    assert!(
        lines[1].contains(",127.0.0.1,'=Olena's laptop,"),
        "{lines:?}"
    );

    // Whoever isn't signed in has no device but what the browser says.
    let body = json!({ "address": "acme", "login": "olena", "password": "wrong" });
    let firefox = [("user-agent", own_sessions::FIREFOX)];
    let stranger = Visitor::new(&server);
    let failed = stranger.call(Method::POST, "/sign-in", Some(&body), &firefox);
    failed.await.is_problem(401, "sign_in_failed");
    let failed = read(&hers, "?kind=sign_in.failed").await;
    assert_eq!(failed[0]["device"], "Firefox · Linux");
}

#[tokio::test]
async fn a_long_log_is_sent_to_its_end() {
    let (server, _) = Server::set_up().await;
    let nobody = Visitor::new(&server);
    // Two parts and one more.
    for _ in 0..501 {
        server.clock.turn(Duration::from_secs(30));
        let asked = nobody
            .post("/sign-in/qr", &json!({ "address": "acme" }))
            .await;
        assert_eq!(asked.status, 200, "{asked:?}");
    }
    let hers = olena(&server).await;
    let file = hers.get(&format!("{CSV}?kind=qr.requested")).await;
    let lines = records(&file);
    assert_eq!(lines.len(), 501);
    assert!(lines.is_sorted_by(|one, next| one > next), "the last first");
}

#[tokio::test]
async fn no_secret_of_a_crm_full_of_things_is_in_it() {
    let letters = Letters::set_up().await;
    let server = &letters.server;
    let hers = olena(server).await;
    let his = ihor(&letters, &hers).await;
    let (_, key) = api_keys::make(&hers, KEYS, &["read", "webhooks"]).await;
    let receiver = Receiver::start().await;
    let webhook =
        json!({ "url": receiver.url, "types": ["account.user_invited"], "enabled": true });
    let webhook = hers.post("/c/acme/webhooks", &webhook).await.json();
    let invited = staff::invite(&hers, &["zoe@acme.example"], "viewer").await;
    assert_eq!(invited.status, 200, "{invited:?}");
    let enrolment = his.post("/c/acme/me/2fa/totp", &json!({})).await;
    let app = Authenticator::new(server, &enrolment);
    let confirm = json!({ "code": app.code() });
    let confirmed = his.post("/c/acme/me/2fa/totp/confirm", &confirm).await;
    let connect = his.post("/c/acme/me/connect-code", &json!({})).await;
    assert_eq!(connect.status, 200, "{connect:?}");
    let screen = Waiting::begin(server, Some("acme")).await;
    let export = hers.post("/c/acme/exports", &json!({})).await;
    assert_eq!(export.status, 202, "{export:?}");
    let reset = json!({ "email": "ihor@acme.example", "address": "acme" });
    let reset = Visitor::new(server).post("/password-reset", &reset).await;
    assert!(reset.status.is_success(), "{reset:?}");

    let text = |value: &Value| value.as_str().expect("text").to_owned();
    let mut secrets = codes(&confirmed);
    secrets.extend([
        key,
        text(&webhook["secret"]),
        text(&enrolment.json()["secret"]),
        text(&connect.json()["code"]),
        screen.code().to_owned(),
        PASSWORD.to_owned(),
        BOOTSTRAP.to_owned(),
        hers.csrf(),
        his.csrf(),
    ]);
    for visitor in [&hers, &his, &screen.browser] {
        let cookies = visitor.cookies();
        let values = cookies.split("; ").filter_map(|pair| pair.split_once('='));
        secrets.extend(values.map(|(_, value)| value.to_owned()));
    }
    // Invitations of both, of the second factor, the export and the link for a new password.
    for letter in letters.wait(5).await {
        secrets.extend(letter.text.split("#ticket=").skip(1).map(|rest| {
            let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
            rest[..end].to_owned()
        }));
    }
    assert!(secrets.iter().all(|secret| secret.len() > 5), "{secrets:?}");

    let list = hers.get(&format!("{LOG}?limit=200")).await;
    assert_eq!(list.json()["next_cursor"], Value::Null);
    let kinds = all_of(list.json()["items"].as_array().expect("a list"), "kind");
    for kind in [
        "api_key.created",
        "webhook.created",
        "user.invited",
        "2fa.enabled",
        "qr.requested",
        "export.created",
        "password.reset_requested",
    ] {
        assert!(kinds.iter().any(|each| each == kind), "{kind}: {kinds:?}");
    }
    let file = hers.get(CSV).await;
    assert_eq!(records(&file).len(), kinds.len());
    for secret in secrets {
        for answer in [&list, &file] {
            assert!(!answer.text.contains(&secret), "{secret} in {answer:?}");
        }
    }
}
