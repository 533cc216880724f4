//! Toasts. Type-checked, not run.

use notify_rust::{Notification, NotificationResponse};

use super::Words;
use crate::{pages::notifications, shell::Shell};

/// Windows.
pub(crate) struct Native;

impl super::Notice for Native {
    fn show(shell: &Shell, number: u64, words: Words) {
        let shell = shell.clone();
        // The system's answer is waited for on a thread.
        let thread = std::thread::Builder::new().name("notification".into());
        let waiting = thread.spawn(move || {
            let clicked = is_clicked(&words);
            shell.on_main(move |shell| notifications::ended(shell, number, clicked));
        });
        if let Err(error) = waiting {
            tracing::error!(%error, "A notification could not be shown");
        }
    }

    fn close(_number: u32) {}
}

fn is_clicked(words: &Words) -> bool {
    let mut clicked = false;
    let shown = Notification::new()
        .summary(&words.summary)
        .body(&words.body)
        .show()
        .and_then(|handle| {
            handle.wait_for_response(|response: &NotificationResponse| {
                clicked = matches!(response, NotificationResponse::Default);
            })
        });
    if let Err(error) = shown {
        tracing::info!(%error, "The system shows no notifications");
    }
    clicked
}
