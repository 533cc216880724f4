//! Toasts. Type-checked, not run.

use notify_rust::{Notification, NotificationResponse};

use super::Words;

/// Windows.
pub(crate) struct Native;

impl super::Notice for Native {
    fn show(words: &Words, _shown: impl FnOnce(u32)) -> bool {
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

    fn close(_number: u32) {}
}
