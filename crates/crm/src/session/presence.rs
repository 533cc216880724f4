//! Whether somebody is there: a browser presents a session of theirs.

use jiff::Timestamp;
use sea_orm::ConnectionTrait;

use super::{crm_session, portal_session};
use crate::{crm_record::crm_by_id, error::Error, principal::Principal, token::Token};

/// Whether one of these tokens is of a session of this very person that is good now. Changes nothing.
pub(crate) async fn is_there<C: ConnectionTrait>(
    db: &C,
    who: &Principal,
    presented: &[Token],
    now: Timestamp,
) -> Result<bool, Error> {
    let crm = match who.crm_id() {
        Some(id) => crm_by_id(db, &id).await?,
        None => None,
    };
    for token in presented {
        let principal = match (who, &crm) {
            (Principal::Account { .. }, _) => {
                let session = portal_session(db, token, now).await?;
                session.map(|session| session.principal)
            }
            (Principal::User { .. }, Some(crm)) => {
                let session = crm_session(db, crm, token, now).await?;
                session.map(|session| session.principal)
            }
            (Principal::User { .. }, None) => None,
        };
        if principal.as_ref() == Some(who) {
            return Ok(true);
        }
    }
    Ok(false)
}
