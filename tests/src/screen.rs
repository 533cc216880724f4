//! What is on the screen, as a screen reader finds it (AT-SPI over D-Bus).

use std::{fmt::Write, time::Duration};

use anyhow::{Context, Result, bail, ensure};
use serde::{Serialize, de::DeserializeOwned};
use zbus::{
    blocking::{Connection, connection::Builder},
    zvariant::{DynamicType, OwnedObjectPath, OwnedValue, Type},
};

use crate::wait::until;

const ACCESSIBLE: &str = "org.a11y.atspi.Accessible";
const COMPONENT: &str = "org.a11y.atspi.Component";
const ACTION: &str = "org.a11y.atspi.Action";
const TEXT: &str = "org.a11y.atspi.Text";

/// A page that is busy answers late; one that hangs must not hang the test.
const ANSWER: Duration = Duration::from_secs(5);

/// Things in one window, so that a page without end is no test without end.
const MOST: usize = 4000;

/// Names of the states that tests ask for, at their numbers.
const STATES: &[(u32, &str)] = &[
    (4, "checked"),
    (5, "collapsed"),
    (7, "editable"),
    (8, "enabled"),
    (10, "expanded"),
    (12, "focused"),
    (16, "modal"),
    (20, "pressed"),
    (23, "selected"),
    (24, "sensitive"),
    (25, "showing"),
    (30, "visible"),
    (33, "required"),
    (36, "invalid-entry"),
];

/// Names of roles at their numbers, as far as tests and people have use for them.
const ROLES: &[(u32, &str)] = &[
    (0, "invalid"),
    (2, "alert"),
    (7, "check box"),
    (8, "check menu item"),
    (11, "combo box"),
    (14, "desktop frame"),
    (16, "dialog"),
    (20, "filler"),
    (23, "frame"),
    (27, "image"),
    (28, "internal frame"),
    (29, "label"),
    (31, "list"),
    (32, "list item"),
    (33, "menu"),
    (34, "menu bar"),
    (35, "menu item"),
    (36, "option pane"),
    (37, "page tab"),
    (38, "page tab list"),
    (39, "panel"),
    (40, "password text"),
    (42, "progress bar"),
    (43, "push button"),
    (44, "radio button"),
    (45, "radio menu item"),
    (49, "scroll pane"),
    (50, "separator"),
    (51, "slider"),
    (54, "status bar"),
    (55, "table"),
    (56, "table cell"),
    (61, "text"),
    (62, "toggle button"),
    (63, "tool bar"),
    (64, "tool tip"),
    (65, "tree"),
    (67, "unknown"),
    (69, "window"),
    (72, "footer"),
    (73, "paragraph"),
    (75, "application"),
    (79, "entry"),
    (83, "heading"),
    (85, "section"),
    (87, "form"),
    (88, "link"),
    (90, "table row"),
    (91, "tree item"),
    (95, "document web"),
    (98, "list box"),
    (99, "grouping"),
    (101, "notification"),
    (102, "info bar"),
    (105, "block quote"),
    (109, "article"),
    (110, "landmark"),
    (116, "static"),
    (121, "description list"),
];

/// What to look for.
#[derive(Clone, Debug, Default)]
pub struct What {
    window: Option<String>,
    role: Option<&'static str>,
    name: Option<Name>,
    state: Option<&'static str>,
}

#[derive(Clone, Debug)]
enum Name {
    Is(String),
    Has(String),
}

impl What {
    /// Anything of this role, such as `push button`.
    #[must_use]
    pub fn role(role: &'static str) -> Self {
        Self {
            role: Some(role),
            ..Self::default()
        }
    }

    /// Of this role and name.
    #[must_use]
    pub fn named(role: &'static str, name: impl Into<String>) -> Self {
        Self {
            role: Some(role),
            name: Some(Name::Is(name.into())),
            ..Self::default()
        }
    }

    /// Any role, this name.
    #[must_use]
    pub fn called(name: impl Into<String>) -> Self {
        Self {
            name: Some(Name::Is(name.into())),
            ..Self::default()
        }
    }

