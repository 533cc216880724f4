//! Names of windows and webviews, made and read in this one place.

use domain::{AccountId, WindowId};
use ipc::Surface;

/// Label of an OS window.
pub(crate) fn window(id: WindowId) -> String {
    format!("window-{id}")
}

/// Label of one of the shell's own pages.
pub(crate) fn surface(surface: Surface, id: WindowId) -> String {
    format!("{}-{id}", surface.name())
}

/// Label of the settings window and its page.
pub(crate) const SETTINGS: &str = "settings-main";

/// Label of an account's page.
pub(crate) fn page(id: AccountId) -> String {
    format!("page-{id}")
}

/// The window that one of the shell's own pages belongs to.
pub(crate) fn window_of(label: &str) -> Option<WindowId> {
    let (kind, id) = label.split_once('-')?;
    matches!(kind, "strip" | "panel" | "window")
        .then(|| id.parse().ok())
        .flatten()
}

/// The account whose page has opened a window, if one has.
pub(crate) fn opener_of(label: &str) -> Option<AccountId> {
    let (account, _number) = label.strip_prefix(POPUP)?.split_once('-')?;
    account.parse().ok()
}

/// How labels of pop-ups begin.
pub(crate) const POPUP: &str = "popup-";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_accounts_page_belongs_to_no_window() {
        let account = AccountId::new();
        for label in [
            page(account),
            format!("popup-{account}-1"),
            "settings-evil".into(),
        ] {
            assert_eq!(window_of(&label), None, "{label}");
        }
    }

    #[test]
    fn a_pop_up_knows_whose_it_is() {
        let account = AccountId::new();
        assert_eq!(opener_of(&format!("popup-{account}-12")), Some(account));
        for label in [page(account), "popup-evil-1".into(), SETTINGS.into()] {
            assert_eq!(opener_of(&label), None, "{label}");
        }
    }

    #[test]
    fn a_strip_knows_its_window() {
        let id = WindowId::new();
        assert_eq!(window_of(&surface(Surface::Strip, id)), Some(id));
    }
}
