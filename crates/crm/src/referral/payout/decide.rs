//! What the operator does about requests for money.

use jiff::Timestamp;
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, FromQueryResult, Statement, entity::prelude::*,
    sea_query::Expr,
};
use serde_json::json;

use super::money_of;
use crate::{
    audit::{self, Actor, AuditScope},
    database::{Database, Exclusive},
    entity::{
        account, ledger_entry,
        payout::{self, PayoutState},
    },
    error::{Error, Field, FieldError},
    ledger::{self, Holder, LedgerKind, Money, Posting},
    letter::{Letter, MoneyLetter},
    outbox::{self, Recipient},
    referral::moment,
    session::PortalSession,
    step_up,
    text::{check_length, tidy},
    trace::RequestTrace,
};

const LONGEST_REFERENCE: usize = 200;

/// A request that waits for the operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenPayout {
    /// Permanent id.
    pub id: String,
    /// Whose it is, by their e-mail address; empty for an account that is forgotten.
    pub email: String,
    /// How much.
    pub amount: Money,
    /// When it was asked for.
    pub at: Timestamp,
}

/// What the operator has done about a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// The money was sent.
    Paid,
    /// It wasn't.
    Rejected,
}

#[derive(FromQueryResult)]
struct OpenRow {
    id: String,
    email: String,
    amount_minor: i64,
    currency: String,
    created_at: i64,
}

/// What waits for the operator, the first first, after one that was read before.
///
/// # Errors
/// [`Error::Database`].
pub async fn open_payouts<C: ConnectionTrait>(
    db: &C,
    after: Option<&str>,
    most: u64,
) -> Result<Vec<OpenPayout>, Error> {
    // Ids sort by time.
    let sql = "SELECT p.id, COALESCE(a.email, '') AS email, p.amount_minor, p.currency, p.created_at \
               FROM payout p LEFT JOIN account a ON a.id = p.account_id \
               WHERE p.state = 'requested' AND p.id > $1 ORDER BY p.id LIMIT $2";
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let values = [after.unwrap_or_default().into(), most.into()];
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    let rows = OpenRow::find_by_statement(statement).all(db).await?;
    Ok(rows.into_iter().map(OpenPayout::from).collect())
}

/// Notes what the operator has done about a request, at the portal after a step-up or by the command line, and tells
/// whose it is. What is rejected is in the wallet again.
///
/// # Errors
/// [`Error::Forbidden`], [`Error::StepUpRequired`], [`Error::NotFound`], [`Error::Invalid`] for a reference that is
/// missing or too long, [`Error::PayoutDecided`].
pub async fn decide_payout(
    db: &Database,
    by: Option<&PortalSession>,
    id: &str,
    decision: Decision,
    reference: &str,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    if by.is_some_and(|session| !session.who.is_operator) {
        return Err(Error::Forbidden);
    }
    let reference = tidy(reference);
    check_length(&reference, LONGEST_REFERENCE).map_err(|fault| {
        let field = Field::Reference;
        Error::Invalid(vec![FieldError { field, fault }])
    })?;
    if let Some(session) = by {
        step_up::require(session, now)?;
    }
    let row = payout::Entity::find_by_id(id.to_owned()).one(db.read());
    let row = row.await?.ok_or(Error::NotFound)?;
    let decided_by = by.map_or("command_line", |session| &session.who.id);
    let tx = db.write().await?;
    Exclusive::Account(&row.account_id).hold(&tx).await?;
    let (state, action) = match decision {
        Decision::Paid => (PayoutState::Paid, "referral.payout_paid"),
        Decision::Rejected => (PayoutState::Rejected, "referral.payout_rejected"),
    };
    let at = now.as_millisecond();
    let decided = payout::Entity::update_many()
        .col_expr(payout::Column::State, Expr::value(state.to_value()))
        .col_expr(payout::Column::Reference, Expr::value(reference.as_str()))
        .col_expr(payout::Column::DecidedBy, Expr::value(decided_by))
        .col_expr(payout::Column::DecidedAt, Expr::value(at))
        .col_expr(payout::Column::UpdatedAt, Expr::value(at))
        .filter(payout::COLUMN.id.eq(id))
        .filter(payout::COLUMN.state.eq(PayoutState::Requested))
        .exec(&tx)
        .await?;
    if decided.rows_affected != 1 {
        return Err(Error::PayoutDecided);
    }
    if decision == Decision::Rejected {
        give_back(&tx, &row, &reference, decided_by, now).await?;
    }
    for (scope, scope_id) in [
        (AuditScope::Account, row.account_id.as_str()),
        (AuditScope::Server, audit::SERVER),
    ] {
        let entry = audit::Entry {
            scope,
            scope_id,
            action,
            actor: by.map_or(Actor::Operator, |session| Actor::Account(&session.who.id)),
            subject: Some(id),
            fields: json!({ "amount_minor": row.amount_minor, "reference": reference }),
        };
        audit::append(&tx, entry, trace, now).await?;
    }
    tell(&tx, &row, decision, reference, now).await?;
    tx.commit().await?;
    Ok(())
}

async fn give_back(
    tx: &DatabaseTransaction,
    row: &payout::Model,
    note: &str,
    posted_by: &str,
    now: Timestamp,
) -> Result<(), Error> {
    let holder = Holder::Account(&row.account_id);
    let wallet = ledger::wallet(tx, holder, &row.currency, now).await?;
    let taken = ledger_entry::Entity::find()
        .filter(ledger_entry::COLUMN.wallet_id.eq(wallet.id.as_str()))
        .filter(ledger_entry::COLUMN.kind.eq(LedgerKind::Payout))
        .filter(ledger_entry::COLUMN.reference.eq(row.id.as_str()))
        .one(tx)
        .await?;
    let posting = Posting {
        kind: LedgerKind::Payout,
        amount_minor: row.amount_minor,
        reference: &format!("{}:rejected", row.id),
        pair_id: None,
        corrects_id: taken.as_ref().map(|entry| entry.id.as_str()),
        note,
        posted_by: Some(posted_by),
        crm_name: None,
    };
    ledger::post(tx, &wallet, posting, now).await?;
    Ok(())
}

async fn tell(
    tx: &DatabaseTransaction,
    row: &payout::Model,
    decision: Decision,
    reference: String,
    now: Timestamp,
) -> Result<(), Error> {
    let holder = account::Entity::find_by_id(row.account_id.clone())
        .filter(account::COLUMN.closed_at.is_null())
        .one(tx)
        .await?;
    let Some(holder) = holder else {
        return Ok(());
    };
    let amount = money_of(row).to_string();
    let about = match decision {
        Decision::Paid => MoneyLetter::PayoutPaid { amount, reference },
        Decision::Rejected => MoneyLetter::PayoutRejected { amount, reference },
    };
    let name = holder.name.clone();
    let to = Recipient::account(&holder);
    outbox::enqueue(tx, &Letter::Money { name, about }, to, now).await
}

impl From<OpenRow> for OpenPayout {
    fn from(row: OpenRow) -> Self {
        Self {
            id: row.id,
            email: row.email,
            amount: Money {
                minor: row.amount_minor,
                currency: row.currency,
            },
            at: moment(row.created_at),
        }
    }
}
