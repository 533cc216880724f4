//! Telling people by mail what happened to their way of signing in.

use jiff::Timestamp;
use sea_orm::ConnectionTrait;

use crate::{
    error::Error,
    letter::{FORGOT_PASSWORD, Letter, Notice, NoticeLetter},
    mailable, outbox,
    principal::Principal,
};

/// Tells the person behind a principal, who may not have been it.
pub(crate) async fn send<C: ConnectionTrait>(
    tx: &C,
    to: &Principal,
    notice: Notice,
    now: Timestamp,
) -> Result<(), Error> {
    let Some(person) = mailable::of(tx, to).await? else {
        return Ok(());
    };
    let letter = Letter::Notice(NoticeLetter {
        notice,
        name: person.name.clone(),
        what: person.what.clone(),
        email: person.email.clone(),
        path: FORGOT_PASSWORD.to_owned(),
    });
    outbox::enqueue(tx, &letter, person.recipient(), now).await
}
