//! Another username.

use jiff::Timestamp;
use serde_json::json;

use super::{OwnProfile, changeable, save, view};
use crate::{
    attempt::{self, USERNAME_CHANGES_BY_USER},
    audit::{self, Actor},
    crm_record::Crm,
    database::Database,
    error::{Error, Field, FieldError},
    event::{self, EventKind},
    session::CrmSession,
    trace::RequestTrace,
    username::{self, claim},
};

/// Gives somebody another username, which counts at once. The one that they had is theirs alone for a while.
///
/// # Errors
/// [`Error::Invalid`], [`Error::VersionConflict`], [`Error::UsernameTaken`], [`Error::RateLimited`];
/// [`Error::NotFound`] when they aren't a user any more.
pub async fn change_username(
    db: &Database,
    crm: &Crm,
    session: &CrmSession,
    version: i64,
    wanted: &str,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<OwnProfile, Error> {
    username::check(wanted).map_err(|fault| {
        let field = Field::Username;
        Error::Invalid(vec![FieldError { field, fault }])
    })?;
    let (crm_id, principal) = (crm.scope().crm_id(), &session.principal);
    let tx = db.write().await?;
    let mut row = changeable(&tx, crm, session, version).await?;
    if row.username == wanted {
        return Ok(view(row));
    }
    claim::require_free(&tx, (crm_id, Some(&row.id)), wanted, now).await?;
    let _counts = attempt::reserve(&tx, &USERNAME_CHANGES_BY_USER, &principal.key(), now).await?;
    claim::hold(&tx, (crm_id, &row.id), &row.username, now).await?;
    claim::release(&tx, crm_id, wanted).await?;
    wanted.clone_into(&mut row.username);
    save(&tx, &mut row, now).await?;
    audit::append_own(&tx, principal, "username.changed", json!({}), trace, now).await?;
    let (what, by) = (EventKind::UserChanged, Actor::User(&row.id));
    event::user(&tx, what, by, &row, &["username"], now).await?;
    tx.commit().await?;
    Ok(view(row))
}
