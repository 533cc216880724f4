//! Letters to addresses that nobody has proved to be theirs: whoever types somebody else's address has the server
//! write to a stranger. So these letters carry no free text, and come seldom.

use jiff::Timestamp;
use sea_orm::ConnectionTrait;

use crate::{
    attempt::{self, UNPROVEN_LETTERS_BY_ADDRESS, UNPROVEN_LETTERS_BY_ADDRESS_A_DAY},
    error::Error,
};

/// Counts a letter to an address before it is written, whoever has it written.
///
/// # Errors
/// [`Error::RateLimited`] when there were too many.
pub(crate) async fn count<C: ConnectionTrait>(
    tx: &C,
    email_norm: &str,
    now: Timestamp,
) -> Result<(), Error> {
    for limit in [
        &UNPROVEN_LETTERS_BY_ADDRESS,
        &UNPROVEN_LETTERS_BY_ADDRESS_A_DAY,
    ] {
        let _counts = attempt::reserve(tx, limit, email_norm, now).await?;
    }
    Ok(())
}

/// The same where the answer mustn't tell: whether one more may be written.
pub(crate) async fn may_write<C: ConnectionTrait>(
    tx: &C,
    email_norm: &str,
    now: Timestamp,
) -> Result<bool, Error> {
    match count(tx, email_norm, now).await {
        Ok(()) => Ok(true),
        Err(Error::RateLimited { .. }) => Ok(false),
        Err(error) => Err(error),
    }
}
