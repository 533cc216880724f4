//! The notification centre, which only an app in a bundle has. Type-checked, not run.

use std::time::Duration;

use mac_usernotifications::{Error, Notification, request_auth};

use super::Words;

/// So long a click is waited for.
const WAIT: Duration = Duration::from_mins(10);

/// macOS.
pub(crate) struct Native;

impl super::Notice for Native {
    fn show(
        words: Words,
        _shown: impl FnOnce(u32) + Send + 'static,
        ended: impl FnOnce(bool) + Send + 'static,
    ) {
        tauri::async_runtime::spawn(async move {
            let clicked = show(&words.summary, &words.body).await;
            ended(clicked.unwrap_or_else(|error| {
                tracing::info!(%error, "The system shows no notifications");
                false
            }));
        });
    }

    fn close(_number: u32) {}
}

async fn show(summary: &str, body: &str) -> Result<bool, Error> {
    // Asks the person at the first time only.
    if !request_auth().await? {
        return Ok(false);
    }
    let notification = Notification::new()
        .title(summary)
        .message(body)
        .timeout(WAIT);
    let response = notification.send().await?.response().await?;
    Ok(response.is_default_action())
}
