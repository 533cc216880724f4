//! WebKitGTK.

mod cookies;
mod failures;
mod notifications;
mod popup;
mod questions;
mod transfers;
mod watch;

use std::path::PathBuf;

use domain::AccountId;
use gtk::gio;
use tauri::{
    Url, Webview, WebviewWindow,
    webview::{NewWindowFeatures, WebviewBuilder},
};
use webkit2gtk::{
    FindControllerExt, FindOptions, WebView, WebViewExt, WebsiteDataManagerExtManual,
    WebsiteDataTypes,
};

use super::watching::WORLD;
use crate::{platform::layout::widget, shell::Shell};

/// More matches than anybody reads.
const MATCHES: u32 = 999;

/// Linux.
pub(crate) struct Native;

impl super::PageEngine for Native {
    fn isolate(
        builder: WebviewBuilder<tauri::Wry>,
        folder: PathBuf,
        _id: AccountId,
    ) -> WebviewBuilder<tauri::Wry> {
        builder.data_directory(folder)
    }

    fn dress(shell: &Shell, id: AccountId, page: &Webview, url: Url) -> tauri::Result<()> {
        let view = widget(page)?;
        every_page(shell, id, &view);
        transfers::connect(shell, id, &view);
        notifications::remember(shell, id, &view);
        watch::connect(shell, id, &view);
        failures::connect(shell, id, &view);
        cookies::restore_then_keep(shell, id, &view, move |view| view.load_uri(url.as_str()));
        Ok(())
    }

    fn open_popup(
        shell: &Shell,
        id: AccountId,
        url: &Url,
        features: NewWindowFeatures,
    ) -> tauri::Result<WebviewWindow> {
        let opener = features.opener().webview.clone();
        popup::open(shell, id, url, opener).map(|(window, _)| window)
    }

    fn run_apart(page: &Webview, script: &str) -> tauri::Result<()> {
        run_apart(&widget(page)?, script);
        Ok(())
    }

    fn clear(page: &Webview, then: Box<dyn FnOnce(bool)>) -> tauri::Result<()> {
        clear(&widget(page)?, WebsiteDataTypes::ALL, then);
        Ok(())
    }

    fn clear_cache(page: &Webview) -> tauri::Result<()> {
        let cache = WebsiteDataTypes::MEMORY_CACHE | WebsiteDataTypes::DISK_CACHE;
        clear(&widget(page)?, cache, Box::new(|_| {}));
        Ok(())
    }

    fn save_session(
        shell: &Shell,
        id: AccountId,
        page: &Webview,
        then: Box<dyn FnOnce()>,
    ) -> tauri::Result<()> {
        cookies::save(shell, id, &widget(page)?, then);
        Ok(())
    }

    fn reload(page: &Webview, past_the_cache: bool) -> tauri::Result<()> {
        let view = widget(page)?;
        if past_the_cache {
            view.reload_bypass_cache();
        } else {
            view.reload();
        }
        Ok(())
    }

    fn stop(page: &Webview) -> tauri::Result<()> {
        widget(page)?.stop_loading();
        Ok(())
    }

    fn back(page: &Webview) -> tauri::Result<()> {
        widget(page)?.go_back();
        Ok(())
    }

    fn forward(page: &Webview) -> tauri::Result<()> {
        widget(page)?.go_forward();
        Ok(())
    }

    fn find(page: &Webview, text: &str, backwards: bool) -> tauri::Result<()> {
        let Some(finder) = widget(page)?.find_controller() else {
            return Ok(());
        };
        if text.is_empty() {
            finder.search_finish();
            return Ok(());
        }
        let mut options = FindOptions::CASE_INSENSITIVE | FindOptions::WRAP_AROUND;
        if backwards {
            options |= FindOptions::BACKWARDS;
        }
        let same = finder.search_text().is_some_and(|t| t == text);
        match (same, backwards) {
            (true, false) => finder.search_next(),
            (true, true) => finder.search_previous(),
            (false, _) => {
                finder.search(text, options.bits(), MATCHES);
                finder.count_matches(text, options.bits(), MATCHES);
            }
        }
        Ok(())
    }

    fn find_again(page: &Webview, backwards: bool) -> tauri::Result<()> {
        let Some(finder) = widget(page)?.find_controller() else {
            return Ok(());
        };
        if backwards {
            finder.search_previous();
        } else {
            finder.search_next();
        }
        Ok(())
    }
}

/// What every page of an account gets, its pop-ups too.
fn every_page(shell: &Shell, id: AccountId, view: &WebView) {
    questions::connect(shell, id, view);
    notifications::connect(shell, id, view);
    popup::connect_blank(shell, id, view);
    popup::guard_main_frame(shell, id, view);
}

fn run_apart(view: &WebView, script: &str) {
    view.evaluate_javascript(
        script,
        Some(WORLD),
        None,
        gio::Cancellable::NONE,
        |result| {
            if let Err(error) = result {
                // A promise can't be read back; that it ran is all that's asked for.
                tracing::debug!(%error, "A script of ours gave nothing back");
            }
        },
    );
}

fn clear(view: &WebView, types: WebsiteDataTypes, then: Box<dyn FnOnce(bool)>) {
    let Some(manager) = view.website_data_manager() else {
        return then(false);
    };
    // WebKit calls back on this very thread, though the binding asks for more.
    let then = gtk::glib::thread_guard::ThreadGuard::new(then);
    let everything = gtk::glib::TimeSpan::from_seconds(0);
    manager.clear(types, everything, gio::Cancellable::NONE, move |result| {
        if let Err(error) = &result {
            tracing::error!(%error, "A session could not be cleared");
        }
        then.into_inner()(result.is_ok());
    });
}

/// The page's address, once it has one.
fn address(view: &WebView) -> Option<Url> {
    view.uri().and_then(|u| Url::parse(&u).ok())
}
