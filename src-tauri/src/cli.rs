//! The command line: hands over to the running program, or acts itself.

mod args;
mod doctor;
mod exchange;
mod print;
pub(crate) mod wishes;

use std::{
    io::{Read, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Parser;
use store::{Opened, Store, StoreError};

use self::args::{Cli, Command, Serve};
use crate::{
    app,
    control::{self, ControlError, Reply, Wish},
    log,
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

/// What the program does besides bringing back what was open.
#[derive(Debug, Default)]
pub(crate) struct StartOptions {
    /// Bring nothing back.
    pub(crate) empty: bool,
    /// What the command line asked for.
    pub(crate) then: Vec<Wish>,
}

/// Says something on standard error.
#[expect(clippy::print_stderr, reason = "a command line speaks to its caller")]
pub(crate) fn complain(text: &str) {
    eprintln!("{text}");
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
    match cli.command {
        None => start(&data_dir, cli.empty, Wish::Raise),
        Some(Command::Serve(serve)) => run_service(&data_dir, serve),
        Some(Command::Doctor) => doctor::run(&data_dir, cli.json),
        Some(Command::Export { ref file }) => {
            let file = file.clone();
            let reply = query(&data_dir, &Wish::Export);
            finish(reply, |value| exchange::write(&file, value))
        }
        Some(Command::Import { ref file }) => match exchange::read(file) {
            Ok(list) => start_with(&data_dir, Wish::Import { list }, cli.json),
            Err(error) => {
                complain(&format!("ninefold: {error}"));
                ExitCode::from(exit::FAILED)
            }
        },
        Some(command) => {
            let json = cli.json;
            let Some(wish) = wish(command) else {
                return ExitCode::from(exit::USAGE);
            };
            match wish {
                Wish::List | Wish::Status | Wish::Windows => {
                    finish(query(&data_dir, &wish), |value| {
                        print::value(&wish, value, json)
                    })
                }
                Wish::Quit => finish(ask(&data_dir, &wish), |_| Ok(())),
                wish => start_with(&data_dir, wish, json),
            }
        }
    }
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
        } => Wish::Add {
            address,
            label,
            connector,
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

/// Asks the running program.
fn ask(data_dir: &Path, wish: &Wish) -> Reply {
    match on_runtime(control::ask(data_dir, wish)) {
        Ok(Ok(reply)) => reply,
        Ok(Err(error @ ControlError::NotRunning(_))) => {
            Reply::failed(exit::NOT_RUNNING, error.to_string())
        }
        Ok(Err(error)) => Reply::failed(exit::FAILED, error.to_string()),
        Err(error) => Reply::failed(exit::FAILED, error.to_string()),
    }
}

/// Asks the running program; where none runs, reads the registry.
fn query(data_dir: &Path, wish: &Wish) -> Reply {
    let reply = ask(data_dir, wish);
    if reply.exit != exit::NOT_RUNNING {
        return reply;
    }
    match open_or_ask(data_dir, wish) {
        Ok((_store, opened)) => wishes::from_registry(&opened.registry, wish),
        Err(reply) => reply,
    }
}

/// Takes the data directory, or the answer of the program that has it. Whoever has it may be starting
/// still, or be a command line that is done in a moment: for some seconds both are tried by turns.
fn open_or_ask(data_dir: &Path, wish: &Wish) -> Result<(Store, Opened), Reply> {
    const TRIES: u32 = 100;
    const PAUSE: std::time::Duration = std::time::Duration::from_millis(100);
    for _ in 1..TRIES {
        match Store::open(data_dir) {
            Ok(opened) => return Ok(opened),
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

/// Hands a wish to the running program; where none runs, starts it with the wish.
fn start_with(data_dir: &Path, wish: Wish, json: bool) -> ExitCode {
    let reply = ask(data_dir, &wish);
    if reply.exit == exit::NOT_RUNNING {
        return start(data_dir, false, wish);
    }
    finish(reply, |value| print::value(&wish, value, json))
}

/// Starts the program with its windows, unless one runs: then the wish is handed to that one.
fn start(data_dir: &Path, empty: bool, wish: Wish) -> ExitCode {
    match open_or_ask(data_dir, &wish) {
        Ok((store, opened)) => {
            log::start(data_dir);
            let then = if matches!(wish, Wish::Raise) {
                Vec::new()
            } else {
                vec![wish]
            };
            app::run(data_dir, store, opened, StartOptions { empty, then })
        }
        Err(reply) => finish(reply, |_| Ok(())),
    }
}

fn finish(reply: Reply, show: impl FnOnce(&serde_json::Value) -> std::io::Result<()>) -> ExitCode {
    if let Some(error) = reply.error {
        complain(&format!("ninefold: {error}"));
    } else if let Err(error) = show(&reply.value) {
        complain(&format!("ninefold: {error}"));
        return ExitCode::from(exit::FAILED);
    }
    ExitCode::from(reply.exit)
}

fn on_runtime<T>(work: impl Future<Output = T>) -> std::io::Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    Ok(runtime.block_on(work))
}

fn run_service(data_dir: &Path, serve: Serve) -> ExitCode {
    server::cli::run(server::cli::ServeArgs {
        data_dir: data_dir.join("service"),
        listen: serve.listen,
        database: serve.database,
        base_url: serve.base_url,
        trusted_proxies: Vec::new(),
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
    let mut out = std::io::stdout().lock();
    writeln!(out, "{text}")
}
