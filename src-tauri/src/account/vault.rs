//! The key that session cookies are kept under: where it's from, and what follows when it comes late.

use domain::Sensitive;
use ipc::{ErrorCode, IpcError, PassphraseChange, Severity};
use secrets::{Kind, SecretsError, Vault};

use crate::{account::session, shell::Shell, windows::settings_window};

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
            settings_window::close_if_only_asked(shell);
            session::key_is_there(shell);
        });
    });
}

/// A session waits for the key: asks for the passphrase, if there is one, so that nobody types into the login page
/// that stands in the session's place meanwhile.
pub(crate) fn ask(shell: &Shell) {
    if shell.vault.needs_passphrase() {
        settings_window::ask_for_passphrase(shell);
    }
}

/// Makes a key and keeps it in a file under a passphrase.
pub(crate) async fn keep(shell: &Shell, passphrase: String) -> Result<(), IpcError> {
    with(shell, passphrase, Vault::keep_in_file).await
}

/// Opens the file that the key is kept in.
pub(crate) async fn unlock(shell: &Shell, passphrase: String) -> Result<(), IpcError> {
    with(shell, passphrase, Vault::unlock).await
}

/// Keeps the key under another passphrase.
pub(crate) async fn change(shell: &Shell, request: PassphraseChange) -> Result<(), IpcError> {
    let new = Sensitive::new(request.passphrase);
    let change = move |vault: &Vault, current: &_| vault.change_passphrase(current, &new);
    with(shell, request.current, change).await
}

/// Makes a key in place of the one whose passphrase is forgotten.
pub(crate) async fn replace(shell: &Shell, passphrase: String) -> Result<(), IpcError> {
    with(shell, passphrase, Vault::replace_in_file).await
}

/// A passphrase takes some tenths of a second, on purpose: on a thread of its own.
async fn with(
    shell: &Shell,
    passphrase: String,
    work: impl FnOnce(&Vault, &Sensitive<String>) -> Result<(), SecretsError> + Send + 'static,
) -> Result<(), IpcError> {
    let (vault, passphrase) = (shell.vault.clone(), Sensitive::new(passphrase));
    let done = tauri::async_runtime::spawn_blocking(move || work(&vault, &passphrase)).await;
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
