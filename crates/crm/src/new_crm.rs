//! Making a CRM: the CRM itself, its owner, and what it starts with, in one transaction.

use jiff::Timestamp;
use sea_orm::{ActiveValue::Set, ConnectionTrait, entity::prelude::*};
use serde_json::json;

use crate::{
    audit,
    crm_record::Crm,
    database::Exclusive,
    entity::{
        account,
        crm::{self, CrmState, FactorPolicy, Standing},
        crm_user::{self, CredentialSource, CrmUserStatus, Role},
        membership::{self, MembershipOrigin},
    },
    error::Error,
    id::new_id,
    ledger::{self, CURRENCY, Holder, LedgerKind, Posting},
    letter::Letter,
    outbox::{self, Recipient},
    person,
    slug::{self, claim},
    trace::RequestTrace,
    username,
};

/// Where a CRM shall be.
#[derive(Debug, Clone)]
pub(crate) enum Address {
    /// At this very slug.
    Exactly(String),
    /// At the first free one made from the name.
    FromName,
}

/// A CRM that was made.
pub(crate) struct Made {
    pub(crate) crm: Crm,
    pub(crate) owner_id: String,
}

/// Makes a CRM that an account owns.
///
/// # Errors
/// [`Error::SlugTaken`].
pub(crate) async fn make<C: ConnectionTrait>(
    tx: &C,
    owner: &account::Model,
    name: &str,
    address: Address,
    now: Timestamp,
) -> Result<Made, Error> {
    Exclusive::Slugs.hold(tx).await?;
    let slug = match address {
        Address::Exactly(slug) => {
            claim::require_free(tx, None, &slug, now).await?;
            slug
        }
        Address::FromName => claim::first_free(tx, &slug::derive(name), now).await?,
    };
    let crm = insert_crm(tx, owner, name, slug, now).await?;
    let owner_id = insert_owner(tx, owner, &crm, now).await?;
    let user = (crm.scope().crm_id(), owner_id.as_str());
    link(tx, &owner.id, user, MembershipOrigin::Created, now).await?;
    let wallet = ledger::wallet(tx, Holder::Crm(user.0), CURRENCY, now).await?;
    let opening = Posting {
        kind: LedgerKind::Opening,
        amount_minor: 0,
        reference: user.0,
        pair_id: None,
        corrects_id: None,
        note: "",
        posted_by: None,
        crm_name: Some(name),
    };
    ledger::post(tx, &wallet, opening, now).await?;
    Ok(Made { crm, owner_id })
}

/// Says to the logs and to the owner that an account has a new CRM.
pub(crate) async fn announce<C: ConnectionTrait>(
    tx: &C,
    owner: &account::Model,
    crm: &Crm,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let crm_id = crm.scope().crm_id();
    let (ours, its) = ((owner.id.as_str(), crm_id), (crm_id, crm_id));
    audit::append_to_both(tx, "crm.created", ours, its, trace, now).await?;
    let letter = Letter::CrmReady {
        name: owner.name.clone(),
        crm: crm.name.clone(),
        path: crm.home_path(),
    };
    let to = Recipient {
        crm_id: Some(crm_id),
        ..Recipient::account(owner)
    };
    outbox::enqueue(tx, &letter, to, now).await
}

/// Says that an account is a user of a CRM.
pub(crate) async fn link<C: ConnectionTrait>(
    tx: &C,
    account_id: &str,
    (crm_id, crm_user_id): (&str, &str),
    origin: MembershipOrigin,
    now: Timestamp,
) -> Result<(), Error> {
    let at = now.as_millisecond();
    let row = membership::ActiveModel {
        id: Set(new_id(now)),
        account_id: Set(account_id.to_owned()),
        crm_id: Set(crm_id.to_owned()),
        crm_user_id: Set(crm_user_id.to_owned()),
        origin: Set(origin),
        last_opened_at: Set(None),
        version: Set(1),
        created_at: Set(at),
        updated_at: Set(at),
        created_by: Set(None),
        updated_by: Set(None),
    };
    row.insert(tx).await?;
    Ok(())
}

async fn insert_crm<C: ConnectionTrait>(
    tx: &C,
    owner: &account::Model,
    name: &str,
    slug: String,
    now: Timestamp,
) -> Result<Crm, Error> {
    let at = now.as_millisecond();
    let row = crm::ActiveModel {
        id: Set(new_id(now)),
        slug: Set(slug),
        name: Set(name.to_owned()),
        icon_hash: Set(None),
        status: Set(CrmState::Active),
        status_before: Set(None),
        owner_account_id: Set(owner.id.clone()),
        delete_at: Set(None),
        deletion_by: Set(None),
        country: Set(None),
        locale: Set(owner.locale.clone()),
        time_zone: Set(owner.time_zone.clone()),
        currency: Set(CURRENCY.to_owned()),
        settings: Set(json!({})),
        event_seq: Set(0),
        factor_policy: Set(FactorPolicy::Optional),
        factor_policy_since: Set(at),
        factor_trust: Set(true),
        trial_until: Set(None),
        billing_day: Set(None),
        standing: Set(Standing::Good),
        overdue_since: Set(None),
        audit_days: Set(audit::KEPT_DAYS),
        version: Set(1),
        created_at: Set(at),
        updated_at: Set(at),
        created_by: Set(Some(owner.id.clone())),
        updated_by: Set(None),
    };
    Ok(Crm::from(row.insert(tx).await?))
}

async fn insert_owner<C: ConnectionTrait>(
    tx: &C,
    owner: &account::Model,
    crm: &Crm,
    now: Timestamp,
) -> Result<String, Error> {
    let at = now.as_millisecond();
    let (first_name, last_name) = person::split(&owner.name);
    let username = username::from_email(&owner.email_norm);
    let search_text = person::search_text(&owner.name, &username, &owner.email_norm);
    let row = crm_user::ActiveModel {
        crm_id: Set(crm.scope().crm_id().to_owned()),
        id: Set(new_id(now)),
        email: Set(owner.email.clone()),
        email_norm: Set(owner.email_norm.clone()),
        username: Set(username),
        sort_key: Set(person::sort_key(&first_name, &last_name)),
        first_name: Set(first_name),
        last_name: Set(last_name),
        title: Set(String::new()),
        phone_e164: Set(None),
        phone_ext: Set(None),
        photo_hash: Set(None),
        role: Set(Role::Owner),
        status: Set(CrmUserStatus::Active),
        credential_source: Set(CredentialSource::Portal),
        locale: Set(owner.locale.clone()),
        time_zone: Set(owner.time_zone.clone()),
        date_format: Set(None),
        search_text: Set(search_text),
        deleted_at: Set(None),
        version: Set(1),
        created_at: Set(at),
        updated_at: Set(at),
        created_by: Set(None),
        updated_by: Set(None),
    };
    Ok(row.insert(tx).await?.id)
}
