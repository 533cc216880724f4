//! From facts to checks: pure.

use ::isolation::Outcome;

use super::{
    Check,
    alone::Alone,
    running::{Running, Secrets},
};
use crate::{
    isolation::Trial,
    platform::health::{Graphics, WebProcess},
    service::ServiceReport,
};

const OWN: &str = env!("CARGO_PKG_VERSION");

/// The program's version.
pub(super) fn version(running: &Running) -> Check {
    match running {
        Running::Yes(told) if told.version != OWN => Check::warning(
            "version",
            format!("Ninefold {OWN}; the running program is {}.", told.version),
            "Quit the running program and start it again.",
        ),
        _ => Check::ok("version", format!("Ninefold {OWN}.")),
    }
}

/// The web engine's.
pub(super) fn engine(name: &str, version: &str) -> Check {
    if version.is_empty() {
        return Check::failed(
            "engine",
            format!("{name} isn't there."),
            format!("Install {name}; the README says how."),
        );
    }
    Check::ok("engine", format!("{name} {version}."))
}

/// The language in use.
pub(super) fn language(running: &Running, alone: Option<&Alone>) -> Check {
    let language = match (running, alone) {
        (Running::Yes(told), _) => told.language.as_str(),
        (_, Some(alone)) => alone.language,
        _ => "en",
    };
    let system = sys_locale::get_locale().unwrap_or_else(|| "none".to_owned());
    Check::ok("language", format!("{language}; the system's is {system}."))
}

/// Whether a program runs.
pub(super) fn instance(running: &Running) -> Check {
    const NAME: &str = "instance";
    match running {
        Running::Yes(told) => Check::ok(NAME, format!("It runs, as process {}.", told.pid)),
        Running::No => Check::ok(NAME, "It doesn't run; everything was tried without it."),
        Running::Odd(why) => Check::failed(
            NAME,
            format!("A program runs on this data directory, but {why}."),
            "End it and start it again.",
        ),
    }
}

/// The isolation self-test.
pub(super) fn isolation(trial: &Result<Trial, String>) -> Check {
    const NAME: &str = "isolation";
    let verdict = match trial {
        Ok(trial) => &trial.verdict,
        Err(why) => {
            return Check::warning(
                NAME,
                format!("Untested: {why}."),
                "Run the doctor once more where the program can show windows.",
            );
        }
    };
    let (apart, untested) = (verdict.apart().len(), verdict.untested());
    match verdict.outcome() {
        Outcome::Apart if untested.is_empty() => Check::ok(
            NAME,
            format!("Two sessions saw nothing of each other in {apart} kinds of storage."),
        ),
        Outcome::Apart => Check::ok(
            NAME,
            format!(
                "Two sessions saw nothing of each other in {apart} kinds of storage; not to be had or tested here: {}.",
                untested.join(", ")
            ),
        ),
        Outcome::Shared(kinds) => Check::failed(
            NAME,
            format!("Sessions are not kept apart: {}.", kinds.join(", ")),
            "Use one account only, and tell the project, with the versions above.",
        ),
        Outcome::Untested(kinds) => Check::warning(
            NAME,
            format!(
                "Untested: no leak was seen, but no mark stayed in {}.",
                kinds.join(", ")
            ),
            "Try again; if it stays so, tell the project.",
        ),
    }
}

