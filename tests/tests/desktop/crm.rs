//! The fake CRM, and a person who signs in to it.

use anyhow::{Context, Result};
use serde_json::Value;
use testkit::{Entry, Event, FakeCrm, TestkitError};
use whole_tests::{Account, App, Desk, What, until};

/// Waits for something of the fake CRM's that takes a moment.
pub(crate) fn wait<T>(work: impl Future<Output = Result<T, TestkitError>>) -> Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    Ok(runtime.block_on(work)?)
}

/// A fake CRM on ports of its own.
pub(crate) fn fake_crm() -> Result<FakeCrm> {
    wait(FakeCrm::start())
}

/// Waits for an entry of the log after `mark`.
pub(crate) fn logged(
    crm: &FakeCrm,
    mark: usize,
    what: &str,
    mut fits: impl FnMut(&Entry) -> bool,
) -> Result<Entry> {
    until(what, || {
        let entries = crm.log().since(mark);
        let from = entries.len().saturating_sub(8);
        let last = || format!("{:#?}", entries.get(from..));
        entries.iter().find(|e| fits(e)).cloned().with_context(last)
    })
}

/// Waits until a page says something about `topic`, and gives what it said.
pub(crate) fn said(
    crm: &FakeCrm,
    mark: usize,
    topic: &str,
    fits: impl Fn(&Value) -> bool,
) -> Result<Value> {
    let entry = logged(crm, mark, &format!("a page says {topic}"), |e| {
        e.said(topic).is_some_and(&fits)
    })?;
    Ok(entry.said(topic).cloned().unwrap_or_default())
}

/// What pages have said about `topic` since `mark`.
pub(crate) fn all_said(crm: &FakeCrm, mark: usize, topic: &str) -> Vec<Value> {
    crm.log()
        .since(mark)
        .iter()
        .filter_map(|e| e.said(topic).cloned())
        .collect()
}

/// How often somebody signed in since `mark`.
pub(crate) fn sign_ins(crm: &FakeCrm, mark: usize) -> usize {
    crm.log()
        .since(mark)
        .iter()
        .filter(|e| matches!(e.event, Event::SignedIn { .. }))
        .count()
}

/// Opens the login page of a tenant in a new window, and waits for it.
pub(crate) fn add(app: &App<'_>, crm: &FakeCrm, tenant: &str, label: &str) -> Result<Account> {
    let address = crm.tenant_url(tenant);
    let added = app.ask(&["add", &address, "--label", label])?;
    let id = added["id"].as_str().context("no id")?.to_owned();
    app.wait_account(&id, "its login page is there", |a| {
        a.page.as_deref() == Some("login")
    })
}

/// Types name and password of a tenant's user into the login page in front of an account's window.
pub(crate) fn sign_in(
    app: &App<'_>,
    crm: &FakeCrm,
    tenant: &str,
    user: usize,
    label: &str,
) -> Result<()> {
    let person = crm.person(tenant, user);
    let desk = app.desk();
    desk.activate(&format!("^{label}"))?;
    let name = What::named("entry", "User name")
        .within(label)
        .that_is("focused");
    desk.screen()
        .wait(&name)
        .context("the login page's field has the keyboard")?;
    desk.type_text(&person.user)?;
    desk.key("Tab")?;
    desk.type_text(&person.password)?;
    desk.key("Return")
}

/// Adds an account and signs in.
pub(crate) fn signed_in(
    app: &App<'_>,
    crm: &FakeCrm,
    tenant: &str,
    user: usize,
    label: &str,
) -> Result<Account> {
    let added = add(app, crm, tenant, label)?;
    sign_in(app, crm, tenant, user, label)?;
    app.wait_account(&added.id, "signed in", |a| {
        a.state == "connected" && a.page.as_deref() == Some("signed_in") && a.name.is_some()
    })
}

/// Acme, Globex and Initech, in this order, signed in in windows of their own.
pub(crate) fn three_signed_in(app: &App<'_>, crm: &FakeCrm) -> Result<()> {
    for (label, tenant) in [
        ("Acme", "acme"),
        ("Globex", "globex"),
        ("Initech", "initech"),
    ] {
        signed_in(app, crm, tenant, 1, label)?;
    }
    Ok(())
}

/// The field on the home page that has the keyboard when the page is there. What is in it is part of its
/// name.
pub(crate) fn note(label: &str) -> What {
    What::with("entry", "Note").within(label)
}

/// Puts the keyboard into the field of an account's home page.
pub(crate) fn into_note(app: &App<'_>, label: &str) -> Result<()> {
    app.desk().activate(&format!("^{label}"))?;
    app.desk()
        .screen()
        .wait(&note(label).that_is("focused"))
        .map(drop)
}

/// Leads an account's page, which shows its home page, to a path of the fake CRM.
pub(crate) fn go(app: &App<'_>, crm: &FakeCrm, label: &str, path: &str) -> Result<()> {
    into_note(app, label)?;
    let mark = crm.log().mark();
    app.desk().type_text(&format!("go:{path}"))?;
    app.desk().key("Return")?;
    let wanted = path.split('?').next().unwrap_or(path);
    logged(crm, mark, path, |e| e.is_request_for(wanted)).map(drop)
}

/// Leads an account's page back to its home page.
pub(crate) fn go_home(app: &App<'_>, label: &str) -> Result<()> {
    app.desk().activate(&format!("^{label}"))?;
    app.desk().key("alt+Home")?;
    into_note(app, label)
}

/// An account on a page of the fake CRM with one letter for each trick.
pub(crate) fn on_page<'a>(desk: &'a Desk, crm: &FakeCrm, page: &str) -> Result<App<'a>> {
    let app = App::start(desk, "app")?;
    signed_in(&app, crm, "acme", 1, "Acme")?;
    go(&app, crm, "Acme", &format!("/t/acme/{page}"))?;
    wait_loaded(&app, crm, page)?;
    Ok(app)
}

/// Waits until such a page is there and its window has the keyboard.
pub(crate) fn wait_loaded(app: &App<'_>, crm: &FakeCrm, page: &str) -> Result<()> {
    wait_loaded_since(app, crm, 0, page)
}

/// The same for one that has been there before: it comes after a mark of the log.
pub(crate) fn wait_loaded_since(
    app: &App<'_>,
    crm: &FakeCrm,
    mark: usize,
    page: &str,
) -> Result<()> {
    let path = format!("/t/acme/{page}");
    logged(
        crm,
        mark,
        "the page is there",
        |e| matches!(&e.event, Event::Said { page, topic, .. } if *page == path && topic == "loaded"),
    )?;
    app.desk().wait_active("Acme")
}
