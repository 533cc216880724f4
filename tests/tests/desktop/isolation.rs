//! Nothing passes between accounts.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail, ensure};
use testkit::FakeCrm;
use walkdir::WalkDir;
use whole_tests::{App, on_a_desk, until};

use crate::crm::{add, fake_crm, go, go_home, signed_in};

/// Kinds of storage in which an account must find its own mark again, or "nothing foreign" says little.
const PROVEN: usize = 11;

fn visit(app: &App<'_>, crm: &FakeCrm, label: &str, visitor: &str) -> Result<()> {
    let visits = |found: usize| -> Result<usize> {
        let isolation = crm.isolation();
        let done = isolation.findings.iter();
        let done = done
            .filter(|f| f.visitor == visitor && f.kind == "cookie")
            .count();
        ensure!(done > found, "{done} visits of {visitor}");
        Ok(done)
    };
    let before = visits(0).unwrap_or_default();
    go(app, crm, label, &format!("/isolation?visitor={visitor}"))?;
    until("the isolation page is through", || visits(before)).map(drop)
}

#[test]
fn three_accounts_two_of_them_at_one_address_share_nothing() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = App::start(desk, "app")?;
        let people = [
            ("Acme", "acme", 1),
            ("Second", "acme", 2),
            ("Globex", "globex", 1),
        ];
        for (label, tenant, user) in people {
            signed_in(&app, &crm, tenant, user, label)?;
        }
        ensure!(
            app.windows()?.len() == 3,
            "a window each: {:#?}",
            app.windows()?
        );
        // Everyone is signed in as somebody else, at the same time.
        ensure!(crm.signed_in().len() == 3, "{:?}", crm.signed_in());

        // The same origin for all: a path on 127.0.0.1 and one port.
        let visitors = [("Acme", "a"), ("Second", "b"), ("Globex", "c")];
        for (label, visitor) in visitors {
            visit(&app, &crm, label, visitor)?;
        }
        for (label, visitor) in visitors {
            go_home(&app, label)?;
            visit(&app, &crm, label, visitor)?;
        }
        let isolation = crm.isolation();
        for (_, visitor) in visitors {
            let foreign = isolation.foreign(visitor);
            ensure!(
                foreign.is_empty(),
                "{visitor} sees others' marks: {foreign:#?}"
            );
            let proven = isolation.proven(visitor);
            ensure!(
                proven.len() >= PROVEN,
                "{visitor} found itself again in {proven:?} only; not in {:#?}",
                isolation.untested(visitor)
            );
        }
        Ok(())
    })
}

#[test]
fn an_account_is_listed_once_signed_in_and_before_that_has_no_number() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = App::start(desk, "app")?;
        let added = add(&app, &crm, "acme", "Acme")?;
        ensure!(
            added.state == "adding" && added.number.is_none(),
            "{added:#?}"
        );
        crate::crm::sign_in(&app, &crm, "acme", 1, "Acme")?;
        let listed = app.wait_state("Acme", "connected")?;
        ensure!(listed.number == Some(1), "{listed:#?}");
        let named = app.wait_account("Acme", "it shows who is signed in", |a| a.name.is_some())?;
        let person = crm.person("acme", 1);
        ensure!(named.name.as_deref() == Some(&*person.name), "{named:#?}");
        ensure!(named.email.as_deref() == Some(&*person.mail), "{named:#?}");
        Ok(())
    })
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    WalkDir::new(folder)
        .into_iter()
        .flatten()
        .map(walkdir::DirEntry::into_path)
        .collect()
}

#[test]
fn a_login_page_closed_before_signing_in_leaves_no_folder() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let app = App::start(desk, "app")?;
        let added = add(&app, &crm, "acme", "Acme")?;
        let folder = app.folder(&added);
        ensure!(
            folder.join("web").is_dir(),
            "an account that has a page has a folder"
        );
        desk.activate("^Acme")?;
        desk.key("ctrl+w")?;
        until("nothing is left of it", || {
            let left = app.folders()?;
            if left.is_empty() && !folder.exists() && app.accounts()?.is_empty() {
                return Ok(());
            }
            bail!(
                "{left:?} with {:?} {:#?}",
                files_in(&folder),
                app.accounts()?
            )
        })
    })
}
