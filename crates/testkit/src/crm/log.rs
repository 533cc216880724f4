//! The log: every request, everything a page said, every sign-in, in order.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::sync::Notify;

use crate::TestkitError;

const TAIL: usize = 25;

/// Who was behind an entry, as far as the server can tell.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Who {
    /// The tenant of the address, `root` for pages outside of `/t/…`.
    pub tenant: String,
    /// The session id in the cookie, whether the session is still good or not.
    pub session: Option<String>,
    /// The signed-in user of that session.
    pub user: Option<String>,
    /// The mark that the isolation page was opened with.
    pub visitor: Option<String>,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// A request arrived. `status` is added when it has been answered.
    Request {
        /// The method, in capitals.
        method: String,
        /// The `Host` header.
        host: String,
        /// The path, without the query.
        path: String,
        /// The query, without the question mark.
        query: String,
        /// Whether it came over TLS.
        tls: bool,
        /// Headers that tests ask for, names in lower case.
        headers: BTreeMap<String, String>,
        /// The answer's status, once there is one.
        status: Option<u16>,
    },
    /// A script of a page reported something.
    Said {
        /// The path of the page.
        page: String,
        /// What it is about, such as `key`, `popup`, `dialog`.
        topic: String,
        /// What it said.
        value: Value,
    },
    /// Somebody signed in.
    SignedIn {
        /// Whether the cookie outlives the browser ("keep me signed in").
        persistent: bool,
    },
    /// Somebody signed out by the page's own control.
    SignedOut,
    /// The body of a download ended.
    Download {
        /// The path that was asked for.
        path: String,
        /// Bytes that were handed over.
        sent: usize,
        /// False when the client broke it off.
        whole: bool,
    },
}

/// One line of the log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// 1 for the first entry after the start or a reset.
    pub number: usize,
    /// Who was behind it.
    #[serde(flatten)]
    pub who: Who,
    /// What happened.
    #[serde(flatten)]
    pub event: Event,
}

impl Entry {
    /// Whether this is a request for exactly this path.
    #[must_use]
    pub fn is_request_for(&self, wanted: &str) -> bool {
        matches!(&self.event, Event::Request { path, .. } if path == wanted)
    }

    /// What a page said about `topic`, if this entry is that.
    #[must_use]
    pub fn said(&self, topic: &str) -> Option<&Value> {
        match &self.event {
            Event::Said {
                topic: about,
                value,
                ..
            } if about == topic => Some(value),
            _ => None,
        }
    }
}

/// The log, shared between the server and the test.
#[derive(Clone, Debug, Default)]
pub struct Log {
    entries: Arc<Mutex<Vec<Entry>>>,
    grown: Arc<Notify>,
}

impl Log {
    /// Everything so far, oldest first.
    #[must_use]
    pub fn entries(&self) -> Vec<Entry> {
        self.lock().clone()
    }

    /// A place in the log: later entries have a greater number.
    #[must_use]
    pub fn mark(&self) -> usize {
        self.lock().len()
    }

    /// Everything after a place in the log.
    #[must_use]
    pub fn since(&self, mark: usize) -> Vec<Entry> {
        self.lock().iter().skip(mark).cloned().collect()
    }

    /// Waits until an entry fits, starting with the oldest one there is.
    ///
    /// # Errors
    /// [`TestkitError::WaitedInVain`] with the end of the log.
    pub async fn wait_for(
        &self,
        fits: impl FnMut(&Entry) -> bool,
        at_most: Duration,
    ) -> Result<Entry, TestkitError> {
        self.wait_for_since(0, fits, at_most).await
    }

    /// Waits until an entry after `mark` fits.
    ///
    /// # Errors
    /// [`TestkitError::WaitedInVain`] with the end of the log.
    pub async fn wait_for_since(
        &self,
        mark: usize,
        mut fits: impl FnMut(&Entry) -> bool,
        at_most: Duration,
    ) -> Result<Entry, TestkitError> {
        let found = tokio::time::timeout(at_most, async {
            loop {
                let grown = self.grown.notified();
                tokio::pin!(grown);
                // Registered before looking, so that nothing is missed in between.
                grown.as_mut().enable();
                if let Some(entry) = self.since(mark).into_iter().find(&mut fits) {
                    return entry;
                }
                grown.await;
            }
        });
        found.await.map_err(|_| TestkitError::WaitedInVain {
            waited: at_most,
            tail: self.tail(),
        })
    }

    /// Adds an entry and gives its number.
    pub(crate) fn add(&self, who: Who, event: Event) -> usize {
        let number = {
            let mut entries = self.lock();
            let number = entries.len() + 1;
            entries.push(Entry { number, who, event });
            number
        };
        self.grown.notify_waiters();
        number
    }

    /// Writes the answer's status into the entry of its request. After a reset in between, nothing.
    pub(crate) fn answered(&self, number: usize, code: u16) {
        let place = number.saturating_sub(1);
        if let Some(Entry {
            event: Event::Request { status, .. },
            ..
        }) = self.lock().get_mut(place)
        {
            *status = Some(code);
        }
        self.grown.notify_waiters();
    }

    pub(crate) fn clear(&self) {
        self.lock().clear();
        self.grown.notify_waiters();
    }

    fn tail(&self) -> String {
        let entries = self.lock();
        let from = entries.len().saturating_sub(TAIL);
        let lines: Vec<String> = entries
            .iter()
            .skip(from)
            .filter_map(|e| serde_json::to_string(e).ok())
            .collect();
        lines.join("\n")
    }

    fn lock(&self) -> MutexGuard<'_, Vec<Entry>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
