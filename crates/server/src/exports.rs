//! Exports that owners of CRMs have asked for: making them, and their files in the data folder.

mod files;

use std::io::BufWriter;

use crm::export;

pub(crate) use self::files::ExportFiles;
use crate::{files::blocking, state::AppState};

/// Makes an export, if it is wanted. What an earlier attempt has left is of no use.
pub(crate) async fn make(state: &AppState, export: (&str, &str)) -> Result<(), crm::Error> {
    let Some(making) = export::begin(&state.db, export).await? else {
        return Ok(());
    };
    let files = &state.exports;
    let mut file = files.begin(making.file()).map_err(crm::Error::Export)?;
    let out = BufWriter::new(file.as_file_mut());
    let photos = |crm_id: &str, hash: &str| state.photos.largest(crm_id, hash);
    export::write(&state.db, &making, &photos, out).await?;
    let (of, name) = (files.clone(), making.file().to_owned());
    let kept = blocking(move || of.keep(file, &name)).await;
    let bytes = kept.map_err(crm::Error::Export)?;
    if !export::finish(&state.db, &making, bytes, state.now()).await? {
        files.remove(making.file()).map_err(crm::Error::Export)?;
    }
    Ok(())
}

/// Removes files that nobody writes and nobody can fetch: of exports whose time is over, of CRMs that are gone, of
/// processes that died.
pub(crate) async fn tidy(state: &AppState) -> Result<(), crm::Error> {
    let files = &state.exports;
    // Before the rows are read: a row is there before its file.
    let names = files.names().map_err(crm::Error::Export)?;
    if names.is_empty() {
        return Ok(());
    }
    let in_use = export::files_in_use(state.db.read(), state.now()).await?;
    for name in names.iter().filter(|name| !in_use.contains(*name)) {
        files.remove(name).map_err(crm::Error::Export)?;
    }
    Ok(())
}
