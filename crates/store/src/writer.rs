//! The thread that owns the store in a running program, so that nobody waits for the disk.

use std::{
    io,
    sync::{
        Arc,
        mpsc::{self, Receiver, RecvTimeoutError, Sender},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use accounts::State;
use domain::AccountId;

use crate::{error::StoreError, folders::Folders, open::Store, repair::Repair};

/// After a failed save it's tried again so much later, then twice as long, …
const RETRY: Duration = Duration::from_secs(5);
/// … and so often as long at the most.
const LONGEST_RETRY: u32 = 64;

/// Answers whether a state is on disk; called on the writer's thread.
pub type Written = Box<dyn FnOnce(bool) + Send>;
/// Answers whether an account's folder is gone; called on the writer's threads.
pub type Removed = Box<dyn FnOnce(bool) + Send>;

/// What the person must be told of.
#[derive(Debug)]
pub enum Report {
    /// Saving fails. Said once; it's tried again on its own.
    SaveFailed(StoreError),
    /// Saving works again.
    SaveRecovered,
    /// Something damaged was set aside.
    Repaired(Repair),
}

enum Task {
    Save(Arc<State>, Option<Written>),
    Remove(AccountId, Removed),
}

/// The way to reach the writing thread. When dropped, it waits until all that was asked for is done.
pub struct Writer {
    tasks: Option<Sender<Task>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Starts the thread. `report` is called on it.
    pub fn spawn(store: Store, report: impl FnMut(Report) + Send + 'static) -> io::Result<Self> {
        let (tasks, queue) = mpsc::channel();
        let removal = Removal::spawn(store.folders())?;
        let thread = thread::Builder::new().name("store".into()).spawn(move || {
            let desk = Desk {
                store,
                report: Box::new(report),
                removal,
                unsaved: None,
                failed: 0,
                removals: Vec::new(),
            };
            desk.work(&queue);
        })?;
        Ok(Self {
            tasks: Some(tasks),
            thread: Some(thread),
        })
    }

    /// Saves a state's registry. Waiting ones are left out when a newer one is there; all that ask are
    /// answered once it's on disk, or with `false` when it couldn't be written.
    pub fn save(&self, state: Arc<State>, done: Option<Written>) {
        self.send(Task::Save(state, done));
    }

    /// Removes an account's folder, as soon as a saved registry no longer lists the account.
    pub fn remove(&self, account: AccountId, done: impl FnOnce(bool) + Send + 'static) {
        self.send(Task::Remove(account, Box::new(done)));
    }

    fn send(&self, task: Task) {
        if let Some(tasks) = &self.tasks
            && tasks.send(task).is_err()
        {
            tracing::error!("the store's thread is gone");
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.tasks.take());
        if self
            .thread
            .take()
            .is_some_and(|thread| thread.join().is_err())
        {
            tracing::error!("the store's thread has panicked");
        }
    }
}

/// What the thread has on its desk.
struct Desk {
    store: Store,
    report: Box<dyn FnMut(Report) + Send>,
    removal: Removal,
    /// Asked for, and not on disk.
    unsaved: Option<Arc<State>>,
    /// How often in a row saving has failed.
    failed: u32,
    /// Waiting for a registry that no longer lists the account.
    removals: Vec<(AccountId, Removed)>,
}

impl Desk {
    fn work(mut self, queue: &Receiver<Task>) {
        loop {
            let first = if self.unsaved.is_some() {
                queue.recv_timeout(self.wait())
            } else {
                queue.recv().map_err(|_| RecvTimeoutError::Disconnected)
            };
            let mut waiting: Vec<Written> = Vec::new();
            match first {
                Ok(task) => self.take(task, &mut waiting),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            for task in queue.try_iter() {
                self.take(task, &mut waiting);
            }
            let is_saved = self.save();
            for done in waiting {
                done(is_saved);
            }
            self.remove();
        }
        // The last chance for what failed before.
        self.save();
        self.remove();
    }

    fn take(&mut self, task: Task, waiting: &mut Vec<Written>) {
        match task {
            Task::Save(state, done) => {
                self.unsaved = Some(state);
                waiting.extend(done);
            }
            Task::Remove(account, done) => self.removals.push((account, done)),
        }
    }

    fn wait(&self) -> Duration {
        let times = 1_u32.checked_shl(self.failed.saturating_sub(1));
        RETRY * times.unwrap_or(LONGEST_RETRY).min(LONGEST_RETRY)
    }

    fn save(&mut self) -> bool {
        let Some(state) = self.unsaved.take() else {
            return true;
        };
        let outcome = self.store.save(&state.registry);
        let repairs = match &outcome {
            Ok(saved) => saved.repairs.clone(),
            Err(_) => self.store.untold(),
        };
        for repair in repairs {
            (self.report)(Report::Repaired(repair));
        }
        match outcome {
            Ok(_) => {
                if std::mem::take(&mut self.failed) > 0 {
                    (self.report)(Report::SaveRecovered);
                }
                true
            }
            Err(error) => {
                tracing::warn!(error.code = error.code(), "the registry is not saved");
                // A read-only folder stays so: trying again is of no use.
                if !matches!(error, StoreError::ReadOnly(_)) {
                    self.unsaved = Some(state);
                }
                self.failed = self.failed.saturating_add(1);
                if self.failed == 1 {
                    (self.report)(Report::SaveFailed(error));
                }
                false
            }
        }
    }

    fn remove(&mut self) {
        for (account, done) in std::mem::take(&mut self.removals) {
            match self.store.forget_account(account) {
                Ok(is_forgotten) => {
                    let done = Box::new(move |is_gone| done(is_gone && is_forgotten));
                    self.removal.start(account, done);
                }
                Err(StoreError::StillListed { .. }) => self.removals.push((account, done)),
                Err(error) => {
                    tracing::warn!(error.code = error.code(), account.id = %account, "not removed");
                    done(false);
                }
            }
        }
    }
}

/// A thread of its own for folders, which may be large: saving doesn't wait for it.
struct Removal {
    folders: Option<Sender<(AccountId, Removed)>>,
    thread: Option<JoinHandle<()>>,
}

impl Removal {
    fn spawn(folders: Folders) -> io::Result<Self> {
        let (sender, queue) = mpsc::channel::<(AccountId, Removed)>();
        let thread = thread::Builder::new()
            .name("store-removal".into())
            .spawn(move || {
                for (account, done) in queue {
                    done(folders.remove_tree(account));
                }
            })?;
        Ok(Self {
            folders: Some(sender),
            thread: Some(thread),
        })
    }

    fn start(&self, account: AccountId, done: Removed) {
        let Some(folders) = &self.folders else { return };
        if let Err(mpsc::SendError((_, done))) = folders.send((account, done)) {
            done(false);
        }
    }
}

impl Drop for Removal {
    fn drop(&mut self) {
        drop(self.folders.take());
        if self
            .thread
            .take()
            .is_some_and(|thread| thread.join().is_err())
        {
            tracing::error!("the removing thread has panicked");
        }
    }
}
