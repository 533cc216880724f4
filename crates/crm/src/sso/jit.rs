//! Whoever a provider has recognised and isn't here yet: they come in by an invitation, or where everybody may.

use jiff::Timestamp;
use sea_orm::{ConnectionTrait, DatabaseTransaction, entity::prelude::*, sea_query::Expr};

use super::recognition::Recognised;
use crate::{
    credential,
    crm_record::{Crm, CrmStatus},
    database::Exclusive,
    email,
    entity::{
        crm,
        crm_user::{CredentialSource, Role},
        invitation,
    },
    error::Error,
    event::{self, EventKind},
    new_user::{self, NewUser},
    person,
    principal::Principal,
    text::tidy,
};

/// Whether an invitation waits for an address.
pub(super) async fn is_invited<C: ConnectionTrait>(
    db: &C,
    crm: Option<&Crm>,
    email_norm: &str,
    now: Timestamp,
) -> Result<bool, Error> {
    let Some(crm) = crm else { return Ok(false) };
    let crm_id = crm.scope().crm_id();
    Ok(invited(db, crm_id, email_norm, now).await?.is_some())
}

async fn invited<C: ConnectionTrait>(
    db: &C,
    crm_id: &str,
    email_norm: &str,
    now: Timestamp,
) -> Result<Option<invitation::Model>, Error> {
    let row = invitation::Entity::find()
        .filter(invitation::COLUMN.crm_id.eq(crm_id))
        .filter(invitation::COLUMN.email_norm.eq(email_norm))
        .filter(invitation::COLUMN.accepted_at.is_null())
        .filter(invitation::COLUMN.revoked_at.is_null())
        .filter(invitation::COLUMN.expires_at.gt(now.as_millisecond()))
        .one(db)
        .await?;
    Ok(row)
}

/// Nobody else joins the CRM, and it stays as it is, until the transaction ends.
pub(super) async fn hold(tx: &DatabaseTransaction, crm: Option<&Crm>) -> Result<(), Error> {
    if let Some(crm) = crm {
        Exclusive::Crm(crm.scope().crm_id()).hold(tx).await?;
    }
    Ok(())
}

/// Makes a user of them in a CRM that is held, who has no password: in the role that an invitation gives, which is taken
/// by that, or a member.
pub(super) async fn join(
    tx: &DatabaseTransaction,
    crm: Option<&Crm>,
    person: &Recognised,
    now: Timestamp,
) -> Result<Principal, Error> {
    let crm_id = crm.ok_or(Error::SsoNoUser)?.scope().crm_id();
    let crm = crm::Entity::find_by_id(crm_id.to_owned())
        .filter(crm::COLUMN.status.eq(CrmStatus::Active))
        .one(tx)
        .await?
        .ok_or(Error::SsoNoUser)?;
    let address = person.email.as_deref().ok_or(Error::SsoNoUser)?;
    let email_norm = email::normalise(address).ok_or(Error::SsoNoUser)?;
    let (first_name, last_name) = names(person, &email_norm);
    let invitation = invited(tx, crm_id, &email_norm, now).await?;
    let role = invitation.as_ref().map_or(Role::Member, |row| row.role);
    let end = match &invitation {
        Some(_) => invitation::Column::AcceptedAt,
        // One that ran out isn't needed any more.
        None => invitation::Column::RevokedAt,
    };
    invitation::Entity::update_many()
        .col_expr(end, Expr::value(now.as_millisecond()))
        .filter(invitation::COLUMN.crm_id.eq(crm_id))
        .filter(invitation::COLUMN.email_norm.eq(email_norm.as_str()))
        .filter(invitation::COLUMN.accepted_at.is_null())
        .filter(invitation::COLUMN.revoked_at.is_null())
        .exec(tx)
        .await?;
    let user = NewUser {
        crm_id,
        email: address,
        email_norm: &email_norm,
        role,
        first_name,
        last_name,
        username: None,
        source: CredentialSource::Own,
        locale: crm.locale,
        time_zone: crm.time_zone,
        created_by: invitation.map(|row| row.invited_by),
    };
    let id = new_user::insert(tx, user, now).await?;
    let principal = Principal::user(crm_id, &id);
    credential::insert(tx, &principal, None, now).await?;
    event::own_user(tx, EventKind::UserJoined, (crm_id, &id), &[], now).await?;
    Ok(principal)
}

/// What they are called; by their address where the provider tells no name.
fn names(person: &Recognised, email_norm: &str) -> (String, String) {
    let fitting = |name: &str| {
        tidy(name)
            .chars()
            .take(person::LONGEST_NAME)
            .collect::<String>()
    };
    let (first, last) = (fitting(&person.name.0), fitting(&person.name.1));
    if first.is_empty() && last.is_empty() {
        let local = email_norm.split('@').next().unwrap_or_default();
        return (fitting(local), String::new());
    }
    (first, last)
}
