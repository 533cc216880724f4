//! Folders that other users can't enter.

use std::{os::unix::fs::PermissionsExt, path::Path};

use store::Store;

use crate::sample::{id, registry};

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn folders_and_files_are_the_owners_alone() {
    let parent = tempfile::tempdir().unwrap();
    let root = parent.path().join("not/yet/there");
    let (mut store, _) = Store::open(&root).unwrap();
    store.save(&registry(1)).unwrap();
    let web = store.folders().web_dir(id(1)).unwrap();
    assert_eq!(
        web,
        root.join("accounts").join(id(1).to_string()).join("web")
    );
    for folder in [&root, &root.join("registry"), &root.join("accounts"), &web] {
        assert_eq!(mode(folder), 0o700, "{}", folder.display());
    }
    assert_eq!(mode(web.parent().unwrap()), 0o700);
    for file in ["lock", "registry/1.json"] {
        assert_eq!(mode(&root.join(file)), 0o600, "{file}");
    }
}

#[test]
fn folders_that_others_could_enter_are_tightened() {
    let parent = tempfile::tempdir().unwrap();
    let root = parent.path().join("data");
    let (store, _) = Store::open(&root).unwrap();
    let web = store.folders().web_dir(id(1)).unwrap();
    drop(store);
    let all = [
        root.clone(),
        root.join("accounts"),
        web.parent().unwrap().into(),
        web.clone(),
    ];
    for folder in &all {
        std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    let (store, _) = Store::open(&root).unwrap();
    store.folders().web_dir(id(1)).unwrap();
    for folder in &all {
        assert_eq!(mode(folder), 0o700, "{}", folder.display());
    }
}

#[test]
fn each_account_has_a_folder_of_its_own() {
    let root = tempfile::tempdir().unwrap();
    let (store, _) = Store::open(root.path()).unwrap();
    let folders = store.folders();
    assert_ne!(
        folders.web_dir(id(1)).unwrap(),
        folders.web_dir(id(2)).unwrap()
    );
    assert!(
        folders
            .web_dir(id(1))
            .unwrap()
            .starts_with(folders.path(id(1)))
    );
}
