//! Disks that are full or can't be written to, as real mounts (Linux, as root).

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use store::{ReadOnly, Store, StoreError, Writer, atomic_write};

use crate::sample::{account, id, numbered, registry, state};

/// A small file system of its own, gone with the value.
struct Mount(tempfile::TempDir);

impl Mount {
    /// Nothing, and a word about it, where mounting isn't permitted: a developer needn't be root. What
    /// continuous integration runs must not be left out unseen.
    fn new(options: &str) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let is_mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", options, "ninefold-test"])
            .arg(folder.path())
            .status()
            .is_ok_and(|status| status.success());
        if is_mounted {
            return Some(Self(folder));
        }
        assert!(
            std::env::var_os("CI").is_none_or(|ci| ci != "true"),
            "mounting a small disk is not permitted here, and CI=true leaves out nothing"
        );
        eprintln!("SKIPPED: mounting a small disk is not permitted here");
        None
    }

    fn make(&self, option: &str) {
        let options = format!("remount,{option}");
        let mut mount = Command::new("mount");
        assert!(
            mount
                .args(["-o", &options])
                .arg(self.0.path())
                .status()
                .unwrap()
                .success()
        );
    }

    fn data(&self) -> PathBuf {
        self.0.path().join("data")
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        drop(Command::new("umount").arg(self.0.path()).status());
    }
}

fn fill(folder: &Path) -> PathBuf {
    let file = folder.join("filler");
    let filled = std::fs::OpenOptions::new()
        .create(true)
        .append(true)
        .open(&file)
        .and_then(|mut file| std::io::copy(&mut std::io::repeat(0), &mut file));
    assert!(filled.is_err(), "the disk is full now");
    file
}

#[test]
fn on_a_full_disk_a_save_fails_and_what_was_there_stays() {
    let Some(mount) = Mount::new("size=256k") else {
        return;
    };
    let (mut store, _) = Store::open(&mount.data()).unwrap();
    store.save(&numbered(3, 1)).unwrap();
    let filler = fill(mount.0.path());
    let error = store.save(&numbered(4, 2)).unwrap_err();
    assert!(error.is_disk_full(), "{error:?}");
    drop(store);

    let (mut store, opened) = Store::open(&mount.data()).unwrap();
    assert_eq!((opened.registry, opened.repairs), (numbered(3, 1), vec![]));
    assert!(
        store.save(&numbered(4, 3)).unwrap_err().is_disk_full(),
        "still full"
    );
    std::fs::remove_file(filler).unwrap();
    store.save(&numbered(4, 4)).unwrap();
    drop(store);
    assert_eq!(
        Store::open(&mount.data()).unwrap().1.registry,
        numbered(4, 4)
    );
}

#[test]
fn a_disk_that_fills_up_while_saving_never_loses_what_was_acknowledged() {
    let Some(mount) = Mount::new("size=256k") else {
        return;
    };
    let (mut store, _) = Store::open(&mount.data()).unwrap();
    let (mut registry, mut acknowledged) = (numbered(0, 1), numbered(0, 1));
    store.save(&registry).unwrap();
    let full = (1..10_000).any(|n| {
        registry.accounts.push(account(n));
        match store.save(&registry) {
            Ok(_) => acknowledged = registry.clone(),
            Err(error) => assert!(error.is_disk_full(), "{error:?}"),
        }
        acknowledged != registry
    });
    assert!(full);
    drop(store);
    let (_, opened) = Store::open(&mount.data()).unwrap();
    let known = acknowledged.accounts.len();
    assert_eq!(opened.registry.accounts[..known], acknowledged.accounts);
    assert!(
        opened.registry.accounts.len() <= known + 1,
        "the last one may have come through"
    );
}

