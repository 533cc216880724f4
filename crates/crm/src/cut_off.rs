//! Ending all that lets somebody in as a person, for whom somebody else may have been in their place.
//!
//! Whoever was in as an account could enter every CRM on its list, and approve there what its password approves.
//! So the users behind those entries are cut off with it, and providers and passkeys that somebody may have added in the
//! person's place recognise nobody any more: the person adds theirs again. They stay where a password, had
//! the person one, would let them into nothing.

use jiff::Timestamp;
use sea_orm::{ConnectionTrait, entity::prelude::*};
use serde_json::json;

use crate::{
    audit, credential, device,
    entity::{
        crm_user::{self, CredentialSource},
        identity_link, passkey,
    },
    error::Error,
    portal,
    principal::Principal,
    qr::hand_off,
    session, sso,
    ticket::{self, TicketKind},
    trace::RequestTrace,
};

/// Ends every session of a person, trusts none of their devices any more, and voids every ticket with which
/// somebody is on their way in, or moves the person to another address. So it goes for every user that an
/// account lets in. Says whether providers or passkeys recognise the person no more.
pub(crate) async fn cut_off<C: ConnectionTrait>(
    tx: &C,
    who: &Principal,
    reason: &'static str,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<bool, Error> {
    end_all(tx, who, reason, now).await?;
    let mut forgot = false;
    if has_use_of_password(tx, who).await? {
        forgot |= forget_keys(tx, who, who, trace, now).await?;
    }
    let Principal::Account { id } = who else {
        return Ok(forgot);
    };
    for (_, user) in portal::links(tx, id).await? {
        let principal = Principal::user(&user.crm_id, &user.id);
        end_all(tx, &principal, reason, now).await?;
        // Whoever has a password of their own connects a provider by that alone.
        if user.credential_source == CredentialSource::Portal
            && !sso::required::has_no_use_of_password(tx, &user).await?
        {
            forgot |= forget_keys(tx, &principal, who, trace, now).await?;
        }
    }
    Ok(forgot)
}

async fn end_all<C: ConnectionTrait>(
    tx: &C,
    who: &Principal,
    reason: &'static str,
    now: Timestamp,
) -> Result<(), Error> {
    session::revoke_others(tx, who, "", reason, now).await?;
    device::distrust_all(tx, who).await?;
    for kind in [
        TicketKind::Reset,
        TicketKind::Enter,
        TicketKind::SecondFactor,
        TicketKind::ConnectCode,
        TicketKind::ConfirmEmail,
    ] {
        ticket::void(tx, kind, who, now).await?;
    }
    hand_off::void(tx, who, now).await?;
    credential::void_lists(tx, who, now).await
}

async fn has_use_of_password<C: ConnectionTrait>(tx: &C, who: &Principal) -> Result<bool, Error> {
    let Principal::User { crm_id, id } = who else {
        return Ok(true);
    };
    let key = (crm_id.clone(), id.clone());
    match crm_user::Entity::find_by_id(key).one(tx).await? {
        Some(user) => Ok(!sso::required::has_no_use_of_password(tx, &user).await?),
        None => Ok(true),
    }
}

/// Lets no provider and no passkey recognise a person any more; the log of the one who is cut off tells it. Whether
/// there were any.
async fn forget_keys<C: ConnectionTrait>(
    tx: &C,
    whose: &Principal,
    log_of: &Principal,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<bool, Error> {
    let links = identity_link::Entity::find()
        .filter(identity_link::COLUMN.principal_key.eq(whose.key()))
        .all(tx)
        .await?;
    let mut forgot = false;
    for link in links {
        let gone = identity_link::Entity::delete_by_id(link.id)
            .exec(tx)
            .await?;
        if gone.rows_affected == 1 {
            forgot = true;
            let fields = json!({ "provider": link.provider_id });
            audit::append_own(tx, log_of, "sso.unlinked", fields, trace, now).await?;
        }
    }
    let passkeys = passkey::Entity::find()
        .filter(passkey::COLUMN.principal_key.eq(whose.key()))
        .all(tx)
        .await?;
    for passkey in passkeys {
        let gone = passkey::Entity::delete_by_id(passkey.id.clone())
            .exec(tx)
            .await?;
        // One that was taken away is in the log already.
        if gone.rows_affected == 1 && passkey.removed_at.is_none() {
            forgot = true;
            let fields = json!({ "passkey": passkey.id });
            audit::append_own(tx, log_of, "passkey.removed", fields, trace, now).await?;
        }
    }
    Ok(forgot)
}
