use anyhow::{Context, Result};
use reqwest::StatusCode;
use serde_json::{Value, json};
use testkit::{Expiry, FakeCrm, LoginStyle, Options};

use crate::browser::{SOON, client, header, sign_in, text};

#[tokio::test]
async fn the_counter_is_in_the_title_and_an_open_page_hears_of_it() -> Result<()> {
    let crm = FakeCrm::start().await?;
    let client = client()?;
    sign_in(&client, &crm, "acme", 1).await?;
    let home = text(&client, crm.tenant_url("acme")).await?;
    assert!(
        home.contains("<title>Acme</title>") && home.contains("data-version=\"0\""),
        "{home}"
    );

    let question = format!("{}unread?version=0", crm.tenant_url("acme"));
    let waiting = client.get(question).send();
    let change = async {
        // Only once the question is there, so that it is a change that answers it.
        crm.wait_for(|e| e.is_request_for("/t/acme/unread"), SOON)
            .await?;
        crm.set_unread("acme", "user2", 9);
        crm.set_unread("acme", "user1", 3);
        anyhow::Ok(())
    };
    let (answer, changed) = tokio::join!(waiting, change);
    changed?;
    assert_eq!(
        answer?.json::<Value>().await?,
        json!({ "count": 3, "version": 1 })
    );
    assert!(
        text(&client, crm.tenant_url("acme"))
            .await?
            .contains("<title>(3) Acme</title>")
    );
    Ok(())
}

#[tokio::test]
async fn an_ended_session_is_answered_as_the_tenant_is_set() -> Result<()> {
    let cases = [
        (Expiry::Redirect, 303, ""),
        (Expiry::Unauthorized, 401, "Your session has ended"),
        (Expiry::PageExpired, 419, "Page expired"),
        (Expiry::Modal, 200, "login-dialog"),
    ];
    for (expiry, code, words) in cases {
        let crm = FakeCrm::start().await?;
        let client = client()?;
        crm.set_expiry("acme", expiry);
        sign_in(&client, &crm, "acme", 1).await?;
        crm.expire("acme", Some("user2"));
        assert_eq!(
            client.get(crm.tenant_url("acme")).send().await?.status(),
            200,
            "not meant"
        );
        crm.expire("acme", Some("user1"));
        let answer = client.get(crm.tenant_url("acme")).send().await?;
        assert_eq!(answer.status(), code, "{expiry:?}");
        assert!(answer.text().await?.contains(words), "{expiry:?}");
    }
    Ok(())
}

#[tokio::test]
async fn an_open_page_hears_that_its_session_ended() -> Result<()> {
    let crm = FakeCrm::start().await?;
    let client = client()?;
    sign_in(&client, &crm, "root", 1).await?;
    crm.set_expiry("root", Expiry::Modal);
    let waiting = client.get(format!("{}unread?version=0", crm.url())).send();
    let change = async {
        crm.wait_for(|e| e.is_request_for("/unread"), SOON).await?;
        crm.expire("root", None);
        anyhow::Ok(())
    };
    let (answer, changed) = tokio::join!(waiting, change);
    changed?;
    let answer = answer?;
    assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
    assert_eq!(answer.json::<Value>().await?, json!({ "expiry": "modal" }));
    Ok(())
}

#[tokio::test]
async fn switches_work_over_http_as_well() -> Result<()> {
    let crm = FakeCrm::start().await?;
    let client = client()?;
    sign_in(&client, &crm, "acme", 1).await?;
    let told = async |path: &str, body: Value| -> Result<StatusCode> {
        let address = format!("{}__control/{path}", crm.url());
        Ok(client.post(address).json(&body).send().await?.status())
    };
    told(
        "unread",
        json!({ "tenant": "acme", "user": "user1", "count": 7 }),
    )
    .await?;
    assert!(
        text(&client, crm.tenant_url("acme"))
            .await?
            .contains("<title>(7) Acme</title>")
    );
    told("login", json!({ "tenant": "acme", "style": "two-step" })).await?;
    told("expire", json!({ "tenant": "acme" })).await?;
    let answer = client.get(crm.tenant_url("acme")).send().await?;
    assert_eq!(
        header(&answer, "location")?,
        "/t/acme/login/two-step?next=/t/acme/"
    );
    told(
        "expiry",
        json!({ "tenant": "acme", "mode": "page_expired" }),
    )
    .await?;
    assert_eq!(
        client.get(crm.tenant_url("acme")).send().await?.status(),
        419
    );
    assert_eq!(
        told("expiry", json!({ "mode": "sideways" })).await?,
        422,
        "unknown words are refused"
    );
    told("failing", json!({ "status": 503 })).await?;
    assert_eq!(client.get(crm.url()).send().await?.status(), 503);
    told("failing", json!({ "status": null })).await?;
    assert_eq!(
        client
            .get(format!("{}long", crm.url()))
            .send()
            .await?
            .status(),
        200
    );
    let state: Value = client
        .get(format!("{}__control", crm.url()))
        .send()
        .await?
        .json()
        .await?;
    assert_eq!(
        state["tenants"],
        json!(["root", "acme", "globex", "initech"])
    );
    Ok(())
}

#[tokio::test]
async fn each_login_style_has_its_own_page() -> Result<()> {
    let crm = FakeCrm::start().await?;
    let client = client()?;
    for (style, path) in [
        (LoginStyle::Classic, "/login?next=/"),
        (LoginStyle::TwoStep, "/login/two-step?next=/"),
        (LoginStyle::Modal, "/login/modal?next=/"),
    ] {
        crm.set_login("root", style);
        let answer = client.get(crm.url()).send().await?;
        assert_eq!(header(&answer, "location")?, path);
        let shown = client
            .get(format!("{}{}", crm.url(), &path[1..]))
            .send()
            .await?;
        assert_eq!(shown.status(), 200);
    }
    Ok(())
}

#[tokio::test]
async fn after_a_drop_nobody_answers_and_open_connections_are_closed() -> Result<()> {
    let crm = FakeCrm::start().await?;
    let (address, client) = (crm.url(), client()?);
    let log = crm.log().clone();
    let hanging = client.get(format!("{address}hang")).send();
    let dropping = async {
        log.wait_for(|e| e.is_request_for("/hang"), SOON).await?;
        drop(crm);
        anyhow::Ok(())
    };
    let (hung, dropped) = tokio::join!(hanging, dropping);
    dropped?;
    assert!(
        hung.is_err_and(|error| !error.is_timeout()),
        "the connection ends with the server"
    );
    assert!(
        client
            .get(address)
            .send()
            .await
            .is_err_and(|error| error.is_connect())
    );
    Ok(())
}

#[tokio::test]
async fn a_stopped_server_comes_back_on_its_port_with_its_sessions() -> Result<()> {
    let crm = FakeCrm::start().await?;
    let client = client()?;
    sign_in(&client, &crm, "acme", 1).await?;
    let address = crm.tenant_url("acme");
    let stopped = crm.stop();
    assert!(client.get(&address).send().await.is_err());
    let crm = stopped.start().await?;
    assert_eq!(crm.tenant_url("acme"), address);
    assert!(text(&client, address).await?.contains("user1@acme.example"));
    Ok(())
}

#[tokio::test]
async fn a_taken_port_is_said_with_its_address() -> Result<()> {
    let crm = FakeCrm::start().await?;
    let again = FakeCrm::start_with(Options {
        port: crm.port(),
        ..Options::default()
    })
    .await;
    let error = again.err().context("Expect a refusal")?;
    assert_eq!(error.code(), "listen_failed");
    assert!(error.to_string().contains(&crm.port().to_string()));
    Ok(())
}
