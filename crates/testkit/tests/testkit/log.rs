use std::time::Duration;

use anyhow::Result;
use serde_json::{Value, json};
use testkit::{Entry, Event, FakeCrm};

use crate::browser::{SOON, client, sign_in};

#[tokio::test]
async fn each_request_is_there_with_its_session_user_and_status() -> Result<()> {
    let crm = FakeCrm::start().await?;
    let client = client()?;
    client.get(crm.tenant_url("acme")).send().await?;
    sign_in(&client, &crm, "acme", 2).await?;
    client
        .get(format!("{}long?x=1", crm.tenant_url("acme")))
        .header("accept-language", "uk")
        .send()
        .await?;

    let first = crm.wait_for(|e| e.is_request_for("/t/acme/"), SOON).await?;
    assert_eq!(
        (first.number, first.who.tenant.as_str(), first.who.user),
        (1, "acme", None)
    );
    let last = crm
        .wait_for(|e| e.is_request_for("/t/acme/long"), SOON)
        .await?;
    assert_eq!(last.who.user.as_deref(), Some("user2"));
    assert!(last.who.session.is_some());
    let Event::Request {
        method,
        query,
        headers,
        status,
        tls,
        ..
    } = last.event
    else {
        panic!("a request, not {last:?}");
    };
    assert_eq!(
        (method.as_str(), query.as_str(), status, tls),
        ("GET", "x=1", Some(200), false)
    );
    assert_eq!(
        headers.get("accept-language").map(String::as_str),
        Some("uk")
    );
    Ok(())
}

#[tokio::test]
async fn what_a_page_says_is_there_with_its_user() -> Result<()> {
    let crm = FakeCrm::start().await?;
    let client = client()?;
    sign_in(&client, &crm, "acme", 1).await?;
    let body = json!({ "page": "/t/acme/keys", "topic": "key", "value": { "key": "1" } });
    let address = format!("{}__say", crm.tenant_url("acme"));
    client.post(&address).body(body.to_string()).send().await?;
    let entry = crm.wait_for(|e| e.said("key").is_some(), SOON).await?;
    assert_eq!(entry.said("key"), Some(&json!({ "key": "1" })));
    assert_eq!(entry.who.user.as_deref(), Some("user1"));
    assert_eq!(
        client.post(address).body("nonsense").send().await?.status(),
        400
    );
    Ok(())
}

#[tokio::test]
async fn waiting_ends_when_the_entry_comes_and_not_before() -> Result<()> {
    let crm = FakeCrm::start().await?;
    let client = client()?;
    let asked = |e: &Entry| e.is_request_for("/long");
    let (found, sent) = tokio::join!(
        crm.wait_for(asked, SOON),
        client.get(format!("{}long", crm.url())).send()
    );
    sent?;
    let found = found?;
    let later = crm
        .log()
        .wait_for_since(found.number, asked, Duration::from_millis(1))
        .await;
    let error = later.expect_err("there was one only");
    assert_eq!(error.code(), "waited_in_vain");
    assert!(
        error.to_string().contains("/long"),
        "the end of the log is in the message: {error}"
    );
    Ok(())
}

#[tokio::test]
async fn it_is_served_as_json_and_can_be_emptied() -> Result<()> {
    let crm = FakeCrm::start().await?;
    let client = client()?;
    sign_in(&client, &crm, "acme", 1).await?;
    let address = format!("{}__log", crm.url());
    let log: Value = client.get(&address).send().await?.json().await?;
    let kinds: Vec<_> = log
        .as_array()
        .into_iter()
        .flatten()
        .map(|e| e["kind"].clone())
        .collect();
    assert_eq!(
        kinds,
        ["request", "signed_in"],
        "asking for the log is not in the log"
    );
    let entries: Vec<Entry> = serde_json::from_value(log)?;
    assert_eq!(
        entries,
        crm.log().entries(),
        "what is served reads back as it was"
    );
    client.post(format!("{}__reset", crm.url())).send().await?;
    assert_eq!(crm.log().entries(), []);
    assert_eq!(crm.signed_in(), []);
    Ok(())
}
