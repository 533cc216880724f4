//! "Try it on this computer": from the first start to a CRM of one's own.

use std::{fs, time::Instant};

use anyhow::{Context, Result, ensure};
use url::Url;
use whole_tests::{Account, App, Desk, LONG, What, on_a_desk, until, until_at_most};

const NAME: &str = "Olena Koval";
const MAIL: &str = "olena@example.org";
const PASSWORD: &str = "seven quiet lamps hum";

/// Goes through the first page by keyboard alone.
pub(crate) fn try_it(desk: &Desk) -> Result<()> {
    desk.wait_active("Ninefold")?;
    desk.screen()
        .wait(&What::with("entry", "Where is your CRM?").that_is("focused"))?;
    let offer = What::with("push button", "Try it on this computer");
    until("the offer has the keyboard", || {
        if desk.screen().all(&offer).iter().any(|o| o.is("focused")) {
            return Ok(());
        }
        desk.key("Tab")?;
        anyhow::bail!("{:?}", desk.screen().all(&offer))
    })?;
    desk.key("Return")?;
    desk.screen()
        .wait(&What::with("entry", "Your name").that_is("focused"))?;
    desk.type_text(NAME)?;
    desk.key("Tab")?;
    desk.type_text(MAIL)?;
    desk.key("Tab")?;
    desk.type_text(PASSWORD)?;
    desk.key("Return")
}

/// The account that is there after that, signed in.
pub(crate) fn first_crm(app: &App<'_>) -> Result<Account> {
    until_at_most(LONG, "an account, signed in", || {
        let accounts = app.accounts()?;
        let found = accounts
            .iter()
            .find(|a| a.state == "connected" && a.name.is_some());
        found
            .cloned()
            .ok_or_else(|| anyhow::anyhow!("{accounts:#?}"))
    })
}

/// Processes of the embedded service on this desk: what they were called with.
fn services(desk: &Desk) -> Result<Vec<String>> {
    Ok(processes(desk)?.into_iter().map(|(_, call)| call).collect())
}

fn pids(desk: &Desk) -> Result<Vec<String>> {
    Ok(processes(desk)?.into_iter().map(|(pid, _)| pid).collect())
}

fn processes(desk: &Desk) -> Result<Vec<(String, String)>> {
    let here = desk.path("app").display().to_string();
    let mut found = Vec::new();
    for entry in fs::read_dir("/proc")?.flatten() {
        let arguments = fs::read(entry.path().join("cmdline")).unwrap_or_default();
        let arguments = String::from_utf8_lossy(&arguments).replace('\0', " ");
        if arguments.contains(&here) && arguments.contains(" serve") {
            let pid = entry.file_name().to_string_lossy().into_owned();
            found.push((pid, arguments));
        }
    }
    Ok(found)
}

#[test]
fn from_the_first_start_to_a_crm_of_ones_own_by_keyboard_and_back_after_restarts() -> Result<()> {
    on_a_desk(|desk| {
        let mut app = App::start(desk, "app")?;
        ensure!(
            app.accounts()?.is_empty() && services(desk)?.is_empty(),
            "nothing is there yet"
        );
        try_it(desk)?;
        let began = Instant::now();
        let opened = first_crm(&app)?;
        let took = began.elapsed();
        ensure!(opened.name.as_deref() == Some(NAME), "{opened:#?}");
        ensure!(opened.email.as_deref() == Some(MAIL), "{opened:#?}");
        ensure!(opened.page.as_deref() == Some("signed_in"), "{opened:#?}");
        ensure!(took.as_secs() < 30, "it took {took:?}");
        ensure!(services(desk)?.len() == 1, "{:?}", services(desk)?);
        until("the page shows who is signed in", || {
            ensure!(desk.screen().tree().contains(NAME), "not yet");
            Ok(())
        })?;

        let signed_in_again = |app: &App<'_>| {
            until("the service is up again, and the account signed in", || {
                let account = app.account(&opened.id)?;
                let there =
                    account.page.as_deref() == Some("signed_in") && account.trouble.is_none();
                ensure!(there && account.state == "connected", "{account:#?}");
                Ok(())
            })
        };
        app.quit()?;
        until("no service stays", || none(desk))?;
        app.start_again(&[])?;
        signed_in_again(&app)?;

        app.kill9()?;
        until("no service outlives the program", || none(desk))?;
        app.start_again(&[])?;
        signed_in_again(&app)
    })
}

