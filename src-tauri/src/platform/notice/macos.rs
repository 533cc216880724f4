//! The notification centre, which only an app in a bundle has. Type-checked, not run.

use std::time::Duration;

use mac_usernotifications::{Error, Notification, request_auth};

use super::Words;
use crate::{pages::notifications, shell::Shell};

/// So long a click is waited for.
const WAIT: Duration = Duration::from_mins(10);

/// macOS.
pub(crate) struct Native;

impl super::Notice for Native {
    fn show(shell: &Shell, number: u64, words: Words) {
        let shell = shell.clone();
        tauri::async_runtime::spawn(async move {
            let clicked = show(&words.summary, &words.body).await;
            let clicked = clicked.unwrap_or_else(|error| {
                tracing::info!(%error, "The system shows no notifications");
                false
            });
            shell.on_main(move |shell| notifications::ended(shell, number, clicked));
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
