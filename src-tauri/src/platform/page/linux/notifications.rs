//! The page's notifications.

use std::{cell::RefCell, collections::BTreeSet};

use domain::AccountId;
use webkit2gtk::{NotificationExt, SecurityOrigin, WebContextExt, WebView, WebViewExt};

use accounts::Permission;

use crate::{pages::notifications, shell::Shell};

thread_local! {
    static CONNECTED: RefCell<BTreeSet<AccountId>> = const { RefCell::new(BTreeSet::new()) };
}

/// Answers given in an earlier run: WebKit doesn't keep them, and asks once for each web process. Before
/// the first page.
pub(super) fn remember(shell: &Shell, id: AccountId, view: &WebView) {
    let Some(context) = view.context() else {
        return;
    };
    // One handler an account, however often its page is made anew: the context stays.
    if !CONNECTED.with_borrow_mut(|connected| connected.insert(id)) {
        return;
    }
    let shell = shell.clone();
    context.connect_initialize_notification_permissions(move |context| {
        let state = shell.state();
        let Some(account) = state.registry.account(id) else {
            return;
        };
        let of = |allowed: bool| -> Vec<SecurityOrigin> {
            account
                .grants
                .iter()
                .filter(|g| g.permission == Permission::Notifications && g.allowed == allowed)
                .map(|g| SecurityOrigin::for_uri(&g.origin))
                .collect()
        };
        let (yes, no) = (of(true), of(false));
        context.initialize_notification_permissions(
            &yes.iter().collect::<Vec<_>>(),
            &no.iter().collect::<Vec<_>>(),
        );
    });
}

/// A page's notification is ours to show, with the account's name.
pub(super) fn connect(shell: &Shell, id: AccountId, view: &WebView) {
    let shell = shell.clone();
    view.connect_show_notification(move |_, notice| {
        let (title, body) = (
            notice.title().unwrap_or_default(),
            notice.body().unwrap_or_default(),
        );
        let clicked = notice.clone();
        let shown = notifications::show(&shell, id, &title, &body, move || clicked.clicked());
        if let Some(number) = shown {
            // Also one that another with the same tag takes the place of.
            notice.connect_closed(move |_| notifications::take_back(number));
        }
        true
    });
}
