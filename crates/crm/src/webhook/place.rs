//! Where an endpoint is, as the audit log and letters say it.

use url::Url;

/// An address without what is often a secret in it: who is signed in by it, and what follows the path.
pub(super) fn place(url: &str) -> String {
    let Ok(mut url) = Url::parse(url) else {
        return String::new();
    };
    url.set_query(None);
    url.set_fragment(None);
    // An address that can have neither has none.
    url.set_username("").ok();
    url.set_password(None).ok();
    url.into()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("https://receiver.example/hook", "https://receiver.example/hook")]
    #[case(
        "https://receiver.example:8443/a/b?token=secret#x",
        "https://receiver.example:8443/a/b"
    )]
    #[case("https://user:secret@receiver.example", "https://receiver.example/")]
    #[case(
        "https:\\\\user:secret@receiver.example\\hook?secret",
        "https://receiver.example/hook"
    )]
    #[case("secret", "")]
    fn no_secret_of_an_address_is_told(#[case] url: &str, #[case] told: &str) {
        assert_eq!(place(url), told);
    }
}
