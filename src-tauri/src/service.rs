//! The service on this computer: a child process, so that a fault there never takes the windows down.

use std::{
    path::{Path, PathBuf},
    process::Stdio,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use api_client::{ServiceError, SetUp};
use domain::{Sensitive, WindowId};
use ipc::{ErrorCode, IpcError, ServiceTry, Severity};
use serde::{Deserialize, Serialize};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::{Child, Command},
};
use url::Url;

use crate::{account::adding, actions, shell::Shell};

/// How long the service may take to listen.
const START: Duration = Duration::from_secs(20);
/// A service that ends by itself, or doesn't start, is started again, so many times in a row …
const RESTARTS: u32 = 5;
/// … unless it has run this long meanwhile. The first time it's at once, …
const HEALTHY: Duration = Duration::from_mins(1);
/// … then after this pause, then after twice as long, …
const PAUSE: Duration = Duration::from_millis(500);

/// The one service of this program.
#[derive(Default)]
pub(crate) struct Service {
    state: Mutex<State>,
    /// Held by whoever starts it or sets it up: two at once would stop each other's.
    turn: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct State {
    /// Grows with each start that somebody asks for and with each stop: what an older one waits for, or
    /// would do next, is over.
    run: u32,
    child: Option<Handle>,
    /// Why it doesn't run, though it should.
    problem: Option<String>,
    /// It was started too often in vain.
    gave_up: bool,
}

struct Handle {
    /// Closing it tells the child to stop.
    _input: tokio::process::ChildStdin,
    /// Where it listens, once it does.
    url: Option<Url>,
}

/// What the doctor hears of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ServiceReport {
    /// It has a folder.
    pub(crate) set_up: bool,
    /// Where it listens, if it does.
    pub(crate) url: Option<Url>,
    /// Why it doesn't run, though it should.
    pub(crate) problem: Option<String>,
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
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells the service to stop. It ends with the program in any case.
    pub(crate) fn stop(&self) {
        let mut state = self.state();
        state.run += 1;
        state.child = None;
        state.problem = None;
    }

    /// Begins a new run, which is over with the next one or with a stop.
    fn begin(&self) -> u32 {
        let mut state = self.state();
        state.run += 1;
        state.child = None;
        state.gave_up = false;
        state.run
    }

    /// It isn't started again by itself.
    fn give_up(&self, run: u32) {
        let mut state = self.state();
        state.gave_up = state.run == run;
    }

    fn is_current(&self, run: u32) -> bool {
        self.state().run == run
    }

    fn is_running(&self) -> bool {
        self.state().child.is_some()
    }

    /// Where it listens, if it runs.
    fn url(&self) -> Option<Url> {
        self.state().child.as_ref().and_then(|c| c.url.clone())
    }

    /// Keeps a child's input open, unless its run is over.
    fn hold(&self, run: u32, child: &mut Child) -> bool {
        let mut state = self.state();
        if state.run != run {
            return false;
        }
        state.child = child.stdin.take().map(|stdin| Handle {
            _input: stdin,
            url: None,
        });
        state.child.is_some()
    }

    fn listens_at(&self, run: u32, url: Option<&Url>) {
        let mut state = self.state();
        if state.run != run {
            return;
        }
        state.problem = None;
        if let Some(child) = state.child.as_mut() {
            child.url = url.cloned();
        }
    }

    /// It isn't there, for this reason.
    fn is_gone(&self, run: u32, problem: String) {
        let mut state = self.state();
        if state.run == run {
            state.child = None;
            state.problem = Some(problem);
        }
    }
}

/// Whether, and after which pause, it's started again.
#[derive(Default)]
struct Restarts {
    in_a_row: u32,
}

impl Restarts {
    /// `lived`: how long it ran, nothing where it didn't start. `None`: it has ended too often.
    fn next(&mut self, lived: Duration) -> Option<Duration> {
        self.in_a_row = if lived < HEALTHY {
            self.in_a_row + 1
        } else {
            1
        };
        match self.in_a_row {
            1 => Some(Duration::ZERO),
            n @ 2..=RESTARTS => Some(PAUSE * (1 << (n - 2))),
            _ => None,
        }
    }
}

