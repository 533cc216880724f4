//! The end of the program.

use std::{
    sync::{
        Arc, Once,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use tauri::Manager;

use crate::{
    pages::downloads,
    platform::page::{Native, PageEngine},
    shell::Shell,
    windows::labels,
};

/// How long engines may take to hand over their cookies at the end.
const PATIENCE: Duration = Duration::from_secs(3);

/// Writes what is still to be written, then ends. Main thread only.
pub(crate) fn quit(shell: &Shell) {
    downloads::end_all();
    let state = shell.state();
    let pages: Vec<_> = state
        .awake
        .iter()
        .filter_map(|id| {
            shell
                .app
                .get_webview(&labels::page(*id))
                .map(|page| (*id, page))
        })
        .collect();
    let end = End::new(shell, pages.len() + 1);
    for (id, page) in pages {
        let done = end.clone();
        let to_be_cleared = state.registry.account(id).is_some_and(|a| a.clearing);
        let begun = if to_be_cleared {
            Native::clear(&page, Box::new(move |_| done.one_less()))
        } else {
            Native::save_session(shell, id, &page, Box::new(move || done.one_less()))
        };
        if let Err(error) = begun {
            tracing::error!(%error, account = %id, "A session could not be brought to its end");
            end.one_less();
        }
    }
    end.one_less();
}

/// The end, once nothing is waited for any more.
#[derive(Clone)]
struct End {
    shell: Shell,
    left: Arc<AtomicUsize>,
    ended: Arc<Once>,
}

impl End {
    fn new(shell: &Shell, left: usize) -> Self {
        let end = Self {
            shell: shell.clone(),
            left: Arc::new(AtomicUsize::new(left)),
            ended: Arc::new(Once::new()),
        };
        // An engine that hangs must not keep the program from ending.
        let late = end.clone();
        shell.spawn(async move {
            tokio::time::sleep(PATIENCE).await;
            late.now();
        });
        end
    }

    fn one_less(&self) {
        if self.left.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.now();
        }
    }

    fn now(&self) {
        self.ended.call_once(|| {
            let shell = self.shell.clone();
            // Off the main thread: the disk is waited for.
            std::thread::spawn(move || {
                shell.sessions.flush();
                shell.flush_registry();
                shell.service.stop();
                shell.note_clean_end();
                shell.app.exit(0);
            });
        });
    }
}
