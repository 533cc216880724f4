//! The address of the document that a view shows.
//!
//! `WebView::uri` is the address of what is being loaded, as soon as loading starts: until the answer is
//! there, a page could have any host stand over its own content, and any origin under its questions.

use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
    rc::Rc,
};

use gtk::{glib, prelude::*};
use tauri::Url;
use webkit2gtk::{LoadEvent, WebView, WebViewExt};

thread_local! {
    /// By the view's key.
    static SHOWN: RefCell<HashMap<usize, Url>> = RefCell::default();
}

/// A view's place in memory, while it lives.
pub(super) fn key(view: &WebView) -> usize {
    view.as_ptr() as usize
}

/// The address of the document that is shown; nothing before the first.
pub(super) fn shown(view: &WebView) -> Option<Url> {
    SHOWN.with_borrow(|shown| shown.get(&key(view)).cloned())
}

/// Notes the address of each document that is shown from now on; `changed` hears of it.
pub(super) fn follow(view: &WebView, changed: impl Fn(&WebView, &Url) + 'static) {
    let stage = Rc::new(Cell::new(LoadEvent::Finished));
    let changed = Rc::new(changed);

    let (now, told) = (stage.clone(), changed.clone());
    view.connect_load_changed(move |view, event| {
        now.set(event);
        if !is_on_its_way(event, false) {
            note(view, &*told);
        }
    });
    // A document may change its own address. One that is on its way says so only after this signal.
    view.connect_uri_notify(move |view| {
        let (view, stage, told) = (view.downgrade(), stage.clone(), changed.clone());
        glib::idle_add_local_once(move || {
            if let Some(view) = view.upgrade()
                && !is_on_its_way(stage.get(), view.is_loading())
            {
                note(&view, &*told);
            }
        });
    });
    view.connect_destroy(|view| {
        SHOWN.with_borrow_mut(|shown| shown.remove(&key(view)));
    });
}

/// Whether a view's address is that of a document which isn't shown yet. One that was asked for with
/// `load_uri`, as each new try after a failure is, has its address before its load has begun.
fn is_on_its_way(stage: LoadEvent, is_loading: bool) -> bool {
    match stage {
        LoadEvent::Committed => false,
        LoadEvent::Finished => is_loading,
        _ => true,
    }
}

fn note(view: &WebView, changed: &dyn Fn(&WebView, &Url)) {
    let Some(now) = view.uri().and_then(|u| Url::parse(&u).ok()) else {
        return;
    };
    // A view starts with an address that nothing was loaded from.
    let first = shown(view).is_none();
    if first && now.scheme() == "about" {
        return;
    }
    let before = SHOWN.with_borrow_mut(|shown| shown.insert(key(view), now.clone()));
    if before.as_ref() != Some(&now) {
        changed(view, &now);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_counts_once_its_document_is_there() {
        for (stage, is_loading, expected) in [
            (LoadEvent::Started, true, true),
            (LoadEvent::Redirected, true, true),
            (LoadEvent::Committed, true, false),
            (LoadEvent::Finished, false, false),
            // Asked for, and not begun.
            (LoadEvent::Finished, true, true),
        ] {
            let on_its_way = is_on_its_way(stage, is_loading);
            assert_eq!(on_its_way, expected, "{stage:?}, loading: {is_loading}");
        }
    }
}
