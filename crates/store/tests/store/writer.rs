//! The thread that writes.

use std::sync::mpsc;

use store::{Report, Writer};

use crate::{
    memory_disk::{Fault, MemoryDisk},
    sample::{description, generations, id, number, numbered, open, registry, saved, state},
};

fn spawn(disk: &MemoryDisk) -> (Writer, mpsc::Receiver<Report>) {
    let (store, _) = open(disk).unwrap();
    let (reports, said) = mpsc::channel();
    let writer = Writer::spawn(store, move |report| reports.send(report).unwrap()).unwrap();
    (writer, said)
}

#[test]
fn what_was_asked_for_is_on_disk_once_it_is_answered() {
    let disk = MemoryDisk::default();
    let (writer, _said) = spawn(&disk);
    let (answer, answered) = mpsc::channel();
    let copy = disk.clone();
    let done = move |is_saved| answer.send((is_saved, copy.copy())).unwrap();
    writer.save(state(numbered(1, 1)), Some(Box::new(done)));
    let (is_saved, at_that_moment) = answered.recv().unwrap();
    assert!(is_saved);
    let after_power_cut = at_that_moment.after_power_cut(|_| false);
    assert_eq!(open(&after_power_cut).unwrap().1.registry, numbered(1, 1));
}

#[test]
fn of_many_waiting_saves_the_last_one_is_written_and_all_are_answered() {
    let disk = MemoryDisk::default();
    let (writer, _said) = spawn(&disk);
    let ((reach, reached), (release, gate)) = (mpsc::channel(), mpsc::channel::<()>());
    let hold = move |_| {
        reach.send(()).unwrap();
        gate.recv().unwrap();
    };
    writer.save(state(numbered(1, 1)), Some(Box::new(hold)));
    reached.recv().unwrap();
    let (answer, answered) = mpsc::channel();
    for n in 2..=50 {
        let answer = answer.clone();
        let done = Box::new(move |is_saved| answer.send(is_saved).unwrap());
        writer.save(state(numbered(1, n)), Some(done));
    }
    release.send(()).unwrap();
    drop((writer, answer));
    assert_eq!(answered.iter().collect::<Vec<_>>(), [true; 49]);
    assert_eq!(open(&disk).unwrap().1.registry, numbered(1, 50));
    assert_eq!(generations(&disk).len(), 2, "48 were left out");
}

#[test]
fn nothing_that_was_asked_for_is_lost_at_the_end() {
    let disk = MemoryDisk::default();
    let (writer, _said) = spawn(&disk);
    for n in 1..=20 {
        writer.save(state(numbered(1, n)), None);
    }
    drop(writer);
    assert_eq!(number(&open(&disk).unwrap().1.registry), 20);
}

#[test]
fn a_failure_is_answered_and_said_once_and_so_is_its_end() {
    let disk = MemoryDisk::default();
    let (writer, said) = spawn(&disk);
    disk.fail(Fault::From(0));
    let (answer, answered) = mpsc::channel();
    for n in 1..=2 {
        let answer = answer.clone();
        writer.save(
            state(numbered(1, n)),
            Some(Box::new(move |ok| answer.send(ok).unwrap())),
        );
        assert!(!answered.recv().unwrap());
    }
    assert!(matches!(said.try_recv().unwrap(), Report::SaveFailed(_)));
    assert!(said.try_recv().is_err(), "once is enough");
    disk.fail(Fault::None);
    drop(writer);
    assert!(matches!(said.recv().unwrap(), Report::SaveRecovered));
    assert_eq!(
        open(&disk).unwrap().1.registry,
        numbered(1, 2),
        "the last chance is used"
    );
}

#[test]
fn an_account_is_removed_only_after_a_registry_without_it_is_on_disk() {
    let disk = saved(&[registry(2)]);
    let (writer, _said) = spawn(&disk);
    let (gone, wait) = mpsc::channel();
    let copy = disk.clone();
    writer.remove(id(2), move |is_gone| {
        gone.send((is_gone, copy.copy())).unwrap();
    });
    // Saved by an answer, so the wish above has been seen.
    let (answer, answered) = mpsc::channel();
    writer.save(
        state(numbered(2, 5)),
        Some(Box::new(move |ok| answer.send(ok).unwrap())),
    );
    assert!(answered.recv().unwrap());
    assert!(wait.try_recv().is_err());
    assert!(disk.files().contains_key(&description(2)));

    let mut without = registry(1);
    without.removing = vec![id(2)];
    writer.save(state(without.clone()), None);
    let (is_gone, then) = wait.recv().unwrap();
    assert!(is_gone);
    assert!(!then.files().contains_key(&description(2)));
    assert_eq!(open(&then).unwrap().1.registry, without);
}

#[test]
fn damage_met_while_saving_is_said() {
    let disk = saved(&[registry(1)]);
    disk.plant(&description(1), b"garbage");
    let (writer, said) = spawn(&disk);
    writer.save(state(registry(1)), None);
    drop(writer);
    assert!(matches!(
        said.recv().unwrap(),
        Report::Repaired(store::Repair::SetAside { .. })
    ));
}
