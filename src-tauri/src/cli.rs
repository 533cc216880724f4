//! The command line: hands over to the running program, or acts itself.

mod args;
mod doctor;
mod exchange;
mod launch;
mod print;
mod rows;
pub(crate) mod wishes;

use std::{
    io::{Read, Write},
    path::{Path, PathBuf},
    pin::pin,
    process::ExitCode,
};

use clap::Parser;
use server::{
    cli::ServeArgs,
    config::{ConfigArgs, PlaceArgs},
};
use store::{Opened, Store, StoreError};

use self::args::{Cli, Command, Serve};
use crate::{
    app,
    control::{self, ControlError, Reply, Wish},
    log,
    platform::{
        channel::Channel,
        health::{Health, Native as System},
    },
};

/// Exit codes, as `--help` has them.
pub(crate) mod exit {
    pub(crate) const OK: u8 = 0;
    pub(crate) const FAILED: u8 = 1;
    pub(crate) const USAGE: u8 = 2;
    pub(crate) const NO_ACCOUNT: u8 = 3;
    pub(crate) const ADDRESS: u8 = 4;
    pub(crate) const DATA: u8 = 5;
    pub(crate) const NOT_RUNNING: u8 = 6;
    pub(crate) const UNHEALTHY: u8 = 7;
}

/// Says something on standard error. Whoever closed that doesn't want to hear it.
pub(crate) fn complain(text: &str) {
    let _heard = writeln!(std::io::stderr(), "{text}").is_ok();
}

/// Runs what the command line says.
pub(crate) fn run() -> ExitCode {
    let cli = Cli::parse();
    let Some(data_dir) = cli
        .data_dir
        .clone()
        .or_else(default_folder)
        .and_then(absolute)
    else {
        complain("ninefold: this system has no folder for program data; name one with --data-dir");
        return ExitCode::from(exit::DATA);
    };
    let wish = match cli.command {
        None => return start(&data_dir, cli.empty),
        Some(Command::Serve(serve)) => return run_service(&data_dir, serve),
        Some(Command::Doctor) => return doctor::run(&data_dir, cli.json),
        Some(Command::Export { file, force }) => {
            let reply = fulfil(&data_dir, &Wish::Export, cli.empty);
            return finish(reply, |value| exchange::write(&file, force, value));
        }
        Some(Command::Import { file }) => match exchange::read(&file) {
            Ok(list) => Wish::Import { list },
            Err(error) => {
                complain(&format!("ninefold: {error}"));
                return ExitCode::from(exit::FAILED);
            }
        },
        Some(command) => match wish(command) {
            Some(wish) => wish,
            None => return ExitCode::from(exit::USAGE),
        },
    };
    finish(fulfil(&data_dir, &wish, cli.empty), |value| {
        print::value(&wish, value, cli.json)
    })
}

fn default_folder() -> Option<PathBuf> {
    directories::ProjectDirs::from("dev", "Ninefold", "Ninefold").map(|d| d.data_local_dir().into())
}

fn absolute(path: PathBuf) -> Option<PathBuf> {
    std::path::absolute(path).ok()
}

fn wish(command: Command) -> Option<Wish> {
    Some(match command {
        Command::Add {
            address,
            label,
            connector,
            insecure,
        } => Wish::Add {
            address,
            label,
            connector,
            insecure,
        },
        Command::List => Wish::List,
        Command::Status => Wish::Status,
        Command::Windows => Wish::Windows,
        Command::Open(a) | Command::Switch(a) => Wish::Open { account: a.account },
        Command::Disconnect(a) => Wish::Disconnect { account: a.account },
        Command::SignOut(a) => Wish::SignOut { account: a.account },
        Command::Delete {
            account,
            undo: true,
            ..
        } => Wish::UndoDelete { account },
        Command::Delete {
            account, sign_out, ..
        } => Wish::Delete { account, sign_out },
        Command::Quit => Wish::Quit,
        Command::Doctor | Command::Export { .. } | Command::Import { .. } | Command::Serve(_) => {
            return None;
        }
    })
}

/// After this long without an answer, whoever waits hears why that may be.
const SLOW: std::time::Duration = std::time::Duration::from_secs(5);

/// Asks the running program.
fn ask(data_dir: &Path, wish: &Wish) -> Reply {
    let answer = async {
        let mut answer = pin!(control::ask(data_dir, wish));
        if let Ok(answer) = tokio::time::timeout(SLOW, &mut answer).await {
            return answer;
        }
        if let Some(why) = wish.may_take_long() {
            complain(&format!("ninefold: no answer yet; {why}"));
        }
        answer.await
    };
    match on_runtime(answer) {
        Ok(Ok(reply)) => reply,
        Ok(Err(error @ ControlError::NotRunning(_))) => {
            Reply::failed(exit::NOT_RUNNING, error.to_string())
        }
        Ok(Err(error)) => Reply::failed(exit::FAILED, error.to_string()),
        Err(error) => Reply::failed(exit::FAILED, error.to_string()),
    }
}

/// Has the running program carry a wish out. Where none runs, it's carried out on the registry, or the
/// program is started for it.
fn fulfil(data_dir: &Path, wish: &Wish, empty: bool) -> Reply {
    let reply = ask(data_dir, wish);
    if reply.exit != exit::NOT_RUNNING || matches!(wish, Wish::Quit) {
        return reply;
    }
    match open_or_ask(data_dir, wish) {
        Ok((mut store, opened)) if !wish.shows_a_window() => {
            wishes::without_program(&mut store, opened, wish)
        }
        Ok((store, opened)) => {
            let registry = opened.registry;
            // The program wants the directory for itself.
            drop(store);
            launch::with(data_dir, &registry, wish, empty)
        }
        Err(reply) => reply,
    }
}

