//! Closing an account. For thirty days a link in a letter brings it back; then nothing of its holder stays.

use std::time::Duration;

use jiff::Timestamp;
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, QueryOrder as _, entity::prelude::*, sea_query::Expr,
};
use serde_json::json;

use crate::{
    audit,
    confirmation::WayBack,
    credential,
    crm_record::Crm,
    cut_off::cut_off,
    database::{Database, Exclusive},
    entity::{
        account::{self, AccountStatus},
        credential as credential_row, crm,
        crm_user::{self, CredentialSource},
        device, idempotency_key, identity_link, membership,
        outbox::{self as outbox_row, OutboxState},
        session as session_row, ticket as ticket_row,
    },
    error::Error,
    ledger::{self, Holder, LedgerKind, Money, Posting},
    letter::Letter,
    locale::Locale,
    mailable,
    outbox::{self, Recipient},
    password_reset,
    principal::Principal,
    session::PortalSession,
    sign_up, step_up,
    ticket::{self, NewTicket, TicketKind},
    token::Token,
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
    let links = links(&tx, id).await?;
    // All of them before the logs, which others hold last.
    for (link, _) in &links {
        Exclusive::Crm(&link.crm_id).hold(&tx).await?;
    }
    for (link, user) in &links {
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
    let who = &session.principal;
    identity_link::Entity::delete_many()
        .filter(identity_link::COLUMN.account_id.eq(id))
        .exec(&tx)
        .await?;
    ticket::void(&tx, TicketKind::UndoEmail, who, now).await?;
    cut_off(&tx, who, "account_closed", now).await?;
    audit::append_own(&tx, who, "account.closed", json!({}), trace, now).await?;
    say_goodbye(&tx, session, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Brings a closed account back by the link of the letter. Its holder signs in as before; memberships that
/// have ended don't come back.
///
/// # Errors
/// [`Error::TicketInvalid`]; [`Error::EmailTaken`] when somebody has an account with its address by now.
pub async fn reopen_account(
    db: &Database,
    ticket: &Token,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let (kind, secret) = (TicketKind::UndoEmail, ticket.hash());
    let row = ticket::find(db.read(), kind, secret, now).await?;
    let row = row.ok_or(Error::TicketInvalid)?;
    let id = row.account_id.ok_or(Error::TicketInvalid)?;
    let WayBack::Closing { email_norm } = serde_json::from_value(row.payload)? else {
        return Err(Error::TicketInvalid);
    };
    let tx = db.write().await?;
    Exclusive::Address(&email_norm).hold(&tx).await?;
    Exclusive::Account(&id).hold(&tx).await?;
    let used = ticket::use_up(&tx, kind, secret, None, now).await?;
    used.ok_or(Error::TicketInvalid)?;
    if sign_up::holder(&tx, &email_norm).await?.is_some() {
        return Err(Error::EmailTaken);
    }
    let unconfirmed = account::COLUMN.email_norm.eq(email_norm.as_str());
    sign_up::forget_pending(&tx, unconfirmed).await?;
    let reopened = account::Entity::update_many()
        .col_expr(account::Column::ClosedAt, Expr::value(None::<i64>))
        .filter(account::COLUMN.id.eq(id.as_str()))
        .filter(account::COLUMN.email_norm.eq(email_norm.as_str()))
        .filter(account::COLUMN.closed_at.is_not_null())
        .exec(&tx)
        .await?;
    if reopened.rows_affected != 1 {
        return Err(Error::TicketInvalid);
    }
    let who = Principal::account(&id);
    audit::append_own(&tx, &who, "account.reopened", json!({}), trace, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Removes what is left of the holders of accounts that can't be brought back any more. An account's row stays
/// without a name or an address, for its money and its audit log.
pub(crate) async fn forget_closed(tx: &DatabaseTransaction, now: Timestamp) -> Result<(), Error> {
    let latest = now
        .checked_sub(REOPENING)
        .unwrap_or(Timestamp::MIN)
        .as_millisecond();
    let closed = account::Entity::find()
        .filter(account::COLUMN.closed_at.lte(latest))
        .filter(account::COLUMN.email_norm.ne(""))
        .all(tx)
        .await?;
    for row in closed {
        forget(tx, &row, now).await?;
    }
    Ok(())
}

/// Tables that hold rows of an account's holder, and none after they are forgotten.
#[cfg(test)]
pub(super) const FORGOTTEN: [&str; 6] = [
    "ticket",
    "session",
    "identity_link",
    "device",
    "credential",
    "membership",
];

async fn forget(
    tx: &DatabaseTransaction,
    row: &account::Model,
    now: Timestamp,
) -> Result<(), Error> {
    let id = row.id.as_str();
    let key = Principal::account(id).key();
    ticket_row::Entity::delete_many()
        .filter(ticket_row::COLUMN.account_id.eq(id))
        .exec(tx)
        .await?;
    session_row::Entity::delete_many()
        .filter(session_row::COLUMN.account_id.eq(id))
        .exec(tx)
        .await?;
    device::Entity::delete_many()
        .filter(device::COLUMN.account_id.eq(id))
        .exec(tx)
        .await?;
    credential_row::Entity::delete_many()
        .filter(credential_row::COLUMN.account_id.eq(id))
        .exec(tx)
        .await?;
    idempotency_key::Entity::delete_many()
        .filter(idempotency_key::COLUMN.principal_key.eq(key))
        .exec(tx)
        .await?;
    // Letters that wait may be for whoever has the address by now.
    outbox_row::Entity::delete_many()
        .filter(outbox_row::COLUMN.recipient.eq(row.email.as_str()))
        .filter(outbox_row::COLUMN.crm_id.is_null())
        .filter(outbox_row::COLUMN.state.ne(OutboxState::Ready))
        .exec(tx)
        .await?;
    account::Entity::update_many()
        .col_expr(account::Column::Email, Expr::value(""))
        .col_expr(account::Column::EmailNorm, Expr::value(""))
        .col_expr(account::Column::Name, Expr::value(""))
        .col_expr(account::Column::PhotoHash, Expr::value(None::<String>))
        .col_expr(account::Column::EmailVerifiedAt, Expr::value(None::<i64>))
        .col_expr(
            account::Column::Locale,
            Expr::value(Locale::default().tag()),
        )
        .col_expr(account::Column::TimeZone, Expr::value("UTC"))
        .col_expr(
            account::Column::UpdatedAt,
            Expr::value(now.as_millisecond()),
        )
        .filter(account::COLUMN.id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

/// The account's memberships with their users, in the order in which CRMs are held.
async fn links<C: ConnectionTrait>(
    db: &C,
    account_id: &str,
) -> Result<Vec<(membership::Model, crm_user::Model)>, Error> {
    let rows = membership::Entity::find()
        .filter(membership::COLUMN.account_id.eq(account_id))
        .order_by_asc(membership::COLUMN.crm_id)
        .all(db)
        .await?;
    let mut links = Vec::with_capacity(rows.len());
    for row in rows {
        let key = (row.crm_id.clone(), row.crm_user_id.clone());
        let user = crm_user::Entity::find_by_id(key).one(db).await?;
        links.extend(user.map(|user| (row, user)));
    }
    Ok(links)
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
        crm_user::Entity::update_many()
            .col_expr(
                crm_user::Column::CredentialSource,
                Expr::value(CredentialSource::Own.to_value()),
            )
            .filter(crm_user::COLUMN.crm_id.eq(user.crm_id.as_str()))
            .filter(crm_user::COLUMN.id.eq(user.id.as_str()))
            .exec(tx)
            .await?;
        let principal = Principal::user(&user.crm_id, &user.id);
        if credential::of(tx, &principal).await?.is_none() {
            credential::insert(tx, &principal, None, now).await?;
        }
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
        note: "",
        posted_by: Some(id),
        crm_name: None,
    };
    ledger::post(tx, &wallet, posting, now).await?;
    Ok(())
}

/// The last letter, with the way back.
async fn say_goodbye(
    tx: &DatabaseTransaction,
    session: &PortalSession,
    now: Timestamp,
) -> Result<(), Error> {
    let row = account::Entity::find_by_id(session.who.id.clone())
        .one(tx)
        .await?
        .ok_or(Error::NotFound)?;
    let token = Token::new();
    let letter = Letter::AccountClosed {
        name: row.name.clone(),
        email: row.email.clone(),
        // EXPOSE: the link is for the one who reads the letter.
        path: format!("/reopen-account#ticket={}", token.secret().expose()),
    };
    outbox::enqueue(tx, &letter, Recipient::account(&row), now).await?;
    let way_back = WayBack::Closing {
        email_norm: row.email_norm,
    };
    let new = NewTicket {
        kind: TicketKind::UndoEmail,
        secret: token.hash(),
        principal: Some(&session.principal),
        payload: serde_json::to_value(way_back)?,
        browser: None,
        life: Some(REOPENING),
    };
    ticket::issue(tx, new, now).await
}

#[cfg(test)]
mod tests;
