//! Both disks do what the port says.

use std::{io::ErrorKind, path::Path};

use store::{Disk, SystemDisk, atomic_write};

use crate::memory_disk::MemoryDisk;

fn keeps_to_the_port(disk: &dyn Disk, root: &Path) {
    let folder = root.join("a/b");
    assert_eq!(
        disk.list(&folder).unwrap(),
        Vec::<std::path::PathBuf>::new()
    );
    assert!(disk.create_folder(&folder).unwrap(), "it's new");
    assert!(!disk.create_folder(&folder).unwrap(), "it's there already");
    assert!(
        disk.exists(&root.join("a")).unwrap(),
        "folders above are made too"
    );

    let (one, two) = (folder.join("1"), folder.join("2"));
    assert_eq!(disk.read(&one).unwrap_err().kind(), ErrorKind::NotFound);
    assert!(!disk.exists(&one).unwrap());
    disk.write(&one, b"longer").unwrap();
    disk.write(&one, b"short").unwrap();
    assert_eq!(
        disk.read(&one).unwrap(),
        b"short",
        "a write replaces all of it"
    );
    disk.write(&two, b"2").unwrap();
    disk.rename(&one, &two).unwrap();
    assert_eq!(
        disk.list(&folder).unwrap(),
        std::slice::from_ref(&two),
        "a rename replaces the other"
    );
    assert_eq!(disk.read(&two).unwrap(), b"short");
    disk.sync_folder(&folder).unwrap();

    assert_eq!(
        disk.read(&folder).unwrap_err().kind(),
        ErrorKind::IsADirectory
    );
    assert_eq!(
        disk.rename(&one, &two).unwrap_err().kind(),
        ErrorKind::NotFound
    );
    assert_eq!(
        disk.remove_file(&one).unwrap_err().kind(),
        ErrorKind::NotFound
    );
    let nowhere = root.join("nowhere");
    assert_eq!(
        disk.write(&nowhere.join("1"), b"").unwrap_err().kind(),
        ErrorKind::NotFound
    );
    assert_eq!(
        disk.sync_folder(&nowhere).unwrap_err().kind(),
        ErrorKind::NotFound
    );

    disk.remove_file(&two).unwrap();
    disk.write(&one, b"again").unwrap();
    disk.remove_tree(&root.join("a")).unwrap();
    assert!(!disk.exists(&folder).unwrap());
    disk.remove_tree(&root.join("a")).unwrap();
}

#[test]
fn the_systems_disk_keeps_to_the_port() {
    let root = tempfile::tempdir().unwrap();
    keeps_to_the_port(&SystemDisk, root.path());
}

#[test]
fn the_disk_in_memory_keeps_to_the_port() {
    keeps_to_the_port(&MemoryDisk::default(), Path::new("/"));
}

#[test]
fn an_atomic_write_leaves_only_the_file() {
    let root = tempfile::tempdir().unwrap();
    let file = root.path().join("file");
    for bytes in [&b"one"[..], b"two, longer", b""] {
        atomic_write(&file, bytes).unwrap();
        assert_eq!(std::fs::read(&file).unwrap(), bytes);
        assert_eq!(
            SystemDisk.list(root.path()).unwrap(),
            std::slice::from_ref(&file)
        );
    }
}

#[test]
fn a_huge_file_is_not_read_into_memory() {
    let root = tempfile::tempdir().unwrap();
    let file = root.path().join("huge");
    std::fs::File::create(&file)
        .unwrap()
        .set_len(1 << 40)
        .unwrap();
    assert_eq!(
        SystemDisk.read(&file).unwrap_err().kind(),
        ErrorKind::FileTooLarge
    );
}
