//! Who is who at a provider.

use jiff::Timestamp;
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, PaginatorTrait as _, QueryOrder as _, entity::prelude::*,
};
use serde_json::json;

use super::{
    offer::{self, Offer},
    recognition::Recognised,
    required,
};
use crate::{
    audit, credential,
    crm_record::Crm,
    database::{Database, Exclusive},
    entity::{identity_link, sso_provider},
    error::Error,
    id::new_id,
    letter::Notice,
    notice, passkey,
    principal::Principal,
    session::Session,
    step_up,
    trace::RequestTrace,
};

/// A provider that recognises a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityLink {
    /// Permanent id.
    pub id: String,
    /// The provider.
    pub provider_id: String,
    /// What its button says.
    pub label: String,
    /// The address that the provider had for them at that time.
    pub email: Option<String>,
    /// Since when it recognises them.
    pub linked_at: Timestamp,
}

/// The providers that recognise a session's person, oldest first.
///
/// # Errors
/// [`Error::Database`].
pub async fn identity_links<C: ConnectionTrait, W: Sync>(
    db: &C,
    session: &Session<W>,
) -> Result<Vec<IdentityLink>, Error> {
    let rows = identity_link::Entity::find()
        .filter(
            identity_link::COLUMN
                .principal_key
                .eq(session.principal.key()),
        )
        .order_by_asc(identity_link::COLUMN.id)
        .all(db)
        .await?;
    let mut links = Vec::with_capacity(rows.len());
    for row in rows {
        let provider = sso_provider::Entity::find_by_id(row.provider_id.clone())
            .one(db)
            .await?;
        links.extend(provider.map(|provider| IdentityLink {
            id: row.id,
            provider_id: row.provider_id,
            label: provider.label,
            email: row.email_at_link,
            linked_at: Timestamp::from_millisecond(row.created_at).unwrap_or_default(),
        }));
    }
    Ok(links)
}

/// The providers by which a session's person may prove anew who they are: those that recognise them and, where
/// a second factor is asked for, vouch for one, too. They lead to the session's CRM, or the portal.
///
/// # Errors
/// [`Error::Database`].
pub async fn proofs<C: ConnectionTrait, W: Sync>(
    db: &C,
    session: &Session<W>,
    crm: Option<&Crm>,
) -> Result<Vec<Offer>, Error> {
    let rows = offered(db, &session.principal).await?;
    let enough = rows
        .into_iter()
        .filter(|row| row.satisfies_2fa || !session.has_factor);
    Ok(enough.map(|row| offer::offer(row, crm.cloned())).collect())
}

