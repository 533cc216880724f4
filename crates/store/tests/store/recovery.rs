//! What is brought back, and what isn't.

use accounts::{Account, Deletion, Registry};
use store::{GENERATIONS, Repair};

use crate::{
    memory_disk::MemoryDisk,
    sample::{account, description, full, generations, id, numbered, open, registry, saved, time},
};

#[test]
fn a_first_start_has_nothing_to_repair() {
    let (_, opened) = open(&saved(&[])).unwrap();
    assert_eq!(opened.registry, Registry::default());
    assert_eq!((opened.repairs, opened.read_only), (vec![], None));
    assert!(opened.runs.runs().is_empty());
}

#[test]
fn everything_that_was_saved_is_read_again() {
    let (_, opened) = open(&saved(&[full()])).unwrap();
    assert_eq!((opened.registry, opened.repairs), (full(), vec![]));
}

#[test]
fn five_generations_are_kept_and_the_same_is_not_written_twice() {
    let states: Vec<_> = (1..=9)
        .flat_map(|n| [numbered(1, n), numbered(1, n)])
        .collect();
    let disk = saved(&states);
    let kept = generations(&disk);
    assert_eq!(kept.len(), GENERATIONS);
    assert!(kept[4].ends_with("9.json"), "{kept:?}");
    // Nor at the next start.
    let (mut store, opened) = open(&disk).unwrap();
    assert_eq!(store.save(&opened.registry).unwrap().generation, None);
}

#[test]
fn each_older_generation_is_good_for_the_case_that_the_newer_ones_are_not() {
    for bad in 1..GENERATIONS {
        let disk = saved(&(1..=7).map(|n| numbered(1, n)).collect::<Vec<_>>());
        for file in generations(&disk).iter().rev().take(bad) {
            disk.plant(file, b"");
        }
        let (mut store, opened) = open(&disk).unwrap();
        assert_eq!(opened.registry, numbered(1, 7 - bad as u64));
        assert_eq!(
            opened.repairs,
            [Repair::RegistryRepaired {
                generation: bad as u64
            }]
        );
        let saved = store.save(&opened.registry).unwrap();
        assert_eq!(saved.repairs.len(), bad, "each was set aside");
        let kept = generations(&disk).len();
        assert_eq!(
            kept,
            GENERATIONS - bad + 1,
            "no good one went for a bad one"
        );
    }
}

/// Somebody signs in, and that generation is lost.
fn signed_in_lately() -> MemoryDisk {
    let mut before = registry(2);
    before.accounts[1].listed = false;
    before.accounts[1].signed_in = false;
    saved(&[before, registry(2)])
}

#[test]
fn who_only_reads_after_damage_takes_nothing_from_whoever_starts_next() {
    let disk = signed_in_lately();
    disk.plant(generations(&disk).last().unwrap(), b"garbage");
    let before = disk.files();
    for _ in 0..2 {
        let (store, opened) = open(&disk).unwrap();
        assert!(opened.registry.account(id(2)).unwrap().listed);
        assert_eq!(
            opened.repairs,
            [Repair::RegistryRepaired { generation: 1 }],
            "it's said each time"
        );
        drop(store);
        assert_eq!(disk.files(), before);
    }
    let (mut store, opened) = open(&disk).unwrap();
    store.save(&opened.registry).unwrap();
    drop(store);
    let (_, opened) = open(&disk).unwrap();
    assert!(opened.registry.account(id(2)).unwrap().listed);
    assert_eq!(opened.repairs, []);
}

#[test]
fn an_account_whose_folder_says_that_somebody_signed_in_is_no_draft() {
    let disk = signed_in_lately();
    // The end came between the folder and the registry.
    store::Disk::remove_file(&disk, generations(&disk).last().unwrap()).unwrap();
    let (_, opened) = open(&disk).unwrap();
    assert_eq!(opened.registry.accounts, registry(2).accounts);
    assert_eq!(
        opened.repairs,
        [Repair::AccountRecovered { account: id(2) }]
    );
}

#[test]
fn an_account_newer_than_the_generation_that_was_read_is_brought_back() {
    let mut changed = registry(3);
    changed.accounts[0].label = Some("Renamed".into());
    let disk = saved(&[registry(2), changed.clone()]);
    disk.plant(generations(&disk).last().unwrap(), b"garbage");
    let (_, opened) = open(&disk).unwrap();
    assert_eq!(
        opened.registry.accounts, changed.accounts,
        "with what the folders say of them"
    );
    assert_eq!(opened.registry.windows, registry(2).windows);
    assert!(
        opened
            .repairs
            .contains(&Repair::AccountRecovered { account: id(3) })
    );
}

#[test]
fn a_new_accounts_folder_describes_it_even_without_power_right_after_the_save() {
    // Also when the folder was there before, for the webview.
    for web_first in [false, true] {
        let disk = saved(&[]);
        let (mut store, _) = open(&disk).unwrap();
        if web_first {
            store.folders().web_dir(id(1)).unwrap();
        }
        store.save(&registry(1)).unwrap();
        let cut = disk.after_power_cut(|_| false);
        assert!(
            cut.files().contains_key(&description(1)),
            "web folder first: {web_first}"
        );
    }
}

