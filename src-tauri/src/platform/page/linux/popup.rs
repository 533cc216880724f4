//! Windows that a page opens.

mod failures;
mod line;

use domain::AccountId;
use gtk::{gdk, prelude::*};
use tauri::{Url, WebviewWindow};
use webkit2gtk::{
    PolicyDecisionExt, ResponsePolicyDecisionExt, URIRequestExt, WebView, WebViewExt,
    WindowPropertiesExt,
};

use super::{address, main_response};
use crate::{
    pages::{self, asks, popups},
    platform::{
        keys,
        layout::{keep_dialogs_apart, widget},
    },
    shell::Shell,
};

/// Makes the window. It is in the opener's session and process, so `window.opener` works.
pub(super) fn open(
    shell: &Shell,
    id: AccountId,
    url: &Url,
    opener: &WebView,
) -> tauri::Result<(WebviewWindow, WebView)> {
    let label = popups::next_label(id);
    let window = popups::builder(shell, id, &label, url)
        // Until WebKit says that size and place are known.
        .visible(false)
        .with_related_view(opener.clone())
        .build()?;
    let view = widget(window.as_ref())?;
    lay_out(shell, id, &window, &view, opener)?;
    failures::connect(shell, id, &label, &view);
    let top = window.gtk_window()?;
    super::every_page(shell, id, window.as_ref(), &view, Some(&top));
    popups::connect(shell, &window);
    keep_dialogs_apart(&top);
    keys::linux::connect(shell, &label, &top);
    Ok((window, view))
}

/// The page's real address and its account stand above it, where the page can't write.
fn lay_out(
    shell: &Shell,
    id: AccountId,
    window: &WebviewWindow,
    view: &WebView,
    opener: &WebView,
) -> tauri::Result<()> {
    if let Some(parent) = view
        .parent()
        .and_then(|p| p.downcast::<gtk::Container>().ok())
    {
        parent.remove(view);
    }
    let state = shell.state();
    let (account, colour) = state
        .registry
        .account(id)
        .map(|a| (state.registry.name(a), a.colour.clone()))
        .unwrap_or_default();
    let line = line::new(shell, &account, &colour);
    let column = gtk::Box::new(gtk::Orientation::Vertical, 0);
    column.pack_start(&line, false, false, 0);
    column.pack_start(view, true, true, 0);
    window.default_vbox()?.pack_start(&column, true, true, 0);
    column.show_all();

    let w = window.clone();
    let a = account.clone();
    view.connect_title_notify(move |v| {
        let title = v.title().unwrap_or_default();
        if let Err(error) = w.set_title(&format!("{a}: {title}")) {
            tracing::debug!(%error, "A pop-up is gone");
        }
    });
    address::follow(view, move |_, url| {
        line.set_text(&format!("{account} · {}", asks::origin(url)));
    });
    let (w, opener) = (window.clone(), opener.downgrade());
    view.connect_ready_to_show(move |v| {
        let asked = v.window_properties().map(|p| p.geometry());
        if let Err(error) = show(&w, asked, opener.upgrade()) {
            tracing::warn!(%error, "A pop-up could not be shown");
        }
    });
    // `window.close()` destroys the view at once; the window around it is ours to close afterwards.
    let w = window.clone();
    view.connect_destroy(move |_| {
        let w = w.clone();
        gtk::glib::idle_add_local_once(move || {
            if let Err(error) = w.destroy() {
                tracing::debug!(%error, "A pop-up's window was gone already");
            }
        });
    });
    Ok(())
}

/// Shows it in the size and at the place that its page asked for; without a place, amid the window it's from.
fn show(
    window: &WebviewWindow,
    asked: Option<gdk::Rectangle>,
    opener: Option<WebView>,
) -> tauri::Result<()> {
    let top = window.gtk_window()?;
    let (mut width, mut height) = top.size();
    if let Some(asked) = asked.filter(|a| a.width() > 0) {
        (width, height) = (asked.width(), asked.height() + line::HEIGHT);
        top.resize(width, height);
    }
    let opener = opener.and_then(|o| o.toplevel()?.downcast::<gtk::Window>().ok());
    match (asked.filter(|a| a.x() != 0 || a.y() != 0), opener) {
        (Some(asked), _) => top.move_(asked.x(), asked.y()),
        (None, Some(opener)) => {
            let ((x, y), (all_width, all_height)) = (opener.position(), opener.size());
            top.move_(x + (all_width - width) / 2, y + (all_height - height) / 2);
        }
        (None, None) => {}
    }
    window.show()
}

/// `window.open('')`: no address at all, which Tauri refuses before it asks. A refusal lets WebKit ask the
/// next handler of its signal: this one.
pub(super) fn connect_blank(shell: &Shell, id: AccountId, view: &WebView) {
    let shell = shell.clone();
    view.connect_create(move |view, action| {
        let url = action.request().and_then(|r| r.uri()).unwrap_or_default();
        if !url.is_empty() {
            return None;
        }
        match open(&shell, id, &pages::blank(), view) {
            Ok((_, widget)) => Some(widget.upcast()),
            Err(error) => {
                tracing::error!(%error, account = %id, "A pop-up could not be opened");
                None
            }
        }
    });
}

/// Another site in the main frame, told apart from one in a frame inside the page: only the answer's
/// policy knows. The request has been sent by then.
pub(super) fn guard_main_frame(shell: &Shell, id: AccountId, view: &WebView) {
    let shell = shell.clone();
    view.connect_decide_policy(move |view, decision, kind| {
        let url = main_response(decision, kind)
            .and_then(ResponsePolicyDecisionExt::request)
            .and_then(|r| r.uri())
            .and_then(|u| Url::parse(&u).ok());
        let Some(url) = url.filter(|u| u.scheme().starts_with("http")) else {
            return false;
        };
        let asking = view.downgrade();
        let here = move |url: Url| {
            if let Some(view) = asking.upgrade() {
                view.load_uri(url.as_str());
            }
        };
        if pages::main_frame(&shell, id, &url, here) {
            return false;
        }
        decision.ignore();
        true
    });
}
