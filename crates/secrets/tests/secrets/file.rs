//! A key in a file, under a passphrase.

use std::path::Path;

use domain::{AccountId, Sensitive};
use secrets::{Kind, Purpose, SecretsError, Unavailable, Vault};

fn passphrase(text: &str) -> Sensitive<String> {
    Sensitive::new(text.to_owned())
}

fn code<T>(outcome: Result<T, SecretsError>) -> &'static str {
    outcome.err().map_or("fine", |error| error.code())
}

/// A folder with a key under the passphrase "correct horse", and something sealed with it.
fn kept(account: AccountId) -> (tempfile::TempDir, Vec<u8>) {
    let folder = tempfile::tempdir().unwrap();
    let vault = Vault::without_keychain(folder.path());
    vault.keep_in_file(&passphrase("correct horse")).unwrap();
    let sealed = vault
        .seal(Purpose::SessionCookies, account, b"cookies")
        .unwrap();
    (folder, sealed)
}

#[test]
fn without_any_key_nothing_is_sealed_and_that_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let vault = Vault::without_keychain(folder.path());
    assert_eq!(
        (vault.kind(), vault.needs_passphrase()),
        (Kind::None, false)
    );
    assert_eq!(vault.unavailable(), Some(Unavailable::NotAsked));
    assert_eq!(
        code(vault.seal(Purpose::SessionCookies, AccountId::new(), b"x")),
        "secrets_no_key"
    );
    assert_eq!(code(vault.unlock(&passphrase("x"))), "secrets_no_key");
}

#[test]
fn the_right_passphrase_brings_the_key_back_in_the_next_run() {
    let account = AccountId::new();
    let (folder, sealed) = kept(account);
    let vault = Vault::without_keychain(folder.path());
    assert!(vault.needs_passphrase());
    assert_eq!(
        code(vault.unseal(Purpose::SessionCookies, account, &sealed)),
        "secrets_no_key"
    );
    assert_eq!(
        code(vault.unlock(&passphrase("correct hörse"))),
        "passphrase_wrong"
    );
    assert_eq!(
        code(vault.keep_in_file(&passphrase("another"))),
        "secrets_key_exists"
    );
    vault.unlock(&passphrase("correct horse")).unwrap();
    assert_eq!(
        (vault.kind(), vault.needs_passphrase()),
        (Kind::File, false)
    );
    assert_eq!(
        vault
            .unseal(Purpose::SessionCookies, account, &sealed)
            .unwrap()
            .expose(),
        b"cookies"
    );
    assert_eq!(
        code(vault.unlock(&passphrase("correct horse"))),
        "secrets_key_exists"
    );
}

#[test]
fn one_accounts_cookies_do_not_open_as_anothers_nor_as_its_own_token() {
    let account = AccountId::new();
    let (folder, sealed) = kept(account);
    let vault = Vault::without_keychain(folder.path());
    vault.unlock(&passphrase("correct horse")).unwrap();
    assert_eq!(
        code(vault.unseal(Purpose::SessionCookies, AccountId::new(), &sealed)),
        "secrets_refused"
    );
    assert_eq!(
        code(vault.unseal(Purpose::DeviceToken, account, &sealed)),
        "secrets_refused"
    );
}

#[test]
fn a_changed_passphrase_opens_the_same_key_and_the_old_one_opens_nothing() {
    let account = AccountId::new();
    let (folder, sealed) = kept(account);
    let (old, new) = (passphrase("correct horse"), passphrase("a battery staple"));
    let vault = Vault::without_keychain(folder.path());
    vault.unlock(&old).unwrap();
    let before = std::fs::read(only_file(folder.path())).unwrap();
    for (current, wanted, expected) in [
        (&new, &new, "passphrase_wrong"),
        (&old, &passphrase(""), "passphrase_empty"),
    ] {
        assert_eq!(code(vault.change_passphrase(current, wanted)), expected);
        assert_eq!(std::fs::read(only_file(folder.path())).unwrap(), before);
    }
    vault.change_passphrase(&old, &new).unwrap();
    let vault = Vault::without_keychain(folder.path());
    assert_eq!(code(vault.unlock(&old)), "passphrase_wrong");
    vault.unlock(&new).unwrap();
    let opened = vault.unseal(Purpose::SessionCookies, account, &sealed);
    assert_eq!(opened.unwrap().expose(), b"cookies");
}

