//! What a page's text gives away.

use dom_query::Document;

/// Title, generator, and whether there is a place to sign in.
pub(super) struct Page {
    pub(super) title: Option<String>,
    pub(super) generator: Option<String>,
    pub(super) has_login_form: bool,
    pub(super) html: String,
}

impl Page {
    /// Reads a page, or the beginning of one.
    pub(super) fn read(body: &[u8]) -> Self {
        let html = String::from_utf8_lossy(body).into_owned();
        let document = Document::from(html.as_str());
        let title = plain(&document.select_single("head > title").text());
        let generator = document.select("meta[name='generator' i]").attr("content");
        Self {
            title: (!title.is_empty()).then_some(title),
            generator: generator.map(|text| plain(&text)),
            has_login_form: document.select_single("input[type='password' i]").exists(),
            html,
        }
    }
}

/// One line of at most 80 letters.
fn plain(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let hidden = |c: &char| {
        c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    line.chars().filter(|c| !hidden(c)).take(80).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_page_tells_its_title_and_whether_it_has_a_login() {
        let page = Page::read(
            b"<!doctype html><title> Acme\n CRM &amp; more</title>\
              <meta name=Generator content='Odoo 19'><form><input type=PASSWORD></form>",
        );
        assert_eq!(page.title.as_deref(), Some("Acme CRM & more"));
        assert_eq!(page.generator.as_deref(), Some("Odoo 19"));
        assert!(page.has_login_form);
    }

    #[test]
    fn a_title_in_a_picture_is_no_title() {
        let page = Page::read(b"<body><svg><title>Logo</title></svg><p>Hello");
        assert_eq!((page.title, page.has_login_form), (None, false));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(body in proptest::collection::vec(any::<u8>(), 0..400)) {
            let page = Page::read(&body);
            prop_assert!(page.title.is_none_or(|title| title.chars().count() <= 80));
        }
    }
}
