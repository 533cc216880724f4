//! As much of a browser as these tests need: cookies, and redirects only when wanted.

use std::time::Duration;

use anyhow::{Context, Result};
use reqwest::{Client, Response, redirect};
use testkit::FakeCrm;

/// How long anything may take before the test fails.
pub(crate) const SOON: Duration = Duration::from_secs(20);

/// A browser session that shows redirects instead of following them.
pub(crate) fn client() -> Result<Client> {
    let builder = Client::builder()
        .cookie_store(true)
        .redirect(redirect::Policy::none());
    Ok(builder.no_proxy().timeout(SOON).build()?)
}

/// Signs in at a tenant, the answer not yet followed.
pub(crate) async fn sign_in(
    client: &Client,
    crm: &FakeCrm,
    tenant: &str,
    number: usize,
) -> Result<Response> {
    let form = [
        ("username", format!("user{number}")),
        ("password", format!("secret-{number}")),
    ];
    let address = format!("{}login", crm.tenant_url(tenant));
    Ok(client.post(address).form(&form).send().await?)
}

pub(crate) async fn text(client: &Client, address: String) -> Result<String> {
    Ok(client.get(address).send().await?.text().await?)
}

pub(crate) fn header(response: &Response, name: &str) -> Result<String> {
    let value = response
        .headers()
        .get(name)
        .with_context(|| format!("Read header {name}"))?;
    Ok(value.to_str()?.to_owned())
}

/// The text between two marks.
pub(crate) fn between<'a>(page: &'a str, before: &str, after: &str) -> Result<&'a str> {
    let rest = page.split_once(before).context("Find the start")?.1;
    Ok(rest.split_once(after).context("Find the end")?.0)
}
