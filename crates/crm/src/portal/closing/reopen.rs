//! Bringing a closed account back. The letter with the link goes to the account's address and, as long as a change
//! of it can be taken back, to the one from before, too: whoever has moved the account to an address of their
//! own may have closed it. By that letter it comes back with the former address.

use std::time::Duration;

use jiff::Timestamp;
use sea_orm::{DatabaseTransaction, entity::prelude::*, sea_query::Expr};
use serde_json::json;

use super::REOPENING;
use crate::{
    audit,
    database::{Database, Exclusive},
    entity::account,
    error::Error,
    instant::left,
    letter::Letter,
    outbox::{self, Recipient},
    principal::Principal,
    session::PortalSession,
    sign_up,
    ticket::{self, TicketKind},
    token::Token,
    trace::RequestTrace,
    way_back::{Former, WayBack},
};

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
    let (who, WayBack::Closing { email_norm, to }) = WayBack::find(db.read(), ticket, now).await?
    else {
        return Err(Error::TicketInvalid);
    };
    let id = who.account_id().ok_or(Error::TicketInvalid)?;
    let wanted = to
        .as_ref()
        .map_or(&email_norm, |former| &former.address.email_norm);
    let tx = db.write().await?;
    Exclusive::Address(wanted).hold(&tx).await?;
    Exclusive::Account(&id).hold(&tx).await?;
    WayBack::take(&tx, ticket, now).await?;
    if sign_up::holder(&tx, wanted).await?.is_some() {
        return Err(Error::EmailTaken);
    }
    let unconfirmed = account::COLUMN.email_norm.eq(wanted.as_str());
    sign_up::forget_pending(&tx, unconfirmed).await?;
    let mut reopening = account::Entity::update_many()
        .col_expr(account::Column::ClosedAt, Expr::value(None::<i64>))
        .filter(account::COLUMN.id.eq(id.as_str()))
        .filter(account::COLUMN.email_norm.eq(email_norm.as_str()))
        .filter(account::COLUMN.closed_at.is_not_null());
    if let Some(Former { address, .. }) = &to {
        let at = now.as_millisecond();
        reopening = reopening
            .col_expr(account::Column::Email, Expr::value(address.email.as_str()))
            .col_expr(
                account::Column::EmailNorm,
                Expr::value(address.email_norm.as_str()),
            )
            .col_expr(account::Column::EmailVerifiedAt, Expr::value(at));
    }
    if reopening.exec(&tx).await?.rows_affected != 1 {
        return Err(Error::TicketInvalid);
    }
    if let Some(Former { since, .. }) = to {
        // What was sent to later addresses leads nowhere any more.
        ticket::void_since(&tx, TicketKind::UndoEmail, &who, since, now).await?;
        audit::append_own(&tx, &who, "email.change_undone", json!({}), trace, now).await?;
    }
    audit::append_own(&tx, &who, "account.reopened", json!({}), trace, now).await?;
    tx.commit().await?;
    Ok(())
}

/// The last letters, with the way back.
pub(super) async fn say_goodbye(
    tx: &DatabaseTransaction,
    session: &PortalSession,
    now: Timestamp,
) -> Result<(), Error> {
    let row = account::Entity::find_by_id(session.who.id.clone())
        .one(tx)
        .await?
        .ok_or(Error::NotFound)?;
    let who = &session.principal;
    let moves = ticket::good(tx, TicketKind::UndoEmail, who, now).await?;
    for ticket in moves {
        let WayBack::EmailChange(address) = serde_json::from_value(ticket.payload)? else {
            continue;
        };
        if address.email_norm == row.email_norm {
            continue;
        }
        let email = address.email.clone();
        let former = Former {
            since: ticket.created_at,
            address,
        };
        // As long as the change could be taken back.
        let life = left(ticket.expires_at.unwrap_or(0), now);
        let path = way_back(tx, &row, Some(former), life, now).await?;
        let to = Recipient {
            email: &email,
            ..Recipient::account(&row)
        };
        let email = email.clone();
        let letter = Letter::FormerAccountClosed { email, path };
        outbox::enqueue(tx, &letter, to, now).await?;
    }
    let letter = Letter::AccountClosed {
        name: row.name.clone(),
        email: row.email.clone(),
        path: way_back(tx, &row, None, REOPENING, now).await?,
    };
    outbox::enqueue(tx, &letter, Recipient::account(&row), now).await
}

/// Makes a link that brings an account back, relative to the server.
async fn way_back(
    tx: &DatabaseTransaction,
    row: &account::Model,
    to: Option<Former>,
    life: Duration,
    now: Timestamp,
) -> Result<String, Error> {
    let way_back = WayBack::Closing {
        email_norm: row.email_norm.clone(),
        to,
    };
    let who = Principal::account(&row.id);
    way_back.open(tx, &who, life, now).await
}
