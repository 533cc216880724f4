//! The built program on a desk.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use anyhow::{Context, Result, anyhow, bail, ensure};
use serde::Deserialize;
use serde_json::Value;

use crate::{Desk, wait::until};

/// The target directory's folder with the built programs: tests lie in `deps` of it.
pub(crate) fn target_dir() -> Result<PathBuf> {
    let here = std::env::current_exe()?;
    let folder = here
        .parent()
        .and_then(Path::parent)
        .context("a test outside of a target directory")?;
    Ok(folder.to_owned())
}

/// Whether a process listens for command lines.
fn listens(pid: u32) -> Result<bool> {
    let open: Vec<_> = fs::read_dir(format!("/proc/{pid}/fd"))?
        .flatten()
        .filter_map(|fd| fs::read_link(fd.path()).ok())
        .collect();
    let sockets = fs::read_to_string("/proc/net/unix")?;
    Ok(sockets.lines().any(|line| {
        let mut columns = line.split_whitespace().skip(6);
        let (Some(inode), Some(path)) = (columns.next(), columns.next()) else {
            return false;
        };
        let is_channel = Path::new(path).extension().is_some_and(|e| e == "sock");
        is_channel && open.contains(&PathBuf::from(format!("socket:[{inode}]")))
    }))
}

fn program() -> Result<PathBuf> {
    let program = target_dir()?.join("ninefold");
    ensure!(
        program.is_file(),
        "{} isn't built. Build it with: cargo build -p ninefold",
        program.display()
    );
    Ok(program)
}

/// An account, as `ninefold list --json` has it.
#[derive(Clone, Debug, Deserialize)]
pub struct Account {
    /// Permanent id.
    pub id: String,
    /// Place in the list, from 1; none while it's being added.
    pub number: Option<usize>,
    /// What it's called.
    pub label: String,
    /// Who is signed in, as the CRM shows it.
    pub name: Option<String>,
    /// The same person's mail address.
    pub email: Option<String>,
    /// Where the CRM is.
    pub address: String,
    /// `connected`, `disconnected`, `signed_out`, `adding`, `deleting`.
    pub state: String,
    /// Whether it has web content.
    pub awake: bool,
    /// What the badge says.
    pub unread: Option<String>,
    /// The window that it's in.
    pub window: Option<String>,
    /// What it shows.
    pub url: Option<String>,
    /// `unknown`, `login`, `signed_in`, …
    pub page: Option<String>,
    /// What stands in place of the page.
    pub trouble: Option<String>,
    /// In percent.
    pub zoom: u32,
}

/// A window, as `ninefold windows --json` has it.
#[derive(Clone, Debug, Deserialize)]
pub struct Window {
    /// Permanent id.
    pub id: String,
    /// Labels of its accounts.
    pub accounts: Vec<String>,
    /// Label of the one in front.
    pub front: Option<String>,
    /// Whether it has the keyboard.
    pub focused: bool,
    /// Left edge.
    pub x: Option<i32>,
    /// Upper edge.
    pub y: Option<i32>,
    /// Width.
    pub width: Option<u32>,
    /// Height.
    pub height: Option<u32>,
    /// `normal`, `maximised`, …
    pub mode: Option<String>,
}

/// How a command line ended.
#[derive(Clone, Debug)]
pub struct Ran {
    /// Exit code; none after a signal.
    pub code: Option<i32>,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

/// A data directory on a desk, and the program that runs on it.
#[derive(Debug)]
pub struct App<'a> {
    desk: &'a Desk,
    data: PathBuf,
    child: Option<Child>,
}

impl<'a> App<'a> {
    /// Starts the program on an empty data directory of this name and waits until it answers.
    ///
    /// # Errors
    /// When it isn't built, or doesn't answer.
    pub fn start(desk: &'a Desk, name: &str) -> Result<Self> {
        let mut app = Self::stopped(desk, name);
        app.start_again(&[])?;
        Ok(app)
    }

    /// The data directory alone; nothing runs yet.
    #[must_use]
    pub fn stopped(desk: &'a Desk, name: &str) -> Self {
        Self {
            desk,
            data: desk.path(name),
            child: None,
        }
    }

    /// Starts it with these arguments and waits until it answers.
    ///
    /// # Errors
    /// When it isn't built, or doesn't answer.
    pub fn start_again(&mut self, arguments: &[&str]) -> Result<()> {
        let before = self.launch(arguments)?;
        self.child = Some(before);
        until("the program answers its command line", || {
            if let Some(status) = self
                .child
                .as_mut()
                .and_then(|c| c.try_wait().ok().flatten())
            {
                bail!("it ended: {status}");
            }
            // Where nothing answers, a query reads the registry, and a socket may be left over.
            ensure!(listens(self.pid()?)?, "it doesn't listen yet");
            let ran = self.cli(&["list", "--json"])?;
            ensure!(ran.code == Some(0), "{ran:?}");
            Ok(())
        })
    }

    /// Starts the program and doesn't wait for it.
    ///
    /// # Errors
    /// When it isn't built.
    pub fn launch(&self, arguments: &[&str]) -> Result<Child> {
        Ok(self
            .command(arguments)?
            .stdin(Stdio::null())
            .stdout(self.desk.note("ninefold")?)
            .stderr(self.desk.note("ninefold")?)
            .spawn()?)
    }

    /// The program with these arguments, on this data directory.
    ///
    /// # Errors
    /// When it isn't built.
    pub fn command(&self, arguments: &[&str]) -> Result<Command> {
        let mut command = self.desk.command(program()?);
        command.arg("--data-dir").arg(&self.data).args(arguments);
        Ok(command)
    }

