//! What a browser says of itself, in words for people. It may say anything: nothing is decided by it.

/// A browser and its system; empty where it doesn't say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Agent {
    pub(crate) browser: &'static str,
    pub(crate) os: &'static str,
}

/// Marks of browsers. The first that is there counts: most browsers claim to be the later ones, too.
const BROWSERS: [(&str, &str); 12] = [
    ("Edg/", "Edge"),
    ("EdgA/", "Edge"),
    ("OPR/", "Opera"),
    ("YaBrowser/", "Yandex Browser"),
    ("Vivaldi/", "Vivaldi"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("AppleWebKit/", "WebKit"),
];

/// Marks of systems, in the same manner.
const SYSTEMS: [(&str, &str); 8] = [
    ("Windows", "Windows"),
    ("iPhone", "iOS"),
    ("iPad", "iPadOS"),
    ("Mac OS X", "macOS"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("FreeBSD", "FreeBSD"),
    ("Linux", "Linux"),
];

impl Agent {
    /// Reads a `User-Agent` header (RFC 9110, 10.1.5).
    pub(crate) fn read(header: &str) -> Self {
        let find = |marks: &[(&str, &'static str)]| {
            let mark = marks.iter().find(|(mark, _)| header.contains(mark));
            mark.map_or("", |(_, name)| *name)
        };
        let os = find(&SYSTEMS);
        let browser = match find(&BROWSERS) {
            // Safari is on Apple's systems alone; elsewhere it is a page in another program.
            "Safari" if !matches!(os, "macOS" | "iOS" | "iPadOS") => "WebKit",
            browser => browser,
        };
        Self { browser, os }
    }

    /// Both in one line.
    pub(crate) fn line(self) -> String {
        joined([self.browser, self.os], ", ").unwrap_or_else(|| "?".to_owned())
    }
}

/// What a browser and its system say, with something between them; none where both say nothing.
pub(crate) fn joined(parts: [&str; 2], between: &str) -> Option<String> {
    let said: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    (!said.is_empty()).then(|| said.join(between))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Safari/537.36 Edg/131.0",
        "Edge, Windows"
    )]
    #[case(
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15",
        "Safari, macOS"
    )]
    #[case(
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15",
        "WebKit, Linux"
    )]
    #[case(
        "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        "Firefox, Linux"
    )]
    #[case(
        "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Mobile Safari/537.36",
        "Chrome, Android"
    )]
    #[case(
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/131.0 Mobile/15E148 Safari/604.1",
        "Chrome, iOS"
    )]
    #[case("curl/8.10", "?")]
    #[case("", "?")]
    fn a_browser_is_called_by_its_name(#[case] header: &str, #[case] line: &str) {
        assert_eq!(Agent::read(header).line(), line);
    }
}