/// How often the data directory, or the way that command lines come by, is tried to be taken …
const TRIES: u32 = 100;
/// … and how long it is waited in between.
const PAUSE: std::time::Duration = std::time::Duration::from_millis(100);

/// Takes the data directory, or the answer of the program that has it. Whoever has it may be starting
/// still, or be a command line that is done in a moment: for some seconds both are tried by turns.
fn open_or_ask(data_dir: &Path, wish: &Wish) -> Result<(Store, Opened), Reply> {
    for _ in 1..TRIES {
        match Store::open(data_dir) {
            Ok(opened) => {
                for repair in &opened.1.repairs {
                    complain(&format!("ninefold: {}", doctor::alone::in_words(repair)));
                }
                return Ok(opened);
            }
            Err(StoreError::InUse { .. }) => {}
            Err(error) => return Err(Reply::failed(exit::DATA, error.to_string())),
        }
        let reply = ask(data_dir, wish);
        if reply.exit != exit::NOT_RUNNING {
            return Err(reply);
        }
        std::thread::sleep(PAUSE);
    }
    Err(ask(data_dir, wish))
}

/// Starts the program with its windows, unless one runs: then that one comes to the front.
fn start(data_dir: &Path, empty: bool) -> ExitCode {
    let (store, opened) = match open_or_ask(data_dir, &Wish::Raise) {
        Ok(found) => found,
        // Whoever starts it from a menu sees no standard error: a window says it.
        Err(reply) if reply.exit == exit::DATA && System::has_display() => {
            complain_of(reply.error);
            Store::unusable(data_dir)
        }
        Err(reply) => return finish(reply, |_| Ok(())),
    };
    if !store.is_locked() {
        let reply = ask(data_dir, &Wish::Raise);
        if reply.exit != exit::NOT_RUNNING {
            return finish(reply, |_| Ok(()));
        }
    }
    let channel = match take_channel(data_dir) {
        Ok(channel) => channel,
        Err(reply) => return finish(reply, |_| Ok(())),
    };
    log::start(data_dir);
    app::run(data_dir, (store, opened), channel, empty)
}

/// Takes the way that command lines come by, or the answer of the program that has it: where the data directory
/// can't be locked, another one may be starting at the same time.
fn take_channel(data_dir: &Path) -> Result<std::io::Result<Channel>, Reply> {
    for _ in 1..TRIES {
        match Channel::take(data_dir) {
            Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
            taken => return Ok(taken),
        }
        let reply = ask(data_dir, &Wish::Raise);
        if reply.exit != exit::NOT_RUNNING {
            return Err(reply);
        }
        std::thread::sleep(PAUSE);
    }
    Err(ask(data_dir, &Wish::Raise))
}

fn finish(reply: Reply, show: impl FnOnce(&serde_json::Value) -> std::io::Result<()>) -> ExitCode {
    let Reply { exit, value, error } = reply;
    // What was done only in part has an answer, too.
    let has_answer = error.is_none() || !value.is_null();
    complain_of(error);
    if has_answer && let Err(error) = show(&value) {
        complain(&format!("ninefold: {error}"));
        return ExitCode::from(exit::FAILED);
    }
    ExitCode::from(exit)
}

fn complain_of(error: Option<String>) {
    if let Some(error) = error {
        complain(&format!("ninefold: {error}"));
    }
}

fn on_runtime<T>(work: impl Future<Output = T>) -> std::io::Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    Ok(runtime.block_on(work))
}

fn run_service(data_dir: &Path, serve: Serve) -> ExitCode {
    server::cli::run(ServeArgs {
        config: ConfigArgs {
            place: PlaceArgs {
                data_dir: Some(data_dir.join("service")),
                database: serve.database,
                ..PlaceArgs::default()
            },
            listen: serve.listen,
            base_url: serve.base_url,
            ..ConfigArgs::default()
        },
        embedded: serve.embedded,
        stop_with_parent: serve.stop_with_parent,
    })
}

/// Reads a file, or standard input for `-`.
fn read_all(file: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if file == Path::new("-") {
        std::io::stdin().lock().read_to_end(&mut bytes)?;
    } else {
        std::fs::File::open(file)?.read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}

/// Writes a text to standard output.
fn say(text: &str) -> std::io::Result<()> {
    say_to(&mut std::io::stdout().lock(), text)
}

/// Whoever reads may have heard enough and closed the pipe, as `head` does: that's no failure.
fn say_to(out: &mut impl Write, text: &str) -> std::io::Result<()> {
    match writeln!(out, "{text}") {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        written => written,
    }
}

#[cfg(test)]
mod tests {
    use std::io::{self, ErrorKind};

    use super::*;

    /// Takes nothing, for this reason.
    struct Closed(ErrorKind);

    impl Write for Closed {
        fn write(&mut self, _: &[u8]) -> io::Result<usize> {
            Err(self.0.into())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_reader_that_has_heard_enough_is_no_failure_and_a_full_disk_is() {
        assert!(say_to(&mut Closed(ErrorKind::BrokenPipe), "one").is_ok());
        let full = say_to(&mut Closed(ErrorKind::StorageFull), "one").unwrap_err();
        assert_eq!(full.kind(), ErrorKind::StorageFull);
    }
}
