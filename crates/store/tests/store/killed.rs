//! A process that saves without end, killed at moments of its own choosing.

use store::Store;

use crate::{
    process,
    sample::{number, numbered},
};

#[test]
fn saves_without_end() {
    let Some(folder) = process::folder() else {
        return;
    };
    let (mut store, opened) = Store::open(&folder).unwrap();
    for next in number(&opened.registry) + 1.. {
        store.save(&numbered(3, next)).unwrap();
        println!("saved {next}");
    }
}

#[test]
fn killed_at_any_moment_what_was_acknowledged_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let mut acknowledged = 0;
    for round in 0..25 {
        let mut other = process::start("killed::saves_without_end", folder.path());
        // The child goes on while we read, so it's somewhere within a later save when killed.
        for _ in 0..=(round * 7) % 11 {
            acknowledged = other.next("saved").unwrap().parse().unwrap();
        }
        other.kill();
        while let Some(late) = other.next("saved") {
            acknowledged = late.parse().unwrap();
        }
        let (_, opened) = Store::open(folder.path()).unwrap();
        let found = number(&opened.registry);
        assert!(
            found == acknowledged || found == acknowledged + 1,
            "round {round}: {acknowledged} was acknowledged, {found} is there"
        );
        assert_eq!(opened.registry, numbered(3, found));
        assert_eq!(opened.repairs, []);
    }
}
