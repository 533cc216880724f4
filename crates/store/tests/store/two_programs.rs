//! Two programs want the same data folder.

use store::{Store, StoreError};

use crate::{process, sample::numbered};

#[test]
fn tries_to_hold_the_folder() {
    let Some(folder) = process::folder() else {
        return;
    };
    match Store::open(&folder) {
        Ok(held) => {
            println!("outcome held");
            // Until it's killed.
            std::thread::park();
            drop(held);
        }
        Err(error) => println!("outcome {}", error.code()),
    }
}

#[test]
fn the_second_of_two_programs_is_told_and_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let (mut store, _) = Store::open(folder.path()).unwrap();
    store.save(&numbered(1, 1)).unwrap();
    let mut other = process::start("two_programs::tries_to_hold_the_folder", folder.path());
    assert_eq!(other.next("outcome").unwrap(), "data_folder_in_use");
    store.save(&numbered(1, 2)).unwrap();
    drop(store);
    assert_eq!(
        Store::open(folder.path()).unwrap().1.registry,
        numbered(1, 2)
    );
}

#[test]
fn of_many_started_at_once_one_holds_the_folder_and_a_kill_frees_it() {
    let folder = tempfile::tempdir().unwrap();
    let start = || process::start("two_programs::tries_to_hold_the_folder", folder.path());
    let mut others: Vec<_> = (0..8).map(|_| start()).collect();
    let mut outcomes: Vec<_> = others
        .iter_mut()
        .map(|o| o.next("outcome").unwrap())
        .collect();
    outcomes.sort();
    assert_eq!(outcomes.pop().unwrap(), "held");
    assert_eq!(outcomes, ["data_folder_in_use"; 7]);
    others.iter_mut().for_each(process::Other::kill);
    assert_eq!(start().next("outcome").unwrap(), "held");
}

#[test]
fn within_one_program_the_folder_is_held_once_too() {
    let folder = tempfile::tempdir().unwrap();
    let held = Store::open(folder.path()).unwrap();
    assert!(matches!(
        Store::open(folder.path()),
        Err(StoreError::InUse { .. })
    ));
    drop(held);
    assert!(Store::open(folder.path()).is_ok());
}
