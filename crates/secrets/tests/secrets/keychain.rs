//! A key in a real keychain: gnome-keyring on a session bus of its own.
//!
//! A process talks to one keychain all its life, so each test runs this program again, as another
//! process, inside the session that it's about.

use std::{
    path::{Path, PathBuf},
    process::Command,
    time::Duration,
};

use domain::AccountId;
use secrets::{Purpose, Vault};

const FOLDER: &str = "SECRETS_TEST_FOLDER";
/// Long for a keychain that answers, short for one that never does.
const LIMIT: Duration = Duration::from_secs(8);

/// What runs inside: seals at the first time, opens at the second, and says what it has.
#[test]
fn inside() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else {
        return;
    };
    let vault = Vault::open("ninefold-test", &folder, LIMIT);
    let account = AccountId::from_random(1);
    let file = folder.join("sealed");
    let content = match std::fs::read(&file) {
        Ok(sealed) => match vault.unseal(Purpose::SessionCookies, account, &sealed) {
            Ok(opened) => String::from_utf8_lossy(opened.expose()).into_owned(),
            Err(error) => error.code().into(),
        },
        Err(_) => match vault.seal(Purpose::SessionCookies, account, b"cookies") {
            Ok(sealed) => {
                use std::io::Write;
                std::fs::File::create(&file)
                    .unwrap()
                    .write_all(&sealed)
                    .unwrap();
                "sealed".into()
            }
            Err(error) => error.code().into(),
        },
    };
    let why = vault
        .unavailable()
        .map_or("available", secrets::Unavailable::code);
    println!("outcome {} {why} {content}", vault.kind().code());
}

/// A person's computer: a data folder, and what keyrings are kept in.
struct Home(tempfile::TempDir);

impl Home {
    fn new() -> Self {
        let home = Self(tempfile::tempdir().unwrap());
        for folder in ["data", "keyrings", "runtime"] {
            std::fs::create_dir(home.path(folder)).unwrap();
        }
        home
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Runs [`inside`] by a command that gets this program's path as `$0`.
    fn run(&self, program: &str, arguments: &[&str]) -> String {
        let output = Command::new(program)
            .args(arguments)
            .arg(std::env::current_exe().unwrap())
            .args(["keychain::inside", "--exact", "--nocapture"])
            .env(FOLDER, self.path("data"))
            .env("XDG_DATA_HOME", self.path("keyrings"))
            .env("XDG_RUNTIME_DIR", self.path("runtime"))
            .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY")
            .output()
            .unwrap_or_else(|error| panic!("{program} is needed (dbus, gnome-keyring): {error}"));
        let said = String::from_utf8_lossy(&output.stdout);
        let outcome = said.lines().find_map(|line| line.split_once("outcome "));
        let outcome = outcome.map(|(_, outcome)| outcome.to_owned());
        outcome.unwrap_or_else(|| panic!("{said}\n{}", String::from_utf8_lossy(&output.stderr)))
    }

    /// In a session with this keyring daemon started before.
    fn in_session(&self, daemon: &str) -> String {
        let script = format!("{daemon} >/dev/null 2>&1; \"$0\" \"$@\"");
        self.run("dbus-run-session", &["--", "sh", "-c", &script])
    }
}

const UNLOCKED: &str = "printf '\\n' | gnome-keyring-daemon --unlock --components=secrets";
/// Another password than the keyring was made with: it stays locked.
const LOCKED: &str = "printf 'wrong\\n' | gnome-keyring-daemon --unlock --components=secrets";

fn is_empty(folder: &Path) -> bool {
    std::fs::read_dir(folder).unwrap().next().is_none()
}

#[test]
fn the_key_is_the_same_in_the_next_run_and_lies_in_no_file() {
    let home = Home::new();
    assert_eq!(home.in_session(UNLOCKED), "keychain available sealed");
    assert_eq!(home.in_session(UNLOCKED), "keychain available cookies");
    assert!(!home.path("data/key.json").exists());
    assert!(
        !is_empty(&home.path("keyrings")),
        "it's where the keychain keeps it"
    );
}

#[test]
fn with_another_keychain_the_cookies_are_refused_not_misread() {
    let home = Home::new();
    assert_eq!(home.in_session(UNLOCKED), "keychain available sealed");
    std::fs::remove_dir_all(home.path("keyrings")).unwrap();
    std::fs::create_dir(home.path("keyrings")).unwrap();
    assert_eq!(
        home.in_session(UNLOCKED),
        "keychain available secrets_refused"
    );
}

#[test]
fn without_a_session_bus_there_is_no_key_and_that_is_said() {
    let home = Home::new();
    assert_eq!(home.run("env", &[]), "none keychain_missing secrets_no_key");
    assert!(is_empty(&home.path("data")));
}

#[test]
fn a_locked_keychain_does_not_hold_up_the_program_for_ever() {
    let home = Home::new();
    assert_eq!(home.in_session(UNLOCKED), "keychain available sealed");
    let outcome = home.in_session(LOCKED);
    let (kind, rest) = outcome.split_once(' ').unwrap();
    let (why, content) = rest.split_once(' ').unwrap();
    assert_eq!((kind, content), ("none", "secrets_no_key"), "{outcome}");
    assert!(
        ["keychain_refused", "keychain_timed_out"].contains(&why),
        "{outcome}"
    );
}

#[test]
fn a_key_that_waits_in_a_file_is_not_replaced_by_a_new_one() {
    let home = Home::new();
    std::fs::File::create(home.path("data/key.json")).unwrap();
    assert_eq!(
        home.in_session(UNLOCKED),
        "none keychain_not_used secrets_no_key"
    );
}
