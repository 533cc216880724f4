//! `ninefold doctor`: checks everything that the program relies on, and says what to do about it.

pub(super) mod alone;
mod data;
mod judge;
mod running;

use std::{path::Path, process::ExitCode};

use serde::Serialize;

use self::{alone::Alone, running::Running};
use super::exit;
use crate::{
    platform::{
        environment::{Environment, Native as Env},
        health::{Health, Native as System},
    },
    service,
};

pub(crate) use running::told;

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Status {
    Ok,
    Warning,
    Failed,
}

impl Status {
    const fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Warning => "warning",
            Self::Failed => "failed",
        }
    }
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Check {
    /// Stays the same over versions.
    #[serde(rename = "check")]
    name: &'static str,
    status: Status,
    /// What was found, in a sentence.
    text: String,
    /// What to do about it.
    advice: Option<String>,
}

impl Check {
    fn ok(name: &'static str, text: impl Into<String>) -> Self {
        Self {
            name,
            status: Status::Ok,
            text: text.into(),
            advice: None,
        }
    }

    fn warning(name: &'static str, text: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            name,
            status: Status::Warning,
            text: text.into(),
            advice: Some(advice.into()),
        }
    }

    fn failed(name: &'static str, text: impl Into<String>, advice: impl Into<String>) -> Self {
        Self {
            status: Status::Failed,
            ..Self::warning(name, text, advice)
        }
    }
}

/// Runs all checks.
pub(super) fn run(data_dir: &Path, json: bool) -> ExitCode {
    let checks = checks(data_dir);
    let shown = if json {
        as_json(&checks)
    } else {
        super::say(&as_table(&checks))
    };
    if let Err(error) = shown {
        super::complain(&format!("ninefold: {error}"));
        return ExitCode::from(exit::FAILED);
    }
    ExitCode::from(exit_code(&checks))
}

fn checks(data_dir: &Path) -> Vec<Check> {
    let engine = crate::isolation::engine();
    // As it was found, if it was there: looking may make it, or close it to others.
    let found = data_dir.exists().then(|| data::directory(data_dir));
    let folders = data::account_folders(data_dir);
    let running = Running::ask(data_dir);
    // Only where no program runs is everything tried here.
    let alone = matches!(running, Running::No).then(|| Alone::examine(data_dir));
    let directory = found.unwrap_or_else(|| data::directory(data_dir));
    let mut checks = vec![
        judge::version(&running),
        judge::engine(System::ENGINE, &engine),
        judge::language(&running, alone.as_ref()),
        directory,
        data::registry(data_dir, &running, alone.as_ref()),
        folders,
        judge::instance(&running),
    ];
    let trial = match (&running, alone) {
        (Running::Yes(told), _) => told.isolation.clone(),
        (Running::Odd(_), _) => Err("the running program doesn't answer".to_owned()),
        (Running::No, alone) => alone.map_or_else(
            || Err(String::new()),
            |a| {
                checks.push(judge::keychain(&a.secrets));
                a.isolation
            },
        ),
    };
    if let Running::Yes(told) = &running {
        checks.push(judge::keychain(&told.secrets));
    }
    let (report, runs) = match &running {
        Running::Yes(told) => (told.service.clone(), true),
        Running::No => (Some(service::report_of(data_dir)), false),
        Running::Odd(_) => (None, true),
    };
    checks.extend(report.map(|report| judge::service(&report, runs)));
    let processes = trial.as_ref().ok().and_then(|t| t.web_processes.clone());
    checks.extend([
        judge::isolation(&trial),
        judge::sandbox(Env::has_sandbox(), processes.as_deref()),
        judge::notifications(running::notification_server()),
        judge::graphics(System::graphics()),
    ]);
    checks
}

fn exit_code(checks: &[Check]) -> u8 {
    let failed = checks.iter().any(|c| c.status == Status::Failed);
    if failed { exit::UNHEALTHY } else { exit::OK }
}

fn as_json(checks: &[Check]) -> std::io::Result<()> {
    super::say(&serde_json::to_string_pretty(checks)?)
}

fn as_table(checks: &[Check]) -> String {
    let width = checks
        .iter()
        .map(|c| c.name.len())
        .max()
        .unwrap_or_default();
    let mut lines = Vec::new();
    for Check {
        name,
        status,
        text,
        advice,
    } in checks
    {
        lines.push(format!("{:<7}  {name:<width$}  {text}", status.name()));
        if let Some(advice) = advice {
            lines.push(format!("{:<7}  {:<width$}  → {advice}", "", ""));
        }
    }
    let count = |status| checks.iter().filter(|c| c.status == status).count();
    let (failed, warnings) = (count(Status::Failed), count(Status::Warning));
    lines.push(format!(
        "{failed} failed, {warnings} to look at, {} fine",
        count(Status::Ok)
    ));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_failed_check_is_told_to_scripts() {
        let (ok, warning) = (Check::ok("a", "fine"), Check::warning("b", "hm", "look"));
        assert_eq!(exit_code(&[ok.clone(), warning.clone()]), exit::OK);
        assert_eq!(
            exit_code(&[ok, Check::failed("c", "no", "do"), warning]),
            exit::UNHEALTHY
        );
    }

    #[test]
    fn advice_stands_below_what_it_is_for() {
        let checks = [
            Check::ok("version", "1"),
            Check::warning("gpu", "none", "buy one"),
        ];
        let table = "\
ok       version  1
warning  gpu      none
                  → buy one
0 failed, 1 to look at, 1 fine";
        assert_eq!(as_table(&checks), table);
    }

    #[test]
    fn the_json_form_has_the_four_fields_that_are_promised() {
        let value = serde_json::to_value(Check::ok("version", "1")).unwrap();
        let expected =
            serde_json::json!({ "check": "version", "status": "ok", "text": "1", "advice": null });
        assert_eq!(value, expected);
    }
}
