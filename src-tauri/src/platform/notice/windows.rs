//! Toasts. Type-checked, not run.

use notify_rust::{Notification, NotificationResponse};

/// Windows.
pub(crate) struct Native;

impl super::Notice for Native {
    fn show(summary: &str, body: &str) -> bool {
        let mut clicked = false;
        let shown = Notification::new()
            .summary(summary)
            .body(body)
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
}
