//! Starts the program in the background for a wish that shows a window.

use std::{
    io,
    path::Path,
    process::{Child, Command},
    time::{Duration, Instant},
};

use accounts::Registry;

use super::{ask, exit, on_runtime, wishes};
use crate::{
    control::{Reply, Wish},
    platform::{
        background,
        health::{Health, Native as System},
    },
};

/// How long a started program may take until it answers.
const LIMIT: Duration = Duration::from_secs(20);
/// Between two looks whether it does.
const PAUSE: Duration = Duration::from_millis(50);

/// Starts the program and has it carry `wish` out. What can be known to be in vain is said before
/// anything is started. Main thread only.
pub(super) fn with(data_dir: &Path, registry: &Registry, wish: &Wish, empty: bool) -> Reply {
    match check(registry, wish).and_then(|()| start(data_dir, empty)) {
        Ok(program) => ask_once_it_answers(data_dir, wish, program),
        Err(reply) => reply,
    }
}

fn check(registry: &Registry, wish: &Wish) -> Result<(), Reply> {
    wishes::changes(registry, wish)?;
    if !System::has_display() {
        let text = "there is no display here to show a window on; nothing was started";
        return Err(Reply::failed(exit::FAILED, text));
    }
    if let Wish::Add {
        address,
        connector,
        insecure,
        ..
    } = wish
    {
        let looked = on_runtime(wishes::found_at(address, connector.as_deref(), *insecure));
        looked.map_err(|e| Reply::failed(exit::FAILED, e.to_string()))??;
    }
    Ok(())
}

fn start(data_dir: &Path, empty: bool) -> Result<Child, Reply> {
    let spawn = || {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("--data-dir").arg(data_dir);
        command.args(empty.then_some("--empty"));
        background::detach(&mut command);
        command.spawn()
    };
    spawn().map_err(|e: io::Error| {
        let text = format!("the program could not be started: {e}");
        Reply::failed(exit::FAILED, text)
    })
}

fn ask_once_it_answers(data_dir: &Path, wish: &Wish, mut program: Child) -> Reply {
    let began = Instant::now();
    loop {
        let reply = ask(data_dir, wish);
        if reply.exit != exit::NOT_RUNNING {
            return reply;
        }
        let logs = || data_dir.join("logs").display().to_string();
        match program.try_wait() {
            // Another command line has started one at the same time, and this one has left it to that one.
            Ok(Some(status)) if status.success() => {}
            Ok(Some(status)) => {
                let text = format!("the program ended at once ({status}); see {}", logs());
                return Reply::failed(exit::FAILED, text);
            }
            Ok(None) => {}
            Err(error) => return Reply::failed(exit::FAILED, error.to_string()),
        }
        if began.elapsed() > LIMIT {
            let text = format!("the program was started and doesn't answer; see {}", logs());
            return Reply::failed(exit::FAILED, text);
        }
        std::thread::sleep(PAUSE);
    }
}