#[test]
fn a_service_that_was_given_up_is_started_again_when_its_page_is_reloaded() -> Result<()> {
    on_a_desk(|desk| {
        let app = App::start(desk, "app")?;
        try_it(desk)?;
        let opened = first_crm(&app)?;
        until_at_most(LONG, "it is given up", || {
            for pid in pids(desk)? {
                // It may have ended by itself.
                let _ended = desk.run("kill", &["-KILL", &pid]).is_ok();
            }
            let tree = desk.screen().tree();
            ensure!(tree.contains("doesn't start"), "{tree}");
            Ok(())
        })?;
        none(desk)?;
        desk.activate(&format!("^{}", opened.label))?;
        desk.key("F5")?;
        app.wait_account(&opened.id, "its page is there", |a| {
            a.page.as_deref() == Some("signed_in") && a.trouble.is_none()
        })?;
        ensure!(services(desk)?.len() == 1, "{:?}", services(desk)?);
        Ok(())
    })
}

fn none(desk: &Desk) -> Result<()> {
    let running = services(desk)?;
    ensure!(running.is_empty(), "{running:?}");
    Ok(())
}

/// Signs in on the page of all ways, and chooses the portal there.
fn into_portal(desk: &Desk, label: &str) -> Result<()> {
    let mail = What::named("entry", "E-mail").within(label);
    desk.screen().wait(&mail.that_is("focused"))?;
    desk.type_text(MAIL)?;
    desk.key("Tab")?;
    desk.type_text(PASSWORD)?;
    desk.key("Return")?;
    let choice = What::with("radio button", "Account portal").within(label);
    desk.screen().press(&choice)?;
    desk.screen()
        .press(&What::named("push button", "Open").within(label))
        .map(drop)
}

#[test]
fn the_portal_opens_in_the_window_of_a_crm_and_another_crm_in_one_of_its_own() -> Result<()> {
    on_a_desk(|desk| {
        let mut app = App::start(desk, "app")?;
        try_it(desk)?;
        let crm = first_crm(&app)?;
        let inside = |what: What| what.within(&crm.label);
        desk.screen()
            .press(&inside(What::named("link", "My CRMs")))?;
        into_portal(desk, &crm.label)?;
        desk.screen()
            .press(&inside(What::named("push button", "Create new CRM")))?;
        let name = inside(What::with("entry", "Name")).that_is("focused");
        desk.screen().wait(&name)?;
        desk.type_text("Berry Ltd")?;
        desk.key("Return")?;
        desk.screen()
            .press(&inside(What::with("push button", "Enter Berry Ltd")))?;
        until_at_most(LONG, "a second account, signed in", || {
            let accounts = app.accounts()?;
            let is_in = |a: &&Account| a.label == "Berry Ltd" && a.name.is_some();
            let found = accounts.iter().any(|a| is_in(&a));
            ensure!(found && accounts.len() == 2, "{accounts:#?}");
            Ok(())
        })?;
        app.quit()
    })
}

