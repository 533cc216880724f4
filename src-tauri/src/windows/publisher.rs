//! Keeps the shell's own pages, and the windows' titles, up to date.

use std::{borrow::Cow, collections::BTreeMap, time::Duration};

use domain::WindowId;
use ipc::{AppEvent, Snapshot, Surface};
use tauri::Manager;
use unicode_bidi::{BidiClass, bidi_class};

use crate::{
    shell::Shell,
    windows::{labels, snapshot, stage},
};

/// Changes within so long of each other make one picture: less than an eye sees.
const PAUSE: Duration = Duration::from_millis(20);

/// Sends each page a new picture when what it draws has changed, until the program ends. Changes that come
/// together make one picture.
pub(crate) async fn run(shell: Shell) {
    let mut states = shell.accounts.changes();
    let mut last_dress = None;
    let mut sent = BTreeMap::new();
    loop {
        let now = snapshot::take(&shell);
        let dress = dress_of(&shell, &now);
        if last_dress.as_ref() != Some(&dress) {
            last_dress = Some(dress.clone());
            put_on(&shell, dress);
        }
        send(&shell, &now, &mut sent);
        tokio::select! {
            ended = states.changed() => if ended.is_err() { return },
            () = shell.changed.notified() => {}
        }
        // What follows from one press of a key makes one picture, once the window is in front.
        tokio::time::sleep(PAUSE).await;
    }
}

/// Tells each page what is new to it. `sent` is what each was told last, by its label.
fn send(shell: &Shell, now: &Snapshot, sent: &mut BTreeMap<String, Snapshot>) {
    let pages = listening(shell, now, sent);
    sent.retain(|label, _| pages.contains_key(label));
    for (label, picture) in pages {
        if sent.get(&label) != Some(&picture) {
            stage::emit(
                shell,
                &label,
                &AppEvent::Snapshot(Box::new(picture.clone())),
            );
            sent.insert(label, picture);
        }
    }
}

/// The pages that are there, and what each draws. A panel that draws nothing keeps what it was told last: that
/// it has nothing to draw.
fn listening(
    shell: &Shell,
    now: &Snapshot,
    sent: &BTreeMap<String, Snapshot>,
) -> BTreeMap<String, Snapshot> {
    let shown = shell.shown();
    let mut pages = BTreeMap::new();
    for window in &now.windows {
        let Ok(id) = window.id.parse::<WindowId>() else {
            continue;
        };
        if shown.strips_made.contains(&id) {
            let label = labels::surface(Surface::Strip, id);
            pages.insert(label, snapshot::of_strip(now, window));
        }
        if shown.panels_made.contains(&id) {
            let label = labels::surface(Surface::Panel, id);
            let idle = sent
                .get(&label)
                .filter(|last| !snapshot::needs_panel(now, window) && !drew(last, &window.id));
            let picture = idle.unwrap_or(now).clone();
            pages.insert(label, picture);
        }
    }
    if shell.app.get_webview(labels::SETTINGS).is_some() {
        pages.insert(labels::SETTINGS.to_owned(), now.clone());
    }
    pages
}

/// Whether a panel had something to draw when it was told last.
fn drew(last: &Snapshot, window: &str) -> bool {
    last.windows
        .iter()
        .find(|w| w.id == window)
        .is_none_or(|w| snapshot::needs_panel(last, w))
}

/// What windows have besides their pages.
#[derive(Clone, PartialEq)]
struct Dress {
    titles: Vec<(WindowId, String)>,
    /// Windows that still want a panel.
    panels: Vec<WindowId>,
}

/// For the windows that are there: those on their way get theirs once they are made.
fn dress_of(shell: &Shell, now: &Snapshot) -> Dress {
    let shown = shell.shown();
    let mut dress = Dress {
        titles: Vec::new(),
        panels: Vec::new(),
    };
    for window in &now.windows {
        let Ok(id) = window.id.parse::<WindowId>() else {
            continue;
        };
        if !shown.windows_made.contains(&id) {
            continue;
        }
        if snapshot::needs_panel(now, window)
            && shown.strips_made.contains(&id)
            && !shown.panels_made.contains(&id)
        {
            dress.panels.push(id);
        }
        dress.titles.push((id, title(now, window)));
    }
    dress
}

fn put_on(shell: &Shell, dress: Dress) {
    shell.on_main(move |shell| {
        for (id, title) in dress.titles {
            if let Some(window) = shell.app.get_window(&labels::window(id))
                && window.title().is_ok_and(|t| t != title)
                && let Err(error) = window.set_title(&title)
            {
                tracing::warn!(%error, "A title could not be set");
            }
        }
        for id in dress.panels {
            stage::ensure_panel(shell, id);
        }
    });
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
            format!(
                "{unread}{}: {} – Ninefold",
                isolated(&account.label),
                isolated(page)
            )
        }
        _ => format!("{unread}{} – Ninefold", isolated(&account.label)),
    }
}

/// A text that is written from right to left leaves what stands around it where it is (UAX #9, 2.4).
fn isolated(text: &str) -> Cow<'_, str> {
    let is_rtl = |c: char| matches!(bidi_class(c), BidiClass::R | BidiClass::AL);
    if text.contains(is_rtl) {
        format!("\u{2068}{text}\u{2069}").into()
    } else {
        text.into()
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
    use super::{isolated, without_count};

    #[test]
    fn a_count_is_not_shown_twice() {
        assert_eq!(without_count("(3) Deals"), "Deals");
        assert_eq!(without_count("(draft) Deals"), "(draft) Deals");
        assert_eq!(without_count("Deals (3)"), "Deals (3)");
    }

    #[test]
    fn only_what_is_written_from_right_to_left_is_isolated() {
        assert_eq!(isolated("Київ, Łódź 北京 3"), "Київ, Łódź 北京 3");
        for text in ["حسابي", "Acme חשבון"] {
            assert_eq!(isolated(text), format!("\u{2068}{text}\u{2069}"));
        }
    }
}
