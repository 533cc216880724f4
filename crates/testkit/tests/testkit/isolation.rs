use anyhow::{Context, Result};
use reqwest::{Certificate, Client};
use serde_json::{Value, json};
use testkit::{FakeCrm, FindingState};

use crate::browser::{SOON, client, header, text};

async fn report(client: &Client, crm: &FakeCrm, visitor: &str, findings: Value) -> Result<()> {
    client
        .get(format!("{}isolation?visitor={visitor}", crm.url()))
        .send()
        .await?;
    let request = client
        .post(format!("{}__isolation", crm.url()))
        .header("x-visitor", visitor);
    request.json(&findings).send().await?.error_for_status()?;
    Ok(())
}

#[tokio::test]
async fn a_foreign_mark_an_own_mark_and_an_untested_kind_are_told_apart() -> Result<()> {
    let crm = FakeCrm::start().await?;
    let client = client()?;
    report(
        &client,
        &crm,
        "A",
        json!([{ "kind": "cookie", "state": "looked" }]),
    )
    .await?;
    let again = json!([
        { "kind": "cookie", "state": "looked", "saw": ["A"] },
        { "kind": "hsts", "state": "failed", "note": "no trust" },
    ]);
    report(&client, &crm, "A", again).await?;
    report(
        &client,
        &crm,
        "B",
        json!([{ "kind": "cookie", "state": "looked", "saw": ["A"] }]),
    )
    .await?;
    report(
        &client,
        &crm,
        "C",
        json!([{ "kind": "cookie", "state": "looked" }]),
    )
    .await?;

    let isolation = crm.isolation();
    assert_eq!(isolation.visitors, ["A", "B", "C"]);
    assert!(
        isolation.foreign("A").is_empty(),
        "its own mark is not foreign"
    );
    assert_eq!(
        isolation.proven("A").into_iter().collect::<Vec<_>>(),
        ["cookie"]
    );
    assert_eq!(isolation.foreign("B").len(), 1, "B saw A's mark");
    assert!(isolation.foreign("C").is_empty() && isolation.proven("C").is_empty());
    assert_eq!(isolation.untested("A")["hsts"].state, FindingState::Failed);

    let served: Value = client
        .get(format!("{}__isolation", crm.url()))
        .send()
        .await?
        .json()
        .await?;
    assert_eq!(
        served["seen"]["cookie"],
        json!({ "A": ["A"], "B": ["A"], "C": [] })
    );
    Ok(())
}

#[tokio::test]
async fn the_page_shows_the_cookie_that_scripts_cannot_read() -> Result<()> {
    let crm = FakeCrm::start().await?;
    let client = client()?;
    let page = text(&client, format!("{}isolation?visitor=A", crm.url())).await?;
    assert!(page.contains("data-http-cookie=\"\""), "nothing at first");
    let page = text(&client, format!("{}isolation?visitor=B", crm.url())).await?;
    assert!(page.contains("data-http-cookie=\"A\""), "one jar for both");
    assert!(
        page.contains("data-hsts=\"A=hsts-1.localhost,B=hsts-2.localhost\""),
        "{page}"
    );
    Ok(())
}

#[tokio::test]
async fn a_tag_once_given_is_confirmed_to_whoever_brings_it() -> Result<()> {
    let crm = FakeCrm::start().await?;
    let client = client()?;
    let address = format!("{}isolation/etag", crm.url());
    let first = client.get(&address).header("x-visitor", "A").send().await?;
    let tag = header(&first, "etag")?;
    assert_eq!(first.text().await?, "A");
    let held = client
        .get(&address)
        .header("x-visitor", "B")
        .header("if-none-match", tag);
    assert_eq!(held.send().await?.status(), 304);
    Ok(())
}

#[tokio::test]
async fn who_only_looks_gets_nothing_that_could_be_mistaken_for_a_mark() -> Result<()> {
    let crm = FakeCrm::start().await?;
    let client = client()?;
    for path in ["etag", "cached"] {
        let answer = client
            .get(format!("{}isolation/{path}", crm.url()))
            .send()
            .await?;
        assert_eq!(header(&answer, "cache-control")?, "no-store", "{path}");
        assert!(answer.headers().get("etag").is_none() && answer.text().await?.is_empty());
        let request = client.get(format!("{}isolation/{path}", crm.url()));
        assert_eq!(
            request
                .header("x-visitor", "A")
                .send()
                .await?
                .text()
                .await?,
            "A"
        );
    }
    Ok(())
}

