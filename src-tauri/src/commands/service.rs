//! "Try it on this computer".

use ipc::ServiceTry;
use tauri::{State, Webview};

use super::{Answer, asking, done};
use crate::{service, shell::Shell};

#[tauri::command]
pub(crate) async fn service_try(
    shell: State<'_, Shell>,
    webview: Webview,
    request: ServiceTry,
) -> Answer {
    let window = asking(&shell, &webview);
    service::try_it(&shell, window, request).await?;
    done()
}
