//! The service on this computer: a child process, so that a fault there never takes the windows down.

use std::{
    path::PathBuf,
    process::Stdio,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use api_client::{ServiceError, SetUp};
use domain::{Sensitive, WindowId};
use ipc::{ErrorCode, IpcError, ServiceTry, Severity};
use serde::Deserialize;
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};
use url::Url;

use crate::{accounts_add, actions, shell::Shell};

/// How long the service may take to listen.
const START: Duration = Duration::from_secs(20);
/// A service that ends by itself is started again, so many times in a row …
const RESTARTS: u32 = 5;
/// … unless it has run this long meanwhile.
const HEALTHY: Duration = Duration::from_mins(1);

/// The one service of this program.
#[derive(Default)]
pub(crate) struct Service {
    /// Guards the running child's standard input: closing it tells the child to stop.
    child: Mutex<Option<Handle>>,
}

struct Handle {
    _input: tokio::process::ChildStdin,
    /// Where it listens, once it does.
    url: Option<Url>,
}

#[derive(Deserialize)]
struct Ready {
    #[serde(rename = "ready")]
    listens: bool,
    url: Option<Url>,
    bootstrap: Option<Sensitive<String>>,
    code: Option<String>,
}

impl Service {
    /// Tells the service to stop. It ends with the program in any case.
    pub(crate) fn stop(&self) {
        drop(
            self.child
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .take(),
        );
    }

    fn is_running(&self) -> bool {
        self.child
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .is_some()
    }

    /// Where it listens, if it runs.
    fn url(&self) -> Option<Url> {
        let child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        child.as_ref().and_then(|c| c.url.clone())
    }

    fn hold(&self, child: &mut Child) {
        let held = child.stdin.take().map(|stdin| Handle {
            _input: stdin,
            url: None,
        });
        *self.child.lock().unwrap_or_else(PoisonError::into_inner) = held;
    }

    fn listens_at(&self, url: Option<&Url>) {
        let mut child = self.child.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(child) = child.as_mut() {
            child.url = url.cloned();
        }
    }
}

fn folder(shell: &Shell) -> PathBuf {
    shell.data_dir.join("service")
}

/// Starts the service where one has been set up.
pub(crate) async fn start_if_set_up(shell: Shell) {
    if folder(&shell).exists()
        && let Err(error) = start(&shell).await
    {
        tracing::error!(%error, "The service on this computer did not start");
        shell.notice(Severity::Error, "service-failed", &[]);
    }
}

/// Starts the service and waits until it listens; keeps it running from then on.
async fn start(shell: &Shell) -> Result<Ready, IpcError> {
    let (child, ready) = launch(shell).await?;
    let shell = shell.clone();
    tauri::async_runtime::spawn(keep_running(shell, child));
    Ok(ready)
}

/// Starts it; where it doesn't listen, nothing of it stays.
async fn launch(shell: &Shell) -> Result<(Child, Ready), IpcError> {
    let launched = try_to_launch(shell).await;
    match &launched {
        Ok((_, ready)) => shell.service.listens_at(ready.url.as_ref()),
        Err(_) => shell.service.stop(),
    }
    launched
}

