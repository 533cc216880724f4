//! Handing a CRM over: another of its people owns it from then on. Whoever runs the server does it, by the command
//! line, and nobody else.

use jiff::Timestamp;
use sea_orm::{ActiveEnum as _, DatabaseTransaction, entity::prelude::*, sea_query::Expr};
use serde_json::json;

use super::directory::update;
use crate::{
    audit::{self, Actor, AuditScope},
    credential,
    crm_record::{Crm, CrmScope, CrmStatus, row_by_slug},
    database::{Database, Exclusive},
    entity::{
        account::{self, AccountStatus},
        crm,
        crm_user::{self, CrmUserStatus, Role},
        membership::MembershipOrigin,
    },
    error::Error,
    event::{self, EventKind},
    letter::{Letter, NewOwner, PORTAL},
    new_account::{self, NewAccount, Standing},
    new_crm,
    outbox::{self, Recipient},
    password_reset, person,
    portal::{self, may_own_another},
    principal::Principal,
    session,
    sign_in::{Login, find_user},
    sign_up, sso,
    trace::RequestTrace,
};

/// Who owns a CRM now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandedOver {
    /// The CRM's name.
    pub crm: String,
    /// The address of the account that owns it.
    pub email: String,
    /// The account was made for it: its holder sets a password by the link of a letter.
    pub is_new: bool,
}

/// An account that is to own a CRM.
struct Heir {
    account: account::Model,
    is_new: bool,
}