#[test]
fn a_key_whose_passphrase_is_forgotten_is_replaced_and_never_one_in_use() {
    let account = AccountId::new();
    let (folder, sealed) = kept(account);
    let vault = Vault::without_keychain(folder.path());
    assert_eq!(
        code(vault.replace_in_file(&passphrase(""))),
        "passphrase_empty"
    );
    assert!(vault.needs_passphrase());
    let new = passphrase("a battery staple");
    vault.replace_in_file(&new).unwrap();
    assert_eq!(
        code(vault.unseal(Purpose::SessionCookies, account, &sealed)),
        "secrets_refused"
    );
    assert_eq!(code(vault.replace_in_file(&new)), "secrets_key_exists");
    let mine = vault
        .seal(Purpose::SessionCookies, account, b"new")
        .unwrap();
    let vault = Vault::without_keychain(folder.path());
    vault.unlock(&new).unwrap();
    let opened = vault.unseal(Purpose::SessionCookies, account, &mine);
    assert_eq!(opened.unwrap().expose(), b"new");
}

#[test]
fn an_empty_passphrase_keeps_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let vault = Vault::without_keychain(folder.path());
    assert_eq!(
        code(vault.keep_in_file(&passphrase(""))),
        "passphrase_empty"
    );
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[test]
fn the_file_holds_neither_key_nor_passphrase_and_is_the_owners_alone() {
    let (folder, _) = kept(AccountId::new());
    let file = only_file(folder.path());
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(!text.contains("correct horse"), "{text}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(&file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

fn only_file(folder: &Path) -> std::path::PathBuf {
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|f| f.unwrap().path())
        .collect();
    assert_eq!(files.len(), 1, "{files:?}");
    files.remove(0)
}

#[test]
fn a_changed_file_gives_no_key() {
    let (folder, _) = kept(AccountId::new());
    let file = only_file(folder.path());
    let whole: serde_json::Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    let check = |text: &str, expected: &str| {
        std::fs::remove_file(&file).unwrap();
        std::io::Write::write_all(&mut std::fs::File::create(&file).unwrap(), text.as_bytes())
            .unwrap();
        let outcome = Vault::without_keychain(folder.path()).unlock(&passphrase("correct horse"));
        assert_eq!(code(outcome), expected, "{text}");
    };
    for (field, value, expected) in [
        ("version", 2.into(), "secrets_file_damaged"),
        // Weaker than what it was kept under.
        ("memory_kib", 1024.into(), "passphrase_wrong"),
        ("passes", 1.into(), "passphrase_wrong"),
        // More than any machine should be made to spend.
        ("memory_kib", u32::MAX.into(), "secrets_file_damaged"),
        ("passes", u32::MAX.into(), "secrets_file_damaged"),
        ("lanes", u32::MAX.into(), "secrets_file_damaged"),
        ("lanes", 0.into(), "secrets_file_damaged"),
        (
            "salt",
            "AAAAAAAAAAAAAAAAAAAAAA==".into(),
            "passphrase_wrong",
        ),
        ("salt", "?".into(), "secrets_file_damaged"),
        ("key", "AAAA".into(), "passphrase_wrong"),
        ("key", serde_json::Value::Null, "secrets_file_damaged"),
        ("more", 1.into(), "secrets_file_damaged"),
    ] {
        let mut changed = whole.clone();
        changed[field] = value;
        check(&changed.to_string(), expected);
    }
    check("", "secrets_file_damaged");
    check("garbage", "secrets_file_damaged");
    check(&whole.to_string(), "fine");
}