fn folder(data_dir: &Path) -> PathBuf {
    data_dir.join("service")
}

/// What is known of the service while no program runs.
pub(crate) fn report_of(data_dir: &Path) -> ServiceReport {
    ServiceReport {
        set_up: folder(data_dir).exists(),
        url: None,
        problem: None,
    }
}

/// What is known of the service.
pub(crate) fn report(shell: &Shell) -> ServiceReport {
    let state = shell.service.state();
    ServiceReport {
        url: state.child.as_ref().and_then(|c| c.url.clone()),
        problem: state.problem.clone(),
        ..report_of(&shell.data_dir)
    }
}

/// Starts the service where one has been set up.
pub(crate) async fn start_if_set_up(shell: Shell) {
    if !folder(&shell.data_dir).exists() {
        return;
    }
    let _turn = shell.service.turn.lock().await;
    if shell.service.is_running() {
        return;
    }
    if let Err(error) = start(&shell).await {
        tracing::error!(%error, "The service on this computer did not start");
        shell.notice(Severity::Error, "service-failed", &[]);
    }
}

/// Starts the service and waits until it listens; keeps it running from then on. For whose turn it is.
async fn start(shell: &Shell) -> Result<Ready, IpcError> {
    let run = shell.service.begin();
    let (child, ready) = launch(shell, run).await?;
    tauri::async_runtime::spawn(keep_running(shell.clone(), run, child));
    Ok(ready)
}

/// Starts it; where it doesn't listen, nothing of it stays.
async fn launch(shell: &Shell, run: u32) -> Result<(Child, Ready), IpcError> {
    let launched = try_to_launch(shell, run).await;
    match &launched {
        Ok((_, ready)) => {
            shell.service.listens_at(run, ready.url.as_ref());
            shell.show(|shown| shown.own_crm = ready.bootstrap.is_none());
        }
        Err(error) => shell.service.is_gone(run, error.message.clone()),
    }
    launched
}

async fn try_to_launch(shell: &Shell, run: u32) -> Result<(Child, Ready), IpcError> {
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
    if !shell.service.hold(run, &mut child) {
        return Err(failed("it was stopped".into()));
    }
    let mut line = String::new();
    let read = tokio::time::timeout(START, BufReader::new(out).read_line(&mut line)).await;
    read.map_err(|_| failed("it does not listen".into()))?
        .map_err(|e| failed(e.to_string()))?;
    if line.is_empty() {
        return Err(failed("it ended before it listened".into()));
    }
    let ready: Ready = serde_json::from_str(&line).map_err(|e| failed(e.to_string()))?;
    if !ready.listens {
        return Err(failed(ready.code.unwrap_or_default()));
    }
    Ok((child, ready))
}

async fn keep_running(shell: Shell, run: u32, mut child: Child) {
    let mut restarts = Restarts::default();
    loop {
        let started = Instant::now();
        let ended = child.wait().await;
        if !shell.service.is_current(run) {
            return;
        }
        tracing::warn!(?ended, "The service on this computer ended");
        let how = ended.map_or_else(|e| e.to_string(), |status| status.to_string());
        shell.service.is_gone(run, format!("it ended: {how}"));
        match start_again(&shell, run, &mut restarts, started.elapsed()).await {
            Some(next) => child = next,
            None => break,
        }
    }
}

/// Tries until it runs, it's stopped, or it has been tried often enough.
async fn start_again(
    shell: &Shell,
    run: u32,
    restarts: &mut Restarts,
    mut lived: Duration,
) -> Option<Child> {
    while let Some(pause) = restarts.next(lived) {
        tokio::time::sleep(pause).await;
        let _turn = shell.service.turn.lock().await;
        if !shell.service.is_current(run) {
            return None;
        }
        match launch(shell, run).await {
            Ok((child, _)) => {
                shell.notice(Severity::Warning, "service-restarted", &[]);
                return Some(child);
            }
            Err(error) => {
                tracing::error!(%error, "The service on this computer did not start again");
                lived = Duration::ZERO;
            }
        }
    }
    shell.service.give_up(run);
    shell.notice(Severity::Error, "service-failed", &[]);
    None
}