/// The sandbox around each page's process.
pub(super) fn sandbox(can: bool, processes: Option<&[WebProcess]>) -> Check {
    const NAME: &str = "sandbox";
    if !can {
        return Check::failed(
            NAME,
            "Pages run without the system's sandbox: bubblewrap or xdg-dbus-proxy is missing, or a file /.flatpak-info makes WebKit think that it is inside of Flatpak.",
            "Install bubblewrap and xdg-dbus-proxy (apt install bubblewrap xdg-dbus-proxy); remove /.flatpak-info if nobody needs it.",
        );
    }
    let Some(processes) = processes else {
        return if crate::platform::SYSTEM == "linux" {
            Check::warning(
                NAME,
                "bubblewrap and xdg-dbus-proxy are there; no page ran to see them at work.",
                "Run the doctor where the program can show windows.",
            )
        } else {
            Check::ok(NAME, "The engine's own sandbox is always on.")
        };
    };
    let open: Vec<_> = processes
        .iter()
        .filter(|p| !(p.seccomp && p.own_namespace))
        .collect();
    if processes.is_empty() {
        return Check::warning(
            NAME,
            "No process of a page was seen.",
            "Run the doctor again.",
        );
    }
    if open.is_empty() {
        let text = format!(
            "All {} processes of pages have a system call filter and process ids of their own.",
            processes.len()
        );
        return Check::ok(NAME, text);
    }
    let list: Vec<_> = open.iter().map(|p| p.pid.to_string()).collect();
    Check::failed(
        NAME,
        format!("Outside of the sandbox: processes {}.", list.join(", ")),
        "Start the program without WEBKIT_FORCE_SANDBOX and WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS, \
         and let users make namespaces (sysctl kernel.unprivileged_userns_clone=1).",
    )
}

/// Where the key for session cookies is.
pub(super) fn keychain(secrets: &Secrets) -> Check {
    const NAME: &str = "keychain";
    let why = secrets.why.as_deref().unwrap_or("no reason was given");
    match (secrets.kind.as_str(), secrets.waits) {
        ("keychain", _) => Check::ok(NAME, "The key is in the system's keychain."),
        ("file", _) => Check::ok(
            NAME,
            format!("The key is in a file, under your passphrase ({why})."),
        ),
        (_, true) => Check::ok(NAME, "The key is in a file and waits for your passphrase."),
        _ => Check::warning(
            NAME,
            format!("There's no key, so session-only sign-ins end with the program: {why}."),
            "Unlock or install a keychain (gnome-keyring, KWallet), or set a passphrase in the settings.",
        ),
    }
}

/// Who shows notifications.
pub(super) fn notifications(server: Result<String, String>) -> Check {
    const NAME: &str = "notifications";
    match server {
        Ok(server) => Check::ok(NAME, format!("Shown by {server}.")),
        Err(why) => Check::warning(
            NAME,
            format!(
                "Nobody shows notifications: {}.",
                why.lines().next().unwrap_or_default()
            ),
            "Start a notification service in your desktop session.",
        ),
    }
}

/// The service on this computer. `runs`: whether the program does, which runs it.
pub(super) fn service(report: &ServiceReport, runs: bool) -> Check {
    const NAME: &str = "service";
    match (report, &report.url, &report.problem) {
        (ServiceReport { set_up: false, .. }, None, None) => {
            Check::ok(NAME, "Not set up on this computer.")
        }
        (_, Some(url), _) => Check::ok(NAME, format!("It listens at {url}.")),
        (_, None, Some(problem)) => Check::failed(
            NAME,
            format!("It doesn't run: {problem}."),
            "Quit the program and start it again; \"ninefold serve\" says more on its own.",
        ),
        (_, None, None) if runs => Check::warning(
            NAME,
            "It has been set up, and doesn't listen now.",
            "It may be starting: run the doctor again in a moment. Else start the program again.",
        ),
        _ => Check::ok(NAME, "Set up; it runs while the program does."),
    }
}

