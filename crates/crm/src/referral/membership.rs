//! Taking part: rules are accepted, and a link counts.

use jiff::Timestamp;
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, FromQueryResult, Statement, entity::prelude::*,
    sea_query::Expr,
};
use serde_json::json;

use super::{Programme, moment};
use crate::{
    audit, code,
    database::{Database, Exclusive},
    entity::account,
    error::Error,
    ledger::{self, CURRENCY, Holder, Money},
    session::PortalSession,
    trace::RequestTrace,
};

/// Random characters of a code.
const LENGTH: usize = 10;

/// How an account takes part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// The rules that its holder has accepted last.
    pub accepted: Option<Accepted>,
    /// They are the rules as they are now.
    pub is_current: bool,
    /// What its link says; none while no link counts.
    pub code: Option<String>,
    /// Rewards that aren't in the wallet yet.
    pub held: Money,
    /// What of the wallet may be paid out.
    pub payable: Money,
}

/// Rules that somebody has accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accepted {
    /// What they are called.
    pub version: String,
    /// When that was.
    pub at: Timestamp,
}

/// Tells how an account takes part.
///
/// # Errors
/// [`Error::Database`].
pub async fn membership<C: ConnectionTrait>(
    db: &C,
    session: &PortalSession,
    programme: &Programme,
) -> Result<Membership, Error> {
    let id = session.who.id.as_str();
    let row = account::Entity::find_by_id(id.to_owned()).one(db).await?;
    let row = row.ok_or(Error::NotFound)?;
    let version = row.referral_rules_version;
    let is_current = version.as_ref() == Some(&programme.rules_version);
    let accepted = version.zip(row.referral_accepted_at);
    let money = |minor| Money {
        minor,
        currency: CURRENCY.to_owned(),
    };
    Ok(Membership {
        accepted: accepted.map(|(version, at)| Accepted {
            version,
            at: moment(at),
        }),
        is_current,
        code: row.referral_code.filter(|_| row.referral_active),
        held: money(held(db, id).await?),
        payable: money(payable(db, id).await?),
    })
}

/// Accepts the rules: from here on the account has a link that counts, always the same.
///
/// # Errors
/// [`Error::RulesNotAccepted`] for others than the rules as they are now.
pub async fn activate(
    db: &Database,
    session: &PortalSession,
    programme: &Programme,
    version: &str,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    if version != programme.rules_version {
        return Err(Error::RulesNotAccepted);
    }
    let tx = db.write().await?;
    let row = hold(&tx, session).await?;
    if row.referral_active && row.referral_rules_version.as_deref() == Some(version) {
        return Ok(());
    }
    let code = match row.referral_code {
        Some(code) => code,
        // EXPOSE: a code is for everybody to read.
        None => code::random::<LENGTH>().expose().clone(),
    };
    let at = now.as_millisecond();
    account::Entity::update_many()
        .col_expr(account::Column::ReferralCode, Expr::value(code))
        .col_expr(account::Column::ReferralRulesVersion, Expr::value(version))
        .col_expr(account::Column::ReferralAcceptedAt, Expr::value(at))
        .col_expr(account::Column::ReferralActive, Expr::value(true))
        .filter(account::COLUMN.id.eq(row.id))
        .exec(&tx)
        .await?;
    let fields = json!({ "rules_version": version });
    let (who, action) = (&session.principal, "referral.activated");
    audit::append_own(&tx, who, action, fields, trace, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes part no more: the link counts no more. What was recommended before goes on.
///
/// # Errors
/// [`Error::NotFound`] for an account that was closed meanwhile.
pub async fn deactivate(
    db: &Database,
    session: &PortalSession,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let tx = db.write().await?;
    let row = hold(&tx, session).await?;
    if !row.referral_active {
        return Ok(());
    }
    account::Entity::update_many()
        .col_expr(account::Column::ReferralActive, Expr::value(false))
        .filter(account::COLUMN.id.eq(row.id))
        .exec(&tx)
        .await?;
    let (who, action) = (&session.principal, "referral.deactivated");
    audit::append_own(&tx, who, action, json!({}), trace, now).await?;
    tx.commit().await?;
    Ok(())
}

/// The account of a session, which nobody else changes meanwhile.
pub(super) async fn hold(
    tx: &DatabaseTransaction,
    session: &PortalSession,
) -> Result<account::Model, Error> {
    let id = session.who.id.as_str();
    Exclusive::Account(id).hold(tx).await?;
    let row = account::Entity::find_by_id(id.to_owned())
        .filter(account::COLUMN.closed_at.is_null())
        .one(tx)
        .await?;
    row.ok_or(Error::NotFound)
}

/// What of an account's wallet may be paid out: as much as rewards have brought and wasn't paid out, and is still
/// there. Money that came in otherwise goes to CRMs alone.
pub(super) async fn payable<C: ConnectionTrait>(db: &C, account_id: &str) -> Result<i64, Error> {
    let there = ledger::balance(db, Holder::Account(account_id)).await?;
    let there = there.map_or(0, |balance| balance.minor);
    let sql = "SELECT CAST(COALESCE(SUM(e.amount_minor), 0) AS bigint) AS minor FROM ledger_entry e \
               JOIN wallet w ON w.id = e.wallet_id WHERE w.account_id = $1 \
               AND e.kind IN ('referral_reward', 'referral_reversal', 'payout')";
    Ok(sum(db, sql, account_id).await?.min(there).max(0))
}

async fn held<C: ConnectionTrait>(db: &C, account_id: &str) -> Result<i64, Error> {
    let sql = "SELECT CAST(COALESCE(SUM(amount_minor), 0) AS bigint) AS minor FROM referral_reward \
               WHERE referrer_account_id = $1 AND state = 'held'";
    sum(db, sql, account_id).await
}

#[derive(FromQueryResult)]
struct Sum {
    minor: i64,
}

async fn sum<C: ConnectionTrait>(
    db: &C,
    sql: &'static str,
    account_id: &str,
) -> Result<i64, Error> {
    let values = [account_id.into()];
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    let sum = Sum::find_by_statement(statement).one(db).await?;
    Ok(sum.map_or(0, |sum| sum.minor))
}
