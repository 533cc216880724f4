//! A page that is closed: by itself, or because the person wants it and it agrees.
#![expect(
    unsafe_code,
    reason = "the binding can't take a handler off that isn't ours"
)]

use accounts::Event;
use domain::AccountId;
use gtk::{
    glib::{
        self, gobject_ffi,
        subclass::SignalId,
        translate::{IntoGlib, ToGlibPtr},
    },
    prelude::*,
};
use tauri::Webview;
use webkit2gtk::{WebView, WebViewExt};

use super::in_turn;
use crate::{pages::closing, platform::layout::is_placed, shell::Shell};

/// A page may close itself (`window.close()`): an account whose own page does sleeps then, and can be woken.
pub(super) fn connect(shell: &Shell, id: AccountId, page: &Webview, view: &WebView) {
    take_over(view);
    let asked = page.label().to_owned();
    view.connect_close(move |view| {
        // What the engine says of a page that was asked isn't always the page's answer: it goes on after 50 ms
        // without one.
        if !closing::is_asked(&asked) {
            // SAFETY: as wry does it; whoever holds the view knows one that was destroyed.
            unsafe { view.destroy() }
        }
    });
    let (shell, label) = (shell.clone(), page.label().to_owned());
    view.connect_destroy(move |_| {
        if is_placed(&label) {
            shell.send(Event::Sleep(id));
        }
    });
}

/// Takes wry's handler off, which takes the view away whenever the page may be closed.
fn take_over(view: &WebView) {
    let Some(close) = SignalId::lookup("close", WebView::static_type()) else {
        return;
    };
    let object: &glib::Object = view.upcast_ref();
    let none: glib::ffi::gpointer = std::ptr::null_mut();
    // Matched by the signal alone, handlers are found, but never disconnected at once.
    let find = || {
        // SAFETY: the view lives through the call; only the signal is compared.
        unsafe {
            gobject_ffi::g_signal_handler_find(
                object.to_glib_none().0,
                gobject_ffi::G_SIGNAL_MATCH_ID,
                close.into_glib(),
                0,
                none.cast(),
                none,
                none,
            )
        }
    };
    loop {
        let handler = find();
        if handler == 0 {
            return;
        }
        // SAFETY: it was found on this very object.
        unsafe { gobject_ffi::g_signal_handler_disconnect(object.to_glib_none().0, handler) }
    }
}

/// Has a page's `beforeunload` run; `through` hears that it has, and that its question was answered.
pub(super) fn ask(view: &WebView, through: Box<dyn FnOnce()>) {
    view.try_close();
    in_turn(view, through);
}
