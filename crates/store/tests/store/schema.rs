//! Older and newer versions of the files.

use std::{fmt::Write as _, path::Path};

use accounts::RunRecord;
use sha2::{Digest, Sha256};
use store::{ReadOnly, Repair, SCHEMA};

use crate::{
    memory_disk::MemoryDisk,
    sample::{
        ROOT, account, description, full, generations, numbered, open, registry, saved, time,
    },
};

const REGISTRY: &[u8] = include_bytes!("../fixtures/v1/registry.json");
const ACCOUNT: &[u8] = include_bytes!("../fixtures/v1/account.json");
const RUNS: &[u8] = include_bytes!("../fixtures/v1/runs.json");

fn file(name: &str) -> std::path::PathBuf {
    Path::new(ROOT).join(name)
}

fn run() -> RunRecord {
    RunRecord {
        started: time(10),
        seen: time(70),
        clean: true,
    }
}

/// A whole file of any schema.
fn sealed(schema: u32, data: &str) -> Vec<u8> {
    let mut hasher = Sha256::new();
    hasher.update(schema.to_be_bytes());
    hasher.update(data);
    let mut checksum = String::new();
    for byte in hasher.finalize() {
        write!(checksum, "{byte:02x}").unwrap();
    }
    format!(r#"{{"schema":{schema},"checksum":"{checksum}","data":{data}}}"#).into_bytes()
}

#[test]
fn files_of_schema_1_are_understood() {
    let disk = MemoryDisk::default();
    disk.plant(&file("registry/1.json"), REGISTRY);
    disk.plant(&file("runs.json"), RUNS);
    let (_, opened) = open(&disk).unwrap();
    assert_eq!((opened.registry, opened.repairs), (full(), vec![]));
    assert_eq!(opened.runs.runs(), [run()]);

    let disk = MemoryDisk::default();
    disk.plant(&description(1), ACCOUNT);
    let (_, opened) = open(&disk).unwrap();
    assert_eq!(opened.registry.accounts, [account(1)]);
}

#[test]
fn files_are_written_as_schema_1_has_them() {
    let disk = saved(&[full()]);
    let (_, mut opened) = open(&disk).unwrap();
    opened.runs.start(time(10)).unwrap();
    opened.runs.clean(time(70)).unwrap();
    let files = disk.files();
    for (path, fixture) in [
        (file("registry/1.json"), REGISTRY),
        (description(1), ACCOUNT),
        (file("runs.json"), RUNS),
    ] {
        let written = String::from_utf8_lossy(&files[&path]);
        assert_eq!(
            written,
            String::from_utf8_lossy(fixture),
            "{}",
            path.display()
        );
    }
}

#[test]
fn fields_that_came_later_have_defaults() {
    let minimal = r#"{"accounts":[{"id":"00000000000040008000000000000001","home":"https://a.example/",
        "connector":"generic","colour":"","signed_in":true,"listed":true,
        "added_at":"1970-01-01T00:00:00Z"}],"windows":[]}"#;
    let disk = MemoryDisk::default();
    disk.plant(&file("registry/1.json"), &sealed(1, minimal));
    let (_, opened) = open(&disk).unwrap();
    assert_eq!(opened.repairs, []);
    assert_eq!(opened.registry.accounts[0].zoom, 100);
}

#[test]
fn a_newer_registry_is_shown_and_not_touched() {
    let disk = saved(&[numbered(2, 1)]);
    let mut data = serde_json::to_value(numbered(2, 2)).unwrap();
    data["accounts"][0]["colour"] = serde_json::json!({ "hue": 120 });
    data["settings"] = serde_json::json!("elsewhere");
    disk.plant(
        &file("registry/2.json"),
        &sealed(SCHEMA + 1, &data.to_string()),
    );
    // Damaged, and older or newer: not touched either.
    disk.plant(&file("registry/3.json"), b"garbage");
    disk.plant(&file("runs.json"), b"garbage");
    let before = disk.files();

    let (mut store, mut opened) = open(&disk).unwrap();
    let why = ReadOnly::NewerSchema { found: SCHEMA + 1 };
    assert_eq!(opened.read_only, Some(why));
    assert_eq!(
        opened.registry.accounts,
        [account(2)],
        "what's understood is there"
    );
    assert_eq!(
        store.save(&numbered(2, 3)).unwrap_err().code(),
        "data_from_newer_version"
    );
    assert_eq!(
        opened.runs.start(time(1)).unwrap_err().code(),
        "data_from_newer_version"
    );
    assert!(store.remove_account(crate::sample::id(1)).is_err());
    assert!(store.folders().web_dir(crate::sample::id(7)).is_err());
    assert_eq!(disk.files(), before);
}

#[test]
fn a_newer_description_is_left_to_the_newer_version() {
    let disk = saved(&[registry(1)]);
    let newer = sealed(SCHEMA + 1, "{}");
    disk.plant(&description(1), &newer);
    let (mut store, opened) = open(&disk).unwrap();
    assert_eq!(opened.registry, registry(1));
    let mut renamed = numbered(1, 2);
    for label in ["One", "Two"] {
        renamed.accounts[0].label = Some(label.into());
        store.save(&renamed).unwrap();
        assert_eq!(disk.files()[&description(1)], newer);
    }
}

#[test]
fn no_version_ever_wrote_schema_0() {
    let disk = saved(&[numbered(1, 1), numbered(1, 2)]);
    let newest = generations(&disk).pop().unwrap();
    disk.plant(&newest, &sealed(0, "{}"));
    let (_, opened) = open(&disk).unwrap();
    assert_eq!(opened.registry, numbered(1, 1));
    assert_eq!(
        opened.repairs[0],
        Repair::RegistryRepaired { generation: 1 }
    );
}

#[test]
fn a_whole_file_that_means_nothing_is_damage() {
    let disk = saved(&[numbered(1, 1)]);
    disk.plant(&file("registry/2.json"), &sealed(1, r#"{"accounts": 3}"#));
    let (_, opened) = open(&disk).unwrap();
    assert_eq!(opened.registry, numbered(1, 1));
}