/// Lets the account of one of a CRM's active people own it. Who had owned it is an admin, and stays. Somebody without
/// an account gets one with their address, and no password yet. What is theirs already changes nothing.
///
/// # Errors
/// [`Error::CrmNotFound`]; [`Error::NotFound`] where nobody active has this login; [`Error::CrmScheduledForDeletion`],
/// [`Error::PurgeStarted`]; [`Error::AccountNotConnected`] when an account has the person's address, and they
/// aren't connected with it; [`Error::CrmLimitReached`] of the account; [`Error::LastSignInMethod`] where the CRM demands a
/// provider that nobody could take back then.
pub async fn hand_over(
    db: &Database,
    slug: &str,
    login: &str,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<HandedOver, Error> {
    let found = row_by_slug(db.read(), slug, now).await?;
    let place = Crm::from(found.ok_or(Error::CrmNotFound)?);
    let crm_id = place.scope().crm_id();
    let tx = db.write().await?;
    // Addresses and accounts are held before CRMs, so the person is looked up twice.
    let user = active(&tx, place.scope(), login).await?;
    let heir = hold_account(&tx, &user, now).await?;
    Exclusive::Crm(crm_id).hold(&tx).await?;
    let user = active(&tx, place.scope(), login).await?;
    let crm = crm::Entity::find_by_id(crm_id.to_owned()).one(&tx).await?;
    let crm = crm.ok_or(Error::CrmNotFound)?;
    match crm.status {
        CrmStatus::Active | CrmStatus::SuspendedBilling => {}
        CrmStatus::DeletionScheduled => return Err(Error::CrmScheduledForDeletion),
        CrmStatus::Purging => return Err(Error::PurgeStarted),
    }
    let done = HandedOver {
        crm: crm.name.clone(),
        email: heir.account.email.clone(),
        is_new: heir.is_new,
    };
    if crm.owner_account_id == heir.account.id {
        return Ok(done);
    }
    may_own_another(&tx, &heir.account.id).await?;
    connect(&tx, &heir, &user, trace, now).await?;
    give(&tx, &crm, &heir, user, trace, now).await?;
    // Who owns it gets in where nobody else does: it may be the only way.
    sso::keeps_a_way(&tx, place.scope()).await?;
    tell(&tx, &crm, &heir, now).await?;
    tx.commit().await?;
    Ok(done)
}

async fn active(
    tx: &DatabaseTransaction,
    scope: &CrmScope,
    login: &str,
) -> Result<crm_user::Model, Error> {
    let user = find_user(tx, scope, &Login::from(login)).await?;
    let user = user.filter(|user| user.status == CrmUserStatus::Active);
    user.ok_or(Error::NotFound)
}

/// The account that a user is connected with, or one that is made for who has none.
async fn hold_account(
    tx: &DatabaseTransaction,
    user: &crm_user::Model,
    now: Timestamp,
) -> Result<Heir, Error> {
    let Some(link) = portal::link_of(tx, &user.crm_id, &user.id).await? else {
        let account = make_account(tx, user, now).await?;
        let is_new = true;
        return Ok(Heir { account, is_new });
    };
    portal::hold_open(tx, &link.account_id).await?;
    let account = account::Entity::find_by_id(link.account_id).one(tx).await?;
    Ok(Heir {
        account: account.ok_or(Error::NotFound)?,
        is_new: false,
    })
}

async fn make_account(
    tx: &DatabaseTransaction,
    user: &crm_user::Model,
    now: Timestamp,
) -> Result<account::Model, Error> {
    let address = user.email_norm.as_str();
    Exclusive::Address(address).hold(tx).await?;
    if sign_up::holder(tx, address).await?.is_some() {
        // The same address is no proof that both are one person.
        return Err(Error::AccountNotConnected);
    }
    sign_up::forget_pending(tx, account::COLUMN.email_norm.eq(address)).await?;
    let new = NewAccount {
        name: person::display(&user.first_name, &user.last_name),
        email: user.email.clone(),
        email_norm: user.email_norm.clone(),
        crm_name: String::new(),
        locale: user.locale.clone(),
        time_zone: user.time_zone.clone(),
    };
    let standing = Standing {
        status: AccountStatus::Active,
        is_operator: false,
        is_verified: true,
    };
    let account = new_account::insert(tx, &new, standing, now).await?;
    let holder = Principal::account(&account.id);
    credential::insert(tx, &holder, None, now).await?;
    Ok(account)
}

/// Connects who isn't yet; an account that was there is connected with this very user.
async fn connect(
    tx: &DatabaseTransaction,
    heir: &Heir,
    user: &crm_user::Model,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let (account, its) = (
        heir.account.id.as_str(),
        (user.crm_id.as_str(), user.id.as_str()),
    );
    let link = portal::link_of(tx, its.0, its.1).await?;
    match link {
        Some(link) if link.account_id == account => Ok(()),
        None if heir.is_new => {
            new_crm::link(tx, account, its, MembershipOrigin::Connected, now).await?;
            let by = Actor::Operator;
            let (holder, action) = (Principal::account(account), "account.created");
            audit::append_about(tx, &holder, by, action, json!({}), trace, now).await?;
            let (action, ours) = ("membership.created", (account, its.0));
            audit::append_to_both_by(tx, by, action, ours, its, trace, now).await
        }
        // They were connected or disconnected in this moment.
        _ => Err(Error::VersionConflict),
    }
}

/// Changes who owns the CRM, and both roles. Nobody goes on in a session that had other rights.
async fn give(
    tx: &DatabaseTransaction,
    crm: &crm::Model,
    heir: &Heir,
    mut user: crm_user::Model,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    crm::Entity::update_many()
        .col_expr(
            crm::Column::OwnerAccountId,
            Expr::value(heir.account.id.as_str()),
        )
        .col_expr(crm::Column::UpdatedAt, Expr::value(now.as_millisecond()))
        .filter(crm::COLUMN.id.eq(crm.id.as_str()))
        .exec(tx)
        .await?;
    let former = crm_user::Entity::find()
        .filter(crm_user::COLUMN.crm_id.eq(crm.id.as_str()))
        .filter(crm_user::COLUMN.role.eq(Role::Owner))
        .one(tx)
        .await?;
    let fields = json!({ "former": former.as_ref().map(|row| row.id.clone()) });
    if let Some(mut former) = former {
        change_role(tx, &mut former, Role::Admin, now).await?;
    }
    change_role(tx, &mut user, Role::Owner, now).await?;
    let of_account = |id| (AuditScope::Account, id, crm.id.as_str());
    for (scope, scope_id, subject) in [
        of_account(crm.owner_account_id.as_str()),
        of_account(heir.account.id.as_str()),
        (AuditScope::Crm, crm.id.as_str(), user.id.as_str()),
    ] {
        let entry = audit::Entry {
            scope,
            scope_id,
            action: "crm.owner_changed",
            actor: Actor::Operator,
            subject: Some(subject),
            fields: fields.clone(),
        };
        audit::append(tx, entry, trace, now).await?;
    }
    Ok(())
}

async fn change_role(
    tx: &DatabaseTransaction,
    row: &mut crm_user::Model,
    role: Role,
    now: Timestamp,
) -> Result<(), Error> {
    update(tx, row, crm_user::Column::Role, role.to_value(), now).await?;
    row.role = role;
    let whose = Principal::user(&row.crm_id, &row.id);
    session::revoke_others(tx, &whose, "", "owner_changed", now).await?;
    let (what, by) = (EventKind::UserRoleChanged, Actor::Operator);
    event::user(tx, what, by, row, &["role"], now).await
}

/// Tells both accounts.
async fn tell(
    tx: &DatabaseTransaction,
    crm: &crm::Model,
    heir: &Heir,
    now: Timestamp,
) -> Result<(), Error> {
    let account = &heir.account;
    let path = if heir.is_new {
        let holder = Principal::account(&account.id);
        let link = password_reset::new_first_link(tx, &holder, now).await?;
        // EXPOSE: the link is for the one who reads the letter.
        link.expose().clone()
    } else {
        PORTAL.to_owned()
    };
    let about = |name: &str, path| NewOwner {
        name: name.to_owned(),
        crm: crm.name.clone(),
        email: account.email.clone(),
        path,
    };
    let letter = Letter::OwnerNow(about(&account.name, path));
    outbox::enqueue(tx, &letter, Recipient::account(account), now).await?;
    let former = account::Entity::find_by_id(crm.owner_account_id.clone())
        .filter(account::COLUMN.closed_at.is_null())
        .one(tx)
        .await?;
    let Some(former) = former else { return Ok(()) };
    let letter = Letter::OwnerNoMore(about(&former.name, PORTAL.to_owned()));
    outbox::enqueue(tx, &letter, Recipient::account(&former), now).await
}
