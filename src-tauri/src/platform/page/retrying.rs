//! A page that could not be reached comes back by itself, whichever engine shows it.

use std::{cell::Cell, time::Duration};

use accounts::{Trouble, Unreachable};
use domain::AccountId;
use tauri::Url;

use crate::{pages, platform::later::Settle, shell::Shell};

/// A page that could not be reached is tried again after so long, then twice as long, …
const FIRST_RETRY: u64 = 500;
/// … and this long at the most, in milliseconds.
const LAST_RETRY: u64 = 60_000;

/// The page could not be loaded, and is tried again.
pub(super) fn offline(
    shell: &Shell,
    id: AccountId,
    retry: &Retry,
    reason: Unreachable,
    url: String,
) {
    tracing::info!(account = %id, reason = reason.code(), "A page could not be loaded");
    retry.arm(shell, id, &url);
    pages::show_trouble(shell, id, Trouble::Offline { reason, url });
}

/// Comes back by itself.
#[derive(Default)]
pub(super) struct Retry {
    settle: Settle,
    after: Cell<u64>,
}

impl Retry {
    fn arm(&self, shell: &Shell, id: AccountId, url: &str) {
        let after = self.after.get().max(FIRST_RETRY);
        self.after.set((after * 2).min(LAST_RETRY));
        let Ok(url) = Url::parse(url) else { return };
        let wait = Duration::from_millis(after);
        self.settle
            .run(shell, wait, move |shell| pages::navigate(shell, id, url));
    }

    /// The page is there.
    pub(super) fn disarm(&self) {
        self.settle.cancel();
        self.after.set(0);
    }
}
