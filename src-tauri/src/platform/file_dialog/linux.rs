//! GTK's dialog, which is the desktop's own where there is one.

use std::{
    cell::{Cell, RefCell},
    path::Path,
};

use gtk::prelude::*;

use super::Chosen;

thread_local! {
    /// A dialog lives as long as somebody holds it.
    static OPEN: RefCell<Vec<gtk::FileChooserNative>> = const { RefCell::new(Vec::new()) };
}

/// Linux.
pub(crate) struct Native;

impl super::FileDialog for Native {
    fn save(before: Option<&tauri::Window>, folder: &Path, name: &str, then: Chosen) {
        let parent = before.and_then(|window| window.gtk_window().ok());
        let dialog = gtk::FileChooserNative::new(
            None,
            parent.as_ref(),
            gtk::FileChooserAction::Save,
            None,
            None,
        );
        dialog.set_do_overwrite_confirmation(true);
        dialog.set_current_folder(folder);
        dialog.set_current_name(name);
        let then = Cell::new(Some(then));
        dialog.connect_response(move |dialog, answer| {
            let chosen = (answer == gtk::ResponseType::Accept)
                .then(|| dialog.filename())
                .flatten();
            OPEN.with_borrow_mut(|open| open.retain(|d| d != dialog));
            if let Some(then) = then.take() {
                then(chosen);
            }
        });
        dialog.show();
        OPEN.with_borrow_mut(|open| open.push(dialog));
    }
}
