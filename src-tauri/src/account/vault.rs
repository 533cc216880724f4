//! The key that session cookies are kept under: where it's from, and what follows when it comes late.

use domain::Sensitive;
use ipc::{ErrorCode, IpcError, PassphraseChange, Severity};
use secrets::{Kind, SecretsError, Vault};

use crate::{account::session, shell::Shell};

/// Notices that go once there's a key.
const NOTICES: [&str; 2] = ["secrets-unavailable", "secrets-locked"];

/// Where the key is, in the contract's words.
pub(crate) fn place(vault: &Vault) -> &'static str {
    match vault.kind() {
        Kind::None if vault.needs_passphrase() => "locked",
        kind => kind.code(),
    }
}

/// Says where there's no key, and waits for one that comes late: from a keychain that the person unlocks, or
/// by a passphrase.
pub(crate) fn follow(shell: &Shell) {
    match place(&shell.vault) {
        "none" => shell.notice(Severity::Warning, NOTICES[0], &[]),
        "locked" => shell.notice(Severity::Warning, NOTICES[1], &[]),
        _ => {}
    }
    let s = shell.clone();
    shell.vault.when_there(move || {
        s.on_main(|shell| {
            shell.show(|shown| {
                place(&shell.vault).clone_into(&mut shown.host.secrets);
                shown
                    .notices
                    .retain(|n| !NOTICES.contains(&n.code.as_str()));
            });
            session::key_is_there(shell);
        });
    });
}

/// Makes a key and keeps it in a file under a passphrase.
pub(crate) async fn keep(shell: &Shell, passphrase: String) -> Result<(), IpcError> {
    let passphrase = Sensitive::new(passphrase);
    with(shell, move |vault| vault.keep_in_file(&passphrase)).await
}

/// Opens the file that the key is kept in.
pub(crate) async fn unlock(shell: &Shell, passphrase: String) -> Result<(), IpcError> {
    let passphrase = Sensitive::new(passphrase);
    with(shell, move |vault| vault.unlock(&passphrase)).await
}

/// Keeps the key under another passphrase.
pub(crate) async fn change(shell: &Shell, request: PassphraseChange) -> Result<(), IpcError> {
    let (current, new) = (
        Sensitive::new(request.current),
        Sensitive::new(request.passphrase),
    );
    with(shell, move |vault| vault.change_passphrase(&current, &new)).await
}

/// Makes a key in place of the one whose passphrase is forgotten.
pub(crate) async fn replace(shell: &Shell, passphrase: String) -> Result<(), IpcError> {
    let passphrase = Sensitive::new(passphrase);
    with(shell, move |vault| vault.replace_in_file(&passphrase)).await
}

/// A passphrase takes some tenths of a second, on purpose: on a thread of its own.
async fn with(
    shell: &Shell,
    work: impl FnOnce(&Vault) -> Result<(), SecretsError> + Send + 'static,
) -> Result<(), IpcError> {
    let vault = shell.vault.clone();
    let done = tauri::async_runtime::spawn_blocking(move || work(&vault)).await;
    let done = done.map_err(|e| IpcError::new(ErrorCode::Internal, e.to_string()))?;
    done.map_err(|error| {
        let code = match error {
            SecretsError::WrongPassphrase => ErrorCode::PassphraseWrong,
            SecretsError::EmptyPassphrase => ErrorCode::PassphraseEmpty,
            _ => ErrorCode::SecretsFailed,
        };
        IpcError::new(code, error.to_string())
    })
}
