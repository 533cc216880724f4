//! Where an approval leads: depends on who approves, and on what the waiting browser named.

use sea_orm::{ConnectionTrait, entity::prelude::*};

use crate::{
    entity::membership,
    error::Error,
    principal::Principal,
    session::admits,
    sign_in::step::{self, Goal},
};

/// Where an approval leads.
pub(super) enum Way {
    To(Goal),
    /// To all that an account opens.
    List {
        account_id: String,
    },
}

/// Where somebody's approval leads a browser that names this CRM, or none.
///
/// # Errors
/// [`Error::QrWrongCrm`], [`Error::CrmSuspended`], [`Error::CrmScheduledForDeletion`].
pub(super) async fn way<C: ConnectionTrait>(
    db: &C,
    who: &Principal,
    named: Option<&str>,
) -> Result<Way, Error> {
    match (who, named) {
        (Principal::User { crm_id, id }, named) if named.is_none_or(|named| named == crm_id) => {
            Ok(Way::To(Goal::Crm {
                crm_id: crm_id.clone(),
                user_id: id.clone(),
                through_account: false,
            }))
        }
        (Principal::User { .. }, _) => Err(Error::QrWrongCrm),
        (Principal::Account { id }, Some(crm_id)) => through_account(db, id, crm_id).await,
        (Principal::Account { id }, None) => {
            let account_id = id.clone();
            let opens = membership::Entity::find()
                .filter(membership::COLUMN.account_id.eq(id.as_str()))
                .count(db)
                .await?;
            if opens > 0 {
                Ok(Way::List { account_id })
            } else {
                Ok(Way::To(Goal::Portal { account_id }))
            }
        }
    }
}

async fn through_account<C: ConnectionTrait>(
    db: &C,
    account_id: &str,
    crm_id: &str,
) -> Result<Way, Error> {
    let link = membership::Entity::find()
        .filter(membership::COLUMN.account_id.eq(account_id))
        .filter(membership::COLUMN.crm_id.eq(crm_id))
        .one(db)
        .await?
        .ok_or(Error::QrWrongCrm)?;
    let found = step::find_user(db, crm_id, &link.crm_user_id).await?;
    let (crm, user) = found.ok_or(Error::QrWrongCrm)?;
    if !admits(crm.status, user.role) {
        return Err(crm.status.refusal());
    }
    Ok(Way::To(Goal::Crm {
        crm_id: crm.id,
        user_id: user.id,
        through_account: true,
    }))
}