    /// Of this role, with this in its name.
    #[must_use]
    pub fn with(role: &'static str, part: impl Into<String>) -> Self {
        Self {
            role: Some(role),
            name: Some(Name::Has(part.into())),
            ..Self::default()
        }
    }

    /// Only in windows whose title begins so.
    #[must_use]
    pub fn within(self, window: impl Into<String>) -> Self {
        Self {
            window: Some(window.into()),
            ..self
        }
    }

    /// Only in this state, such as `focused`, `selected`, `checked`.
    #[must_use]
    pub fn that_is(self, state: &'static str) -> Self {
        Self {
            state: Some(state),
            ..self
        }
    }

    fn fits_name(&self, name: &str) -> bool {
        match &self.name {
            None => true,
            Some(Name::Is(wanted)) => wanted == name,
            Some(Name::Has(part)) => name.contains(part),
        }
    }
}

/// Something on the screen.
#[derive(Clone, Debug)]
pub struct Found {
    /// Its role; `other` for those that no test asks for.
    pub role: &'static str,
    /// Its name.
    pub name: String,
    /// Its states.
    pub states: Vec<&'static str>,
    /// Left, top, width, height, in pixels of the screen.
    pub rect: (i32, i32, i32, i32),
    /// What it says or holds, where it's text.
    pub text: Option<String>,
    thing: Thing,
}

impl Found {
    /// The middle of it.
    #[must_use]
    pub const fn middle(&self) -> (i32, i32) {
        let (x, y, width, height) = self.rect;
        (x + width / 2, y + height / 2)
    }

    /// Whether it's in this state.
    #[must_use]
    pub fn is(&self, state: &str) -> bool {
        self.states.contains(&state)
    }
}

/// Where something answers.
#[derive(Clone, Debug)]
struct Thing {
    bus: String,
    path: OwnedObjectPath,
}

/// A place as it comes over the bus: program and path.
type Place = (String, OwnedObjectPath);

impl Thing {
    fn at((bus, path): Place) -> Option<Self> {
        (!bus.is_empty() && path.as_str() != NULL).then_some(Self { bus, path })
    }
}

/// One look over the windows.
#[derive(Default)]
struct Look {
    /// How many things of this window may still be asked.
    left: usize,
    /// Programs that didn't answer. They aren't asked again: with several seconds a question, the look
    /// would take longer than what it waits for may.
    silent: Vec<String>,
    found: Vec<Found>,
}

/// Whether there was no answer in time, other than for what isn't there any more.
fn is_silence(error: &anyhow::Error) -> bool {
    let late = |e: &std::io::Error| e.kind() == std::io::ErrorKind::TimedOut;
    matches!(error.downcast_ref(), Some(zbus::Error::InputOutput(e)) if late(e))
}

/// The eyes of a test.
#[derive(Debug)]
pub struct Screen {
    connection: Connection,
}

impl Screen {
    /// Opens them on the session bus at this address.
    ///
    /// # Errors
    /// Without a session bus, or without the accessibility bus (package `at-spi2-core`).
    pub(crate) fn open(session: &str) -> Result<Self> {
        let session = Builder::address(session)?.method_timeout(ANSWER).build()?;
        let place = Some("org.a11y.Bus");
        let answer = session.call_method(place, "/org/a11y/bus", place, "GetAddress", &())?;
        let address: String = answer.body().deserialize()?;
        let connection = Builder::address(address.as_str())?
            .method_timeout(ANSWER)
            .build()?;
        Ok(Self { connection })
    }

    fn call<T: DeserializeOwned + Type>(
        &self,
        thing: &Thing,
        interface: &str,
        method: &str,
        body: &(impl Serialize + DynamicType),
    ) -> Result<T> {
        let bus = Some(thing.bus.as_str());
        let answer =
            self.connection
                .call_method(bus, &thing.path, Some(interface), method, body)?;
        Ok(answer.body().deserialize()?)
    }

