//! `ninefold-server migrate-database`: from `SQLite` to `PostgreSQL`, once it's outgrown.

use std::{fmt::Write as _, process::ExitCode};

use clap::Args;
use crm::{CopiedTable, Database};
use domain::Sensitive;

use crate::{config::PlaceArgs, data_dir::DataDir, error::ServeError, operator, running::Location};

/// Where everything goes.
#[derive(Debug, Args)]
pub struct MigrateDatabaseArgs {
    #[command(flatten)]
    place: PlaceArgs,

    /// The postgres:// URL of an empty database; one with a password belongs in
    /// `NINEFOLD_MIGRATE_TO`
    #[arg(
        long,
        value_name = "URL",
        env = "NINEFOLD_MIGRATE_TO",
        hide_env_values = true
    )]
    to: Sensitive<String>,
}

/// Copies the database, while no server runs.
#[must_use]
pub fn run(args: MigrateDatabaseArgs) -> ExitCode {
    operator::told(copy(args).map(|tables| report(&tables)))
}

fn copy(args: MigrateDatabaseArgs) -> Result<Vec<CopiedTable>, ServeError> {
    let (data_dir, location) = args.place.places()?;
    let to = Location::of(Some(args.to), &data_dir)?;
    let (Location::File(from), Location::Postgres(to)) = (location, to) else {
        return Err(ServeError::MigrationUnsupported);
    };
    // What is written meanwhile would be missing.
    let _data = DataDir::open(&data_dir)?;
    operator::block(async {
        let from = Database::read_file(&from).await?;
        let to = Database::open_postgres(&to).await?;
        let copied = crm::copy_database(&from, &to).await;
        to.close().await?;
        from.close().await?;
        Ok(copied?)
    })
}

fn report(tables: &[CopiedTable]) -> String {
    let mut text = String::new();
    for table in tables {
        // Writing to a string never fails.
        writeln!(text, "{:>9}  {}", table.rows, table.name).ok();
    }
    text.push_str(
        "Copied and compared. The SQLite file is as it was. From now on start the server with the new database.",
    );
    text
}
