//! The desktop's notification service.

/// Linux.
pub(crate) struct Native;

impl super::Notice for Native {
    fn show(summary: &str, body: &str) -> bool {
        // The service may take markup.
        let body = body
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;");
        let mut notification = notify_rust::Notification::new();
        notification
            .appname("Ninefold")
            .summary(summary)
            .body(&body)
            .action("default", "default");
        match notification.show() {
            Ok(handle) => {
                let mut clicked = false;
                handle.wait_for_action(|action| clicked = action == "default");
                clicked
            }
            Err(error) => {
                tracing::info!(%error, "The system shows no notifications");
                false
            }
        }
    }
}
