//! The desktop's notification service.

use gtk::{
    gio::{self, BusType, Cancellable, DBusCallFlags},
    prelude::*,
};
use tauri::Url;

use super::Words;

/// Name and interface of the service.
const SERVICE: &str = "org.freedesktop.Notifications";

/// Linux.
pub(crate) struct Native;

impl super::Notice for Native {
    fn show(words: &Words, shown: impl FnOnce(u32)) -> bool {
        // The service may take markup.
        let body = words
            .body
            .replace('&', "&amp;")
            .replace('<', "&lt;")
            .replace('>', "&gt;");
        let mut notification = notify_rust::Notification::new();
        notification
            .appname("Ninefold")
            .summary(&words.summary)
            .body(&body)
            .action("default", "default");
        let picture = words.picture.as_ref();
        if let Some(Ok(picture)) = picture.map(Url::from_file_path) {
            notification.image_path(picture.as_str());
        }
        match notification.show() {
            Ok(handle) => {
                shown(handle.id());
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

    fn close(number: u32) {
        gio::bus_get(BusType::Session, Cancellable::NONE, move |bus| {
            let Ok(bus) = bus else { return };
            bus.call(
                Some(SERVICE),
                "/org/freedesktop/Notifications",
                SERVICE,
                "CloseNotification",
                Some(&(number,).to_variant()),
                None,
                DBusCallFlags::NONE,
                -1,
                Cancellable::NONE,
                |closed| {
                    if let Err(error) = closed {
                        tracing::debug!(%error, "A notification was gone already");
                    }
                },
            );
        });
    }
}
