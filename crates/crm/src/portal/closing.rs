//! Closing an account. For thirty days a link in a letter brings it back; then nothing of its holder stays.

mod forget;
mod reopen;

use std::time::Duration;

use jiff::Timestamp;
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, QueryOrder as _, entity::prelude::*, sea_query::Expr,
};
use serde_json::json;

pub(crate) use self::forget::forget_closed;
pub use self::reopen::reopen_account;
use self::reopen::say_goodbye;
use super::connect::links;
use crate::{
    audit, credential,
    crm_record::Crm,
    cut_off::cut_off,
    database::{Database, Exclusive},
    entity::{
        account::{self, AccountStatus},
        crm,
        crm_user::{self, CredentialSource},
        identity_link, membership,
    },
    error::Error,
    ledger::{self, Holder, LedgerKind, Money, Posting},
    letter::Letter,
    mailable, outbox, password_reset,
    principal::Principal,
    session::PortalSession,
    step_up,
    trace::RequestTrace,
};

/// How long an account can be brought back.
pub const REOPENING: Duration = Duration::from_hours(30 * 24);

/// What comes with closing an account, and what stands in its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closing {
    /// CRMs that it owns, those that wait for their deletion included: it can't be closed.
    pub owned: Vec<Crm>,
    /// CRMs whose users have its password alone, and will set one of their own.
    pub by_account: Vec<Crm>,
    /// What is in its wallet: a debt is in the way, and the rest must be given up.
    pub balance: Option<Money>,
    /// It runs the server: it can't be closed.
    pub is_operator: bool,
}

impl Closing {
    /// Whether the account can be closed, and nothing but money that is given up is lost.
    #[must_use]
    pub fn can_close(&self) -> bool {
        self.owned.is_empty() && !self.is_operator && self.money() >= 0
    }

    fn money(&self) -> i64 {
        self.balance.as_ref().map_or(0, |balance| balance.minor)
    }
}

/// Tells what comes with closing the account of a session.
///
/// # Errors
/// [`Error::Database`].
pub async fn closing<C: ConnectionTrait>(
    db: &C,
    session: &PortalSession,
) -> Result<Closing, Error> {
    let id = session.who.id.as_str();
    let owned = crm::Entity::find()
        .filter(crm::COLUMN.owner_account_id.eq(id))
        .order_by_asc(crm::COLUMN.name)
        .all(db)
        .await?;
    let mut by_account = Vec::new();
    for (link, user) in links(db, id).await? {
        if user.credential_source == CredentialSource::Portal
            && owned.iter().all(|crm| crm.id != link.crm_id)
        {
            let row = crm::Entity::find_by_id(link.crm_id).one(db).await?;
            by_account.extend(row.map(Crm::from));
        }
    }
    Ok(Closing {
        owned: owned.into_iter().map(Crm::from).collect(),
        by_account,
        balance: ledger::balance(db, Holder::Account(id)).await?,
        is_operator: session.who.is_operator,
    })
}

/// Closes the account of a session: its memberships and sessions end, and whoever signed in to a CRM with its
/// password gets a letter with a link to set one there.
///
/// # Errors
/// [`Error::StepUpRequired`]; [`Error::AccountInUse`] while something stands in the way, or money is in the
/// wallet that isn't given up.
pub async fn close_account(
    db: &Database,
    session: &PortalSession,
    gives_money_up: bool,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let id = session.who.id.as_str();
    let tx = db.write().await?;
    Exclusive::Account(id).hold(&tx).await?;
    let closing = closing(&tx, session).await?;
    if !closing.can_close() || (closing.money() > 0 && !gives_money_up) {
        return Err(Error::AccountInUse);
    }
    // Last: nobody types a password for what doesn't come about anyway.
    step_up::require(session, now)?;
    give_up(&tx, id, &closing, now).await?;
    // All of them before the logs, which others hold last.
    for (link, _) in links(&tx, id).await? {
        Exclusive::Crm(&link.crm_id).hold(&tx).await?;
    }
    let who = &session.principal;
    // While it's known whom the account lets in.
    cut_off(&tx, who, "account_closed", trace, now).await?;
    // A user may have left the account before their CRM was held.
    for (link, user) in &links(&tx, id).await? {
        part(&tx, link, user, trace, now).await?;
    }
    let closed = account::Entity::update_many()
        .col_expr(account::Column::ClosedAt, Expr::value(now.as_millisecond()))
        .filter(account::COLUMN.id.eq(id))
        .filter(account::COLUMN.status.eq(AccountStatus::Active))
        .filter(account::COLUMN.closed_at.is_null())
        .exec(&tx)
        .await?;
    if closed.rows_affected != 1 {
        return Err(Error::NotFound);
    }
    identity_link::Entity::delete_many()
        .filter(identity_link::COLUMN.account_id.eq(id))
        .exec(&tx)
        .await?;
    audit::append_own(&tx, who, "account.closed", json!({}), trace, now).await?;
    say_goodbye(&tx, session, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Ends a membership. A user who has signed in with the account's password is sent a link to set one.
async fn part(
    tx: &DatabaseTransaction,
    link: &membership::Model,
    user: &crm_user::Model,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    if user.credential_source == CredentialSource::Portal {
        credential::leave_account(tx, user, now).await?;
        let principal = Principal::user(&user.crm_id, &user.id);
        if let Some(person) = mailable::of(tx, &principal).await? {
            let path = password_reset::new_first_link(tx, &principal, now).await?;
            let letter = Letter::PasswordOfOwn {
                name: person.name.clone(),
                crm: person.what.clone(),
                email: person.email.clone(),
                // EXPOSE: the link is for the one who reads the letter.
                path: path.expose().clone(),
            };
            outbox::enqueue(tx, &letter, person.recipient(), now).await?;
        }
    }
    membership::Entity::delete_by_id(link.id.clone())
        .exec(tx)
        .await?;
    let (crm_id, user_id) = (link.crm_id.as_str(), link.crm_user_id.as_str());
    let ours = (link.account_id.as_str(), crm_id);
    audit::append_to_both(
        tx,
        "membership.removed",
        ours,
        (crm_id, user_id),
        trace,
        now,
    )
    .await
}

/// Takes what is in the wallet out of it.
async fn give_up(
    tx: &DatabaseTransaction,
    id: &str,
    closing: &Closing,
    now: Timestamp,
) -> Result<(), Error> {
    let Some(balance) = closing.balance.as_ref().filter(|balance| balance.minor > 0) else {
        return Ok(());
    };
    let wallet = ledger::wallet(tx, Holder::Account(id), &balance.currency, now).await?;
    let at = now.as_millisecond().to_string();
    let posting = Posting {
        kind: LedgerKind::Adjustment,
        amount_minor: -balance.minor,
        // An account that was brought back can be closed again.
        reference: &format!("closed:{at}"),
        pair_id: None,
        corrects_id: None,
        note: "",
        posted_by: Some(id),
        crm_name: None,
    };
    ledger::post(tx, &wallet, posting, now).await?;
    Ok(())
}

#[cfg(test)]
mod tests;