#[test]
fn a_registry_on_a_read_only_disk_can_be_read_and_says_so() {
    let Some(mount) = Mount::new("size=1m") else {
        return;
    };
    let (mut store, _) = Store::open(&mount.data()).unwrap();
    store.save(&numbered(2, 1)).unwrap();
    drop(store);
    mount.make("ro");
    let (mut store, opened) = Store::open(&mount.data()).unwrap();
    assert_eq!(opened.registry, numbered(2, 1));
    assert_eq!(opened.read_only, Some(ReadOnly::Disk));
    let refused = store.save(&numbered(2, 2)).unwrap_err();
    assert_eq!(refused.code(), "data_folder_read_only");
    let no_place = store.folders().web_dir(id(1)).unwrap_err();
    assert_eq!(
        no_place.code(),
        "data_folder_read_only",
        "nor can a session be kept"
    );
    assert!(
        matches!(Store::open(&mount.data()), Err(StoreError::InUse { .. })),
        "still locked"
    );
    drop(store);
    mount.make("rw");
    let (mut store, opened) = Store::open(&mount.data()).unwrap();
    assert_eq!((opened.registry, opened.read_only), (numbered(2, 1), None));
    store.save(&numbered(2, 2)).unwrap();
}

#[test]
fn a_registry_that_is_found_on_a_full_disk_can_be_read_and_says_so() {
    let Some(mount) = Mount::new("size=256k") else {
        return;
    };
    let (mut store, _) = Store::open(&mount.data()).unwrap();
    store.save(&numbered(2, 1)).unwrap();
    drop(store);
    // What an old backup has brought back: neither lock nor folders of its own.
    std::fs::remove_file(mount.data().join("lock")).unwrap();
    let filler = fill(mount.0.path());
    let (mut store, opened) = Store::open(&mount.data()).unwrap();
    assert_eq!(opened.registry, numbered(2, 1));
    // A file without content takes no room on some disks, but its name does on others.
    let is_full = opened.read_only == Some(ReadOnly::Full);
    assert_ne!(is_full, store.is_locked());
    assert!(store.save(&numbered(2, 2)).unwrap_err().is_disk_full());
    drop(store);
    std::fs::remove_file(filler).unwrap();
    let (mut store, opened) = Store::open(&mount.data()).unwrap();
    assert_eq!((opened.registry, opened.read_only), (numbered(2, 1), None));
    store.save(&numbered(2, 2)).unwrap();
}

#[test]
fn in_the_place_of_a_folder_that_cannot_be_opened_nothing_is_listed_and_nothing_kept() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("file");
    atomic_write(&file, b"in the way").unwrap();
    let root = file.join("data");
    assert!(matches!(
        Store::open(&root),
        Err(StoreError::Prepare { .. })
    ));
    let (mut store, opened) = Store::unusable(&root);
    assert_eq!(opened.read_only, Some(ReadOnly::Unusable));
    assert_eq!(opened.registry, accounts::Registry::default());
    assert!(!store.is_locked());
    let refused = [
        store.save(&registry(1)).unwrap_err().code(),
        store.remove_account(id(1)).unwrap_err().code(),
        store.folders().web_dir(id(1)).unwrap_err().code(),
    ];
    assert_eq!(refused, ["data_folder_unusable"; 3]);
    assert_eq!(std::fs::read(&file).unwrap(), b"in the way");
}

#[test]
fn where_no_folder_can_be_made_that_is_said() {
    let Some(mount) = Mount::new("size=64k") else {
        return;
    };
    mount.make("ro");
    let error = Store::open(&mount.data()).err().unwrap();
    assert_eq!(error.code(), "data_folder_not_ready");
}

#[test]
fn a_writer_on_a_disk_that_was_full_saves_at_last() {
    let Some(mount) = Mount::new("size=256k") else {
        return;
    };
    let (store, _) = Store::open(&mount.data()).unwrap();
    let (reports, said) = std::sync::mpsc::channel();
    let writer = Writer::spawn(store, move |report| reports.send(report).unwrap()).unwrap();
    let filler = fill(mount.0.path());
    writer.save(state(numbered(2, 1)), None);
    assert!(matches!(said.recv().unwrap(), store::Report::SaveFailed(e) if e.is_disk_full()));
    std::fs::remove_file(filler).unwrap();
    drop(writer);
    assert!(matches!(said.recv().unwrap(), store::Report::SaveRecovered));
    assert_eq!(
        Store::open(&mount.data()).unwrap().1.registry,
        numbered(2, 1)
    );
}
