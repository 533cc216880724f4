//! Texts that come from pages and people, made fit to be shown.

/// One line of at most `max` letters, without control characters and without those that turn the
/// direction of writing, which could make one text look like another.
#[must_use]
pub fn plain(text: &str, max: usize) -> String {
    let hidden = |c: char| {
        c.is_control() && !c.is_whitespace()
            || matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}'
                | '\u{2060}'..='\u{2069}' | '\u{feff}')
    };
    let visible: String = text.chars().filter(|c| !hidden(*c)).collect();
    let line = visible.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars()
        .take(max)
        .collect::<String>()
        .trim_end()
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn what_could_make_one_text_look_like_another_goes() {
        assert_eq!(plain(" Acme\n\u{202e}live\u{0} ", 80), "Acme live");
        assert_eq!(plain("شركة 🦄 Berry", 80), "شركة 🦄 Berry");
    }

    #[test]
    fn a_long_text_is_cut_between_letters() {
        assert_eq!(plain("Київ і Львів", 7), "Київ і");
    }
}
