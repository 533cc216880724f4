//! Which product answers at an address: a suggestion, never a silent switch.

use crate::{Connector, catalogue, glob::glob};

/// What an answer gives away.
#[derive(Debug, Clone, Default)]
pub struct Traces<'a> {
    /// The page's `meta name=generator`.
    pub generator: Option<&'a str>,
    /// Names of the cookies that it sets.
    pub cookies: Vec<&'a str>,
    /// The page itself, as far as it was read.
    pub html: &'a str,
}

/// The connector for the product that left these traces.
#[must_use]
pub fn recognise(traces: &Traces<'_>) -> Option<&'static Connector> {
    let html = traces.html.to_ascii_lowercase();
    catalogue().iter().find(|connector| {
        let signs = &connector.preset.recognise;
        let generator = traces.generator.unwrap_or_default().to_ascii_lowercase();
        signs
            .generator
            .iter()
            .any(|sign| generator.starts_with(&sign.to_ascii_lowercase()))
            || signs
                .cookies
                .iter()
                .any(|sign| traces.cookies.iter().any(|name| glob(sign, name)))
            || signs.html.iter().any(|sign| html.contains(sign.as_str()))
            || signs
                .html_all
                .iter()
                .any(|signs| signs.iter().all(|sign| html.contains(sign.as_str())))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_are_known_by_what_only_they_have() {
        for (html, cookie, generator, expected) in [
            ("<script src=/bitrix/js/main.js>", "", "", Some("bitrix24")),
            ("", "BITRIX_SM_GUEST_ID", "", Some("bitrix24")),
            (
                "<link href=/web/static/a.css>Powered by Odoo",
                "session_id",
                "",
                Some("odoo"),
            ),
            ("<link href=/web/static/a.css>", "session_id", "", None),
            (
                "<script src=client/lib/espo.min.js>",
                "",
                "",
                Some("espocrm"),
            ),
            (
                "<link href=/assets/frappe/dist/a.css>",
                "sid",
                "",
                Some("frappe"),
            ),
            ("", "", "frappe", Some("frappe")),
            ("", "roundcube_sessid", "", Some("roundcube")),
            ("", "_redmine_session", "", Some("redmine")),
            (
                "<script src=dist/tryton-sao.min.js>",
                "",
                "",
                Some("tryton"),
            ),
            (
                "fetch('https://backend.leadconnectorhq.com/x')",
                "",
                "",
                Some("highlevel"),
            ),
            ("<h1>Welcome</h1>", "PHPSESSID", "WordPress 6", None),
        ] {
            let traces = Traces {
                generator: Some(generator),
                cookies: vec![cookie],
                html,
            };
            assert_eq!(
                recognise(&traces).map(Connector::id),
                expected,
                "{html} {cookie}"
            );
        }
    }
}
