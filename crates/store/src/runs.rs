//! The last runs, so that crashes right after the start are noticed.

use std::{
    io::ErrorKind,
    path::{Path, PathBuf},
    sync::Arc,
};

use accounts::RunRecord;
use jiff::Timestamp;

use crate::{
    disk::{self, Disk},
    envelope,
    error::{ReadOnly, StoreError},
    migrate::{self, SCHEMA, Unusable},
    repair::Repair,
};

/// How many are kept.
pub const RUNS_KEPT: usize = 10;

/// The runs before this one, and this one.
pub struct RunLog {
    disk: Arc<dyn Disk>,
    file: PathBuf,
    read_only: Option<ReadOnly>,
    runs: Vec<RunRecord>,
    /// The file can't be read, and is set aside before it's written.
    is_damaged: bool,
}

impl RunLog {
    /// Nothing is known of runs before.
    pub(crate) fn none(disk: Arc<dyn Disk>, file: PathBuf, read_only: Option<ReadOnly>) -> Self {
        Self {
            disk,
            file,
            read_only,
            runs: Vec::new(),
            is_damaged: false,
        }
    }

    /// Reads the log. A damaged one holds up nothing: it decides nothing but how to start.
    pub(crate) fn read(
        disk: Arc<dyn Disk>,
        file: PathBuf,
        mut read_only: Option<ReadOnly>,
    ) -> Self {
        let mut is_damaged = false;
        let runs = match found(&*disk, &file) {
            Found::Runs(runs) => runs,
            Found::Newer { schema } => {
                read_only.get_or_insert(ReadOnly::NewerSchema { found: schema });
                Vec::new()
            }
            Found::Damaged => {
                is_damaged = true;
                Vec::new()
            }
        };
        Self {
            disk,
            file,
            read_only,
            runs,
            is_damaged,
        }
    }

    /// The last runs, the newest last; before [`Self::start`] that's all but this one.
    #[must_use]
    pub fn runs(&self) -> &[RunRecord] {
        &self.runs
    }

    /// Notes the start of this run. Call it once, before anything that may crash. A damaged log is set aside, which is
    /// given back to be told.
    pub fn start(&mut self, now: Timestamp) -> Result<Option<Repair>, StoreError> {
        self.runs.push(RunRecord {
            started: now,
            seen: now,
            clean: false,
        });
        let excess = self.runs.len().saturating_sub(RUNS_KEPT);
        self.runs.drain(..excess);
        let repair = self.set_aside();
        self.write()?;
        Ok(repair)
    }

    fn set_aside(&mut self) -> Option<Repair> {
        if self.read_only.is_some() || !std::mem::take(&mut self.is_damaged) {
            return None;
        }
        match disk::set_aside(&*self.disk, &self.file) {
            Ok(file) => Some(Repair::SetAside { file }),
            Err(error) => {
                tracing::warn!(error.kind = ?error.kind(), "a damaged log of runs isn't kept");
                None
            }
        }
    }

    /// Notes that this run is alive. Once, [`accounts::CRASH_SPAN`] after the start, is enough.
    pub fn seen(&mut self, now: Timestamp) -> Result<(), StoreError> {
        self.mark(now, false)
    }

    /// Notes that this run ended as it should.
    pub fn clean(&mut self, now: Timestamp) -> Result<(), StoreError> {
        self.mark(now, true)
    }

    fn mark(&mut self, now: Timestamp, clean: bool) -> Result<(), StoreError> {
        if let Some(run) = self.runs.last_mut() {
            run.seen = now;
            run.clean = clean;
        }
        self.write()
    }

    fn write(&self) -> Result<(), StoreError> {
        if let Some(why) = self.read_only {
            return Err(StoreError::ReadOnly(why));
        }
        let file = || self.file.clone();
        let bytes = envelope::seal(SCHEMA, &self.runs).map_err(|source| StoreError::Encode {
            file: file(),
            source,
        })?;
        disk::replace(&*self.disk, &self.file, &bytes).map_err(|source| StoreError::Write {
            file: file(),
            source,
        })
    }
}

/// What the log's file holds.
enum Found {
    Runs(Vec<RunRecord>),
    Newer { schema: u32 },
    Damaged,
}

fn found(disk: &dyn Disk, file: &Path) -> Found {
    let bytes = match disk.read(file) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::NotFound => return Found::Runs(Vec::new()),
        Err(_) => return Found::Damaged,
    };
    let Some(content) = envelope::open(&bytes) else {
        return Found::Damaged;
    };
    match migrate::runs(content.data, content.schema) {
        Ok(runs) => Found::Runs(runs),
        Err(Unusable::Newer) => Found::Newer {
            schema: content.schema,
        },
        Err(Unusable::Damaged) => Found::Damaged,
    }
}
