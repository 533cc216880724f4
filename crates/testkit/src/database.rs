//! A database for one test.

use std::{
    env,
    process::Command,
    sync::atomic::{AtomicU32, Ordering},
};

use url::Url;

use crate::error::TestkitError;

/// Names the `PostgreSQL` server to test against; `scripts/with-postgres` sets it.
const SERVER: &str = "NINEFOLD_TEST_POSTGRES";

static MADE: AtomicU32 = AtomicU32::new(0);

/// The `postgres://` URL of a new, empty database, or `None` where tests run on `SQLite`. It goes
/// with its server.
///
/// # Errors
/// When the server can't be reached.
#[expect(
    clippy::disallowed_methods,
    reason = "the script that starts the server says where"
)]
pub fn postgres_database() -> Result<Option<String>, TestkitError> {
    let Ok(server) = env::var(SERVER) else {
        return Ok(None);
    };
    let mut url: Url = server.parse()?;
    let number = MADE.fetch_add(1, Ordering::Relaxed);
    let name = format!("t_{}_{number}", std::process::id());
    let done = Command::new("createdb")
        .arg("--maintenance-db")
        .arg(&server)
        .arg(&name)
        .status()?;
    if !done.success() {
        return Err(TestkitError::CreateDatabase(done));
    }
    url.set_path(&name);
    Ok(Some(url.into()))
}
