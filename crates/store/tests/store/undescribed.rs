//! An account's folder that can't be written to, while all others can.

use std::path::PathBuf;

use accounts::{Account, Registry};
use proptest::prelude::*;
use store::{Repair, Report, Store, StoreError, Writer, atomic_write};

use crate::{
    memory_disk::{Bar, Fault, MemoryDisk},
    sample::{account, description, generations, id, numbered, open, registry, saved, state},
};

fn folder(n: u32) -> PathBuf {
    description(n).parent().unwrap().to_owned()
}

/// What the file of an account's description would be, were all well.
fn whole(account: &Account) -> Vec<u8> {
    let registry = Registry {
        accounts: vec![account.clone()],
        ..Registry::default()
    };
    let disk = saved(&[registry]);
    let mut files = disk.files().into_iter();
    let (_, bytes) = files
        .find(|(file, _)| file.ends_with("account.json"))
        .unwrap();
    bytes
}

/// Three accounts that all change with the number.
fn changed(number: u64) -> Registry {
    Registry {
        settings: numbered(3, number).settings,
        ..renamed(3, &number.to_string())
    }
}

fn renamed(count: u32, label: &str) -> Registry {
    let mut registry = registry(count);
    for account in &mut registry.accounts {
        account.label = Some(label.into());
    }
    registry
}

#[test]
fn a_folder_that_cannot_be_written_costs_no_other_account_anything() {
    for bar in [Bar::Writing, Bar::Everything] {
        for bad in 1..=3 {
            let disk = saved(&[registry(2)]);
            let (mut store, _) = open(&disk).unwrap();
            disk.bar(&folder(bad), bar);
            let wanted = renamed(3, "Changed");
            let error = store.save(&wanted).unwrap_err();
            assert_eq!(error.code(), "data_not_written", "and that is said");
            assert!(matches!(error, StoreError::Write { file, .. } if file == description(bad)));

            let after = disk.after_power_cut(|_| false);
            let files = after.files();
            for account in wanted.accounts.iter().filter(|a| a.id != id(bad)) {
                let n = (1..=3).find(|n| id(*n) == account.id).unwrap();
                assert_eq!(
                    files[&description(n)],
                    whole(account),
                    "{bar:?}, {bad}: {n}"
                );
            }
            let (_, opened) = open(&after).unwrap();
            assert_eq!(
                (opened.registry, opened.repairs),
                (wanted, vec![]),
                "{bar:?}, {bad}"
            );
        }
    }
}

#[test]
fn on_a_real_disk_a_file_where_a_folder_should_be_costs_no_other_account_anything() {
    let root = tempfile::tempdir().unwrap();
    let (mut store, _) = Store::open(root.path()).unwrap();
    let in_the_way = store.folders().path(id(2));
    atomic_write(&in_the_way, b"not ours").unwrap();
    store.save(&registry(3)).unwrap_err();
    let is_described = |store: &Store, n| store.folders().path(id(n)).join("account.json").exists();
    assert!(is_described(&store, 1) && is_described(&store, 3));
    std::fs::remove_file(&in_the_way).unwrap();
    assert_eq!(store.save(&registry(3)).unwrap().generation, None);
    assert!(is_described(&store, 2));
    drop(store);
    let (_, opened) = Store::open(root.path()).unwrap();
    assert_eq!((opened.registry, opened.repairs), (registry(3), vec![]));
}

#[test]
fn until_it_heals_only_that_folder_is_tried_again_and_then_it_is_described() {
    let disk = saved(&[]);
    let (mut store, _) = open(&disk).unwrap();
    disk.bar(&folder(2), Bar::Everything);
    store.save(&registry(50)).unwrap_err();
    for _ in 0..3 {
        disk.fail(Fault::None);
        store.save(&registry(50)).unwrap_err();
        assert!(disk.operations() < 5, "{}", disk.operations());
    }
    assert_eq!(generations(&disk).len(), 1, "the registry is there already");

    disk.heal();
    assert_eq!(store.save(&registry(50)).unwrap().generation, None);
    let after = disk.after_power_cut(|_| false);
    assert_eq!(after.files()[&description(2)], whole(&account(2)));
}

#[test]
fn an_account_that_changes_meanwhile_is_described_as_it_is_at_last() {
    let disk = saved(&[registry(2)]);
    let (mut store, _) = open(&disk).unwrap();
    store.save(&registry(2)).unwrap();
    disk.bar(&folder(1), Bar::Writing);
    store.save(&renamed(2, "Changed")).unwrap_err();
    // Back to what the folder may or may not say by now.
    store.save(&registry(2)).unwrap_err();
    disk.heal();
    store.save(&registry(2)).unwrap();
    let after = disk.after_power_cut(|_| false);
    assert_eq!(after.files()[&description(1)], whole(&account(1)));
}

#[test]
fn a_description_that_a_failed_save_left_unsynced_is_written_again() {
    let operations = {
        let disk = saved(&[]);
        let (mut store, _) = open(&disk).unwrap();
        disk.fail(Fault::None);
        store.save(&registry(1)).unwrap();
        disk.operations()
    };
    for at in 0..operations {
        let disk = saved(&[]);
        let (mut store, _) = open(&disk).unwrap();
        disk.fail(Fault::Once(at));
        drop(store.save(&registry(1)));
        disk.fail(Fault::None);
        store.save(&registry(1)).unwrap();
        let after = disk.after_power_cut(|_| false);
        assert_eq!(
            after.files().get(&description(1)),
            Some(&whole(&account(1))),
            "operation {at}"
        );
    }
}