#[tokio::test]
async fn the_width_of_a_kept_picture_names_its_visitor() -> Result<()> {
    let crm = FakeCrm::start().await?;
    let client = client()?;
    for (visitor, width) in [("A", 2), ("B", 3), ("A", 2), ("", 1)] {
        let request = client.get(format!("{}isolation/picture.png", crm.url()));
        let png = request
            .header("x-visitor", visitor)
            .send()
            .await?
            .bytes()
            .await?;
        let stored = png.get(16..20).context("Read the width")?;
        assert_eq!(stored, u32::to_be_bytes(width), "{visitor}");
        let number = width - 1;
        let who = text(
            &client,
            format!("{}isolation/who?number={number}", crm.url()),
        )
        .await?;
        assert_eq!(who, visitor);
    }
    Ok(())
}

#[tokio::test]
async fn http_authentication_lets_in_the_visitor_itself_only() -> Result<()> {
    let crm = FakeCrm::start().await?;
    let client = client()?;
    let ask = || {
        client
            .get(format!("{}isolation/auth/ask", crm.url()))
            .header("x-visitor", "A")
    };
    let bare = ask().send().await?;
    assert_eq!(bare.status(), 401);
    assert!(header(&bare, "www-authenticate")?.starts_with("Basic realm=\"Isolation\""));
    assert_eq!(ask().basic_auth("B", Some("x")).send().await?.status(), 401);
    assert_eq!(ask().basic_auth("A", Some("x")).send().await?.status(), 204);
    let peek = client
        .get(format!("{}isolation/auth/peek", crm.url()))
        .basic_auth("A", Some("x"));
    assert_eq!(
        peek.send().await?.json::<Value>().await?,
        json!({ "mark": "A" })
    );
    Ok(())
}

#[tokio::test]
async fn the_tls_port_answers_in_clear_too_and_knows_the_difference() -> Result<()> {
    let crm = FakeCrm::start().await?;
    let authority = Certificate::from_pem(crm.authority_pem().as_bytes())?;
    let trusting = Client::builder()
        .tls_certs_only([authority])
        .no_proxy()
        .timeout(SOON)
        .build()?;
    let secure = format!("{}isolation/hsts/probe", crm.tls_url());
    let answer: Value = trusting.get(&secure).send().await?.json().await?;
    assert_eq!(answer, json!({ "tls": true }));
    let clear = secure.replace("https:", "http:");
    let answer: Value = trusting.get(clear).send().await?.json().await?;
    assert_eq!(answer, json!({ "tls": false }));
    let set = trusting
        .get(format!("{}isolation/hsts/set", crm.tls_url()))
        .send()
        .await?;
    assert_eq!(header(&set, "strict-transport-security")?, "max-age=86400");
    let wary = client()?.get(secure).send().await;
    assert!(
        wary.is_err_and(|error| error.is_connect()),
        "nobody trusts this certificate by itself"
    );
    Ok(())
}

#[tokio::test]
async fn who_comes_over_tls_to_a_clear_address_has_been_told_to() -> Result<()> {
    let crm = FakeCrm::start().await?;
    let authority = Certificate::from_pem(crm.authority_pem().as_bytes())?;
    let trusting = Client::builder()
        .tls_certs_only([authority])
        .no_proxy()
        .timeout(SOON)
        .build()?;
    let secure = |path: &str| format!("{}isolation/hsts/{path}", crm.tls_url());
    trusting.get(secure("set?visitor=A")).send().await?;
    trusting.get(secure("visit?visitor=A")).send().await?;
    trusting
        .get(secure("visit?visitor=B").replace("https:", "http:"))
        .send()
        .await?;
    let isolation = crm.isolation();
    assert!(
        isolation.proven("A").contains("hsts"),
        "A was told, and came over TLS"
    );
    assert!(isolation.foreign("B").is_empty(), "B came in clear");
    trusting.get(secure("visit?visitor=B")).send().await?;
    assert_eq!(
        crm.isolation().foreign("B").len(),
        1,
        "B knew what only A was told"
    );
    Ok(())
}
