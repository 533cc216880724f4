//! Printing.
//!
//! WebKit's own dialog runs a main loop inside of itself: as long as it's open, no window, key or command of the
//! program does anything. This is the dialog that it would show, one an account, beside everything else.
#![expect(unsafe_code, reason = "the binding lacks GtkPrintUnixDialog")]

use std::{
    cell::RefCell,
    collections::BTreeMap,
    ffi::{c_char, c_uint},
    ptr::null,
};

use domain::AccountId;
use gtk::{
    ffi::{GtkPageSetup, GtkPrintSettings, GtkWidget, GtkWindow},
    glib::{
        ffi::{GTRUE, gboolean},
        translate::{ToGlibPtr, from_glib_full, from_glib_none},
    },
    prelude::*,
};
use webkit2gtk::{PrintOperation, PrintOperationExt, WebView, WebViewExt};

use super::in_turn;
use crate::{pages::limits::Kind, shell::Shell};

/// `GtkPrintCapabilities` that WebKit brings along, whatever the printer can do: sets of pages, copies, collating,
/// reverse order, scale, several pages on one.
const CAPABILITIES: c_uint = 0x31f;

unsafe extern "C" {
    fn gtk_print_unix_dialog_new(title: *const c_char, parent: *mut GtkWindow) -> *mut GtkWidget;
    fn gtk_print_unix_dialog_set_manual_capabilities(dialog: *mut GtkWidget, them: c_uint);
    fn gtk_print_unix_dialog_set_embed_page_setup(dialog: *mut GtkWidget, embed: gboolean);
    fn gtk_print_unix_dialog_get_settings(dialog: *mut GtkWidget) -> *mut GtkPrintSettings;
    fn gtk_print_unix_dialog_get_page_setup(dialog: *mut GtkWidget) -> *mut GtkPageSetup;
}

thread_local! {
    static OPEN: RefCell<BTreeMap<AccountId, gtk::Dialog>> = const { RefCell::new(BTreeMap::new()) };
}

/// Prints what the person asked for, once the page has answered for the keys before. An unhandled key comes back to
/// the widget, which then passes the next one on; if a dialog took the first for itself, the page would lose the
/// person's next key.
pub(super) fn print(shell: &Shell, id: AccountId, view: &WebView) {
    let (shell, page) = (shell.clone(), view.clone());
    in_turn(view, move || {
        ask(&shell, id, &page, PrintOperation::new(&page));
    });
}

/// Prints what a page asks for, while the person looks at it, and now and then.
pub(super) fn connect(shell: &Shell, id: AccountId, view: &WebView) {
    let shell = shell.clone();
    view.connect_print(move |view, operation| {
        let is_looked_at = view.is_mapped() && window_of(view).is_some_and(|top| top.is_active());
        if is_looked_at && shell.limits.allow(id, Kind::Print) {
            ask(&shell, id, view, operation.clone());
        }
        // Never WebKit's own dialog.
        true
    });
}

fn ask(shell: &Shell, id: AccountId, view: &WebView, operation: PrintOperation) {
    let open = OPEN.with_borrow(|open| open.get(&id).cloned());
    if let Some(dialog) = open {
        return dialog.present();
    }
    let dialog = new_dialog(window_of(view).as_ref());
    let state = shell.state();
    let whose = state.registry.account(id).map(|a| state.registry.name(a));
    let title = dialog.title().unwrap_or_default();
    dialog.set_title(&format!("{title} – {}", whose.unwrap_or_default()));
    dialog.set_modal(true);
    // Its page may go before it's answered.
    let gone = view.connect_destroy({
        let dialog = dialog.downgrade();
        move |_| {
            if let Some(dialog) = dialog.upgrade() {
                dialog.response(gtk::ResponseType::Cancel);
            }
        }
    });
    let gone = RefCell::new(Some((view.downgrade(), gone)));
    dialog.connect_response(move |dialog, answer| {
        OPEN.with_borrow_mut(|open| open.remove(&id));
        if let Some((view, handler)) = gone.take()
            && let Some(view) = view.upgrade()
        {
            view.disconnect(handler);
        }
        let (settings, setup) = chosen(dialog);
        dialog.hide();
        // SAFETY: nothing of ours holds the dialog any more.
        unsafe { dialog.destroy() };
        if answer == gtk::ResponseType::Ok {
            operation.set_print_settings(&settings);
            operation.set_page_setup(&setup);
            operation.print();
        }
    });
    OPEN.with_borrow_mut(|open| open.insert(id, dialog.clone()));
    dialog.present();
}

fn window_of(view: &WebView) -> Option<gtk::Window> {
    view.toplevel()?.downcast().ok()
}

fn new_dialog(parent: Option<&gtk::Window>) -> gtk::Dialog {
    // SAFETY: the parent is a window, or null; what comes back is a dialog, which GTK owns until it's destroyed.
    unsafe {
        let dialog = gtk_print_unix_dialog_new(null(), parent.to_glib_none().0);
        gtk_print_unix_dialog_set_manual_capabilities(dialog, CAPABILITIES);
        gtk_print_unix_dialog_set_embed_page_setup(dialog, GTRUE);
        from_glib_none(dialog.cast::<gtk::ffi::GtkDialog>())
    }
}

/// What the person has chosen in it.
fn chosen(dialog: &gtk::Dialog) -> (gtk::PrintSettings, gtk::PageSetup) {
    let dialog: *mut GtkWidget = dialog.upcast_ref::<gtk::Widget>().to_glib_none().0;
    // SAFETY: it's the dialog that `new_dialog` has made; the settings are a copy, the setup is its own.
    unsafe {
        (
            from_glib_full(gtk_print_unix_dialog_get_settings(dialog)),
            from_glib_none(gtk_print_unix_dialog_get_page_setup(dialog)),
        )
    }
}
