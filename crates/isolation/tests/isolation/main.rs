//! Visitors without a browser: as much of one as the server can tell.

use std::time::Duration;

use anyhow::{Context, Result};
use isolation::{IsolationError, Kind, Server};
use reqwest::{Client, StatusCode, Url};
use serde_json::json;

const SOON: Duration = Duration::from_secs(20);

/// Somebody with a cookie jar.
fn client() -> Result<Client> {
    let builder = Client::builder()
        .cookie_store(true)
        .no_proxy()
        .timeout(SOON);
    Ok(builder.build()?)
}

/// Opens the page and reports what its cookie says, as the page's script does.
async fn visit(client: &Client, server: &Server, visitor: &str) -> Result<()> {
    let page = client
        .get(server.url(visitor))
        .send()
        .await?
        .error_for_status()?
        .text()
        .await?;
    let rest = page
        .split_once("data-http-cookie=\"")
        .context("Find the cookie's mark")?
        .1;
    let mark = rest.split_once('"').context("Find its end")?.0;
    let saw: Vec<_> = Some(mark).filter(|m| !m.is_empty()).into_iter().collect();
    let findings = json!([{ "kind": "http_only_cookie", "state": "looked", "saw": saw }]);
    let report = client
        .post(server.url(visitor))
        .header("x-visitor", visitor)
        .json(&findings);
    report.send().await?.error_for_status()?;
    Ok(server.reported(visitor, 1, SOON).await?)
}

async fn verdict(a: &Client, b: &Client) -> Result<Kind> {
    let server = Server::start().await?;
    visit(a, &server, "a").await?;
    visit(b, &server, "b").await?;
    visit(a, &server, "a").await?;
    server.reported("a", 2, SOON).await?;
    let verdict = server.verdict();
    Ok(verdict
        .kinds
        .get("http_only_cookie")
        .context("The cookie was looked at")?
        .clone())
}

#[tokio::test]
async fn two_sessions_with_one_cookie_jar_are_found_out() -> Result<()> {
    let one = client()?;
    assert_eq!(verdict(&one, &one.clone()).await?, Kind::Shared);
    Ok(())
}

#[tokio::test]
async fn two_sessions_with_jars_of_their_own_are_apart() -> Result<()> {
    assert_eq!(verdict(&client()?, &client()?).await?, Kind::Apart);
    Ok(())
}

#[tokio::test]
async fn sessions_that_keep_nothing_prove_nothing() -> Result<()> {
    let forgetful = || Client::builder().no_proxy().timeout(SOON).build();
    let kind = verdict(&forgetful()?, &forgetful()?).await?;
    assert!(matches!(kind, Kind::Untested(_)), "{kind:?}");
    Ok(())
}

#[tokio::test]
async fn who_does_not_know_the_path_can_neither_look_nor_report() -> Result<()> {
    let (server, client) = (Server::start().await?, client()?);
    let findings = json!([{ "kind": "cookie", "state": "looked", "saw": ["b"] }]);
    for path in ["/visit", "/", "/00000000000000000000000000000000/visit"] {
        let mut url = server.url("a");
        url.set_path(path);
        let report = client
            .post(url.clone())
            .header("x-visitor", "a")
            .json(&findings);
        assert_eq!(
            report.send().await?.status(),
            StatusCode::NOT_FOUND,
            "{path}"
        );
        assert_eq!(
            client.get(url).send().await?.status(),
            StatusCode::NOT_FOUND,
            "{path}"
        );
    }
    assert!(server.verdict().kinds.is_empty());
    Ok(())
}

#[tokio::test]
async fn a_name_that_is_no_word_is_not_taken() -> Result<()> {
    let (server, client) = (Server::start().await?, client()?);
    for name in ["", "\"><script>", &"a".repeat(33)] {
        let answer = client.get(server.url(name)).send().await?;
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "{name}");
    }
    Ok(())
}

#[tokio::test]
async fn waiting_for_a_visitor_who_does_not_come_ends() -> Result<()> {
    let server = Server::start().await?;
    let waited = server.reported("a", 1, Duration::from_millis(1)).await;
    assert!(matches!(waited, Err(IsolationError::NoReport { visitor, .. }) if visitor == "a"));
    Ok(())
}

#[tokio::test]
async fn it_listens_on_loopback_alone_and_no_longer_than_it_lives() -> Result<()> {
    let (server, client) = (Server::start().await?, client()?);
    let url: Url = server.url("a");
    assert_eq!(url.host_str(), Some("127.0.0.1"));
    client.get(url.clone()).send().await?.error_for_status()?;
    drop(server);
    // The task ends at its next turn; a connection kept alive would be answered for ever.
    let gone = async { while client.get(url.clone()).send().await.is_ok() {} };
    tokio::time::timeout(SOON, gone)
        .await
        .context("The server is gone")
}

#[tokio::test]
async fn every_file_that_the_page_names_is_there() -> Result<()> {
    let (server, client) = (Server::start().await?, client()?);
    for file in ["probe.js", "worker.js", "shared.js", "companion"] {
        let url = server.url("a").join(file)?;
        client
            .get(url)
            .send()
            .await?
            .error_for_status()
            .context(file)?;
    }
    Ok(())
}
