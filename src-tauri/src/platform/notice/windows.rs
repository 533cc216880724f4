//! Toasts. Type-checked, not run.

use notify_rust::{Notification, NotificationResponse};

use super::Words;

/// Windows.
pub(crate) struct Native;

impl super::Notice for Native {
    fn show(
        words: Words,
        _shown: impl FnOnce(u32) + Send + 'static,
        ended: impl FnOnce(bool) + Send + 'static,
    ) {
        // The system's answer is waited for on a thread.
        let thread = std::thread::Builder::new().name("notification".into());
        let waiting = thread.spawn(move || ended(is_clicked(&words)));
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
