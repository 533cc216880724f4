//! Notifications of pages, shown by the desktop.

use anyhow::{Result, ensure};
use testkit::FakeCrm;
use whole_tests::{App, Desk, Notices, What, on_a_desk};

use crate::crm::{fake_crm, into_note, on_page, said, signed_in};

/// An account on the page with notifications, which it may show.
fn allowed<'a>(desk: &'a Desk, crm: &FakeCrm) -> Result<App<'a>> {
    let app = on_page(desk, crm, "notify")?;
    let mark = crm.log().mark();
    desk.key("a")?;
    desk.screen().press(&What::named("push button", "Allow"))?;
    said(crm, mark, "notify", |n| {
        n["name"] == "ask" && n["result"] == "granted"
    })?;
    desk.activate("^Acme")?;
    Ok(app)
}

/// Turns notifications of an account off or on, by the menu of its pill.
fn mute(desk: &Desk, app: &App<'_>, label: &str, on: bool) -> Result<()> {
    let item = What::with("check menu item", "Mute notifications").within(label);
    let pill = What::with("page tab", label).within(label);
    desk.click_with(&pill, "3")?;
    desk.click(&item)?;
    let muted = What::with("page tab", "muted").within(label);
    if on {
        desk.screen().wait(&muted)?;
    } else {
        desk.screen().wait_gone(&muted)?;
    }
    desk.key("Escape")?;
    desk.screen().wait_gone(&item)?;
    ensure!(app.account(label)?.awake, "its page goes on");
    Ok(())
}

#[test]
fn a_pages_notification_comes_with_the_accounts_name_and_a_click_leads_to_it() -> Result<()> {
    on_a_desk(|desk| {
        let notices = Notices::on(desk)?;
        let crm = fake_crm()?;
        let app = allowed(desk, &crm)?;
        let mark = crm.log().mark();
        desk.key("s")?;
        let call = notices.wait("Acme: Call from Anna")?;
        // Services read markup in it: what the page wrote stays text.
        ensure!(
            call.body == "+49 30 1234 &lt;b&gt;bold&lt;/b&gt;" && call.program == "Ninefold",
            "{call:#?}"
        );

        signed_in(&app, &crm, "globex", 1, "Globex")?;
        into_note(&app, "Globex")?;
        notices.click(&call)?;
        said(&crm, mark, "notify", |n| {
            n["name"] == "Call from Anna" && n["event"] == "click"
        })?;
        desk.wait_active("Acme")
    })
}

#[test]
fn a_notification_carries_the_accounts_picture() -> Result<()> {
    on_a_desk(|desk| {
        let notices = Notices::on(desk)?;
        let crm = fake_crm()?;
        let _app = allowed(desk, &crm)?;
        desk.key("s")?;
        let call = notices.wait("Acme: Call from Anna")?;
        ensure!(call.has_picture, "{call:#?}");
        Ok(())
    })
}

#[test]
fn a_muted_account_shows_no_notification_until_it_may_again() -> Result<()> {
    on_a_desk(|desk| {
        let notices = Notices::on(desk)?;
        let crm = fake_crm()?;
        let app = allowed(desk, &crm)?;
        mute(desk, &app, "Acme", true)?;
        let mark = crm.log().mark();
        desk.key("s")?;
        said(&crm, mark, "notify", |n| {
            n["name"] == "Call from Anna" && n["result"] == "granted"
        })?;
        mute(desk, &app, "Acme", false)?;
        desk.key("t")?;
        notices.wait("Acme: Call from Bohdan")?;
        let all = notices.all();
        ensure!(all.len() == 1, "{all:#?}");
        Ok(())
    })
}

#[test]
fn a_page_takes_its_notification_back() -> Result<()> {
    on_a_desk(|desk| {
        let notices = Notices::on(desk)?;
        let crm = fake_crm()?;
        let _app = allowed(desk, &crm)?;
        desk.key("s")?;
        notices.wait("Acme: Call from Anna")?;
        // Another one with the same tag takes its place.
        desk.key("t")?;
        notices.wait("Acme: Call from Bohdan")?;
        let only = |wanted: usize| {
            whole_tests::until(&format!("{wanted} notifications"), || {
                let all = notices.all();
                ensure!(all.len() == wanted, "{all:#?}");
                Ok(())
            })
        };
        only(1)?;
        desk.key("c")?;
        only(0)
    })
}