    fn children(&self, thing: &Thing) -> Vec<Thing> {
        // What went away meanwhile has none.
        let found: Vec<Place> = self
            .call(thing, ACCESSIBLE, "GetChildren", &())
            .unwrap_or_default();
        let children: Vec<_> = found.into_iter().filter_map(Thing::at).collect();
        if !children.is_empty() {
            return children;
        }
        // A page hangs in its window by this thread alone.
        let only: Result<Place> = self.call(thing, ACCESSIBLE, "GetChildAtIndex", &0_i32);
        only.ok().and_then(Thing::at).into_iter().collect()
    }

    /// The name by number: WebKit gives names to no roles.
    fn role(&self, thing: &Thing) -> Result<&'static str> {
        let role: u32 = self.call(thing, ACCESSIBLE, "GetRole", &())?;
        Ok(ROLES
            .iter()
            .find(|(n, _)| *n == role)
            .map_or("other", |(_, name)| name))
    }

    fn name(&self, thing: &Thing) -> Result<String> {
        let properties = "org.freedesktop.DBus.Properties";
        let name: OwnedValue = self.call(thing, properties, "Get", &(ACCESSIBLE, "Name"))?;
        Ok(String::try_from(name)?)
    }

    fn states(&self, thing: &Thing) -> Result<Vec<&'static str>> {
        let bits: Vec<u32> = self.call(thing, ACCESSIBLE, "GetState", &())?;
        let is_set = |n: u32| {
            let word = usize::try_from(n / 32).ok().and_then(|w| bits.get(w));
            word.is_some_and(|word| word & (1 << (n % 32)) != 0)
        };
        Ok(STATES
            .iter()
            .filter(|(n, _)| is_set(*n))
            .map(|(_, name)| *name)
            .collect())
    }

    fn text(&self, thing: &Thing) -> Option<String> {
        let interfaces: Vec<String> = self.call(thing, ACCESSIBLE, "GetInterfaces", &()).ok()?;
        // GTK complains where it's asked for what it hasn't got.
        interfaces.iter().any(|i| i == TEXT).then_some(())?;
        self.call(thing, TEXT, "GetText", &(0_i32, -1_i32)).ok()
    }

    /// Windows whose title begins so, with their titles.
    fn windows(&self, begins: Option<&str>) -> Vec<(Thing, String)> {
        let Ok(path) = OwnedObjectPath::try_from("/org/a11y/atspi/accessible/root") else {
            return Vec::new();
        };
        let registry = Thing {
            bus: "org.a11y.atspi.Registry".into(),
            path,
        };
        let programs = self.children(&registry);
        let windows = programs.iter().flat_map(|program| self.children(program));
        let titled = windows.filter_map(|w| self.name(&w).ok().map(|name| (w, name)));
        titled
            .filter(|(_, name)| begins.is_none_or(|b| name.starts_with(b)))
            .collect()
    }

    /// Adds what fits in `thing` and below to what was found, in reading order.
    fn collect(&self, thing: &Thing, what: &What, look: &mut Look) {
        if look.left == 0 || look.silent.contains(&thing.bus) {
            return;
        }
        look.left -= 1;
        match self.fitting(thing, what) {
            Ok(fitting) => look.found.extend(fitting),
            Err(error) if is_silence(&error) => {
                look.silent.push(thing.bus.clone());
                return;
            }
            Err(_gone) => {}
        }
        for child in self.children(thing) {
            self.collect(&child, what, look);
        }
    }

    fn fitting(&self, thing: &Thing, what: &What) -> Result<Option<Found>> {
        let role = self.role(thing)?;
        if what.role.is_some_and(|r| r != role) {
            return Ok(None);
        }
        let name = self.name(thing)?;
        if !what.fits_name(&name) {
            return Ok(None);
        }
        let states = self.states(thing)?;
        let wanted = what.state.is_none_or(|s| states.contains(&s));
        if !states.contains(&"showing") || !wanted {
            return Ok(None);
        }
        let rect = self
            .call(thing, COMPONENT, "GetExtents", &0_u32)
            .unwrap_or_default();
        let text = self.text(thing);
        Ok(Some(Found {
            role,
            name,
            states,
            rect,
            text,
            thing: thing.clone(),
        }))
    }

    /// Everything of this kind that shows now.
    #[must_use]
    pub fn all(&self, what: &What) -> Vec<Found> {
        let mut look = Look::default();
        for (window, _) in self.windows(what.window.as_deref()) {
            look.left = MOST;
            self.collect(&window, what, &mut look);
        }
        look.found
    }

    /// Whether it shows now.
    #[must_use]
    pub fn shows(&self, what: &What) -> bool {
        !self.all(what).is_empty()
    }

    /// Waits until it shows.
    ///
    /// # Errors
    /// When it doesn't; the error has what's there instead.
    pub fn wait(&self, what: &What) -> Result<Found> {
        self.wait_and(what, |_| Ok(()))
    }

    /// Waits until it shows and presses it, as a screen reader does.
    ///
    /// # Errors
    /// When it doesn't show, or can't be pressed.
    pub fn press(&self, what: &What) -> Result<Found> {
        self.wait_and(what, |found| {
            let done: bool = self.call(&found.thing, ACTION, "DoAction", &0_i32)?;
            ensure!(done, "it can't be pressed: {found:?}");
            Ok(())
        })
    }

    /// Waits until it shows and moves the keyboard there.
    ///
    /// # Errors
    /// When it doesn't show, or doesn't take the keyboard.
    pub fn focus(&self, what: &What) -> Result<Found> {
        self.wait_and(what, |found| {
            let done: bool = self.call(&found.thing, COMPONENT, "GrabFocus", &())?;
            ensure!(done, "it doesn't take the keyboard: {found:?}");
            Ok(())
        })
    }

    fn wait_and(&self, what: &What, and: impl Fn(&Found) -> Result<()>) -> Result<Found> {
        let waited = until(&format!("{what:?}"), || {
            let found = self.all(what).into_iter().next().context("there is none")?;
            and(&found)?;
            Ok(found)
        });
        waited.with_context(|| format!("on the screen:\n{}", self.tree()))
    }

    /// Waits until it doesn't show any more.
    ///
    /// # Errors
    /// When it stays.
    pub fn wait_gone(&self, what: &What) -> Result<()> {
        until(&format!("no {what:?}"), || match self.all(what).first() {
            Some(found) => bail!("{found:?}"),
            None => Ok(()),
        })
    }

    /// Waits until these words stand somewhere.
    ///
    /// # Errors
    /// When they don't.
    pub fn wait_words(&self, words: &str) -> Result<()> {
        until(&format!("{words:?} stands on the screen"), || {
            let tree = self.tree();
            ensure!(tree.contains(words), "{tree}");
            Ok(())
        })
    }

    /// Everything there is, for people to read: what doesn't show has a minus, what has the keyboard
    /// a star.
    #[must_use]
    pub fn tree(&self) -> String {
        let mut tree = String::new();
        for (window, _) in self.windows(None) {
            self.draw(&window, 0, &mut tree);
        }
        tree
    }

    fn draw(&self, thing: &Thing, depth: usize, tree: &mut String) {
        const LONGEST: usize = 60_000;
        let (Ok(role), Ok(name)) = (self.role(thing), self.name(thing)) else {
            return;
        };
        if tree.len() > LONGEST {
            return;
        }
        let states = self.states(thing).unwrap_or_default();
        let star = if states.contains(&"focused") {
            " *"
        } else {
            ""
        };
        let minus = if states.contains(&"showing") {
            ""
        } else {
            " -"
        };
        let text = self
            .text(thing)
            .filter(|t| !t.is_empty() && *t != name)
            .unwrap_or_default();
        // Writing to a string never fails.
        let _written = writeln!(tree, "{:depth$}{role} {name:?} {text:?}{star}{minus}", "");
        for child in self.children(thing) {
            self.draw(&child, depth + 1, tree);
        }
    }
}

const NULL: &str = "/org/a11y/atspi/null";
