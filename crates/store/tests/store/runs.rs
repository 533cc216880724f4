//! The log of runs.

use std::path::Path;

use accounts::{StartKind, start_kind};
use store::{RUNS_KEPT, Repair};

use crate::{
    memory_disk::{Fault, MemoryDisk},
    sample::{ROOT, open, time},
};

#[test]
fn two_crashes_after_the_start_are_there_for_the_third() {
    let disk = MemoryDisk::default();
    for start in [0, 100] {
        let (_, mut opened) = open(&disk).unwrap();
        assert_eq!(start_kind(opened.runs.runs(), false), StartKind::Usual);
        opened.runs.start(time(start)).unwrap();
        opened.runs.seen(time(start + 9)).unwrap();
    }
    let (_, opened) = open(&disk).unwrap();
    assert_eq!(start_kind(opened.runs.runs(), false), StartKind::Safe);
}

#[test]
fn a_run_that_ended_well_or_lived_long_is_no_crash() {
    let disk = MemoryDisk::default();
    for (seen, clean) in [(5, true), (61, false)] {
        let (_, mut opened) = open(&disk).unwrap();
        opened.runs.start(time(0)).unwrap();
        opened.runs.seen(time(seen)).unwrap();
        if clean {
            opened.runs.clean(time(seen)).unwrap();
        }
    }
    let (_, opened) = open(&disk).unwrap();
    let ends: Vec<_> = opened
        .runs
        .runs()
        .iter()
        .map(|run| (run.seen, run.clean))
        .collect();
    assert_eq!(ends, [(time(5), true), (time(61), false)]);
    assert_eq!(start_kind(opened.runs.runs(), false), StartKind::Usual);
}

#[test]
fn the_last_ten_are_kept() {
    let disk = MemoryDisk::default();
    for start in 0..15 {
        open(&disk).unwrap().1.runs.start(time(start)).unwrap();
    }
    let (_, opened) = open(&disk).unwrap();
    assert_eq!(opened.runs.runs().len(), RUNS_KEPT);
    assert_eq!(opened.runs.runs()[9].started, time(14));
}

#[test]
fn a_damaged_log_is_set_aside_and_holds_up_nothing() {
    let disk = MemoryDisk::default();
    let file = Path::new(ROOT).join("runs.json");
    disk.plant(&file, b"garbage");
    for _ in 0..2 {
        let (_, opened) = open(&disk).unwrap();
        assert_eq!(opened.repairs, []);
        assert_eq!(disk.files()[&file], b"garbage", "it was only read");
    }
    let (_, mut opened) = open(&disk).unwrap();
    let aside = Path::new(ROOT).join("runs.json.damaged-1");
    let told = opened.runs.start(time(1)).unwrap();
    assert_eq!(disk.files()[&aside], b"garbage");
    assert_eq!(told, Some(Repair::SetAside { file: aside }));
    assert_eq!(open(&disk).unwrap().1.runs.runs().len(), 1);
}

#[test]
fn a_log_that_cannot_be_written_says_so() {
    let disk = MemoryDisk::default();
    let (_, mut opened) = open(&disk).unwrap();
    disk.fail(Fault::From(0));
    assert_eq!(
        opened.runs.start(time(1)).unwrap_err().code(),
        "data_not_written"
    );
}
