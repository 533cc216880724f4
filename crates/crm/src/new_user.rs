//! Somebody who becomes a user of a CRM.

use jiff::Timestamp;
use sea_orm::{ActiveValue::Set, DatabaseTransaction, entity::prelude::*};

use crate::{
    entity::crm_user::{self, CredentialSource, CrmUserStatus, Role},
    error::Error,
    id::new_id,
    person,
    username::{self, claim},
};

/// What a new user is.
pub(crate) struct NewUser<'a> {
    pub(crate) crm_id: &'a str,
    pub(crate) email: &'a str,
    pub(crate) email_norm: &'a str,
    pub(crate) role: Role,
    pub(crate) first_name: String,
    pub(crate) last_name: String,
    /// Without one it is made from the address.
    pub(crate) username: Option<String>,
    pub(crate) source: CredentialSource,
    pub(crate) locale: String,
    pub(crate) time_zone: String,
    pub(crate) created_by: Option<String>,
}

/// Writes a new user down, who may sign in at once; returns their id. Whoever calls holds the CRM.
///
/// # Errors
/// [`Error::UsernameTaken`].
pub(crate) async fn insert(
    tx: &DatabaseTransaction,
    new: NewUser<'_>,
    now: Timestamp,
) -> Result<String, Error> {
    let username = if let Some(name) = new.username {
        claim::require_free(tx, (new.crm_id, None), &name, now).await?;
        name
    } else {
        let wanted = username::from_email(new.email_norm);
        claim::first_free(tx, new.crm_id, &wanted, now).await?
    };
    let at = now.as_millisecond();
    let name = person::display(&new.first_name, &new.last_name);
    let user = crm_user::ActiveModel {
        crm_id: Set(new.crm_id.to_owned()),
        id: Set(new_id(now)),
        email: Set(new.email.to_owned()),
        email_norm: Set(new.email_norm.to_owned()),
        sort_key: Set(person::sort_key(&new.first_name, &new.last_name)),
        search_text: Set(person::search_text(&name, &username, new.email_norm)),
        username: Set(username),
        first_name: Set(new.first_name),
        last_name: Set(new.last_name),
        title: Set(String::new()),
        phone_e164: Set(None),
        phone_ext: Set(None),
        photo_hash: Set(None),
        role: Set(new.role),
        status: Set(CrmUserStatus::Active),
        credential_source: Set(new.source),
        locale: Set(new.locale),
        time_zone: Set(new.time_zone),
        date_format: Set(None),
        deleted_at: Set(None),
        version: Set(1),
        created_at: Set(at),
        updated_at: Set(at),
        created_by: Set(new.created_by),
        updated_by: Set(None),
    };
    Ok(user.insert(tx).await?.id)
}
