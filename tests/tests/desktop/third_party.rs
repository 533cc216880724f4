//! A real web application that nobody here wrote: Tryton, with two people signed in at once.

use std::{
    io::{BufRead, BufReader},
    net::TcpListener,
    process::{Child, Command, Stdio},
};

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use whole_tests::{Account, App, What, on_a_desk};

const ANNA: (&str, &str, &str) = ("Anna", "anna", "korovai-1-oven");
const BOHDAN: (&str, &str, &str) = ("Bohdan", "bohdan", "varenyk-2-steam");

/// A running server; ended by the signal that lets it clean up.
struct Tryton {
    child: Child,
    url: String,
}

impl Tryton {
    fn start() -> Result<Self> {
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/third-party/start.sh");
        let mut child = Command::new(script)
            .arg(port.to_string())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .context(script)?;
        let mut line = String::new();
        BufReader::new(child.stdout.take().context("no output")?).read_line(&mut line)?;
        let told: Value = serde_json::from_str(&line).context("Tryton did not start")?;
        let url = told["url"].as_str().context("no address")?.to_owned();
        Ok(Self { child, url })
    }
}

impl Drop for Tryton {
    fn drop(&mut self) {
        let pid = self.child.id().to_string();
        let told = Command::new("kill").args(["-TERM", &pid]).status();
        // One that can't be told is gone already.
        let _gone = told.is_ok() && self.child.wait().is_ok();
    }
}

fn sign_in(
    app: &App<'_>,
    tryton: &Tryton,
    (label, user, password): (&str, &str, &str),
) -> Result<Account> {
    let desk = app.desk();
    let added = app.ask(&["add", &tryton.url, "--label", label])?;
    let id = added["id"].as_str().context("no id")?.to_owned();
    app.wait_account(&id, "its sign-in dialog", |a| {
        a.page.as_deref() == Some("login")
    })?;
    desk.activate(&format!("^{label}"))?;
    // The dialog gives the keyboard to the name; its labels name nothing.
    desk.screen()
        .wait(&What::role("entry").within(label).that_is("focused"))?;
    desk.key("ctrl+a")?;
    desk.type_text(user)?;
    desk.key("Return")?;
    desk.screen()
        .wait(&What::role("password text").within(label).that_is("focused"))?;
    desk.type_text(password)?;
    desk.key("Return")?;
    app.wait_account(&id, "signed in", |a| {
        a.state == "connected" && a.page.as_deref() == Some("signed_in")
    })
}

#[test]
fn two_people_are_signed_in_to_tryton_at_once_and_one_signs_out() -> Result<()> {
    let tryton = Tryton::start()?;
    on_a_desk(|desk| {
        let mut app = App::start(desk, "app")?;
        sign_in(&app, &tryton, ANNA)?;
        sign_in(&app, &tryton, BOHDAN)?;
        for label in ["Anna", "Bohdan"] {
            let account = app.account(label)?;
            ensure!(account.page.as_deref() == Some("signed_in"), "{account:#?}");
        }
        let named = |label: &str, name: &str| {
            app.wait_account(label, "shows who is signed in", |a| {
                a.name.as_deref() == Some(name)
            })
        };
        named("Anna", "Anna Petrenko")?;
        named("Bohdan", "Bohdan Koval")?;

        app.ask(&["sign-out", "Anna"])?;
        app.wait_account("Anna", "its sign-in dialog", |a| {
            a.state == "signed_out" && a.page.as_deref() == Some("login")
        })?;
        let stays = app.account("Bohdan")?;
        ensure!(
            stays.state == "connected" && stays.page.as_deref() == Some("signed_in"),
            "{stays:#?}"
        );

        app.quit()?;
        app.start_again(&[])?;
        app.wait_account("Bohdan", "signed in after a restart", |a| {
            a.state == "connected" && a.page.as_deref() == Some("signed_in")
        })?;
        app.wait_account("Anna", "still signed out", |a| {
            a.state == "signed_out" && a.page.as_deref() == Some("login")
        })?;
        Ok(())
    })
}