#[test]
fn the_portal_is_an_account_and_each_crm_entered_from_it_another() -> Result<()> {
    on_a_desk(|desk| {
        let app = App::start(desk, "app")?;
        try_it(desk)?;
        let crm = first_crm(&app)?;
        let server = Url::parse(&crm.address)?.join("/")?;

        // The portal, by its server's address alone.
        let portal = app.ask(&["add", server.as_str(), "--label", "Portal"])?;
        let portal = portal["id"].as_str().context("an id")?.to_owned();
        desk.wait_active("Portal")?;
        into_portal(desk, "Portal")?;
        let signed_in = |a: &Account| {
            a.state == "connected"
                && a.page.as_deref() == Some("signed_in")
                && a.email.as_deref() == Some(MAIL)
        };
        app.wait_account(&portal, "signed in at the portal", signed_in)?;

        // The CRM that is open already comes to the front, by the ticket.
        let enter =
            |name: &str| What::with("push button", format!("Enter {name}")).within("Portal");
        let first = desk
            .screen()
            .wait(&What::with("push button", "Enter ").within("Portal"))?;
        desk.screen()
            .press(&What::named("push button", &first.name).within("Portal"))?;
        desk.wait_active(&crm.label)?;
        ensure!(app.accounts()?.len() == 2, "{:#?}", app.accounts()?);

        // One more, which is none yet.
        desk.activate("^Portal")?;
        desk.screen()
            .press(&What::named("push button", "Create new CRM").within("Portal"))?;
        desk.screen().wait(
            &What::with("entry", "Name")
                .within("Portal")
                .that_is("focused"),
        )?;
        desk.type_text("Berry Ltd")?;
        desk.key("Return")?;
        desk.screen().press(&enter("Berry Ltd"))?;
        let berry = until_at_most(LONG, "a third account, signed in", || {
            let accounts = app.accounts()?;
            let found = accounts
                .iter()
                .find(|a| a.address.ends_with("/c/berry-ltd/"));
            let found = found.filter(|a| signed_in(a)).cloned();
            found.ok_or_else(|| anyhow::anyhow!("{accounts:#?}"))
        })?;
        ensure!(berry.window != app.account(&portal)?.window, "{berry:#?}");
        desk.wait_active(&berry.label)?;

        // It has its own session: the portal's end leaves it alone.
        app.ask(&["sign-out", &portal])?;
        app.wait_state(&portal, "signed_out")?;
        desk.activate(&format!("^{}", berry.label))?;
        desk.key("F5")?;
        app.wait_account(&berry.id, "still signed in", |a| {
            a.page.as_deref() == Some("signed_in")
        })
        .map(drop)
    })
}

#[test]
fn a_screen_that_waits_with_a_code_is_let_in_by_another_account() -> Result<()> {
    on_a_desk(|desk| {
        let app = App::start(desk, "app")?;
        try_it(desk)?;
        let crm = first_crm(&app)?;
        let second = app.ask(&["add", &crm.address, "--label", "Second"])?;
        let second = second["id"].as_str().context("an id")?.to_owned();
        let there = |what: What| what.within("Second");
        desk.screen()
            .press(&there(What::named("link", "Sign in with a QR code")))?;
        let shown = |name: &str| {
            let found = desk.screen().wait(&there(What::called(name)))?;
            found.text.with_context(|| format!("{name} says nothing"))
        };
        let code = shown("Code")?;
        let number = shown("Your number")?;

        // The menu of the window that waits names who can let it in.
        desk.click(&there(What::with("combo box", "Account menu")))?;
        let approve = format!("Approve a sign-in as {}", crm.label);
        desk.click(&there(What::named("menu item", approve)))?;
        desk.wait_active(&crm.label)?;
        let here = |what: What| what.within(crm.label.clone());
        desk.screen()
            .focus(&here(What::named("entry", "Code from the other screen")))?;
        desk.type_text(&code)?;
        desk.key("Return")?;
        desk.screen()
            .press(&here(What::named("radio button", number)))?;
        desk.screen()
            .press(&here(What::named("push button", "Approve")))?;
        desk.screen().wait(&here(
            What::named("password text", "Password").that_is("focused"),
        ))?;
        desk.type_text(PASSWORD)?;
        desk.key("Return")?;
        app.wait_account(&second, "let in", |a| {
            a.page.as_deref() == Some("signed_in") && a.email.as_deref() == Some(MAIL)
        })
        .map(drop)
    })
}
