//! Which language a reader wants.

use axum::http::{HeaderMap, header::ACCEPT_LANGUAGE};
use crm::Locale;

const LONGEST: usize = 1_000;

/// The best of our languages by `Accept-Language` (RFC 9110, 12.5.4); English when none fits.
pub(crate) fn preferred(headers: &HeaderMap) -> Locale {
    let text = headers
        .get(ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("");
    best(text.get(..LONGEST).unwrap_or(text))
}

fn best(text: &str) -> Locale {
    let mut found: Option<(Locale, f32)> = None;
    for range in text.split(',') {
        let mut parts = range.split(';');
        let locale = parts.next().and_then(|tag| Locale::from_tag(tag.trim()));
        let quality = parts
            .find_map(|part| part.trim().strip_prefix("q="))
            .map_or(1.0, |q| q.trim().parse::<f32>().unwrap_or(0.0));
        if let Some(locale) = locale
            && quality > found.map_or(0.0, |(_, best)| best)
        {
            found = Some((locale, quality));
        }
    }
    found.map_or(Locale::English, |(locale, _)| locale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_of_our_languages_wins() {
        assert_eq!(best("uk-UA,uk;q=0.9,en;q=0.8"), Locale::Ukrainian);
        assert_eq!(best("de-DE, ru;q=0.3, en;q=0.2"), Locale::Russian);
        assert_eq!(best("en;q=0.2, uk;q=0.9"), Locale::Ukrainian);
        assert_eq!(best("uk;q=0"), Locale::English);
        assert_eq!(best("uk;q=x, ru;q=NaN"), Locale::English);
        assert_eq!(best(""), Locale::English);
    }
}
