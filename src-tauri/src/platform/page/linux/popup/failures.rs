//! What stands in a pop-up whose page can't be shown. The shell's own pages can't stand there, so it's a page of
//! words alone, in the person's language.

use domain::AccountId;
use gtk::glib::markup_escape_text as escape;
use tauri::Url;
use webkit2gtk::{WebView, WebViewExt};

use super::super::failures;
use crate::{language, pages::popups, shell::Shell, words::Words};

pub(super) fn connect(shell: &Shell, id: AccountId, label: &str, view: &WebView) {
    let s = shell.clone();
    view.connect_load_failed(move |view, _, url, error| {
        if failures::is_no_failure(error) {
            return false;
        }
        tracing::info!(account = %id, %error, "A pop-up's page could not be loaded");
        let reason = format!("trouble-offline-{}", failures::reason(error).code());
        show(&s, view, url, "trouble-offline", &[&reason]);
        true
    });

    let s = shell.clone();
    view.connect_load_failed_with_tls_errors(move |view, url, _, flags| {
        let reasons = failures::reasons(flags);
        let reasons: Vec<_> = reasons
            .into_iter()
            .map(|reason| format!("trouble-certificate-{reason}"))
            .chain(["trouble-certificate-text".to_owned()])
            .collect();
        let reasons: Vec<_> = reasons.iter().map(String::as_str).collect();
        show(&s, view, url, "trouble-certificate", &reasons);
        true
    });

    // It ends with the process that it shares with the account's page, which says so.
    let (s, label) = (shell.clone(), label.to_owned());
    view.connect_web_process_terminated(move |_, _| popups::close(&s, &label));
}

fn show(shell: &Shell, view: &WebView, url: &str, title: &str, reasons: &[&str]) {
    let language = language::language(&shell.state().registry.settings);
    let words = Words::of(language);
    let host = Url::parse(url).ok();
    let host = host.as_ref().and_then(Url::host_str).unwrap_or(url);
    let title = words.text(title, &[("host", host)]);
    let reasons: Vec<_> = reasons
        .iter()
        .map(|reason| format!("<p>{}</p>", escape(&words.text(reason, &[]))))
        .collect();
    let page = format!(
        r#"<!doctype html><html lang="{language}"><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; font: 14px/1.5 system-ui, sans-serif; }}
body {{ display: grid; align-content: center; min-height: 90vh; max-width: 32rem; margin: auto; padding: 0 1rem; text-align: center; overflow-wrap: anywhere; }}
h1 {{ font-size: 17px; font-weight: 600; }} p {{ margin: 0 0 12px; opacity: .8; }}
</style>
<h1>{title}</h1>{said}<p><a href="{url}">{again}</a></p></html>"#,
        title = escape(&title),
        said = reasons.concat(),
        url = escape(url),
        again = escape(&words.text("try-again", &[])),
    );
    // Under the address that failed: so it says above, and loading anew tries that again.
    view.load_alternate_html(&page, url, None);
}
