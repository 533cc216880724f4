//! GTK's dialog, which is the desktop's own where there is one.

use std::path::{Path, PathBuf};

use gtk::prelude::*;

/// Linux.
pub(crate) struct Native;

impl super::FileDialog for Native {
    fn save(folder: &Path, name: &str) -> Option<PathBuf> {
        let parent = gtk::Window::list_toplevels()
            .into_iter()
            .filter_map(|w| w.downcast::<gtk::Window>().ok())
            .find(GtkWindowExt::is_active);
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
        let chosen = dialog.run() == gtk::ResponseType::Accept;
        chosen.then(|| dialog.filename()).flatten()
    }
}