/// How pages are drawn.
pub(super) fn graphics(graphics: Option<Graphics>) -> Check {
    const NAME: &str = "graphics";
    match graphics {
        None => Check::ok(NAME, "Left to the engine."),
        Some(Graphics {
            gpu: true,
            dmabuf: true,
        }) => Check::ok(NAME, "A GPU is there, DMABUF renderer on."),
        Some(Graphics {
            gpu: true,
            dmabuf: false,
        }) => Check::warning(
            NAME,
            "A GPU is there, DMABUF renderer off: pages are drawn more slowly.",
            "Start the program without WEBKIT_DISABLE_DMABUF_RENDERER.",
        ),
        Some(Graphics {
            gpu: false,
            dmabuf: false,
        }) => Check::ok(
            NAME,
            "No GPU (no /dev/dri), DMABUF renderer off: that saves half the memory.",
        ),
        Some(Graphics {
            gpu: false,
            dmabuf: true,
        }) => Check::warning(
            NAME,
            "No GPU (no /dev/dri), but the DMABUF renderer is on: that takes twice the memory.",
            "Start the program without WEBKIT_DISABLE_DMABUF_RENDERER=0.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use ::isolation::{ESSENTIAL, Kind, Verdict};

    use super::{super::Status, *};

    fn judged(more: &[(&str, Kind)]) -> Check {
        let apart = ESSENTIAL.iter().map(|k| (*k, Kind::Apart));
        let kinds = apart
            .chain(more.iter().cloned())
            .map(|(k, v)| (k.to_owned(), v))
            .collect();
        isolation(&Ok(Trial {
            verdict: Verdict { kinds },
            web_processes: None,
        }))
    }

    #[test]
    fn a_leak_fails_and_names_its_kinds() {
        let check = judged(&[("etag", Kind::Shared), ("picture", Kind::Shared)]);
        assert_eq!(check.status, Status::Failed);
        assert!(check.text.contains("etag, picture"), "{}", check.text);
    }

    #[test]
    fn without_a_display_isolation_is_untested_and_never_fine() {
        let check = isolation(&Err("no display".into()));
        assert_eq!(
            (check.status, check.text.as_str()),
            (Status::Warning, "Untested: no display.")
        );
        assert_eq!(judged(&[]).status, Status::Ok);
        assert_eq!(
            judged(&[("cookie", Kind::Untested(String::new()))]).status,
            Status::Warning
        );
    }

    #[test]
    fn one_page_outside_of_the_sandbox_fails() {
        let inside = WebProcess {
            pid: 1,
            seccomp: true,
            own_namespace: true,
        };
        assert_eq!(sandbox(true, Some(&[inside])).status, Status::Ok);
        for outside in [
            WebProcess {
                pid: 2,
                seccomp: false,
                ..inside
            },
            WebProcess {
                pid: 2,
                own_namespace: false,
                ..inside
            },
        ] {
            let check = sandbox(true, Some(&[inside, outside]));
            assert_eq!(check.status, Status::Failed);
            assert!(
                check.text.contains('2') && !check.text.contains('1'),
                "{}",
                check.text
            );
        }
        assert_eq!(sandbox(true, Some(&[])).status, Status::Warning);
        assert_eq!(sandbox(false, None).status, Status::Failed);
    }

    #[test]
    fn a_missing_key_is_a_warning_a_waiting_one_is_not() {
        let none = Secrets {
            kind: "none".into(),
            waits: false,
            why: Some("locked".into()),
        };
        assert_eq!(keychain(&none).status, Status::Warning);
        assert_eq!(
            keychain(&Secrets {
                waits: true,
                ..none.clone()
            })
            .status,
            Status::Ok
        );
        assert_eq!(
            keychain(&Secrets {
                kind: "keychain".into(),
                ..none
            })
            .status,
            Status::Ok
        );
    }

    #[test]
    fn a_service_that_should_run_and_does_not_fails_with_its_reason() {
        let judged = |set_up, url: Option<&str>, problem: Option<&str>, runs| {
            let report = ServiceReport {
                set_up,
                url: url.map(|url| url.parse().unwrap()),
                problem: problem.map(ToOwned::to_owned),
            };
            service(&report, runs)
        };
        assert_eq!(judged(false, None, None, true).status, Status::Ok);
        assert_eq!(judged(true, None, None, false).status, Status::Ok);
        assert_eq!(judged(true, None, None, true).status, Status::Warning);
        let listens = judged(true, Some("http://127.0.0.1:4000/"), None, true);
        assert_eq!(listens.status, Status::Ok);
        assert!(listens.text.contains("127.0.0.1:4000"), "{}", listens.text);
        let failed = judged(true, None, Some("port_taken"), true);
        assert_eq!(failed.status, Status::Failed);
        assert!(failed.text.contains("port_taken"), "{}", failed.text);
    }

    #[test]
    fn a_renderer_that_fits_the_hardware_is_fine() {
        for (gpu, dmabuf) in [(false, false), (false, true), (true, false), (true, true)] {
            let fine = graphics(Some(Graphics { gpu, dmabuf })).status == Status::Ok;
            assert_eq!(fine, gpu == dmabuf);
        }
    }
}