#[test]
fn another_account_is_removed_all_the_same() {
    let disk = saved(&[registry(3)]);
    let (mut store, _) = open(&disk).unwrap();
    disk.bar(&folder(1), Bar::Everything);
    let mut without = registry(2);
    without.removing = vec![id(3)];
    store.save(&without).unwrap_err();
    assert!(
        store.remove_account(id(3)).unwrap(),
        "it is not listed on disk"
    );
    let refused = store.remove_account(id(1)).unwrap_err();
    assert!(matches!(refused, StoreError::StillListed { .. }));
}

#[test]
fn a_registry_that_may_have_reached_the_disk_still_lists_its_accounts() {
    let disk = saved(&[registry(1)]);
    let (mut store, _) = open(&disk).unwrap();
    disk.bar(generations(&disk)[0].parent().unwrap(), Bar::Writing);
    store.save(&registry(2)).unwrap_err();
    for n in [1, 2] {
        let refused = store.remove_account(id(n)).unwrap_err();
        assert!(matches!(refused, StoreError::StillListed { .. }), "{n}");
    }
}

#[test]
fn what_a_failed_save_set_aside_the_next_one_tells() {
    let disk = saved(&[registry(2)]);
    disk.plant(&description(1), b"garbage");
    let (mut store, _) = open(&disk).unwrap();
    disk.bar(&folder(2), Bar::Everything);
    store.save(&registry(2)).unwrap_err();
    disk.heal();
    let saved = store.save(&registry(2)).unwrap();
    assert!(matches!(&saved.repairs[..], [Repair::SetAside { .. }]));
}

#[test]
fn an_account_that_signed_in_is_no_draft_again_for_want_of_a_newer_description() {
    let mut draft = registry(2);
    draft.accounts[1].listed = false;
    let disk = saved(&[draft]);
    let (mut store, _) = open(&disk).unwrap();
    disk.bar(&folder(2), Bar::Writing);
    store.save(&numbered(2, 1)).unwrap_err();
    store.save(&numbered(2, 2)).unwrap_err();
    disk.heal();
    drop(store);
    disk.plant(generations(&disk).last().unwrap(), b"garbage");
    let (_, opened) = open(&disk).unwrap();
    assert_eq!(opened.registry, numbered(2, 1));
}

#[test]
fn the_writer_says_it_once_tries_again_and_says_when_it_is_over() {
    let disk = saved(&[registry(2)]);
    disk.plant(&description(1), b"garbage");
    let (store, _) = open(&disk).unwrap();
    let (reports, said) = std::sync::mpsc::channel();
    let writer = Writer::spawn(store, move |report| reports.send(report).unwrap()).unwrap();
    disk.bar(&folder(2), Bar::Everything);
    let (answer, answered) = std::sync::mpsc::channel();
    for label in ["One", "Two"] {
        let answer = answer.clone();
        let done = Box::new(move |ok| answer.send(ok).unwrap());
        writer.save(state(renamed(2, label)), Some(done));
        assert!(!answered.recv().unwrap());
    }
    let repaired = said.try_recv().unwrap();
    assert!(matches!(
        repaired,
        Report::Repaired(Repair::SetAside { .. })
    ));
    assert!(matches!(said.try_recv().unwrap(), Report::SaveFailed(_)));
    assert!(said.try_recv().is_err(), "once is enough");
    let meanwhile = open(&disk.after_power_cut(|_| false)).unwrap().1.registry;
    assert_eq!(meanwhile, renamed(2, "Two"));

    disk.heal();
    drop(writer);
    assert!(matches!(said.recv().unwrap(), Report::SaveRecovered));
    let wanted = &renamed(2, "Two").accounts[1];
    assert_eq!(disk.files()[&description(2)], whole(wanted));
}

proptest! {
    /// Folders go bad and heal between saves, and at some operation all ends: what the registry on
    /// disk says is never older than the last save that wrote it, and once all folders are well, the
    /// next save describes all.
    #[test]
    fn whichever_folders_are_bad_when_nothing_saved_is_lost(
        bad in prop::collection::vec(prop::option::of((1u32..=3, any::<bool>())), 1..8),
        at in 0usize..200,
        kept: u32,
    ) {
        let disk = MemoryDisk::default();
        disk.fail(Fault::From(at));
        let states: Vec<_> = (1..).zip(&bad).map(|(n, _)| changed(n)).collect();
        let mut written = 0;
        if let Ok((mut store, _)) = open(&disk) {
            for ((number, registry), bad) in (1..).zip(&states).zip(&bad) {
                disk.heal();
                if let Some((n, all)) = bad {
                    disk.bar(&folder(*n), if *all { Bar::Everything } else { Bar::Writing });
                }
                match store.save(registry) {
                    Ok(_) => written = number,
                    // Only the folder failed, so the registry is there.
                    Err(StoreError::Write { source, file })
                        if source.kind() == std::io::ErrorKind::PermissionDenied
                            && disk.operations() <= at =>
                    {
                        prop_assert!(file.ends_with("account.json"));
                        written = number;
                    }
                    Err(_) => {}
                }
            }
        }
        disk.heal();
        let after = disk.after_power_cut(|change| kept >> (change % 32) & 1 == 1);
        let (mut store, opened) = open(&after).unwrap();
        let found = crate::sample::number(&opened.registry);
        prop_assert!(found >= written, "{} was written, {} is there", written, found);
        if found > 0 {
            prop_assert_eq!(&opened.registry, &changed(found));
        }
        store.save(&changed(99)).unwrap();
        let files = after.after_power_cut(|_| false).files();
        for (n, account) in (1..).zip(&changed(99).accounts) {
            prop_assert_eq!(&files[&description(n)], &whole(account));
        }
    }
}
