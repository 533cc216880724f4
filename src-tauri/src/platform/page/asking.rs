//! Questions of a page that every engine asks in its own words.

use accounts::Permission;
use domain::AccountId;
use ipc::Question;
use tauri::Url;

use crate::{pages::asks, shell::Shell, windows::snapshot};

/// Longest text of a page's that is shown in a question, in characters.
const TEXT: usize = 2000;

/// A page's words, no longer than anybody reads.
pub(super) fn clip(text: &str) -> String {
    text.chars().take(TEXT).collect()
}

/// Whether an origin may: as answered before, or as the person answers now. `then` gets the answer on
/// the main thread, at once where it's known; else this gives the question's id.
pub(crate) fn permission(
    shell: &Shell,
    id: AccountId,
    from: &Url,
    permission: Permission,
    then: impl FnOnce(bool) + 'static,
) -> Option<u32> {
    if let Some(allowed) = asks::remembered(shell, id, from, permission) {
        then(allowed);
        return None;
    }
    let kind = snapshot::permission_kind(permission);
    let (s, origin) = (shell.clone(), from.clone());
    let ask = asks::ask(
        shell,
        id,
        from,
        Question::Permission { permission: kind },
        move |answer| {
            if answer.remember && permission.can_be_kept() {
                asks::remember(&s, id, &origin, permission, answer.allow);
            }
            then(answer.allow);
        },
    );
    Some(ask)
}
