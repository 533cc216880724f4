//! Passwords and second factors, each of one principal.

use jiff::Timestamp;
use sea_orm::{ActiveValue::Set, ConnectionTrait, entity::prelude::*, sea_query::Expr};

use crate::{
    entity::{
        credential,
        crm_user::{self, CredentialSource},
        membership,
    },
    error::Error,
    id::new_id,
    password_change,
    principal::Principal,
};

pub(crate) use crate::entity::credential::Model as Credential;

impl Credential {
    /// Whose it is.
    pub(crate) fn owner(&self) -> Principal {
        Principal::of_owned(
            self.account_id.as_deref(),
            self.crm_id.as_deref(),
            self.crm_user_id.as_deref(),
        )
    }

    /// Whether a second factor is asked for.
    pub(crate) const fn has_factor(&self) -> bool {
        self.totp_enabled_at.is_some()
    }
}

/// The credential of a principal.
pub(crate) async fn of<C: ConnectionTrait>(
    db: &C,
    principal: &Principal,
) -> Result<Option<Credential>, Error> {
    let row = credential::Entity::find()
        .filter(credential::COLUMN.principal_key.eq(principal.key()))
        .one(db)
        .await?;
    Ok(row)
}

/// Whose credential opens a user's session: the user's own, or that of the account behind it.
pub(crate) async fn principal_of_user<C: ConnectionTrait>(
    db: &C,
    user: &crm_user::Model,
) -> Result<Option<Principal>, Error> {
    match user.credential_source {
        CredentialSource::Own => Ok(Some(Principal::user(&user.crm_id, &user.id))),
        CredentialSource::Portal => {
            let link = membership::Entity::find()
                .filter(membership::COLUMN.crm_id.eq(user.crm_id.as_str()))
                .filter(membership::COLUMN.crm_user_id.eq(user.id.as_str()))
                .one(db)
                .await?;
            Ok(link.map(|link| Principal::account(&link.account_id)))
        }
    }
}

/// The credential that opens a user's session.
pub(crate) async fn of_user<C: ConnectionTrait>(
    db: &C,
    user: &crm_user::Model,
) -> Result<Option<Credential>, Error> {
    match principal_of_user(db, user).await? {
        Some(principal) => of(db, &principal).await,
        None => Ok(None),
    }
}

/// The credential that opens a session of a principal.
pub(crate) async fn behind<C: ConnectionTrait>(
    db: &C,
    principal: &Principal,
) -> Result<Option<Credential>, Error> {
    match owner_behind(db, principal).await? {
        Some(owner) => of(db, &owner).await,
        None => Ok(None),
    }
}

/// Whose credential opens a session of a principal.
pub(crate) async fn owner_behind<C: ConnectionTrait>(
    db: &C,
    principal: &Principal,
) -> Result<Option<Principal>, Error> {
    let Principal::User { crm_id, id } = principal else {
        return Ok(Some(principal.clone()));
    };
    let user = crm_user::Entity::find()
        .filter(crm_user::COLUMN.crm_id.eq(crm_id.as_str()))
        .filter(crm_user::COLUMN.id.eq(id.as_str()))
        .one(db)
        .await?;
    match user {
        Some(user) => principal_of_user(db, &user).await,
        None => Ok(None),
    }
}

/// Gives a principal that has none a credential.
pub(crate) async fn insert<C: ConnectionTrait>(
    db: &C,
    principal: &Principal,
    password_hash: Option<String>,
    now: Timestamp,
) -> Result<(), Error> {
    let at = now.as_millisecond();
    let row = credential::ActiveModel {
        id: Set(new_id(now)),
        principal_key: Set(principal.key()),
        account_id: Set(principal.account_id()),
        crm_id: Set(principal.crm_id()),
        crm_user_id: Set(principal.crm_user_id()),
        changed_at: Set(password_hash.is_some().then_some(at)),
        password_hash: Set(password_hash),
        totp_secret_enc: Set(None),
        totp_key_id: Set(None),
        totp_enabled_at: Set(None),
        totp_last_step: Set(None),
        totp_pending_enc: Set(None),
        totp_pending_until: Set(None),
        factor_locked_until: Set(None),
        version: Set(1),
        created_at: Set(at),
        updated_at: Set(at),
        created_by: Set(None),
        updated_by: Set(None),
    };
    row.insert(db).await?;
    Ok(())
}

/// Gives a principal a password, in place of one that they may have.
pub(crate) async fn set_password<C: ConnectionTrait>(
    db: &C,
    principal: &Principal,
    hash: String,
    now: Timestamp,
) -> Result<(), Error> {
    match of(db, principal).await? {
        Some(credential) => password_change::store(db, &credential, &hash, now).await,
        None => insert(db, principal, Some(hash), now).await,
    }
}

/// Makes void what a password has opened to select from, as if it was changed at this moment.
pub(crate) async fn void_lists<C: ConnectionTrait>(
    db: &C,
    principal: &Principal,
    now: Timestamp,
) -> Result<(), Error> {
    credential::Entity::update_many()
        .col_expr(
            credential::Column::ChangedAt,
            Expr::value(now.as_millisecond()),
        )
        .filter(credential::COLUMN.principal_key.eq(principal.key()))
        .exec(db)
        .await?;
    Ok(())
}

/// Takes the password of a principal away, who may set a new one.
pub(crate) async fn forget_password<C: ConnectionTrait>(
    db: &C,
    principal: &Principal,
) -> Result<(), Error> {
    credential::Entity::update_many()
        .col_expr(
            credential::Column::PasswordHash,
            Expr::value(None::<String>),
        )
        .filter(credential::COLUMN.principal_key.eq(principal.key()))
        .exec(db)
        .await?;
    Ok(())
}

/// Lets the password of the account behind a user count no more. The user has none then, and may set one.
pub(crate) async fn leave_account<C: ConnectionTrait>(
    db: &C,
    user: &crm_user::Model,
    now: Timestamp,
) -> Result<(), Error> {
    crm_user::Entity::update_many()
        .col_expr(
            crm_user::Column::CredentialSource,
            Expr::value(CredentialSource::Own.to_value()),
        )
        .filter(crm_user::COLUMN.crm_id.eq(user.crm_id.as_str()))
        .filter(crm_user::COLUMN.id.eq(user.id.as_str()))
        .exec(db)
        .await?;
    let principal = Principal::user(&user.crm_id, &user.id);
    if of(db, &principal).await?.is_none() {
        insert(db, &principal, None, now).await?;
    }
    Ok(())
}

/// Takes the credential of a principal away.
pub(crate) async fn remove<C: ConnectionTrait>(db: &C, principal: &Principal) -> Result<(), Error> {
    credential::Entity::delete_many()
        .filter(credential::COLUMN.principal_key.eq(principal.key()))
        .exec(db)
        .await?;
    Ok(())
}

/// Stores the same password with a stronger hash. One that was changed meanwhile stays changed.
pub(crate) async fn rehash<C: ConnectionTrait>(
    db: &C,
    credential: &Credential,
    hash: &str,
    now: Timestamp,
) -> Result<(), Error> {
    credential::Entity::update_many()
        .col_expr(credential::Column::PasswordHash, Expr::value(hash))
        .col_expr(
            credential::Column::UpdatedAt,
            Expr::value(now.as_millisecond()),
        )
        .filter(credential::COLUMN.id.eq(credential.id.as_str()))
        .filter(credential::COLUMN.version.eq(credential.version))
        .exec(db)
        .await?;
    Ok(())
}
