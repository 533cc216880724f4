//! What whoever runs the server does on its database, by the command line, beside the running server.

use std::net::{IpAddr, Ipv6Addr};

use crm::{Database, RequestTrace, Token};
use domain::{Clock as _, SystemClock};
use jiff::Timestamp;

use crate::{error::ServeError, running::Location};

/// Opens the database, does the work and closes it. Blocks.
pub(crate) fn work<T>(
    location: Location,
    work: impl AsyncFnOnce(&Database, &RequestTrace<'_>, Timestamp) -> Result<T, crm::Error>,
) -> Result<T, ServeError> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(ServeError::Run)?;
    runtime.block_on(async {
        if let Location::File(path) = &location {
            // Opening it to write would make one where there is none.
            Database::read_file(path).await?.close().await?;
        }
        let db = location.open().await?;
        let nobodys = Token::new();
        let trace = RequestTrace {
            ip: IpAddr::V6(Ipv6Addr::LOCALHOST),
            device: &nobodys,
            agent: "",
            request_id: "command-line",
        };
        let done = work(&db, &trace, SystemClock.now()).await;
        db.close().await?;
        Ok(done?)
    })
}
