//! The rows of a server's first moment.

use jiff::Timestamp;
use sea_orm::DatabaseTransaction;
use serde_json::json;

use super::SetUp;
use crate::{
    audit::{self, Actor, AuditScope},
    credential,
    crm_record::Crm,
    enter::{self, Pass},
    entity::account::AccountStatus,
    error::Error,
    new_account::{self, NewAccount, Standing},
    new_crm::{self, Address},
    principal::Principal,
    session::{self, Assurance, Opening, SessionMethod},
    setting,
    trace::RequestTrace,
};

/// Writes everything, and signs the owner in.
pub(super) async fn make(
    tx: &DatabaseTransaction,
    new: &NewAccount,
    password_hash: String,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<SetUp, Error> {
    let standing = Standing {
        status: AccountStatus::Active,
        is_operator: true,
        // Whoever holds the bootstrap token owns the server, and needs to prove no more.
        is_verified: true,
    };
    let operator = new_account::insert(tx, new, standing, now).await?;
    let account = Principal::account(&operator.id);
    credential::insert(tx, &account, Some(password_hash), now).await?;
    let made = new_crm::make(tx, &operator, &new.crm_name, Address::FromName, now).await?;
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
        until: None,
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
