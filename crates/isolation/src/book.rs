//! The findings as they come in, shared between a server's handlers and whoever waits for them.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use crate::Findings;

/// A handle to the findings. Cheap to clone; all clones write into the same book.
#[derive(Clone, Debug, Default)]
pub struct Book {
    findings: Arc<Mutex<Findings>>,
    changed: Arc<Notify>,
}

impl Book {
    /// A copy of all findings so far.
    #[must_use]
    pub fn findings(&self) -> Findings {
        self.lock().clone()
    }

    /// Changes the findings, and wakes everyone who waits.
    pub fn change<T>(&self, how: impl FnOnce(&mut Findings) -> T) -> T {
        let result = how(&mut self.lock());
        self.changed.notify_waiters();
        result
    }

    /// Forgets everything.
    pub fn clear(&self) {
        self.change(|findings| *findings = Findings::default());
    }

    /// Waits until the findings are such.
    pub async fn until(&self, such: impl Fn(&Findings) -> bool) {
        loop {
            let changed = self.changed.notified();
            tokio::pin!(changed);
            changed.as_mut().enable();
            if such(&self.lock()) {
                return;
            }
            changed.await;
        }
    }

    pub(crate) fn look<T>(&self, at: impl FnOnce(&Findings) -> T) -> T {
        at(&self.lock())
    }

    fn lock(&self) -> MutexGuard<'_, Findings> {
        self.findings.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