/// The providers that recognise somebody and are offered, the first that was connected first.
pub(super) async fn offered<C: ConnectionTrait>(
    db: &C,
    who: &Principal,
) -> Result<Vec<sso_provider::Model>, Error> {
    let links = identity_link::Entity::find()
        .filter(identity_link::COLUMN.principal_key.eq(who.key()))
        .order_by_asc(identity_link::COLUMN.id)
        .all(db)
        .await?;
    let mut found = Vec::with_capacity(links.len());
    for link in links {
        match offer::find(db, &link.provider_id).await {
            Ok(row) => found.push(row),
            Err(Error::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(found)
}

/// How many people a provider recognises.
pub(super) async fn count<C: ConnectionTrait>(db: &C, provider_id: &str) -> Result<u64, Error> {
    let of_provider =
        identity_link::Entity::find().filter(identity_link::COLUMN.provider_id.eq(provider_id));
    Ok(of_provider.count(db).await?)
}

/// Lets a provider recognise a session's person no more.
///
/// # Errors
/// [`Error::StepUpRequired`], [`Error::NotFound`]; [`Error::LastSignInMethod`] when they couldn't sign in any
/// more.
pub async fn unlink<W: Sync>(
    db: &Database,
    session: &Session<W>,
    id: &str,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    step_up::require(session, now)?;
    let tx = db.write().await?;
    let who = &session.principal;
    let mine =
        identity_link::Entity::find().filter(identity_link::COLUMN.principal_key.eq(who.key()));
    let row = mine
        .filter(identity_link::COLUMN.id.eq(id))
        .one(&tx)
        .await?
        .ok_or(Error::NotFound)?;
    Exclusive::ways_of(who).hold(&tx).await?;
    let others = offered(&tx, who).await?;
    let is_only = others.iter().all(|provider| provider.id == row.provider_id);
    let has_another =
        !is_only || has_password(&tx, who).await? || passkey::lets_in(&tx, who).await?;
    if !has_another {
        return Err(Error::LastSignInMethod);
    }
    let gone = identity_link::Entity::delete_by_id(row.id)
        .exec(&tx)
        .await?;
    if gone.rows_affected != 1 {
        return Err(Error::NotFound);
    }
    let fields = json!({ "provider": row.provider_id });
    audit::append_own(&tx, who, "sso.unlinked", fields, trace, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Lets a provider recognise somebody from now on, and tells them.
pub(super) async fn link<C: ConnectionTrait>(
    tx: &C,
    provider: &sso_provider::Model,
    who: &Principal,
    person: &Recognised,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let at = now.as_millisecond();
    let row = identity_link::ActiveModel {
        id: Set(new_id(now)),
        provider_id: Set(provider.id.clone()),
        issuer: Set(provider.issuer.clone()),
        subject: Set(person.subject.clone()),
        principal_key: Set(who.key()),
        account_id: Set(who.account_id()),
        crm_id: Set(who.crm_id()),
        crm_user_id: Set(who.crm_user_id()),
        email_at_link: Set(person.email.clone()),
        version: Set(1),
        created_at: Set(at),
        updated_at: Set(at),
        created_by: Set(None),
        updated_by: Set(None),
    };
    row.insert(tx).await?;
    let fields = json!({ "provider": provider.id });
    audit::append_own(tx, who, "sso.linked", fields, trace, now).await?;
    let notice = Notice::IdentityLinked {
        provider: provider.label.clone(),
    };
    notice::send(tx, who, notice, now).await
}

/// Who here is somebody at a provider.
pub(super) async fn of_subject<C: ConnectionTrait>(
    db: &C,
    provider_id: &str,
    subject: &str,
) -> Result<Option<identity_link::Model>, Error> {
    let row = identity_link::Entity::find()
        .filter(identity_link::COLUMN.provider_id.eq(provider_id))
        .filter(identity_link::COLUMN.subject.eq(subject))
        .one(db)
        .await?;
    Ok(row)
}

/// Who somebody here is at a provider.
pub(super) async fn of_principal<C: ConnectionTrait>(
    db: &C,
    provider_id: &str,
    who: &Principal,
) -> Result<Option<identity_link::Model>, Error> {
    let row = identity_link::Entity::find()
        .filter(identity_link::COLUMN.provider_id.eq(provider_id))
        .filter(identity_link::COLUMN.principal_key.eq(who.key()))
        .one(db)
        .await?;
    Ok(row)
}

/// Whose a link is.
pub(super) fn principal(row: &identity_link::Model) -> Principal {
    Principal::of_owned(
        row.account_id.as_deref(),
        row.crm_id.as_deref(),
        row.crm_user_id.as_deref(),
    )
}

/// Whether somebody may sign in by a provider or with a password.
pub(crate) async fn has_other_way<C: ConnectionTrait>(
    db: &C,
    who: &Principal,
) -> Result<bool, Error> {
    Ok(!offered(db, who).await?.is_empty() || has_password(db, who).await?)
}

/// Whether somebody may sign in with a password.
async fn has_password<C: ConnectionTrait>(db: &C, who: &Principal) -> Result<bool, Error> {
    let credential = credential::behind(db, who).await?;
    let has_one = credential.is_some_and(|row| row.password_hash.is_some());
    let Principal::User { crm_id, id } = who else {
        return Ok(has_one);
    };
    if !has_one || !required::at(db, crm_id).await? {
        return Ok(has_one);
    }
    required::is_exempt(db, crm_id, id).await
}