/// The person wants a page that the service on this computer may have: one that was given up gets another try.
pub(crate) fn is_wanted(shell: &Shell, home: &Url) {
    let gave_up = shell.service.state().gave_up;
    if gave_up && domain::address::is_loopback(home) {
        tauri::async_runtime::spawn(start_if_set_up(shell.clone()));
    }
}

/// "Try it on this computer": starts the service, sets it up, and opens its first CRM, signed in.
pub(crate) async fn try_it(
    shell: &Shell,
    window: Option<WindowId>,
    request: ServiceTry,
) -> Result<(), IpcError> {
    let _turn = turn(shell)?;
    let (base, token) = running(shell).await?;
    let Some(token) = token else {
        // It was set up before.
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
    shell.show(|shown| shown.own_crm = true);
    // EXPOSE: the account's own page signs in with it, once.
    let first = Url::parse(done.enter_url.expose())
        .map_err(|e| IpcError::new(ErrorCode::ServiceFailed, e.to_string()))?;
    let mut new = adding::at(shell, done.home.home(), Some("ninefold".into()), None)?;
    new.first = Some(first);
    new.site = Some(done.crm_name);
    adding::open(shell, new, actions::placement(window, None))?;
    Ok(())
}

/// Opens the CRM on this computer, which was set up before.
pub(crate) async fn open(shell: &Shell, window: Option<WindowId>) -> Result<(), IpcError> {
    let _turn = turn(shell)?;
    let (base, _) = running(shell).await?;
    open_existing(shell, window, &base)
}

fn turn(shell: &Shell) -> Result<tokio::sync::MutexGuard<'_, ()>, IpcError> {
    let turn = shell.service.turn.try_lock();
    turn.map_err(|_| IpcError::new(ErrorCode::Busy, "the service is starting"))
}

/// Where the service listens, started if it doesn't run, and the token that sets it up, if nobody has.
async fn running(shell: &Shell) -> Result<(Url, Option<Sensitive<String>>), IpcError> {
    if let Some(url) = shell.service.url() {
        return Ok((url, None));
    }
    let ready = start(shell).await?;
    let nowhere = || IpcError::new(ErrorCode::ServiceFailed, "it gave no address");
    Ok((ready.url.ok_or_else(nowhere)?, ready.bootstrap))
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
    let new = adding::at(shell, home, Some("ninefold".into()), None)?;
    adding::open(shell, new, actions::placement(window, None))?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_that_does_not_start_is_tried_ever_more_seldom_and_then_given_up() {
        let mut restarts = Restarts::default();
        let pauses: Vec<_> = std::iter::from_fn(|| restarts.next(Duration::ZERO))
            .map(|pause| pause.as_millis())
            .collect();
        assert_eq!(pauses, [0, 500, 1000, 2000, 4000]);
        assert_eq!(restarts.next(Duration::ZERO), None);
    }

    #[test]
    fn one_that_has_lived_for_a_while_is_started_again_at_once() {
        let mut restarts = Restarts::default();
        for _ in 0..RESTARTS * 2 {
            assert_eq!(restarts.next(HEALTHY), Some(Duration::ZERO));
        }
    }

    #[test]
    fn a_run_is_over_with_a_stop_and_with_the_next_one() {
        let service = Service::default();
        let first = service.begin();
        service.is_gone(first, "it ended".into());
        assert!(service.is_current(first), "it may be started again");
        let second = service.begin();
        assert!(!service.is_current(first) && service.is_current(second));
        // Whoever waited for the first one changes nothing any more.
        service.is_gone(first, "late".into());
        assert_eq!(service.state().problem.as_deref(), Some("it ended"));
        service.listens_at(second, None);
        assert_eq!(service.state().problem, None);
        service.stop();
        assert!(!service.is_current(second));
    }

    #[test]
    fn two_do_not_start_it_at_once() {
        let service = Service::default();
        let first = service.turn.try_lock();
        assert!(first.is_ok() && service.turn.try_lock().is_err());
        drop(first);
        assert!(service.turn.try_lock().is_ok());
    }
}