async fn try_to_launch(shell: &Shell) -> Result<(Child, Ready), IpcError> {
    let failed = |e: String| IpcError::new(ErrorCode::ServiceFailed, e);
    let program = std::env::current_exe().map_err(|e| failed(e.to_string()))?;
    let mut child = Command::new(program)
        .arg("--data-dir")
        .arg(&shell.data_dir)
        .args(["serve", "--embedded", "--stop-with-parent"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .map_err(|e| failed(e.to_string()))?;
    let out = child
        .stdout
        .take()
        .ok_or_else(|| failed("no output".into()))?;
    shell.service.hold(&mut child);
    let mut line = String::new();
    let read = tokio::time::timeout(START, BufReader::new(out).read_line(&mut line)).await;
    read.map_err(|_| failed("it does not listen".into()))?
        .map_err(|e| failed(e.to_string()))?;
    let ready: Ready = serde_json::from_str(&line).map_err(|e| failed(e.to_string()))?;
    if !ready.listens {
        return Err(failed(ready.code.unwrap_or_default()));
    }
    Ok((child, ready))
}

async fn keep_running(shell: Shell, mut child: Child) {
    let mut attempt = 0;
    loop {
        let started = Instant::now();
        let ended = child.wait().await;
        if !shell.service.is_running() {
            return;
        }
        attempt = if started.elapsed() < HEALTHY {
            attempt + 1
        } else {
            1
        };
        tracing::warn!(?ended, attempt, "The service on this computer ended");
        if attempt > RESTARTS {
            shell.service.stop();
            break;
        }
        match launch(&shell).await {
            Ok((next, _)) => {
                child = next;
                shell.notice(Severity::Warning, "service-restarted", &[]);
            }
            Err(error) => {
                tracing::error!(%error, "The service on this computer did not start again");
                break;
            }
        }
    }
    shell.notice(Severity::Error, "service-failed", &[]);
}

/// "Try it on this computer": starts the service, sets it up, and opens its first CRM, signed in.
pub(crate) async fn try_it(
    shell: &Shell,
    window: Option<WindowId>,
    request: ServiceTry,
) -> Result<(), IpcError> {
    if shell.service.is_running() {
        // It was set up before, or somebody is at it.
        let busy = || IpcError::new(ErrorCode::Busy, "the service is starting");
        let url = shell.service.url().ok_or_else(busy)?;
        return open_existing(shell, window, &url);
    }
    let ready = start(shell).await?;
    let Some(base) = ready.url else {
        return Err(IpcError::new(
            ErrorCode::ServiceFailed,
            "it gave no address",
        ));
    };
    let Some(token) = ready.bootstrap else {
        return open_existing(shell, window, &base);
    };
    let asked = SetUp {
        token,
        name: request.name,
        email: request.email,
        password: Sensitive::new(request.password),
        crm_name: None,
        locale: Some(crate::language::language(&shell.state().registry.settings).to_owned()),
        time_zone: jiff::tz::TimeZone::system()
            .iana_name()
            .map(ToOwned::to_owned),
    };
    let done = match api_client::set_up(&base, asked).await {
        Ok(done) => done,
        Err(error) => {
            // The next try starts it again, with a new token.
            shell.service.stop();
            return Err(refusal(&error));
        }
    };
    // EXPOSE: the account's own page signs in with it, once.
    let first = Url::parse(done.enter_url.expose())
        .map_err(|e| IpcError::new(ErrorCode::ServiceFailed, e.to_string()))?;
    let mut new = accounts_add::at(shell, done.home.home(), Some("ninefold".into()), None)?;
    new.first = Some(first);
    new.site = Some(done.crm_name);
    accounts_add::open(shell, new, actions::placement(window, None))?;
    Ok(())
}

/// It was set up before: its account is shown, or the sign-in page of its CRM opened.
fn open_existing(shell: &Shell, window: Option<WindowId>, base: &Url) -> Result<(), IpcError> {
    let state = shell.state();
    let here = |home: &Url| home.origin() == base.origin();
    if let Some(known) = state.registry.listed().find(|a| here(&a.home)) {
        shell.send(accounts::Event::Open(known.id));
        return Ok(());
    }
    let mut deleted = state.registry.deleted.iter().rev().map(|t| &t.home);
    let home = deleted.find(|home| here(home)).unwrap_or(base);
    let new = accounts_add::at(shell, home, Some("ninefold".into()), None)?;
    accounts_add::open(shell, new, actions::placement(window, None))?;
    Ok(())
}

fn refusal(error: &ServiceError) -> IpcError {
    let code = match error.code() {
        "password_weak" => ErrorCode::PasswordWeak,
        "validation_failed" => ErrorCode::ServiceRefused,
        _ => ErrorCode::ServiceFailed,
    };
    IpcError::new(code, error.to_string())
}
