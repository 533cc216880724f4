//! The audit log of an account: what its holder reads in it, and what nobody else does.

use serde_json::{Value, json};

use crate::{
    audit::in_parts,
    harness::{PASSWORD, Server},
    money,
    portal::{create, enter_link, id_of},
    visitor::Visitor,
};

const LOG: &str = "/portal/audit";

async fn entries(who: &Visitor<'_>, query: &str) -> Vec<Value> {
    let answer = who.get(&format!("{LOG}{query}")).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.json()["items"].as_array().expect("a list").clone()
}

fn kinds(entries: &[Value]) -> Vec<&str> {
    let kinds = entries.iter().map(|entry| entry["kind"].as_str());
    kinds.map(|kind| kind.expect("text")).collect()
}

#[tokio::test]
async fn its_holder_sees_what_was_done_and_what_was_tried() {
    let (server, _) = Server::set_up().await;
    let wrong = Visitor::new(&server);
    wrong
        .sign_in("olena@acme.example", "wrong wrong wrong")
        .await
        .is_problem(401, "sign_in_failed");
    let hers = Visitor::at_the_portal(&server).await;
    let made = create(&hers, "Berry Ltd", "a").await;
    assert_eq!(made.status, 200, "{made:?}");
    let berry = id_of(&hers.crms().await[1]);
    enter_link(&hers, &berry).await;
    hers.step_up().await;
    let new = "eight yellow submarines";
    let body = json!({ "current": PASSWORD, "new": new, "confirmation": new });
    let changed = hers.post("/portal/password", &body).await;
    assert!(changed.status.is_success(), "{changed:?}");

    let log = entries(&hers, "").await;
    let expected = [
        "password.changed",
        "crm.entered",
        "crm.created",
        "sign_in.succeeded",
        "sign_in.failed",
        "crm.created",
        "account.created",
    ];
    assert_eq!(kinds(&log), expected);
    let me = &hers.get("/portal/me").await.json()["account"];
    assert_eq!(log[0]["actor"]["kind"], "account");
    assert_eq!(log[0]["actor"]["id"], me["id"]);
    assert_eq!(log[0]["actor"]["name"], "Olena Koval");
    assert_eq!(log[0]["ip"], "127.0.0.1");
    assert_eq!(log[1]["subject"]["name"], "Berry Ltd");
    let failed = &log[4];
    assert_eq!(failed["actor"]["kind"], "nobody");
    assert_eq!(failed["fields"]["reason"], "wrong_password");
    assert_eq!(failed["ip"], "127.0.0.1", "somebody tried it from there");
    assert!(!format!("{log:?}").contains("wrong wrong"), "{log:?}");
}

#[tokio::test]
async fn parts_follow_each_other_while_new_entries_come() {
    let (server, _) = Server::set_up().await;
    let hers = Visitor::at_the_portal(&server).await;
    let before = entries(&hers, "").await;
    assert!(before.len() > 2, "{before:?}");
    let found = in_parts(&hers, LOG, 1, async || {
        Visitor::at_the_portal(&server).await;
    });
    assert_eq!(found.await, before);
    for (query, code) in [
        ("?cursor=x", "cursor_invalid"),
        ("?kind=sign_out", "validation_failed"),
    ] {
        let answer = hers.get(&format!("{LOG}{query}")).await;
        answer.is_problem(400, code);
    }
}

#[tokio::test]
async fn nobody_reads_it_but_its_holder() {
    let (server, setup) = Server::set_up().await;
    let nobody = Visitor::new(&server).get(LOG).await;
    nobody.is_problem(401, "unauthenticated");
    let inside = format!("/api/v1{LOG}");
    let inside = server.get_with(&inside, &setup.cookie()).await;
    inside.is_problem(401, "unauthenticated");

    let hers = Visitor::at_the_portal(&server).await;
    let his = money::ihor(&server).await;
    let ids = |log: &[Value]| -> Vec<Value> {
        let ids = log.iter().map(|entry| entry["id"].clone());
        ids.collect()
    };
    let of_hers = ids(&entries(&hers, "").await);
    let log = entries(&his, "").await;
    assert!(kinds(&log).contains(&"account.created"), "{log:?}");
    assert!(ids(&log).iter().all(|id| !of_hers.contains(id)), "{log:?}");
    // A place in somebody else's log is none in one's own.
    let cursor = of_hers[0].as_str().expect("an id");
    let found = entries(&his, &format!("?cursor={cursor}")).await;
    assert!(found.is_empty(), "{found:?}");
}

#[tokio::test]
async fn where_somebody_else_was_who_did_something_is_not_told() {
    let (server, _) = Server::set_up().await;
    let operator = Visitor::at_the_portal(&server).await;
    let his = money::ihor(&server).await;
    let payee = json!({ "kind": "account", "email": "ihor@berry.example" });
    let paid = money::top_up(&operator, &money::payment(&payee, 500, "INV-1"), "a").await;
    assert_eq!(paid.status, 200, "{paid:?}");
    let log = entries(&his, "").await;
    assert_eq!(kinds(&log)[0], "ledger.posted");
    assert_eq!(log[0]["actor"]["name"], Value::Null);
    assert_eq!(
        (&log[0]["ip"], &log[0]["device"]),
        (&Value::Null, &Value::Null)
    );
    assert_eq!(log[1]["ip"], "127.0.0.1", "his own");
}
