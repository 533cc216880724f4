//! `ninefold-server export`: everything of one CRM in one file.

use std::{
    io::{self, BufWriter, Write as _},
    path::PathBuf,
    process::ExitCode,
};

use clap::Args;
use crm::export::{ExportedRows, export_crm};

use crate::{config::PlaceArgs, data_dir, error::ServeError, new_file, operator, photos::Photos};

/// What is exported, and where to.
#[derive(Debug, Args)]
pub struct ExportArgs {
    #[command(flatten)]
    place: PlaceArgs,

    /// The CRM, by the last part of its address
    #[arg(long, value_name = "SLUG")]
    crm: String,

    /// The ZIP file to write; there must be none yet
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
}

/// Writes it, while the server may be running. Exit code 0: done; 1: there is no such CRM; 2: it failed.
#[must_use]
pub fn run(args: ExportArgs) -> ExitCode {
    match write(args) {
        Err(ServeError::Crm(crm::Error::CrmNotFound)) => {
            // Nobody may be there any more to read it.
            writeln!(io::stderr().lock(), "ninefold-server: no CRM has this slug").ok();
            ExitCode::from(1)
        }
        done => operator::told(done),
    }
}

fn write(args: ExportArgs) -> Result<String, ServeError> {
    let (data_dir, location) = args.place.places()?;
    let photos = Photos::new(data_dir::files_in(&data_dir));
    let photos = |crm_id: &str, hash: &str| photos.largest(crm_id, hash);
    let mut file = new_file::beside(&args.to)?;
    let out = BufWriter::new(file.as_file_mut());
    let written = operator::work(location, async |db, trace, now| {
        let crm = crm::crm_by_slug(db.read(), &args.crm, now).await?;
        let crm = crm.ok_or(crm::Error::CrmNotFound)?;
        export_crm(db, &crm, &photos, out, trace, now).await
    });
    let rows = written.map_err(|error| match error {
        ServeError::Crm(crm::Error::Export(source)) => new_file::failed(&args.to, source),
        error => error,
    })?;
    new_file::keep(file, &args.to)?;
    let mut lines = vec![format!("Written to {}", args.to.display())];
    let rows = rows.iter();
    lines.extend(rows.map(|ExportedRows { name, rows }| format!("{name}: {rows}")));
    Ok(lines.join("\n"))
}