#[test]
fn what_a_crash_has_cut_off_while_it_was_being_added_goes_without_a_word() {
    let disk = saved(&[registry(1)]);
    let (store, _) = open(&disk).unwrap();
    let web = store.folders().begin(id(2)).unwrap();
    disk.plant(&web.join("cookies"), b"of nobody");
    drop(store);
    let (mut store, opened) = open(&disk).unwrap();
    assert_eq!((opened.repairs, opened.nameless), (vec![], vec![]));
    assert_eq!(opened.registry.removing, [id(2)]);
    store.save(&opened.registry).unwrap();
    assert!(store.remove_account(id(2)).unwrap());
    assert!(
        !disk
            .files()
            .keys()
            .any(|f| f.starts_with(store.folders().path(id(2))))
    );
}

#[test]
fn once_somebody_has_signed_in_a_folder_stays_though_it_does_not_say_whose_it_is() {
    let disk = saved(&[registry(1)]);
    let (mut store, _) = open(&disk).unwrap();
    let web = store.folders().begin(id(2)).unwrap();
    disk.plant(&web.join("cookies"), b"of somebody");
    let mut draft = registry(2);
    draft.accounts[1].listed = false;
    store.save(&draft).unwrap();
    store.save(&registry(2)).unwrap();
    store.save(&registry(1)).unwrap();
    drop(store);
    store::Disk::remove_file(&disk, &description(2)).unwrap();
    let (_, opened) = open(&disk).unwrap();
    assert_eq!(opened.registry.removing, []);
    assert_eq!(opened.repairs, [Repair::AccountNameless { account: id(2) }]);
}

#[test]
fn an_account_that_never_signed_in_is_not_brought_back_but_removed() {
    let mut with_draft = registry(2);
    with_draft.accounts.push(Account {
        listed: false,
        signed_in: false,
        ..account(3)
    });
    let disk = saved(&[registry(2), with_draft]);
    disk.plant(generations(&disk).last().unwrap(), b"garbage");
    let (_, opened) = open(&disk).unwrap();
    assert_eq!(opened.registry.accounts, registry(2).accounts);
    assert_eq!(opened.registry.removing, [id(3)]);
}

#[test]
fn an_account_that_is_being_removed_is_not_brought_back() {
    let mut without = registry(1);
    without.removing = vec![id(2)];
    let disk = saved(&[registry(2), without.clone()]);
    let (_, opened) = open(&disk).unwrap();
    assert!(
        disk.files().contains_key(&description(2)),
        "its folder is there still"
    );
    assert_eq!((opened.registry, opened.repairs), (without, vec![]));
}

#[test]
fn a_deletion_that_can_be_undone_outlives_the_loss_of_the_registry() {
    let mut deleting = registry(2);
    deleting.accounts[1].deletion = Some(Deletion {
        number: None,
        until: time(99),
        window: None,
        places: [].into(),
    });
    deleting.normalise();
    let disk = saved(std::slice::from_ref(&deleting));
    disk.plant(&generations(&disk)[0], b"garbage");
    let (_, opened) = open(&disk).unwrap();
    assert_eq!(opened.registry.accounts, deleting.accounts);
}

#[test]
fn a_removed_registry_folder_is_noticed() {
    let disk = saved(&[registry(2)]);
    let folder = generations(&disk)[0].parent().unwrap().to_owned();
    store::Disk::remove_tree(&disk, &folder).unwrap();
    let (_, opened) = open(&disk).unwrap();
    assert_eq!(opened.repairs, [Repair::RegistryRebuilt { accounts: 2 }]);
}

#[test]
fn a_folder_that_describes_another_account_is_left_alone() {
    let disk = saved(&[registry(1)]);
    let copied = disk.files()[&description(1)].clone();
    disk.plant(&description(7), &copied);
    let (_, opened) = open(&disk).unwrap();
    assert_eq!(opened.registry, registry(1));
    assert_eq!(
        opened.repairs,
        [Repair::AccountUnreadable { account: id(7) }]
    );
    assert_eq!(disk.files()[&description(7)], copied);
}

#[test]
fn a_lost_description_is_written_again() {
    let disk = saved(&[registry(1)]);
    store::Disk::remove_file(&disk, &description(1)).unwrap();
    let (mut store, opened) = open(&disk).unwrap();
    store.save(&opened.registry).unwrap();
    assert!(disk.files().contains_key(&description(1)));
}

#[test]
fn a_registry_that_contradicts_itself_is_put_right() {
    let mut broken = registry(2);
    broken.windows[1].accounts = vec![id(1), id(2), id(9)];
    let (_, opened) = open(&saved(&[broken])).unwrap();
    assert_eq!(opened.registry, registry(2));
}

#[test]
fn a_folder_that_does_not_say_whose_it_is_is_told_of_and_stays_until_it_is_removed() {
    let disk = saved(&[registry(1)]);
    let web = description(7).with_file_name("web").join("cookies");
    disk.plant(&web, b"secret");
    disk.plant(&description(8), b"garbage");
    for _ in 0..2 {
        let (mut store, opened) = open(&disk).unwrap();
        assert_eq!(opened.registry, registry(1));
        assert_eq!(opened.nameless, [id(7), id(8)]);
        let told = [
            Repair::AccountNameless { account: id(7) },
            Repair::AccountUnreadable { account: id(8) },
        ];
        assert_eq!(opened.repairs, told);
        store.save(&opened.registry).unwrap();
        assert!(
            disk.files().contains_key(&web),
            "nothing is removed unasked"
        );
    }
    let (mut store, opened) = open(&disk).unwrap();
    let mut registry = opened.registry;
    registry.removing = vec![id(7)];
    store.save(&registry).unwrap();
    drop(store);
    let (mut store, opened) = open(&disk).unwrap();
    assert_eq!(opened.nameless, [id(8)], "the other is on its way out");
    assert!(store.remove_account(id(7)).unwrap());
    assert!(!disk.files().contains_key(&web));
}
