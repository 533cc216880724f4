//! Writing rows of one kind into an archive.

use std::io::{self, BufWriter, Seek, Write};

use sea_orm::{
    DatabaseTransaction, EntityTrait, Iterable as _, PaginatorTrait as _, PrimaryKeyToColumn,
    QueryOrder, Select,
};
use serde_json::{Map, Value};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

use super::{ExportedRows, cell};
use crate::error::Error;

/// Rows that are in memory at a time.
const PAGE: u64 = 500;

/// What spreadsheets tell UTF-8 by.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// A column: its name, and what stands in it.
pub(super) type Column<M> = (&'static str, fn(&M) -> Value);

/// Rows of one kind, and what of them is exported.
pub(super) trait Sheet: EntityTrait<Model: Sync> {
    /// What the files are called.
    const NAME: &'static str;

    /// What is exported, in this order.
    const COLUMNS: &'static [Column<Self::Model>];

    /// The CRM's rows.
    fn of(crm_id: &str) -> Select<Self>;
}

/// An archive that is being written.
pub(super) struct Archive<'a, W: Write + Seek> {
    zip: ZipWriter<W>,
    crm_id: &'a str,
}

impl<'a, W: Write + Seek> Archive<'a, W> {
    pub(super) const fn new(zip: ZipWriter<W>, crm_id: &'a str) -> Self {
        Self { zip, crm_id }
    }

    /// Writes a kind of rows in both forms. They are read twice, so that nothing has to be kept meanwhile.
    pub(super) async fn add<E: Sheet>(
        &mut self,
        tx: &DatabaseTransaction,
    ) -> Result<ExportedRows, Error> {
        let names = E::COLUMNS.iter().map(|(name, _)| *name);
        self.begin(E::NAME, "csv")?;
        self.zip.write_all(BYTE_ORDER_MARK).map_err(Error::Export)?;
        let mut csv = csv::WriterBuilder::new()
            .terminator(csv::Terminator::CRLF)
            .from_writer(&mut self.zip);
        csv.write_record(names.clone()).map_err(failed)?;
        let rows = each::<E>(tx, self.crm_id, |row| {
            let cells = E::COLUMNS.iter().map(|(_, of)| cell::text(&of(row)));
            csv.write_record(cells).map_err(io::Error::from)
        })
        .await?;
        csv.flush().map_err(Error::Export)?;
        drop(csv);

        self.begin(E::NAME, "jsonl")?;
        let mut lines = BufWriter::new(&mut self.zip);
        each::<E>(tx, self.crm_id, |row| {
            let values = E::COLUMNS
                .iter()
                .map(|&(name, of)| (name.to_owned(), of(row)));
            serde_json::to_writer(&mut lines, &values.collect::<Map<_, _>>())?;
            lines.write_all(b"\n")
        })
        .await?;
        lines.flush().map_err(Error::Export)?;
        Ok(ExportedRows {
            name: E::NAME,
            rows,
        })
    }

    /// Writes a file as it is.
    pub(super) fn add_file(&mut self, name: &str, bytes: &[u8]) -> Result<(), Error> {
        // What is packed already gets no smaller.
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        self.zip.start_file(name, options).map_err(failed)?;
        self.zip.write_all(bytes).map_err(Error::Export)
    }

    /// Without this the archive is none.
    pub(super) fn finish(self) -> Result<(), Error> {
        self.zip
            .finish()
            .and_then(|mut out| Ok(out.flush()?))
            .map_err(failed)
    }

    fn begin(&mut self, name: &str, kind: &str) -> Result<(), Error> {
        // How large it becomes isn't known yet.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .large_file(true);
        self.zip
            .start_file(format!("{name}.{kind}"), options)
            .map_err(failed)
    }
}

/// Calls for each row, in the order of their keys. Returns how many there are.
async fn each<E: Sheet>(
    tx: &DatabaseTransaction,
    crm_id: &str,
    mut write: impl FnMut(&E::Model) -> io::Result<()>,
) -> Result<usize, Error> {
    let key = E::PrimaryKey::iter().map(PrimaryKeyToColumn::into_column);
    let ordered = key.fold(E::of(crm_id), QueryOrder::order_by_asc);
    let mut pages = ordered.paginate(tx, PAGE);
    let mut count = 0;
    while let Some(rows) = pages.fetch_and_next().await? {
        for row in &rows {
            write(row).map_err(Error::Export)?;
        }
        count += rows.len();
    }
    Ok(count)
}

fn failed(error: impl Into<io::Error>) -> Error {
    Error::Export(error.into())
}
