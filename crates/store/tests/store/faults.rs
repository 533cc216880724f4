//! A fault, a kill, a power cut at every single operation.

use accounts::Registry;
use proptest::prelude::*;
use store::{Repair, Store};

use crate::{
    memory_disk::{Fault, MemoryDisk},
    sample::{account, id, numbered, open},
};

/// A person's day: accounts come, change and go; each state has a number of its own.
fn day() -> Vec<Registry> {
    let mut states: Vec<_> = (0..4).map(|n| numbered(n, u64::from(n) + 1)).collect();
    let mut renamed = numbered(3, 5);
    renamed.accounts[0].label = Some("Renamed".into());
    let mut reordered = numbered(3, 6);
    reordered.accounts.reverse();
    let mut draft = without_3(8);
    draft.accounts.push(accounts::Account {
        listed: false,
        signed_in: false,
        ..account(9)
    });
    states.extend([renamed, reordered, without_3(7), draft, without_3(9)]);
    states
}

/// Account 3 is being removed: that stays so until its folder is known to be gone.
fn without_3(number: u64) -> Registry {
    let mut registry = numbered(2, number);
    registry.removing = vec![id(3)];
    registry
}

/// Saves one state after another, and removes account 3 when it has gone. Gives back the number of the
/// last state that was acknowledged, and of the last that was tried.
fn live(disk: &MemoryDisk, states: &[Registry]) -> (usize, usize) {
    let Ok((mut store, _)) = open(disk) else {
        return (0, 0);
    };
    let (mut acknowledged, mut tried) = (0, 0);
    for (number, state) in states.iter().enumerate() {
        tried = number + 1;
        if store.save(state).is_ok() {
            acknowledged = tried;
        }
        remove_what_left(&mut store, state);
    }
    (acknowledged, tried)
}

fn remove_what_left(store: &mut Store, state: &Registry) {
    for account in &state.removing {
        // A failure shows in what the next opening finds.
        drop(store.remove_account(*account));
    }
}

/// Whether what a new start finds is one of the states from the last acknowledged one on.
fn check(disk: &MemoryDisk, states: &[Registry], acknowledged: usize, tried: usize) {
    let (_, opened) = open(disk).unwrap();
    let mut found = opened.registry;
    let kept = acknowledged.checked_sub(1).map(|last| &states[last]);
    for repair in &opened.repairs {
        // Nobody was told yet that there is such an account.
        if let Repair::AccountNameless { account } = repair {
            assert!(kept.is_none_or(|k| k.account(*account).is_none()));
            continue;
        }
        // Their folders were written, their registry wasn't yet.
        let Repair::AccountRecovered { account } = repair else {
            panic!("a whole file was taken for damaged: {repair:?}");
        };
        assert!(acknowledged < 7 || *account != id(3), "it's being removed");
        found.accounts.retain(|a| a.id != *account);
    }
    // An account that never signed in is given to removal.
    found.removing.retain(|a| *a != id(9));
    let fits = |state: &&Registry| **state == found;
    let nothing = Registry::default();
    let possible = std::iter::once(&nothing).chain(states).skip(acknowledged);
    let possible: Vec<_> = possible.take(tried - acknowledged + 1).collect();
    assert!(
        possible.iter().any(fits),
        "acknowledged {acknowledged}, tried {tried}, found {found:#?}"
    );
}

fn operations(states: &[Registry]) -> usize {
    let disk = MemoryDisk::default();
    assert_eq!(live(&disk, states), (states.len(), states.len()));
    disk.operations()
}

#[test]
fn killed_at_any_operation_nothing_acknowledged_is_lost() {
    let states = day();
    for at in 0..operations(&states) {
        let disk = MemoryDisk::default();
        disk.fail(Fault::From(at));
        let (acknowledged, tried) = live(&disk, &states);
        disk.fail(Fault::None);
        check(&disk, &states, acknowledged, tried);
    }
}

#[test]
fn a_single_failed_operation_loses_nothing_and_the_next_save_works() {
    let states = day();
    for at in 0..operations(&states) {
        let disk = MemoryDisk::default();
        disk.fail(Fault::Once(at));
        let (acknowledged, tried) = live(&disk, &states);
        disk.fail(Fault::None);
        check(&disk, &states, acknowledged, tried);
        let (mut store, _) = open(&disk).unwrap();
        store.save(&without_3(99)).unwrap();
        drop(store);
        let mut found = open(&disk).unwrap().1.registry;
        found.removing.retain(|a| *a != id(9));
        assert_eq!(found, without_3(99), "operation {at}");
    }
}

#[test]
fn without_power_at_any_operation_nothing_acknowledged_is_lost() {
    let states = day();
    for at in 0..operations(&states) {
        let disk = MemoryDisk::default();
        disk.fail(Fault::From(at));
        let (acknowledged, tried) = live(&disk, &states);
        for pattern in [0, !0, 0x5555_5555, 0xaaaa_aaaa_u32] {
            let after = disk.after_power_cut(|change| pattern >> (change % 32) & 1 == 1);
            check(&after, &states, acknowledged, tried);
        }
    }
}

proptest! {
    #[test]
    fn whatever_the_disk_kept_of_unsynced_names_nothing_acknowledged_is_lost(
        at in 0usize..400, kept: u32
    ) {
        let states = day();
        let disk = MemoryDisk::default();
        disk.fail(Fault::From(at));
        let (acknowledged, tried) = live(&disk, &states);
        let after = disk.after_power_cut(|change| kept >> (change % 32) & 1 == 1);
        check(&after, &states, acknowledged, tried);
    }
}

#[test]
fn a_second_crash_while_the_first_is_repaired_loses_nothing() {
    let states = day();
    let whole = MemoryDisk::default();
    live(&whole, &states);
    let newest = crate::sample::generations(&whole).pop().unwrap();
    let damaged = whole.copy();
    damaged.plant(&newest, b"{\"schema\": 1");
    damaged.fail(Fault::None);
    drop(open(&damaged.copy()));
    for at in 0..80 {
        let disk = damaged.copy();
        disk.fail(Fault::From(at));
        drop(open(&disk));
        disk.fail(Fault::None);
        let (_, opened) = open(&disk).unwrap();
        let ids: Vec<_> = opened.registry.accounts.iter().map(|a| a.id).collect();
        assert!(ids.starts_with(&[id(1), id(2)]), "operation {at}: {ids:?}");
        assert!(
            disk.files()
                .values()
                .any(|bytes| bytes == b"{\"schema\": 1"),
            "operation {at}"
        );
    }
}
