//! What answers at an address.

use ipc::{AddressProbe, ProbeOutcome};
use tauri::State;

use super::Answer;
use crate::{account::probe, shell::Shell};

#[tauri::command]
pub(crate) async fn address_probe(
    shell: State<'_, Shell>,
    request: AddressProbe,
) -> Answer<ProbeOutcome> {
    probe::run(&shell, request).await
}
