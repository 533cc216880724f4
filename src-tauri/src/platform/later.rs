//! Work on the main thread that waits until things have settled.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use crate::shell::Shell;

/// Does something once it hasn't been asked for again for a while.
#[derive(Clone, Default)]
pub(crate) struct Settle(Arc<AtomicU64>);

impl Settle {
    /// Runs `f` on the main thread after `wait`, unless this is called again before, or cancelled.
    pub(crate) fn run(
        &self,
        shell: &Shell,
        wait: Duration,
        f: impl FnOnce(&Shell) + Send + 'static,
    ) {
        let turn = self.0.fetch_add(1, Ordering::Relaxed) + 1;
        let (last, s) = (Arc::clone(&self.0), shell.clone());
        shell.spawn(async move {
            tokio::time::sleep(wait).await;
            s.on_main(move |shell| {
                if last.load(Ordering::Relaxed) == turn {
                    f(shell);
                }
            });
        });
    }

    /// Forgets what waits.
    pub(crate) fn cancel(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}
