//! A deleted account leaves nothing, and takes nothing else with it.

use std::{fs, sync::mpsc, thread};

use accounts::{Registry, Tombstone};
use domain::AccountId;
use store::{Store, StoreError, atomic_write};

use crate::{
    memory_disk::{Fault, MemoryDisk},
    sample::{description, generations, id, numbered, open, registry, saved, time},
};

fn without_2() -> Registry {
    let mut registry = registry(1);
    registry.removing = vec![id(2)];
    registry
}

/// A data folder with two accounts that have web content, and a registry without the second.
fn opened() -> (tempfile::TempDir, Store) {
    let root = tempfile::tempdir().unwrap();
    let (mut store, _) = Store::open(root.path()).unwrap();
    store.save(&registry(2)).unwrap();
    for n in [1, 2] {
        let web = store.folders().web_dir(id(n)).unwrap();
        fs::create_dir_all(web.join("a/b/c")).unwrap();
        atomic_write(&web.join("a/b/c/cookies"), b"secret").unwrap();
    }
    store.save(&without_2()).unwrap();
    (root, store)
}

#[test]
fn a_removed_account_leaves_nothing_and_its_neighbour_everything() {
    let (root, mut store) = opened();
    assert!(store.remove_account(id(2)).unwrap());
    let left: Vec<_> = fs::read_dir(root.path().join("accounts"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    assert_eq!(left, [store.folders().path(id(1))]);
    assert!(left[0].join("web/a/b/c/cookies").exists());
    assert!(
        store.remove_account(id(2)).unwrap(),
        "once more is no error"
    );
}

#[test]
fn no_kept_generation_says_anything_of_a_removed_account() {
    let disk = saved(&[registry(2), numbered(2, 1), numbered(2, 2), without_2()]);
    let (mut store, _) = open(&disk).unwrap();
    let says = |disk: &MemoryDisk| {
        let files = disk.files();
        let mut registries = files
            .iter()
            .filter(|(f, _)| f.starts_with("/data/registry"));
        registries.any(|(_, bytes)| String::from_utf8_lossy(bytes).contains("h2@example.com"))
    };
    assert!(says(&disk), "an older one lists it");
    assert!(store.remove_account(id(2)).unwrap());
    assert!(!says(&disk));
    assert_eq!(generations(&disk).len(), store::GENERATIONS);
    let written = disk.files();
    assert!(store.remove_account(id(2)).unwrap());
    assert_eq!(disk.files(), written, "once is enough");
    drop(store);
    assert_eq!(open(&disk).unwrap().1.registry, without_2());
}

#[test]
fn a_damaged_copy_that_was_kept_says_nothing_of_a_removed_account() {
    let (gone, stays) = (AccountId::new(), AccountId::new());
    let mut both = registry(2);
    both.accounts[0].id = stays;
    both.accounts[1].id = gone;
    let mut one = both.clone();
    one.accounts.truncate(1);
    // The newest three are damaged: two list the account, one was written before it was added.
    let disk = saved(&[both.clone(), one.clone(), both.clone(), one, both.clone()]);
    let files = generations(&disk);
    let damaged = [&files[2], &files[3], &files[4]];
    for file in damaged {
        let mut bytes = disk.files()[file].clone();
        bytes.truncate(bytes.len() - 40);
        disk.plant(file, &bytes);
    }
    let unfinished = files[4].with_file_name(".9.json.tmp");
    disk.plant(&unfinished, &disk.files()[&files[0]].clone());
    let (mut store, opened) = open(&disk).unwrap();
    assert_eq!(opened.registry.accounts.len(), 2, "{:?}", opened.repairs);

    let mut without = both;
    without.accounts.truncate(1);
    without.removing = vec![gone];
    store.save(&without).unwrap();
    assert!(store.remove_account(gone).unwrap());
    let left = disk.files();
    for (file, bytes) in &left {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains("h2@example.com"), "{}", file.display());
    }
    let copies = left
        .keys()
        .filter(|f| f.to_string_lossy().contains("damaged"));
    assert_eq!(copies.count(), 1, "one says nothing of it");
}

/// A registry of one account, and of a second one that was deleted.
#[test]
fn what_nobody_signed_in_to_is_no_reason_to_take_away_what_was_damaged() {
    let mut draft = registry(2);
    draft.accounts[1].listed = false;
    draft.accounts[1].signed_in = false;
    let disk = saved(&[registry(1), draft]);
    let newest = generations(&disk).pop().unwrap();
    let mut damaged = disk.files()[&newest].clone();
    damaged.truncate(damaged.len() - 40);
    disk.plant(&newest, &damaged);
    let (mut store, _) = open(&disk).unwrap();
    store.save(&without_2()).unwrap();
    assert!(store.remove_account(id(2)).unwrap());
    assert!(disk.files().values().any(|bytes| *bytes == damaged));
}

fn lately_deleted(gone: AccountId) -> Registry {
    let mut registry = registry(1);
    registry.deleted = vec![Tombstone {
        id: Some(gone),
        label: "Kunde № 2".into(),
        home: "https://crm-2.example.com/".parse().unwrap(),
        at: time(60),
    }];
    registry
}

/// An account was deleted, a generation was damaged after that, and a week is over.
fn forgotten_after_damage(gone: AccountId) -> MemoryDisk {
    let deleted = lately_deleted(gone);
    let mut newer = deleted.clone();
    newer.settings.language = Some("uk".into());
    let disk = saved(&[deleted, newer]);
    let newest = generations(&disk).pop().unwrap();
    let mut bytes = disk.files()[&newest].clone();
    bytes.truncate(bytes.len() - 40);
    disk.plant(&newest, &bytes);
    let (mut store, _) = open(&disk).unwrap();
    let mut forgotten = registry(1);
    forgotten.removing = vec![gone];
    store.save(&forgotten).unwrap();
    disk
}

fn tells_of_the_second(disk: &MemoryDisk) -> bool {
    let files = disk.files();
    let mut texts = files.values().map(|bytes| String::from_utf8_lossy(bytes));
    texts.any(|text| text.contains("crm-2.example.com"))
}

#[test]
fn a_week_after_a_deletion_nothing_tells_of_it() {
    let gone = AccountId::new();
    let disk = forgotten_after_damage(gone);
    assert!(tells_of_the_second(&disk));
    let (mut store, _) = open(&disk).unwrap();
    assert!(store.remove_account(gone).unwrap());
    assert!(!tells_of_the_second(&disk));
}

#[test]
fn what_the_registry_on_disk_keeps_of_a_deletion_is_kept() {
    let gone = AccountId::new();
    let mut deleted = lately_deleted(gone);
    let disk = saved(&[deleted.clone()]);
    let (mut store, _) = open(&disk).unwrap();
    // Its end isn't on disk yet.
    let refused = store.remove_account(gone);
    assert!(matches!(refused, Err(StoreError::StillListed { account }) if account == gone));
    // Its data goes, and what the list of deleted ones shows stays.
    deleted.removing = vec![gone];
    store.save(&deleted).unwrap();
    assert!(store.remove_account(gone).unwrap());
    assert!(tells_of_the_second(&disk));
}

#[test]
fn a_generation_that_cannot_be_dropped_is_said_and_tried_again() {
    let disk = saved(&[registry(2), numbered(2, 1), numbered(2, 2), without_2()]);
    let mut stayed = 0;
    for operation in 0..80 {
        let disk = disk.copy();
        let (mut store, _) = open(&disk).unwrap();
        disk.fail(Fault::Once(operation));
        let whole = store.remove_account(id(2)).unwrap_or(false);
        disk.fail(Fault::None);
        if tells_of_the_second(&disk) {
            assert!(!whole, "operation {operation}");
            stayed += 1;
        }
        assert!(
            store.remove_account(id(2)).unwrap(),
            "operation {operation}"
        );
        assert!(!tells_of_the_second(&disk), "operation {operation}");
    }
    assert!(stayed > 2, "{stayed}");
}

#[test]
fn a_copy_that_cannot_be_removed_is_said_and_tried_again() {
    let disk = saved(&[registry(2), registry(2)]);
    disk.plant(generations(&disk).last().unwrap(), b"\0\0");
    let (mut store, _) = open(&disk).unwrap();
    store.save(&without_2()).unwrap();
    drop(store);
    let copy = |file: &std::path::PathBuf| file.to_string_lossy().contains("damaged");
    let mut stayed = 0;
    for operation in 0..60 {
        let disk = disk.copy();
        let (mut store, _) = open(&disk).unwrap();
        disk.fail(Fault::Once(operation));
        let whole = store.remove_account(id(2)).unwrap_or(false);
        disk.fail(Fault::None);
        if disk.files().keys().any(copy) {
            assert!(!whole, "operation {operation}");
            stayed += 1;
        }
        assert!(
            store.remove_account(id(2)).unwrap(),
            "operation {operation}"
        );
        assert!(!disk.files().keys().any(copy), "operation {operation}");
    }
    assert!(stayed > 2, "{stayed}");
}

#[test]
fn an_account_that_the_registry_on_disk_lists_is_not_removed() {
    let (_root, mut store) = opened();
    let refused = store.remove_account(id(1));
    assert!(matches!(refused, Err(StoreError::StillListed { account }) if account == id(1)));
    assert!(store.folders().path(id(1)).join("account.json").exists());
}

// On Windows making one takes a right that tests don't have.
#[cfg(unix)]
#[test]
fn symbolic_links_are_removed_and_not_followed() {
    let (_root, mut store) = opened();
    let outside = tempfile::tempdir().unwrap();
    atomic_write(&outside.path().join("precious"), b"!").unwrap();
    let folder = store.folders().path(id(2));
    std::os::unix::fs::symlink(outside.path(), folder.join("web/link")).unwrap();
    std::os::unix::fs::symlink(outside.path(), folder.join("link")).unwrap();
    assert!(store.remove_account(id(2)).unwrap());
    assert!(outside.path().join("precious").exists());

    // The folder itself may be a link too.
    std::os::unix::fs::symlink(outside.path(), &folder).unwrap();
    assert!(store.remove_account(id(2)).unwrap());
    assert!(!folder.exists());
    assert!(outside.path().join("precious").exists());
}

#[test]
fn files_that_a_dying_process_writes_meanwhile_go_too() {
    let (_root, mut store) = opened();
    let folder = store.folders().path(id(2));
    let (started, wait) = mpsc::channel();
    let busy = thread::spawn(move || {
        for n in 0..400 {
            let deep = folder.join(format!("web/cache-{}/x", n % 7));
            // Removal gets in between; that's the point.
            drop(fs::create_dir_all(&deep));
            drop(fs::File::create(deep.join(n.to_string())));
            if n == 5 {
                started.send(()).unwrap();
            }
        }
    });
    wait.recv().unwrap();
    let gone = store.remove_account(id(2)).unwrap();
    busy.join().unwrap();
    // Where the other one outlived all attempts, it's said, and the next attempt removes it.
    assert!(gone || store.remove_account(id(2)).unwrap());
    assert!(store.remove_account(id(2)).unwrap());
    assert!(!store.folders().path(id(2)).exists());
}

#[test]
fn a_crash_in_the_middle_of_a_removal_never_brings_the_account_back() {
    for at in 0..40 {
        let disk = saved(&[registry(2), without_2()]);
        let (mut store, _) = open(&disk).unwrap();
        disk.fail(Fault::From(at));
        drop(store.remove_account(id(2)));
        disk.fail(Fault::None);
        drop(store);
        let (mut store, opened) = open(&disk).unwrap();
        assert_eq!(
            (opened.registry, opened.repairs),
            (without_2(), vec![]),
            "operation {at}"
        );
        assert!(store.remove_account(id(2)).unwrap());
        assert!(!disk.files().contains_key(&description(2)));
        let files = disk.files();
        let mut left = files.values().map(|bytes| String::from_utf8_lossy(bytes));
        assert!(
            !left.any(|text| text.contains("h2@example.com")),
            "operation {at}"
        );
    }
}

#[test]
fn what_cannot_be_removed_is_said() {
    let disk = saved(&[registry(2), without_2()]);
    let (mut store, _) = open(&disk).unwrap();
    disk.fail(Fault::From(0));
    let refused = store.remove_account(id(2)).unwrap_err();
    assert_eq!(refused.code(), "account_data_not_removed");
    disk.fail(Fault::From(3));
    assert!(
        !store.remove_account(id(2)).unwrap(),
        "its description is gone, its folder isn't"
    );
}

#[test]
fn a_session_that_is_cleared_is_out_of_the_way_at_once_and_gone_in_the_end() {
    let (_root, store) = opened();
    let folders = store.folders();
    let web = folders.path(id(1)).join("web");
    folders.set_web_aside(id(1)).unwrap();
    assert!(!web.exists(), "the next page finds nothing of it");
    // A page opens before the files are gone, is closed, and its session is cleared too.
    let cookie = |text: &[u8]| {
        let web = folders.web_dir(id(1)).unwrap();
        atomic_write(&web.join("cookies"), text).unwrap();
    };
    cookie(b"second");
    folders.set_web_aside(id(1)).unwrap();
    cookie(b"third");
    assert!(folders.remove_web_aside(id(1)));
    let mut left: Vec<_> = fs::read_dir(folders.path(id(1)))
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    left.sort();
    assert_eq!(left, ["account.json", "web"]);
    assert_eq!(fs::read(web.join("cookies")).unwrap(), b"third");
    assert!(folders.path(id(2)).join("web/a/b/c/cookies").exists());
}

#[test]
fn clearing_a_session_that_was_never_there_is_no_failure() {
    let (_root, store) = opened();
    let folders = store.folders();
    folders.set_web_aside(id(3)).unwrap();
    assert!(folders.remove_web_aside(id(3)));
}

#[test]
fn a_session_that_cannot_be_cleared_is_said() {
    let disk = saved(&[registry(2)]);
    let (store, _) = open(&disk).unwrap();
    let folders = store.folders();
    folders.web_dir(id(1)).unwrap();
    disk.fail(Fault::From(0));
    let refused = folders.set_web_aside(id(1)).unwrap_err();
    assert_eq!(refused.code(), "account_data_not_removed");
    disk.fail(Fault::None);
    folders.set_web_aside(id(1)).unwrap();
    disk.fail(Fault::From(1));
    assert!(!folders.remove_web_aside(id(1)));
    disk.fail(Fault::None);
    assert!(folders.remove_web_aside(id(1)), "the next start does it");
}
