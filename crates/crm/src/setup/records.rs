//! The rows of a server's first moment.

use jiff::Timestamp;
use sea_orm::{ActiveValue::Set, ConnectionTrait, DatabaseTransaction, entity::prelude::*};
use serde_json::json;

use super::{Plan, SetUp};
use crate::{
    audit::{self, Actor, AuditScope},
    credential,
    crm_record::Crm,
    enter::{self, Pass},
    entity::account::{self, AccountStatus},
    error::Error,
    id::new_id,
    new_crm::{self, Address},
    principal::Principal,
    session::{self, Assurance, Opening, SessionMethod},
    setting,
    trace::RequestTrace,
};

/// Writes everything, and signs the owner in.
pub(super) async fn make(
    tx: &DatabaseTransaction,
    plan: &Plan,
    password_hash: String,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<SetUp, Error> {
    let operator = insert_operator(tx, plan, now).await?;
    let account = Principal::account(&operator.id);
    credential::insert(tx, &account, Some(password_hash), now).await?;
    let made = new_crm::make(tx, &operator, &plan.crm_name, Address::FromName, now).await?;
    setting::close_set_up(tx, &operator.id, now).await?;
    log(tx, &operator.id, &made.crm, trace, now).await?;
    let opening = Opening {
        method: SessionMethod::Portal,
        keep: true,
        proved: true,
        assurance: Assurance::One,
        announced: false,
        until: None,
    };
    let user = Principal::user(made.crm.scope().crm_id(), &made.owner_id);
    let session = session::start(tx, &user, opening, trace, now).await?;
    let pass = Pass {
        keep: true,
        portal_session_id: None,
        assurance: Assurance::One,
    };
    let enter = enter::issue(tx, made.crm.scope(), &made.owner_id, &pass, now).await?;
    Ok(SetUp {
        crm: made.crm,
        account_name: operator.name,
        account_email: operator.email,
        session,
        enter,
    })
}

async fn insert_operator<C: ConnectionTrait>(
    db: &C,
    plan: &Plan,
    now: Timestamp,
) -> Result<account::Model, Error> {
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
    Ok(row.insert(db).await?)
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
    let (ours, its) = ((account_id, crm_id), (crm_id, crm_id));
    audit::append_to_both(tx, "crm.created", ours, its, trace, now).await
}
