//! A desk: display, window manager, session bus, keyring and home directory, for one test alone.

use std::{
    ffi::OsStr,
    fs::{self, File},
    io::{BufRead, BufReader, Read, Write},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Condvar, Mutex, OnceLock, PoisonError},
    thread,
};

use anyhow::{Context, Result, anyhow, ensure};
use tempfile::TempDir;

use crate::{Screen, monitors::Monitors, wait::until};

/// Desks at once: each has a program with several web processes on it.
const AT_ONCE: usize = 2;

/// The keyring's name on the session bus.
const KEYRING: &str = "org.freedesktop.secrets";

/// Stands in for the system's web browser and mail program: writes down what it's asked to open.
const XDG_OPEN: &str = "#!/bin/sh\nprintf '%s\\n' \"$*\" >> \"$HOME/opened\"\n";

static TAKEN: Mutex<usize> = Mutex::new(0);
static FREED: Condvar = Condvar::new();

struct Turn;

impl Turn {
    fn wait() -> Self {
        let mut taken = TAKEN.lock().unwrap_or_else(PoisonError::into_inner);
        while *taken >= AT_ONCE {
            taken = FREED.wait(taken).unwrap_or_else(PoisonError::into_inner);
        }
        *taken += 1;
        Self
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        *TAKEN.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        FREED.notify_one();
    }
}

/// A desk. Dropping it ends everything on it and removes its files.
pub struct Desk {
    /// Ended in this order.
    children: Vec<Child>,
    /// Programs that a test has left running: they stay until a picture has been taken. Ended first.
    left_running: Mutex<Vec<Child>>,
    screen: OnceLock<Screen>,
    display: String,
    bus: String,
    folder: TempDir,
    _turn: Turn,
}

/// Runs a test on a desk of its own. When it fails, a picture of the screen and all logs stay in the
/// target directory, and the error says where.
///
/// # Errors
/// The test's own, and those of setting up the desk.
pub fn on_a_desk(test: impl FnOnce(&Desk) -> Result<()>) -> Result<()> {
    on_a_desk_of(Monitors::One, test)
}

pub(crate) fn on_a_desk_of(
    monitors: Monitors,
    test: impl FnOnce(&Desk) -> Result<()>,
) -> Result<()> {
    let desk = Desk::start(monitors).context("a desk could not be set up; see scripts/setup")?;
    let failed = match test(&desk) {
        Ok(()) => return Ok(()),
        Err(failed) => failed,
    };
    let name = thread::current()
        .name()
        .unwrap_or("test")
        .replace("::", "-");
    let kept = desk.keep(&name);
    let told = kept.unwrap_or_else(|error| format!("nothing could be kept: {error:#}"));
    Err(failed.context(told))
}

impl Desk {
    fn start(monitors: Monitors) -> Result<Self> {
        let turn = Turn::wait();
        let folder = tempfile::Builder::new().prefix("desk-").tempdir()?;
        let mut desk = Self {
            children: Vec::new(),
            left_running: Mutex::default(),
            screen: OnceLock::new(),
            display: String::new(),
            bus: String::new(),
            folder,
            _turn: turn,
        };
        desk.furnish()?;
        desk.display = format!(":{}", monitors.start(&mut desk)?);
        // Before the window manager, which looks at its start alone.
        monitors.plug_in(&desk)?;
        desk.bus = desk.spawn_and_read(
            "dbus-daemon",
            &["--session", "--nofork", "--nopidfile", "--print-address=1"],
        )?;
        desk.start_keyring()?;
        desk.manage_windows()?;
        let screen = Screen::open(&desk.bus).context("the accessibility bus (at-spi2-core)")?;
        desk.screen
            .set(screen)
            .map_err(|_| anyhow!("opened twice"))?;
        Ok(desk)
    }

    fn furnish(&self) -> Result<()> {
        for name in [
            "home/Downloads",
            "run",
            "data",
            "config",
            "cache",
            "bin",
            "notes",
            "tmp",
        ] {
            fs::create_dir_all(self.path(name))?;
        }
        fs::set_permissions(self.path("run"), fs::Permissions::from_mode(0o700))?;
        let open = self.path("bin/xdg-open");
        write(&open, XDG_OPEN)?;
        fs::set_permissions(open, fs::Permissions::from_mode(0o755))?;
        Ok(())
    }

