//! A notification service on a desk's session bus, which a test reads and clicks.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use anyhow::{Context, Result};
use zbus::{
    blocking::{Connection, connection::Builder},
    interface,
    zvariant::OwnedValue,
};

use crate::{Desk, wait::until};

const NAME: &str = "org.freedesktop.Notifications";
const PATH: &str = "/org/freedesktop/Notifications";

/// Closed by the person, as the specification numbers it.
const DISMISSED: u32 = 2;

/// A notification, as a program asked for it.
#[derive(Clone, Debug)]
pub struct Notice {
    /// The service's number for it.
    pub id: u32,
    /// The program's name for itself.
    pub program: String,
    /// One line.
    pub summary: String,
    /// More lines, which may hold markup.
    pub body: String,
    /// Keys and names of what can be clicked, in turn.
    pub actions: Vec<String>,
    /// Whether a picture came with it.
    pub has_picture: bool,
    /// After so many milliseconds; -1 leaves it to the service.
    pub expires: i32,
}

type Shown = Arc<Mutex<Vec<Notice>>>;

/// The service. Notifications stay until they are clicked or the program takes them back.
pub struct Notices {
    connection: Connection,
    shown: Shown,
}

impl Notices {
    /// Starts it on a desk that has none.
    ///
    /// # Errors
    /// When the session bus is gone, or another service is there.
    pub fn on(desk: &Desk) -> Result<Self> {
        let shown = Shown::default();
        let service = Service {
            last: 0,
            shown: Arc::clone(&shown),
        };
        let connection = Builder::address(desk.bus())?
            .serve_at(PATH, service)?
            .name(NAME)?
            .build()?;
        Ok(Self { connection, shown })
    }

    /// Those that show now, oldest first.
    #[must_use]
    pub fn all(&self) -> Vec<Notice> {
        let shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        shown.clone()
    }

    /// Waits for the one whose line fits.
    ///
    /// # Errors
    /// When it doesn't come; with what shows instead.
    pub fn wait(&self, summary: &str) -> Result<Notice> {
        until(&format!("a notification {summary:?}"), || {
            let all = self.all();
            let found = all.iter().find(|n| n.summary == summary).cloned();
            found.with_context(|| format!("{all:#?}"))
        })
    }

    /// Clicks one, as a person does, and takes it away.
    ///
    /// # Errors
    /// When the bus is gone.
    pub fn click(&self, notice: &Notice) -> Result<()> {
        self.say("ActionInvoked", &(notice.id, "default"))?;
        self.shown
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .retain(|n| n.id != notice.id);
        self.say("NotificationClosed", &(notice.id, DISMISSED))
    }

    fn say<B>(&self, signal: &str, body: &B) -> Result<()>
    where
        B: serde::Serialize + zbus::zvariant::DynamicType,
    {
        let to_all = None::<zbus::names::BusName<'_>>;
        self.connection
            .emit_signal(to_all, PATH, NAME, signal, body)?;
        Ok(())
    }
}

impl std::fmt::Debug for Notices {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Notices({:?})", self.all())
    }
}

struct Service {
    last: u32,
    shown: Shown,
}

#[interface(name = "org.freedesktop.Notifications")]
impl Service {
    #[expect(clippy::unused_self, reason = "the bus calls it on the service")]
    fn get_capabilities(&self) -> Vec<&'static str> {
        vec!["actions", "body", "body-markup"]
    }

    #[expect(clippy::unused_self, reason = "the bus calls it on the service")]
    fn get_server_information(&self) -> (&'static str, &'static str, &'static str, &'static str) {
        ("desk", "Ninefold", "1", "1.2")
    }

    #[expect(
        clippy::too_many_arguments,
        clippy::needless_pass_by_value,
        reason = "the specification has that many, and the bus hands them over"
    )]
    fn notify(
        &mut self,
        program: String,
        replaces: u32,
        icon: String,
        summary: String,
        body: String,
        actions: Vec<String>,
        hints: HashMap<String, OwnedValue>,
        expires: i32,
    ) -> u32 {
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        shown.retain(|n| n.id != replaces);
        let id = if replaces == 0 {
            self.last += 1;
            self.last
        } else {
            replaces
        };
        let pictured = ["image-data", "image-path", "icon_data"];
        let has_picture = !icon.is_empty() || pictured.iter().any(|h| hints.contains_key(*h));
        shown.push(Notice {
            id,
            program,
            summary,
            body,
            actions,
            has_picture,
            expires,
        });
        id
    }

    fn close_notification(&mut self, id: u32) {
        self.shown
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .retain(|n| n.id != id);
    }
}
