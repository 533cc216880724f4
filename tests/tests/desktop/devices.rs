//! What Ninefold's own service knows of this device: its name, until its account leaves.

use anyhow::{Result, ensure};
use url::Url;
use whole_tests::{Account, App, Desk, LONG, on_a_desk, until, until_at_most};

use crate::service::{first_crm, try_it};

/// A token that only this test knows.
const KNOWN: &str = "a-token-of-this-test";

const SQL: &str = "import hashlib, sqlite3, sys
with sqlite3.connect(sys.argv[1], timeout=10) as db:
    db.create_function('sha256', 1, lambda text: hashlib.sha256(text.encode()).hexdigest())
    for row in db.execute(sys.argv[2]): print(*row)";

/// Asks the service's data, behind its back.
fn sql(desk: &Desk, statement: &str) -> Result<String> {
    let data = desk.path("app").join("service/ninefold.db");
    let answer = desk.run(
        "python3",
        &["-c", SQL, &data.display().to_string(), statement],
    )?;
    Ok(answer.trim().to_owned())
}

/// What the service says to whoever has the token.
fn asked_by_token(account: &Account) -> Result<(u16, String)> {
    let home = Url::parse(&account.address)?;
    let slug = home.path().trim_matches('/').trim_start_matches("c/");
    let address = home.join(&format!("/api/v1/c/{slug}/devices/current"))?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let client = reqwest::Client::builder().no_proxy().build()?;
        let answer = client.get(address).bearer_auth(KNOWN).send().await?;
        Ok((answer.status().as_u16(), answer.text().await?))
    })
}

/// The first CRM, at whose session this device is registered.
fn registered(app: &App<'_>) -> Result<Account> {
    try_it(app.desk())?;
    let account = first_crm(app)?;
    let kept = app.folder(&account).join("device.sealed");
    until("its token is kept", || Ok(kept.metadata()?))?;
    Ok(account)
}

#[test]
fn the_list_of_sessions_names_this_device_and_a_sign_out_ends_its_token() -> Result<()> {
    on_a_desk(|desk| {
        let app = App::start(desk, "app")?;
        let account = registered(&app)?;
        let name = sql(desk, "SELECT name FROM device_token")?;
        ensure!(name.starts_with("Ninefold on "), "{name}");
        desk.activate(&format!("^{}", account.label))?;
        desk.key("F5")?;
        desk.screen().wait_words(&name)?;

        let hash = format!("UPDATE device_token SET token_hash = sha256('{KNOWN}')");
        sql(desk, &hash)?;
        let (status, body) = asked_by_token(&account)?;
        ensure!(status == 200 && body.contains(&name), "{status}: {body}");
        app.ask(&["sign-out", &account.id])?;
        app.wait_state(&account.id, "signed_out")?;
        until("its token is dead", || {
            let (status, body) = asked_by_token(&account)?;
            ensure!(status == 401, "{status}: {body}");
            Ok(())
        })?;
        let kept = app.folder(&account).join("device.sealed");
        until("its token is gone here", || {
            ensure!(!kept.exists(), "it's there");
            Ok(())
        })
    })
}

#[test]
fn a_disconnected_account_keeps_its_token_and_a_deleted_one_gives_it_back() -> Result<()> {
    on_a_desk(|desk| {
        let mut app = App::start(desk, "app")?;
        let account = registered(&app)?;
        let rows = || sql(desk, "SELECT id, token_hash FROM device_token");
        let first = rows()?;
        app.ask(&["disconnect", &account.id])?;
        app.wait_account(&account.id, "closed", |a| a.state == "disconnected")?;
        app.quit()?;
        app.start_again(&[])?;
        app.ask(&["open", &account.id])?;
        app.wait_account(&account.id, "signed in", |a| {
            a.page.as_deref() == Some("signed_in")
        })?;
        ensure!(rows()? == first, "{} was {first}", rows()?);

        app.ask(&["delete", &account.id])?;
        until_at_most(LONG, "its token is taken back", || {
            let left = rows()?;
            ensure!(left.is_empty(), "{left}");
            Ok(())
        })?;
        // The server was told of the token, and of no sign-out.
        let good = "SELECT count(*) FROM session WHERE kind = 'crm' AND revoked_at IS NULL";
        let good = sql(desk, good)?;
        ensure!(good != "0", "{good} sessions");
        Ok(())
    })
}
