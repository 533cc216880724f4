//! WebKitGTK.

mod address;
mod authentication;
mod closing;
mod cookies;
mod failures;
mod notifications;
mod popup;
mod printing;
mod questions;
mod transfers;
mod watch;

use std::path::PathBuf;

use accounts::Proxy;
use domain::AccountId;
use gtk::{gio, prelude::*};
use tauri::{
    Url, Webview, WebviewWindow,
    webview::{NewWindowFeatures, WebviewBuilder},
};
use webkit2gtk::{
    FindControllerExt, FindOptions, NetworkProxyMode, NetworkProxySettings, PolicyDecision,
    PolicyDecisionType, ResponsePolicyDecision, ResponsePolicyDecisionExt, SecurityManagerExt,
    WebContextExt, WebView, WebViewExt, WebsiteDataManagerExt, WebsiteDataManagerExtManual,
    WebsiteDataTypes,
};

use super::watching::WORLD;
use crate::{language, platform::layout::widget, shell::Shell};

/// Schemes by which the program's own pages, and its commands, are reached.
const OWN_SCHEMES: [&str; 3] = ["tauri", "ipc", "asset"];
/// More matches than anybody reads.
const MATCHES: u32 = 999;

/// Linux.
pub(crate) struct Native;

impl super::PageEngine for Native {
    fn isolate(
        builder: WebviewBuilder<tauri::Wry>,
        folder: PathBuf,
        id: AccountId,
    ) -> WebviewBuilder<tauri::Wry> {
        let (folder, is_another) = authentication::folder(id, &folder);
        if is_another {
            cookies::follow_anew(id);
        }
        builder.data_directory(folder)
    }

    fn dress(shell: &Shell, id: AccountId, page: &Webview, url: Url) -> tauri::Result<()> {
        let view = widget(page)?;
        keep_out(&view);
        reach(shell, id, &view);
        speak(&view, &language::wanted(&shell.state().registry.settings));
        every_page(shell, id, page, &view, None);
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
        popup::open(shell, id, url, &features.opener().webview).map(|(window, _)| window)
    }

    fn run_apart(page: &Webview, script: &str) -> tauri::Result<()> {
        run_apart(&widget(page)?, script);
        Ok(())
    }

    fn set_languages(page: &Webview, languages: &[String]) -> tauri::Result<()> {
        speak(&widget(page)?, languages);
        Ok(())
    }

    fn ask_to_close(page: &Webview, through: Box<dyn FnOnce()>) -> tauri::Result<()> {
        closing::ask(&widget(page)?, through);
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

    fn needs_new_page(id: AccountId) -> bool {
        authentication::is_spent(id)
    }

    fn ask_first(shell: &Shell, id: AccountId, then: Box<dyn FnOnce(&Shell)>) {
        authentication::ask_first(shell, id, then);
    }

    fn end_process(page: &Webview) -> tauri::Result<()> {
        widget(page)?.terminate_web_process();
        Ok(())
    }

    fn stop(page: &Webview) -> tauri::Result<()> {
        widget(page)?.stop_loading();
        Ok(())
    }

    fn back(page: &Webview) -> tauri::Result<()> {
        let view = widget(page)?;
        if !failures::give_up(&view) {
            view.go_back();
        }
        Ok(())
    }

    fn forward(page: &Webview) -> tauri::Result<()> {
        widget(page)?.go_forward();
        Ok(())
    }

    fn print(shell: &Shell, id: AccountId, page: &Webview) -> tauri::Result<()> {
        printing::print(shell, id, &widget(page)?);
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

/// What every page of an account gets, its pop-ups too; `window` is a pop-up's.
fn every_page(
    shell: &Shell,
    id: AccountId,
    page: &Webview,
    view: &WebView,
    window: Option<&gtk::ApplicationWindow>,
) {
    questions::connect(shell, id, page.label(), view, window);
    closing::connect(shell, id, page, view);
    notifications::connect(shell, id, view);
    printing::connect(shell, id, view);
    popup::connect_blank(shell, id, view);
    popup::guard_main_frame(shell, id, view);
}

/// Keeps the program's own addresses from the page: not even as a script or a picture, by which a page
/// could tell where it is.
fn keep_out(view: &WebView) {
    if let Some(security) = view.context().and_then(|c| c.security_manager()) {
        for scheme in OWN_SCHEMES {
            security.register_uri_scheme_as_display_isolated(scheme);
        }
    }
}

/// Has pages asked for in these languages.
fn speak(view: &WebView, languages: &[String]) {
    if let Some(context) = view.context() {
        let languages: Vec<_> = languages.iter().map(String::as_str).collect();
        context.set_preferred_languages(&languages);
    }
}

/// Has the account's server reached as the person wants it.
fn reach(shell: &Shell, id: AccountId, view: &WebView) {
    let Some(manager) = view.website_data_manager() else {
        return;
    };
    let state = shell.state();
    let proxy = state.registry.account(id).and_then(|a| a.proxy.as_ref());
    match proxy {
        None => manager.set_network_proxy_settings(NetworkProxyMode::Default, None),
        Some(Proxy::Direct) => manager.set_network_proxy_settings(NetworkProxyMode::NoProxy, None),
        Some(proxy @ Proxy::Server(_)) => {
            let mut settings = NetworkProxySettings::new(Some(&proxy.to_string()), &[]);
            manager.set_network_proxy_settings(NetworkProxyMode::Custom, Some(&mut settings));
        }
    }
}

/// The answer that a page's own document comes in, where it's the one to be decided about.
fn main_response(
    decision: &PolicyDecision,
    kind: PolicyDecisionType,
) -> Option<&ResponsePolicyDecision> {
    let response = decision.downcast_ref::<ResponsePolicyDecision>();
    response.filter(|r| kind == PolicyDecisionType::Response && r.is_main_frame_main_resource())
}

/// Runs this on the main thread once the page is through with what it was told before: it hears one thing after
/// another.
fn in_turn(view: &WebView, then: impl FnOnce() + 'static) {
    view.evaluate_javascript("0", Some(WORLD), None, gio::Cancellable::NONE, |_| then());
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