    /// The desk that it's on.
    #[must_use]
    pub const fn desk(&self) -> &'a Desk {
        self.desk
    }

    /// Where everything is kept.
    #[must_use]
    pub fn data(&self) -> &Path {
        &self.data
    }

    /// What it has logged so far.
    ///
    /// # Errors
    /// When a log can't be read.
    pub fn log(&self) -> Result<String> {
        let logs = fs::read_dir(self.data.join("logs"))?;
        let texts = logs.map(|log| anyhow::Ok(fs::read_to_string(log?.path())?));
        texts.collect()
    }

    /// An account's folder.
    #[must_use]
    pub fn folder(&self, account: &Account) -> PathBuf {
        self.data.join("accounts").join(&account.id)
    }

    /// Names of all account folders.
    ///
    /// # Errors
    /// When they can't be listed.
    pub fn folders(&self) -> Result<Vec<String>> {
        let Ok(folders) = fs::read_dir(self.data.join("accounts")) else {
            return Ok(Vec::new());
        };
        folders
            .map(|f| Ok(f?.file_name().to_string_lossy().into_owned()))
            .collect()
    }

    /// Runs a command line and waits for its end.
    ///
    /// # Errors
    /// When it isn't built.
    pub fn cli(&self, arguments: &[&str]) -> Result<Ran> {
        let done = self.command(arguments)?.stdin(Stdio::null()).output()?;
        Ok(Ran {
            code: done.status.code(),
            out: String::from_utf8_lossy(&done.stdout).into_owned(),
            err: String::from_utf8_lossy(&done.stderr).into_owned(),
        })
    }

    /// Runs a command line that must succeed, and gives its JSON.
    ///
    /// # Errors
    /// When it fails, with what it said.
    pub fn ask(&self, arguments: &[&str]) -> Result<Value> {
        let mut all = arguments.to_vec();
        all.push("--json");
        let ran = self.cli(&all)?;
        ensure!(ran.code == Some(0), "ninefold {arguments:?}: {ran:?}");
        if ran.out.trim().is_empty() {
            return Ok(Value::Null);
        }
        serde_json::from_str(&ran.out).with_context(|| ran.out.clone())
    }

    /// All accounts, those being added and deleted too.
    ///
    /// # Errors
    /// When the program doesn't answer.
    pub fn accounts(&self) -> Result<Vec<Account>> {
        Ok(serde_json::from_value(self.ask(&["list"])?)?)
    }

    /// The account of this label or id.
    ///
    /// # Errors
    /// When there is none.
    pub fn account(&self, label: &str) -> Result<Account> {
        let all = self.accounts()?;
        let found = all.iter().find(|a| a.label == label || a.id == label);
        found
            .cloned()
            .ok_or_else(|| anyhow!("no account {label:?} among {all:#?}"))
    }

    /// Waits until an account is as wanted.
    ///
    /// # Errors
    /// When it doesn't become so; with how it is.
    pub fn wait_account(
        &self,
        label: &str,
        what: &str,
        fits: impl Fn(&Account) -> bool,
    ) -> Result<Account> {
        until(&format!("account {label:?}: {what}"), || {
            let account = self.account(label)?;
            ensure!(fits(&account), "{account:#?}");
            Ok(account)
        })
    }

    /// Waits until an account has this state.
    ///
    /// # Errors
    /// When it doesn't get it.
    pub fn wait_state(&self, label: &str, state: &str) -> Result<Account> {
        self.wait_account(label, state, |a| a.state == state)
    }

    /// All windows.
    ///
    /// # Errors
    /// When the program doesn't answer.
    pub fn windows(&self) -> Result<Vec<Window>> {
        Ok(serde_json::from_value(self.ask(&["windows"])?)?)
    }

    /// The window that an account is in.
    ///
    /// # Errors
    /// When it's in none.
    pub fn window_of(&self, label: &str) -> Result<Window> {
        let all = self.windows()?;
        let found = all.iter().find(|w| w.accounts.iter().any(|a| a == label));
        found
            .cloned()
            .ok_or_else(|| anyhow!("{label:?} is in no window: {all:#?}"))
    }

    /// The program's process id.
    ///
    /// # Errors
    /// When it doesn't run.
    pub fn pid(&self) -> Result<u32> {
        Ok(self.child.as_ref().context("it doesn't run")?.id())
    }

    /// Quits by command line and waits for the end.
    ///
    /// # Errors
    /// When it doesn't end, or ends badly.
    pub fn quit(&mut self) -> Result<()> {
        let ran = self.cli(&["quit"])?;
        ensure!(ran.code == Some(0), "{ran:?}");
        self.wait_end()
    }

    /// Waits until the program has ended by itself.
    ///
    /// # Errors
    /// When it doesn't end, or ends badly.
    pub fn wait_end(&mut self) -> Result<()> {
        let status = until("the program ends", || {
            let child = self.child.as_mut().context("it doesn't run")?;
            child.try_wait()?.context("it runs")
        })?;
        self.child = None;
        ensure!(status.success(), "it ended with {status}");
        Ok(())
    }

    /// Has the system ask it to end, as at the end of a person's session, and waits for the end.
    ///
    /// # Errors
    /// When it doesn't end, or ends badly.
    pub fn terminate(&mut self) -> Result<()> {
        let pid = self.pid()?.to_string();
        self.desk.run("kill", &["-TERM", &pid])?;
        self.wait_end()
    }

    /// Kills it where it stands.
    ///
    /// # Errors
    /// When it doesn't run.
    pub fn kill9(&mut self) -> Result<()> {
        let mut child = self.child.take().context("it doesn't run")?;
        child.kill()?;
        child.wait()?;
        Ok(())
    }
}

impl Drop for App<'_> {
    fn drop(&mut self) {
        if let Some(child) = self.child.take() {
            self.desk.take_over(child);
        }
    }
}
