//! Files that were cut, flipped, or never ours.

use std::{path::PathBuf, sync::LazyLock};

use proptest::prelude::*;
use store::Repair;

use crate::{
    memory_disk::MemoryDisk,
    sample::{ROOT, description, generations, id, numbered, open, saved},
};

/// Opens after damage to the newest of two generations: it's either untouched in meaning, or the one
/// before is there, which is said each time. Only what saves sets the damaged file aside, and keeps it.
fn check_newest(disk: &MemoryDisk, damaged: &[u8], what: &str) {
    let before = disk.files();
    let (_, opened) = open(disk).unwrap();
    assert_eq!(disk.files(), before, "{what}: it was only read");
    let (mut store, again) = open(disk).unwrap();
    assert_eq!(again.repairs, opened.repairs, "{what}");
    let said = store.save(&again.registry).unwrap().repairs;
    if opened.repairs.is_empty() {
        assert_eq!(opened.registry, numbered(2, 2), "{what}");
        assert_eq!(said, [], "{what}");
        return;
    }
    let aside = PathBuf::from(ROOT).join("registry/2.json.damaged-1");
    assert_eq!(
        opened.repairs,
        [Repair::RegistryRepaired { generation: 1 }],
        "{what}"
    );
    assert_eq!(opened.registry, numbered(2, 1), "{what}");
    assert_eq!(disk.files()[&aside], damaged, "{what}");
    assert_eq!(said, [Repair::SetAside { file: aside }], "{what}");
}

#[test]
fn cut_at_any_byte_the_registry_before_is_used() {
    let whole = saved(&[numbered(2, 1), numbered(2, 2)]);
    let file = generations(&whole).pop().unwrap();
    let bytes = whole.files()[&file].clone();
    for length in 0..bytes.len() {
        let disk = whole.copy();
        disk.plant(&file, &bytes[..length]);
        check_newest(&disk, &bytes[..length], &format!("cut at {length}"));
        // All but the last line's end is needed.
        let is_needed = length < bytes.len() - 1;
        assert_eq!(
            disk.files().contains_key(&file),
            !is_needed,
            "cut at {length}"
        );
    }
}

#[test]
fn with_any_bit_flipped_the_registry_before_is_used() {
    let whole = saved(&[numbered(2, 1), numbered(2, 2)]);
    let file = generations(&whole).pop().unwrap();
    let bytes = whole.files()[&file].clone();
    let mut noticed = 0;
    for bit in 0..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let disk = whole.copy();
        disk.plant(&file, &flipped);
        check_newest(&disk, &flipped, &format!("bit {bit}"));
        noticed += usize::from(!disk.files().contains_key(&file));
    }
    // Some flips turn one white space into another, outside of the data.
    assert!(
        noticed + 32 > bytes.len() * 8,
        "{noticed} of {} were noticed",
        bytes.len() * 8
    );
}

#[test]
fn with_any_bit_of_a_description_flipped_the_registry_is_as_it_was() {
    let whole = saved(&[numbered(1, 1)]);
    let bytes = whole.files()[&description(1)].clone();
    for bit in 0..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let disk = whole.copy();
        disk.plant(&description(1), &flipped);
        let (mut store, opened) = open(&disk).unwrap();
        assert_eq!(
            (opened.registry, opened.repairs),
            (numbered(1, 1), vec![]),
            "bit {bit}"
        );
        let saved = store.save(&numbered(1, 2)).unwrap();
        assert_eq!(
            disk.files()[&description(1)],
            bytes,
            "bit {bit}: it's written anew"
        );
        for repair in saved.repairs {
            let Repair::SetAside { file } = repair else {
                panic!("{repair:?}")
            };
            assert_eq!(
                disk.files()[&file],
                flipped,
                "bit {bit}: the damaged one is kept"
            );
        }
    }
}

#[test]
fn with_every_generation_damaged_the_accounts_are_found_in_their_folders() {
    let disk = saved(&[numbered(3, 1), numbered(3, 2)]);
    for file in generations(&disk) {
        disk.plant(&file, b"\0\0\0\0");
    }
    let (mut store, opened) = open(&disk).unwrap();
    assert_eq!(opened.registry.accounts, numbered(3, 1).accounts);
    assert_eq!(opened.repairs, [Repair::RegistryRebuilt { accounts: 3 }]);
    let saved = store.save(&opened.registry).unwrap();
    assert_eq!(saved.repairs.len(), 2, "set aside: {:?}", saved.repairs);
    drop(store);
    let (_, again) = open(&disk).unwrap();
    assert_eq!((again.registry, again.repairs), (opened.registry, vec![]));
}

/// Two accounts, saved three times.
static WHOLE: LazyLock<MemoryDisk> =
    LazyLock::new(|| saved(&[numbered(2, 1), numbered(2, 2), numbered(2, 3)]));

/// What lies where a file of ours should be.
fn garbage() -> impl Strategy<Value = Vec<u8>> {
    let json = "[{}\\[\\]\",:0-9a-z ]{0,200}".prop_map(String::into_bytes);
    let deep = (1usize..3000).prop_map(|n| "[".repeat(n).into_bytes());
    let framed = "[{}\\[\\]\",:0-9a-z ]{0,40}".prop_map(|data| {
        format!(
            "{{\"schema\": 1, \"checksum\": \"{}\", \"data\": {data}}}",
            "0".repeat(64)
        )
        .into()
    });
    let bytes = prop::collection::vec(any::<u8>(), 0..300);
    prop_oneof![bytes, json, deep, framed]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_400, ..ProptestConfig::default() })]

    /// Some 10,000 random files, three a case. Each of the data folder's files may be garbage at
    /// once, as long as each account has one good place left: its folder, or a generation.
    #[test]
    fn garbage_in_any_file_loses_no_account(
        in_registry in prop::collection::vec(prop::option::of(garbage()), 3),
        in_folders in prop::collection::vec(prop::option::of(garbage()), 2),
        in_runs in prop::option::of(garbage()),
    ) {
        let whole = &*WHOLE;
        let disk = whole.copy();
        let mut planted = Vec::new();
        let mut plant = |file: PathBuf, bytes: &Option<Vec<u8>>| {
            if let Some(bytes) = bytes {
                disk.plant(&file, bytes);
                planted.push(bytes.clone());
            }
        };
        for (file, bytes) in generations(whole).into_iter().zip(&in_registry) {
            plant(file, bytes);
        }
        for (n, bytes) in (1..).zip(&in_folders) {
            plant(description(n), bytes);
        }
        plant(PathBuf::from(ROOT).join("runs.json"), &in_runs);

        let (mut store, opened) = open(&disk).unwrap();
        let newest = in_registry.iter().rposition(Option::is_none);
        for (n, bytes) in (1..).zip(&in_folders) {
            let is_there = opened.registry.account(id(n)).is_some();
            prop_assert_eq!(is_there, newest.is_some() || bytes.is_none(), "account {}", n);
        }
        if let Some(newest) = newest {
            prop_assert_eq!(&opened.registry, &numbered(2, newest as u64 + 1));
        }
        store.save(&opened.registry).unwrap();
        drop(store);
        let files = disk.files();
        for bytes in planted {
            prop_assert!(files.values().any(|there| *there == bytes), "garbage was overwritten");
        }
        let (_, again) = open(&disk).unwrap();
        prop_assert_eq!(again.registry, opened.registry);
    }
}
