//! What is on the screen, as a screen reader finds it (AT-SPI).

use std::{
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdin, ChildStdout, Stdio},
    sync::{Mutex, PoisonError},
};

use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{desk::Desk, wait::until};

const SCRIPT: &str = include_str!("screen.py");

/// The system's own Python: another one has no access to the system's libraries.
const PYTHON: &str = "/usr/bin/python3";

/// What to look for. A name that begins with `~` is a regular expression.
#[derive(Clone, Debug, Default)]
pub struct What {
    window: Option<String>,
    role: Option<&'static str>,
    name: Option<String>,
    state: Option<&'static str>,
}

impl What {
    /// Anything of this role, such as `push button`.
    #[must_use]
    pub fn role(role: &'static str) -> Self {
        Self { role: Some(role), ..Self::default() }
    }

    /// Of this role and name.
    #[must_use]
    pub fn named(role: &'static str, name: impl Into<String>) -> Self {
        Self { role: Some(role), name: Some(name.into()), ..Self::default() }
    }

    /// Any role, this name.
    #[must_use]
    pub fn called(name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..Self::default() }
    }

    /// Only in windows whose title fits this regular expression.
    #[must_use]
    pub fn within(self, window: impl Into<String>) -> Self {
        Self { window: Some(window.into()), ..self }
    }

    /// Only in this state, such as `focused`, `selected`, `checked`.
    #[must_use]
    pub fn that_is(self, state: &'static str) -> Self {
        Self { state: Some(state), ..self }
    }

    fn wish(&self, to_do: &str) -> Value {
        json!({ "do": to_do, "window": self.window, "role": self.role, "name": self.name, "state": self.state })
    }
}

/// Something on the screen.
#[derive(Clone, Debug, Deserialize)]
pub struct Found {
    /// Its role.
    pub role: String,
    /// Its name.
    pub name: String,
    /// Its description.
    pub description: String,
    /// Its states.
    pub states: Vec<String>,
    /// Left, top, width, height, in pixels of the screen.
    pub rect: [i32; 4],
    /// What it says or holds, where it's text.
    pub text: Option<String>,
}

impl Found {
    /// The middle of it.
    #[must_use]
    pub fn middle(&self) -> (i32, i32) {
        let [x, y, width, height] = self.rect;
        (x + width / 2, y + height / 2)
    }
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    found: Vec<Found>,
    #[serde(default)]
    tree: String,
    error: Option<String>,
}

/// The eyes of a test.
#[derive(Debug)]
pub struct Screen {
    child: Child,
    lines: Mutex<(ChildStdin, BufReader<ChildStdout>)>,
}

impl Screen {
    /// Opens them on a desk.
    ///
    /// # Errors
    /// Where Python or its bindings are missing.
    pub(crate) fn open(desk: &Desk) -> Result<Self> {
        let mut child = desk
            .command(PYTHON)
            .args(["-c", SCRIPT])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(desk.note("screen")?)
            .spawn()
            .context("python3 (packages python3-gi, gir1.2-atspi-2.0)")?;
        let input = child.stdin.take().context("no input")?;
        let output = BufReader::new(child.stdout.take().context("no output")?);
        Ok(Self { child, lines: Mutex::new((input, output)) })
    }

    fn ask(&self, wish: &Value) -> Result<Answer> {
        let mut lines = self.lines.lock().unwrap_or_else(PoisonError::into_inner);
        writeln!(lines.0, "{wish}")?;
        let mut line = String::new();
        lines.1.read_line(&mut line)?;
        ensure!(!line.is_empty(), "the eyes are closed; see screen.log");
        let answer: Answer = serde_json::from_str(&line)?;
        match answer.error {
            Some(error) => bail!("{error}"),
            None => Ok(answer),
        }
    }

    /// Everything of this kind that shows now.
    ///
    /// # Errors
    /// When something went away while it was looked at.
    pub fn all(&self, what: &What) -> Result<Vec<Found>> {
        Ok(self.ask(&what.wish("all"))?.found)
    }

    /// Whether it shows now.
    #[must_use]
    pub fn shows(&self, what: &What) -> bool {
        self.once(what, "find").is_ok()
    }

    fn once(&self, what: &What, to_do: &str) -> Result<Found> {
        let found = self.ask(&what.wish(to_do))?.found.into_iter().next();
        found.with_context(|| format!("there is no {what:?}"))
    }

    /// Waits until it shows.
    ///
    /// # Errors
    /// When it doesn't; the error has what's there instead.
    pub fn wait(&self, what: &What) -> Result<Found> {
        self.wait_and(what, "find")
    }

    /// Waits until it shows and presses it, as a screen reader does.
    ///
    /// # Errors
    /// When it doesn't show, or can't be pressed.
    pub fn press(&self, what: &What) -> Result<Found> {
        self.wait_and(what, "press")
    }

    /// Waits until it shows and moves the keyboard there.
    ///
    /// # Errors
    /// When it doesn't show.
    pub fn focus(&self, what: &What) -> Result<Found> {
        self.wait_and(what, "focus")
    }

    fn wait_and(&self, what: &What, to_do: &str) -> Result<Found> {
        until(&format!("{to_do} {what:?}"), || self.once(what, to_do))
            .with_context(|| format!("on the screen:\n{}", self.tree(None)))
    }

    /// Waits until it doesn't show any more.
    ///
    /// # Errors
    /// When it stays.
    pub fn wait_gone(&self, what: &What) -> Result<()> {
        until(&format!("no {what:?}"), || match self.all(what)?.first() {
            Some(found) => bail!("{found:?}"),
            None => Ok(()),
        })
    }

    /// Everything there is, for people to read.
    #[must_use]
    pub fn tree(&self, window: Option<&str>) -> String {
        let wish = json!({ "do": "tree", "window": window });
        self.ask(&wish).map_or_else(|error| error.to_string(), |answer| answer.tree)
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        crate::desk::end(&mut self.child);
    }
}
