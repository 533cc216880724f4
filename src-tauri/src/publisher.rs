//! Keeps the shell's own pages, and the windows' titles, up to date.

use domain::WindowId;
use ipc::{AppEvent, Snapshot};
use tauri::Manager;

use crate::{labels, shell::Shell, snapshot, stage};

/// Sends a new picture after each change, until the program ends. Changes that come together make one
/// picture.
pub(crate) async fn run(shell: Shell) {
    let mut states = shell.accounts.changes();
    let mut last: Option<Snapshot> = None;
    loop {
        let now = snapshot::take(&shell);
        if last.as_ref() != Some(&now) {
            publish(&shell, &now);
            last = Some(now);
        }
        tokio::select! {
            ended = states.changed() => if ended.is_err() { return },
            () = shell.changed.notified() => {}
        }
    }
}

fn publish(shell: &Shell, now: &Snapshot) {
    let mut missing = Vec::new();
    let mut titles = Vec::new();
    for window in &now.windows {
        let Ok(id) = window.id.parse::<WindowId>() else {
            continue;
        };
        if snapshot::needs_panel(now, window) && !shell.shown().panels_made.contains(&id) {
            missing.push(id);
        }
        titles.push((id, title(now, window)));
    }
    shell.on_main(move |shell| {
        for (id, title) in titles {
            if let Some(window) = shell.app.get_window(&labels::window(id))
                && window.title().is_ok_and(|t| t != title)
                && let Err(error) = window.set_title(&title)
            {
                tracing::warn!(%error, "A title could not be set");
            }
        }
        for id in missing {
            stage::ensure_panel(shell, id);
        }
    });
    stage::emit(shell, &AppEvent::Snapshot(Box::new(now.clone())));
}

/// `(3) Acme: Deals – Ninefold`: whose window it is comes first.
fn title(now: &Snapshot, window: &ipc::WindowView) -> String {
    let front = window
        .front
        .as_ref()
        .and_then(|f| now.accounts.iter().find(|a| a.id == *f));
    let Some(account) = front else {
        return "Ninefold".to_owned();
    };
    let unread = account
        .unread
        .as_ref()
        .map(|u| format!("({u}) "))
        .unwrap_or_default();
    let page = window
        .page
        .as_ref()
        .map(|p| without_count(&p.title))
        .filter(|t| !t.is_empty());
    match page {
        Some(page) if page != account.label => {
            format!("{unread}{}: {page} – Ninefold", account.label)
        }
        _ => format!("{unread}{} – Ninefold", account.label),
    }
}

/// A title without the count at its start, which stands there already.
fn without_count(title: &str) -> &str {
    let rest = title.strip_prefix('(').and_then(|t| t.split_once(')'));
    match rest {
        Some((count, rest)) if count.starts_with(|c: char| c.is_ascii_digit()) => rest.trim_start(),
        _ => title,
    }
}

#[cfg(test)]
mod tests {
    use super::without_count;

    #[test]
    fn a_count_is_not_shown_twice() {
        assert_eq!(without_count("(3) Deals"), "Deals");
        assert_eq!(without_count("(draft) Deals"), "(draft) Deals");
        assert_eq!(without_count("Deals (3)"), "Deals (3)");
    }
}
