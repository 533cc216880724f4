//! A data folder that can't be written: it's said once, and what can be shown is shown.

use std::{
    collections::BTreeMap,
    fs::File,
    io::Write,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, ensure};
use whole_tests::{App, What, on_a_desk, until};

use crate::crm::{fake_crm, signed_in};

/// A small disk at a folder; gone with the value.
struct Disk<'a>(&'a Path);

impl<'a> Disk<'a> {
    /// Nothing, and a word about it, where mounting isn't permitted: a developer needn't be root. What
    /// continuous integration runs must not be left out unseen.
    fn at(folder: &'a Path) -> Result<Option<Self>> {
        std::fs::create_dir(folder)?;
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=64m", "ninefold-test"]);
        if mount.arg(folder).status().is_ok_and(|s| s.success()) {
            return Ok(Some(Self(folder)));
        }
        ensure!(
            std::env::var_os("CI").is_none_or(|ci| ci != "true"),
            "mounting a small disk is not permitted here, and CI=true leaves out nothing"
        );
        eprintln!("SKIPPED: mounting a small disk is not permitted here");
        Ok(None)
    }

    /// Processes of the engine's may have files open there for a moment still.
    fn make(&self, option: &str) -> Result<()> {
        until(&format!("the disk is mounted {option}"), || {
            let mut mount = Command::new("mount");
            mount.args(["-o", &format!("remount,{option}")]).arg(self.0);
            let done = mount.output()?;
            ensure!(done.status.success(), "{done:?}");
            Ok(())
        })
    }
}

impl Drop for Disk<'_> {
    fn drop(&mut self) {
        // At once, whatever a program that a failed test has left still has open there.
        drop(Command::new("umount").arg("--lazy").arg(self.0).status());
    }
}

/// A second start ends well, and leaves it to the first.
fn a_second_start_comes_to_the_first(app: &App<'_>) -> Result<()> {
    let mut second = app.launch(&[])?;
    let status = until("the second start leaves it to the first", || {
        second
            .try_wait()?
            .ok_or_else(|| anyhow::anyhow!("it runs on"))
    })?;
    ensure!(status.success(), "{status}");
    Ok(())
}

#[test]
fn on_a_read_only_disk_accounts_are_listed_and_one_notice_says_what_to_do() -> Result<()> {
    on_a_desk(|desk| {
        let place = desk.path("disk");
        let Some(disk) = Disk::at(&place)? else {
            return Ok(());
        };
        let crm = fake_crm()?;
        let mut app = App::start(desk, "disk/app")?;
        signed_in(&app, &crm, "acme", 1, "Acme")?;
        app.quit()?;
        disk.make("ro")?;

        app.start_again(&[])?;
        let account = app.wait_account("Acme", "its page can't be shown", |a| {
            a.trouble.as_deref() == Some("no_folder")
        })?;
        ensure!(account.state == "connected", "{account:#?}");
        desk.screen()
            .wait(&What::with("page tab", "Acme").within("Acme"))?;
        desk.screen()
            .wait(&What::with("heading", "Acme can't be opened").within("Acme"))?;
        desk.screen()
            .wait_words("The data folder can't be written: ")?;
        let tree = desk.screen().tree();
        for other in ["Changes can't be saved", "keychain", "self-test", "sandbox"] {
            ensure!(!tree.contains(other), "another notice, of {other}: {tree}");
        }

        let refused = app.cli(&["delete", "Acme"])?;
        ensure!(refused.code == Some(5), "{refused:?}");
        // By key it's said, too, and isn't done either.
        let notice = What::with("notification", "The data folder can't be written");
        desk.click(&What::with("push button", "Dismiss").within("Acme"))?;
        desk.screen().wait_gone(&notice)?;
        desk.key("ctrl+plus")?;
        desk.screen()
            .wait_words("The data folder can't be written: ")?;
        let account = app.account("Acme")?;
        ensure!(
            account.state == "connected" && account.zoom == 100,
            "{account:#?}"
        );
        a_second_start_comes_to_the_first(&app)?;
        app.quit()?;

        disk.make("rw")?;
        app.start_again(&[])?;
        app.wait_account("Acme", "it is as it was", |a| {
            a.state == "connected" && a.page.as_deref() == Some("signed_in")
        })?;
        app.quit()
    })
}

/// The registry's files with what is in them.
fn registry(app: &App<'_>) -> Result<BTreeMap<PathBuf, Vec<u8>>> {
    let files = std::fs::read_dir(app.data().join("registry"))?;
    files
        .map(|file| {
            let path = file?.path();
            Ok((path.clone(), std::fs::read(path)?))
        })
        .collect()
}

#[test]
fn a_damaged_registry_is_repaired_and_told_of_by_the_start_whoever_has_read_it_before() -> Result<()>
{
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let mut app = App::start(desk, "app")?;
        signed_in(&app, &crm, "acme", 1, "Acme")?;
        app.quit()?;
        let number = |file: &Path| file.file_stem()?.to_str()?.parse::<u64>().ok();
        let files = registry(&app)?;
        let newest = files.keys().max_by_key(|file| number(file));
        let newest = newest.context("a registry")?;
        File::create(newest)?.write_all(b"damaged")?;

        let damaged = registry(&app)?;
        for _ in 0..2 {
            let list = app.cli(&["list"])?;
            ensure!(
                list.out.contains("Acme") && list.err.contains("newest registry is damaged"),
                "{list:?}"
            );
            // The list that a change would begin from isn't the last one: a window is to say so first.
            let refused = app.cli(&["delete", "Acme"])?;
            ensure!(
                refused.code == Some(5) && refused.err.contains("start Ninefold first"),
                "{refused:?}"
            );
            ensure!(registry(&app)? == damaged, "a command changed it");
        }

        app.start_again(&[])?;
        app.wait_account("Acme", "it is as it was", |a| {
            a.state == "connected" && a.page.as_deref() == Some("signed_in")
        })?;
        desk.screen()
            .wait_words("The newest list of accounts was damaged")?;
        app.quit()?;
        let list = app.cli(&["list"])?;
        ensure!(list.err.is_empty(), "{list:?}");
        let kept = registry(&app)?;
        ensure!(
            kept.values().any(|bytes| bytes == b"damaged"),
            "what was damaged is gone: {:?}",
            kept.keys()
        );
        Ok(())
    })
}

#[test]
fn where_no_data_folder_can_be_made_a_window_says_so() -> Result<()> {
    on_a_desk(|desk| {
        File::create(desk.path("file"))?;
        let mut app = App::stopped(desk, "file/app");
        app.start_again(&[])?;
        desk.screen()
            .wait_words("The data folder can't be opened: ")?;
        a_second_start_comes_to_the_first(&app)?;
        ensure!(desk.titles()?.len() == 1, "{:?}", desk.titles());
        app.quit()
    })
}
