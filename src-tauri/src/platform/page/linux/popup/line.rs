//! The line above a pop-up's page: whose it is and where it really is, where the page can't write.

use gtk::{pango::EllipsizeMode, prelude::*};

use crate::{platform::theme::is_dark, shell::Shell};

/// Its height in pixels.
pub(super) const HEIGHT: i32 = 32;

/// The look of the strip, as GTK is told it: page, text, hairline (`ui/kit/src/tokens.css`).
const LIGHT: [&str; 3] = ["#fbfbfd", "#1b1b21", "#e2e2e9"];
const DARK: [&str; 3] = ["#131316", "#ededf2", "#2e2e36"];

/// The line of an account, with its colour at the edge.
pub(super) fn new(shell: &Shell, account: &str, colour: &str) -> gtk::Label {
    let line = gtk::Label::new(Some(account));
    line.set_ellipsize(EllipsizeMode::Middle);
    line.set_size_request(-1, HEIGHT);
    line.set_xalign(0.0);
    let [page, text, hairline] = if is_dark(shell) { DARK } else { LIGHT };
    let look = format!(
        "label {{ padding: 0 12px; font-size: 13px; color: {text}; background: {page}; \
         border-left: 4px solid {colour}; border-bottom: 1px solid {hairline}; }}"
    );
    let provider = gtk::CssProvider::new();
    match provider.load_from_data(look.as_bytes()) {
        Ok(()) => line
            .style_context()
            .add_provider(&provider, gtk::STYLE_PROVIDER_PRIORITY_APPLICATION),
        Err(error) => tracing::error!(%error, "The line over a pop-up has no look"),
    }
    line
}
