//! The end of the program.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use tauri::Manager;

use crate::{
    labels,
    platform::page::{Native, PageEngine},
    shell::Shell,
};

/// Writes what is still to be written, then ends. Main thread only.
pub(crate) fn quit(shell: &Shell) {
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
    let left = Arc::new(AtomicUsize::new(pages.len() + 1));
    for (id, page) in pages {
        let (s, l) = (shell.clone(), left.clone());
        let then = Box::new(move || one_less(&s, &l));
        if let Err(error) = Native::save_session(shell, id, &page, then) {
            tracing::error!(%error, account = %id, "Session cookies could not be saved");
            one_less(shell, &left);
        }
    }
    one_less(shell, &left);
}

fn one_less(shell: &Shell, left: &AtomicUsize) {
    if left.fetch_sub(1, Ordering::AcqRel) == 1 {
        let shell = shell.clone();
        // Off the main thread: the disk is waited for.
        std::thread::spawn(move || {
            shell.sessions.flush();
            shell.flush_registry();
            shell.service.stop();
            shell.note_clean_end();
            shell.app.exit(0);
        });
    }
}
