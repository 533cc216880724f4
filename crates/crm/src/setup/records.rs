//! The rows of the first start.

use jiff::Timestamp;
use sea_orm::{ActiveValue::Set, ConnectionTrait, DatabaseTransaction, entity::prelude::*};
use serde_json::json;

use super::{Plan, SetUp};
use crate::{
    audit::{self, Actor, AuditScope},
    crm_record::Crm,
    enter,
    entity::{
        account::{self, AccountStatus},
        credential,
        crm::{self, CrmState},
        crm_user::{self, CredentialSource, CrmUserStatus, Role},
        membership::{self, MembershipOrigin},
    },
    error::Error,
    id::new_id,
    person,
    session::{self, SessionMethod},
    setting, slug,
    text::folded,
    trace::RequestTrace,
    username,
};

/// Writes everything, and signs the owner in.
pub(super) async fn make(
    tx: &DatabaseTransaction,
    plan: &Plan,
    password_hash: String,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<SetUp, Error> {
    let account_id = insert_operator(tx, plan, now).await?;
    insert_credential(tx, &account_id, password_hash, now).await?;
    let crm = insert_crm(tx, plan, &account_id, now).await?;
    let user_id = insert_owner(tx, plan, &crm, now).await?;
    insert_membership(tx, &account_id, &crm, &user_id, now).await?;
    setting::close_set_up(tx, &account_id, now).await?;
    log(tx, &account_id, &crm, trace, now).await?;
    let method = SessionMethod::Portal;
    let session = session::start(tx, crm.scope(), &user_id, method, true, trace, now).await?;
    let enter = enter::issue(tx, crm.scope(), &user_id, true, now).await?;
    Ok(SetUp {
        crm,
        account_name: plan.name.clone(),
        account_email: plan.email.clone(),
        session,
        enter,
    })
}

async fn insert_operator<C: ConnectionTrait>(
    db: &C,
    plan: &Plan,
    now: Timestamp,
) -> Result<String, Error> {
    let at = now.as_millisecond();
    let row = account::ActiveModel {
        id: Set(new_id(now)),
        email: Set(plan.email.clone()),
        email_norm: Set(plan.email_norm.clone()),
        name: Set(plan.name.clone()),
        locale: Set(plan.locale.tag().to_owned()),
        time_zone: Set(plan.time_zone.clone()),
        photo_hash: Set(None),
        status: Set(AccountStatus::Active),
        is_operator: Set(true),
        // Whoever holds the bootstrap token owns the server, and needs to prove no more.
        email_verified_at: Set(Some(at)),
        closed_at: Set(None),
        version: Set(1),
        created_at: Set(at),
        updated_at: Set(at),
        created_by: Set(None),
        updated_by: Set(None),
    };
    Ok(row.insert(db).await?.id)
}

async fn insert_credential<C: ConnectionTrait>(
    db: &C,
    account_id: &str,
    password_hash: String,
    now: Timestamp,
) -> Result<(), Error> {
    let at = now.as_millisecond();
    let row = credential::ActiveModel {
        id: Set(new_id(now)),
        principal_key: Set(format!("a:{account_id}")),
        account_id: Set(Some(account_id.to_owned())),
        crm_id: Set(None),
        crm_user_id: Set(None),
        password_hash: Set(Some(password_hash)),
        changed_at: Set(Some(at)),
        version: Set(1),
        created_at: Set(at),
        updated_at: Set(at),
        created_by: Set(None),
        updated_by: Set(None),
    };
    row.insert(db).await?;
    Ok(())
}

async fn insert_crm<C: ConnectionTrait>(
    db: &C,
    plan: &Plan,
    account_id: &str,
    now: Timestamp,
) -> Result<Crm, Error> {
    let at = now.as_millisecond();
    let row = crm::ActiveModel {
        id: Set(new_id(now)),
        slug: Set(free_slug(db, &plan.crm_name).await?),
        name: Set(plan.crm_name.clone()),
        icon_hash: Set(None),
        status: Set(CrmState::Active),
        status_before: Set(None),
        owner_account_id: Set(account_id.to_owned()),
        delete_at: Set(None),
        deletion_by: Set(None),
        country: Set(None),
        locale: Set(plan.locale.tag().to_owned()),
        time_zone: Set(plan.time_zone.clone()),
        currency: Set("EUR".to_owned()),
        settings: Set(json!({})),
        event_seq: Set(0),
        version: Set(1),
        created_at: Set(at),
        updated_at: Set(at),
        created_by: Set(Some(account_id.to_owned())),
        updated_by: Set(None),
    };
    Ok(Crm::from(row.insert(db).await?))
}

/// The slug of a name, or the first of its numbered forms that is free.
async fn free_slug<C: ConnectionTrait>(db: &C, crm_name: &str) -> Result<String, Error> {
    let wanted = slug::derive(crm_name);
    let mut n = 1;
    loop {
        let choice = slug::numbered(&wanted, n);
        let taken = crm::Entity::find()
            .filter(crm::COLUMN.slug.eq(choice.as_str()))
            .one(db)
            .await?;
        if taken.is_none() {
            return Ok(choice);
        }
        n += 1;
    }
}

async fn insert_owner<C: ConnectionTrait>(
    db: &C,
    plan: &Plan,
    crm: &Crm,
    now: Timestamp,
) -> Result<String, Error> {
    let at = now.as_millisecond();
    let (first_name, last_name) = person::split(&plan.name);
    let username = username::from_email(&plan.email_norm);
    let search_text = folded(&format!("{} {username} {}", plan.name, plan.email_norm));
    let row = crm_user::ActiveModel {
        crm_id: Set(crm.scope().crm_id().to_owned()),
        id: Set(new_id(now)),
        email: Set(plan.email.clone()),
        email_norm: Set(plan.email_norm.clone()),
        username: Set(username),
        sort_key: Set(folded(&format!("{last_name} {first_name}"))),
        first_name: Set(first_name),
        last_name: Set(last_name),
        title: Set(String::new()),
        phone_e164: Set(None),
        phone_ext: Set(None),
        photo_hash: Set(None),
        role: Set(Role::Owner),
        status: Set(CrmUserStatus::Active),
        credential_source: Set(CredentialSource::Portal),
        locale: Set(plan.locale.tag().to_owned()),
        time_zone: Set(plan.time_zone.clone()),
        date_format: Set(None),
        search_text: Set(search_text),
        deleted_at: Set(None),
        version: Set(1),
        created_at: Set(at),
        updated_at: Set(at),
        created_by: Set(None),
        updated_by: Set(None),
    };
    Ok(row.insert(db).await?.id)
}

async fn insert_membership<C: ConnectionTrait>(
    db: &C,
    account_id: &str,
    crm: &Crm,
    user_id: &str,
    now: Timestamp,
) -> Result<(), Error> {
    let at = now.as_millisecond();
    let row = membership::ActiveModel {
        id: Set(new_id(now)),
        account_id: Set(account_id.to_owned()),
        crm_id: Set(crm.scope().crm_id().to_owned()),
        crm_user_id: Set(user_id.to_owned()),
        origin: Set(MembershipOrigin::Created),
        last_opened_at: Set(Some(at)),
        version: Set(1),
        created_at: Set(at),
        updated_at: Set(at),
        created_by: Set(None),
        updated_by: Set(None),
    };
    row.insert(db).await?;
    Ok(())
}

async fn log(
    tx: &DatabaseTransaction,
    account_id: &str,
    crm: &Crm,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let crm_id = crm.scope().crm_id();
    for (scope, scope_id, action, subject) in [
        (
            AuditScope::Server,
            audit::SERVER,
            "server.setup",
            account_id,
        ),
        (
            AuditScope::Account,
            account_id,
            "account.created",
            account_id,
        ),
        (AuditScope::Account, account_id, "crm.created", crm_id),
        (AuditScope::Crm, crm_id, "crm.created", crm_id),
    ] {
        let actor = Actor::Account(account_id);
        let subject = Some(subject);
        let entry = audit::Entry {
            scope,
            scope_id,
            action,
            actor,
            subject,
            fields: json!({}),
        };
        audit::append(tx, entry, trace, now).await?;
    }
    Ok(())
}