    /// Starts something that says one line on standard output when it's ready.
    pub(crate) fn spawn_and_read(&mut self, program: &str, arguments: &[&str]) -> Result<String> {
        let mut child = self
            .command(program)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(self.note(program.rsplit('/').next().unwrap_or(program))?)
            .spawn()
            .with_context(|| program.to_owned())?;
        let mut line = String::new();
        let output = child.stdout.take();
        self.children.insert(0, child);
        BufReader::new(output.context("no output")?).read_line(&mut line)?;
        ensure!(!line.is_empty(), "{program} did not start");
        Ok(line.trim().to_owned())
    }

    /// Starts the keyring of this desk, unlocked.
    ///
    /// # Errors
    /// When it doesn't start.
    pub fn start_keyring(&self) -> Result<()> {
        let mut keyring = self
            .command("gnome-keyring-daemon")
            .args(["--foreground", "--unlock", "--components=secrets"])
            .stdin(Stdio::piped())
            .stdout(self.note("keyring")?)
            .stderr(self.note("keyring")?)
            .spawn()
            .context("gnome-keyring-daemon")?;
        // One empty line is the empty password.
        keyring.stdin.take().context("no input")?.write_all(b"\n")?;
        self.take_over(keyring);
        // Asked of the bus: a question to the keyring itself would start a second one.
        until("the keyring answers", || {
            let asked = self.ask_bus("NameHasOwner", KEYRING)?;
            ensure!(asked.contains("boolean true"), "{asked}");
            Ok(())
        })
    }

    /// Ends whatever keyring runs on this desk.
    ///
    /// # Errors
    /// When none runs, or it doesn't end.
    pub fn end_keyring(&self) -> Result<()> {
        let told = self.ask_bus("GetConnectionUnixProcessID", KEYRING)?;
        let pid = told.split_whitespace().next_back().context("no pid")?;
        self.run("kill", &["-KILL", pid])?;
        until("the keyring is gone", || {
            let told = self.ask_bus("GetConnectionUnixProcessID", KEYRING);
            let still = told.is_ok_and(|t| t.ends_with(&format!(" {pid}")));
            ensure!(!still, "it runs");
            Ok(())
        })
    }

    fn ask_bus(&self, method: &str, name: &str) -> Result<String> {
        self.run(
            "dbus-send",
            &[
                "--session",
                "--print-reply",
                "--dest=org.freedesktop.DBus",
                "/",
                &format!("org.freedesktop.DBus.{method}"),
                &format!("string:{name}"),
            ],
        )
    }

    fn manage_windows(&mut self) -> Result<()> {
        let openbox = self
            .command("openbox")
            .stdin(Stdio::null())
            .stdout(self.note("openbox")?)
            .stderr(self.note("openbox")?)
            .spawn()
            .context("openbox")?;
        self.children.insert(0, openbox);
        until("openbox manages windows", || {
            let ended = self
                .children
                .first_mut()
                .and_then(|c| c.try_wait().ok().flatten());
            let said = || fs::read_to_string(self.path("notes/openbox.log")).unwrap_or_default();
            ensure!(ended.is_none(), "it ended: {ended:?} {}", said());
            let check = self.run("xprop", &["-root", "_NET_SUPPORTING_WM_CHECK"])?;
            ensure!(check.contains("window id"), "{check} {}", said());
            Ok(())
        })
    }

    /// What a test sees.
    ///
    /// # Panics
    /// Never: it's opened when the desk is set up.
    #[must_use]
    pub fn screen(&self) -> &Screen {
        self.screen
            .get()
            .unwrap_or_else(|| unreachable!("opened when the desk is set up"))
    }

    /// Where its session bus is.
    pub(crate) fn bus(&self) -> &str {
        &self.bus
    }

    /// A path on this desk; `home` is the person's home directory.
    #[must_use]
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A command on this desk: with its display, bus and directories, and with nothing of the
    /// environment that the tests run in.
    #[must_use]
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut path = self.path("bin").into_os_string();
        path.push(":");
        path.push(std::env::var_os("PATH").unwrap_or_default());
        let mut command = Command::new(program);
        command
            .env_clear()
            .current_dir(self.folder.path())
            .env("PATH", path)
            .env("HOME", self.path("home"))
            .env("LANG", "C.UTF-8")
            .env("XDG_RUNTIME_DIR", self.path("run"))
            .env("XDG_DATA_HOME", self.path("data"))
            .env("XDG_CONFIG_HOME", self.path("config"))
            .env("XDG_CACHE_HOME", self.path("cache"))
            .env("TMPDIR", self.path("tmp"))
            .env("DISPLAY", &self.display)
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus)
            .env("RUST_BACKTRACE", "1");
        command
    }

    /// Runs something short and gives what it printed.
    ///
    /// # Errors
    /// When it can't be started or fails; with what it said.
    pub fn run(&self, program: &str, arguments: &[&str]) -> Result<String> {
        let done = self
            .command(program)
            .args(arguments)
            .stdin(Stdio::null())
            .output();
        let done = done.with_context(|| program.to_owned())?;
        let said = String::from_utf8_lossy(&done.stdout).into_owned();
        ensure!(
            done.status.success(),
            "{program} {arguments:?}: {said}{}",
            String::from_utf8_lossy(&done.stderr)
        );
        Ok(said.trim_end().to_owned())
    }

    /// Takes over a program that the test is done with.
    pub(crate) fn take_over(&self, child: Child) {
        let mut left = self
            .left_running
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        left.push(child);
    }

    /// A file for what a program says on the side.
    pub(crate) fn note(&self, name: &str) -> Result<File> {
        let path = self.path("notes").join(format!("{name}.log"));
        Ok(File::options().create(true).append(true).open(path)?)
    }

    /// What the system was asked to open, oldest first.
    ///
    /// # Errors
    /// When the note can't be read.
    pub fn opened_outside(&self) -> Result<Vec<String>> {
        match fs::read_to_string(self.path("home/opened")) {
            Ok(text) => Ok(text.lines().map(ToOwned::to_owned).collect()),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(error.into()),
        }
    }

    /// A picture of the whole screen.
    ///
    /// # Errors
    /// When it can't be taken.
    pub fn picture(&self, to: &Path) -> Result<()> {
        let to = to.to_str().context("not a path")?;
        self.run("import", &["-window", "root", to]).map(drop)
    }

    /// Keeps what helps to understand a failure.
    fn keep(&self, name: &str) -> Result<String> {
        let kept = crate::app::target_dir()?.join("e2e").join(name);
        if kept.exists() {
            fs::remove_dir_all(&kept)?;
        }
        fs::create_dir_all(&kept)?;
        let pictured = self.picture(&kept.join("screen.png"));
        write(&kept.join("screen.txt"), &self.screen().tree())?;
        let mut end = String::new();
        for entry in fs::read_dir(self.path("notes"))? {
            let entry = entry?;
            let mut text = String::new();
            File::open(entry.path())?.read_to_string(&mut text)?;
            write(&kept.join(entry.file_name()), &text)?;
            if entry.file_name().to_string_lossy().starts_with("ninefold") {
                let from = text.lines().count().saturating_sub(12);
                let lines: Vec<_> = text.lines().skip(from).collect();
                end = format!("{end}\n{}", lines.join("\n"));
            }
        }
        self.keep_logs(&kept)?;
        pictured?;
        Ok(format!("failed; see {}{end}", kept.display()))
    }

    /// The logs in data directories directly on the desk.
    fn keep_logs(&self, kept: &Path) -> Result<()> {
        for entry in fs::read_dir(self.folder.path())? {
            let folder = entry?.path();
            let Ok(logs) = fs::read_dir(folder.join("logs")) else {
                continue;
            };
            for log in logs {
                let log = log?;
                fs::copy(log.path(), kept.join(log.file_name()))?;
            }
        }
        Ok(())
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        drop(self.screen.take());
        let left = self
            .left_running
            .get_mut()
            .unwrap_or_else(PoisonError::into_inner);
        for child in left.iter_mut().chain(&mut self.children) {
            end(child);
        }
    }
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "Desk({}, {})",
            self.display,
            self.folder.path().display()
        )
    }
}

/// Ends a process that we started.
pub(crate) fn end(child: &mut Child) {
    // It may be gone already, and then there is nothing to wait for.
    let _gone = child.kill().is_ok() && child.wait().is_ok();
}

pub(crate) fn write(path: &Path, text: &str) -> Result<()> {
    let mut file = File::create(path).with_context(|| path.display().to_string())?;
    file.write_all(text.as_bytes())?;
    Ok(())
}
