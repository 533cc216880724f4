//! What charges bring, and what becomes of it.

use jiff::Timestamp;
use sea_orm::{
    ActiveValue::Set,
    ConnectionTrait, DatabaseTransaction, PaginatorTrait as _, QueryOrder as _, QuerySelect as _,
    TryInsertResult,
    entity::prelude::*,
    sea_query::{Expr, OnConflict},
};
use serde_json::json;

use super::{Programme, moment};
use crate::{
    audit::{self, Actor, AuditScope},
    database::{Database, Exclusive},
    entity::{
        account, crm, ledger_entry,
        referral::{self, ReferralState},
        referral_reward::{self, RewardState},
        wallet,
    },
    error::Error,
    id::new_id,
    instant::after,
    jobs::{self, NewJob, Work},
    ledger::{self, Holder, LedgerKind, Money, Posting},
    letter::{Letter, MoneyLetter},
    outbox::{self, Recipient},
    trace::RequestTrace,
};

/// Rewards that are looked for at once.
const BATCH: u64 = 100;

/// Writes a job down, in the transaction of a charge, where somebody has recommended the service to who owns the CRM.
pub(crate) async fn note_charge(
    tx: &DatabaseTransaction,
    crm: &crm::Model,
    entry_id: &str,
    now: Timestamp,
) -> Result<(), Error> {
    let owner = crm.owner_account_id.as_str();
    let by = referral::Entity::find()
        .filter(referral::COLUMN.referred_account_id.eq(owner))
        .filter(referral::COLUMN.state.eq(ReferralState::Active))
        .one(tx)
        .await?;
    let Some(by) = by else {
        return Ok(());
    };
    let new = NewJob {
        work: Work::RewardCharge {
            entry_id: entry_id.to_owned(),
            referral_id: by.id,
        },
        // It outlives the CRM.
        crm_id: None,
        run_at: now,
        dedupe_key: Some(format!("reward:{entry_id}")),
    };
    jobs::enqueue(tx, new, now).await?;
    Ok(())
}

/// Rewards a charge, once, however often it is asked. False when it brings nothing: it was rewarded or given back
/// before, it came too late, or the referrer hasn't accepted the rules as they are now.
///
/// # Errors
/// [`Error::Database`].
pub async fn accrue(
    db: &Database,
    programme: &Programme,
    entry_id: &str,
    referral_id: &str,
    now: Timestamp,
) -> Result<bool, Error> {
    let by = referral::Entity::find_by_id(referral_id.to_owned());
    let Some(by) = by.one(db.read()).await? else {
        return Ok(false);
    };
    let tx = db.write().await?;
    Exclusive::Account(&by.referrer_account_id)
        .hold(&tx)
        .await?;
    let Some(charge) = charge_to_reward(&tx, entry_id).await? else {
        return Ok(false);
    };
    let by = referral::Entity::find_by_id(by.id).one(&tx).await?;
    let by = by.ok_or(Error::NotFound)?;
    let until = begun(&tx, programme, &by, &charge, now).await?;
    let referrer = account::Entity::find_by_id(by.referrer_account_id.clone())
        .filter(account::COLUMN.closed_at.is_null())
        .filter(
            account::COLUMN
                .referral_rules_version
                .eq(programme.rules_version.as_str()),
        )
        .one(&tx)
        .await?;
    let amount_minor = programme.reward_of(charge.amount_minor.saturating_neg());
    let is_new = referrer.is_some()
        && charge.created_at < until
        && amount_minor > 0
        && insert(&tx, programme, &by, &charge, amount_minor, now).await?;
    tx.commit().await?;
    Ok(is_new)
}

/// The charge, which nobody gives back meanwhile, if it wasn't given back before.
async fn charge_to_reward(
    tx: &DatabaseTransaction,
    entry_id: &str,
) -> Result<Option<ledger_entry::Model>, Error> {
    let charge = ledger_entry::Entity::find_by_id(entry_id.to_owned())
        .filter(ledger_entry::COLUMN.kind.eq(LedgerKind::Charge))
        .one(tx)
        .await?;
    let Some(charge) = charge else {
        return Ok(None);
    };
    let wallet = wallet::Entity::find_by_id(charge.wallet_id.clone())
        .one(tx)
        .await?;
    let Some(crm_id) = wallet.and_then(|wallet| wallet.crm_id) else {
        return Ok(None);
    };
    Exclusive::Crm(&crm_id).hold(tx).await?;
    let given_back = ledger_entry::Entity::find()
        .filter(ledger_entry::COLUMN.corrects_id.eq(entry_id))
        .count(tx)
        .await?;
    Ok((given_back == 0).then_some(charge))
}

/// Until when charges are rewarded: so many months from the first one.
async fn begun(
    tx: &DatabaseTransaction,
    programme: &Programme,
    by: &referral::Model,
    charge: &ledger_entry::Model,
    now: Timestamp,
) -> Result<i64, Error> {
    if let Some(until) = by.until_at {
        return Ok(until);
    }
    let until = programme.end(moment(charge.created_at)).as_millisecond();
    referral::Entity::update_many()
        .col_expr(
            referral::Column::FirstPaidAt,
            Expr::value(charge.created_at),
        )
        .col_expr(referral::Column::UntilAt, Expr::value(until))
        .col_expr(
            referral::Column::UpdatedAt,
            Expr::value(now.as_millisecond()),
        )
        .filter(referral::COLUMN.id.eq(by.id.as_str()))
        .exec(tx)
        .await?;
    Ok(until)
}

async fn insert(
    tx: &DatabaseTransaction,
    programme: &Programme,
    by: &referral::Model,
    charge: &ledger_entry::Model,
    amount_minor: i64,
    now: Timestamp,
) -> Result<bool, Error> {
    let at = now.as_millisecond();
    let row = referral_reward::ActiveModel {
        id: Set(new_id(now)),
        referral_id: Set(by.id.clone()),
        referrer_account_id: Set(by.referrer_account_id.clone()),
        charge_entry_id: Set(charge.id.clone()),
        charged_minor: Set(charge.amount_minor.saturating_neg()),
        amount_minor: Set(amount_minor),
        currency: Set(charge.currency.clone()),
        state: Set(RewardState::Held),
        available_at: Set(after(moment(charge.created_at), programme.hold())),
        ledger_entry_id: Set(None),
        version: Set(1),
        created_at: Set(at),
        updated_at: Set(at),
        created_by: Set(None),
        updated_by: Set(None),
    };
    let inserted = referral_reward::Entity::insert(row)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .try_insert()
        .exec_without_returning(tx)
        .await?;
    Ok(matches!(inserted, TryInsertResult::Inserted(1)))
}

/// Puts rewards into wallets that have been held long enough. Works for the whole server; returns how many.
///
/// # Errors
/// [`Error::Database`]. What is left is done the next time.
pub async fn release(
    db: &Database,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<usize, Error> {
    let mut last = String::new();
    let mut released = 0;
    loop {
        let due = referral_reward::Entity::find()
            .filter(referral_reward::COLUMN.state.eq(RewardState::Held))
            .filter(
                referral_reward::COLUMN
                    .available_at
                    .lte(now.as_millisecond()),
            )
            .filter(referral_reward::COLUMN.id.gt(last.as_str()))
            .order_by_asc(referral_reward::COLUMN.id)
            .limit(BATCH)
            .all(db.read())
            .await?;
        let Some(end) = due.last() else {
            return Ok(released);
        };
        last.clone_from(&end.id);
        for reward in &due {
            let tx = db.write().await?;
            if put_into_wallet(&tx, reward, trace, now).await? {
                tx.commit().await?;
                released += 1;
            }
        }
    }
}

/// False when there is nothing to be put there (yet).
async fn put_into_wallet(
    tx: &DatabaseTransaction,
    reward: &referral_reward::Model,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<bool, Error> {
    let account_id = reward.referrer_account_id.as_str();
    Exclusive::Account(account_id).hold(tx).await?;
    let referrer = account::Entity::find_by_id(account_id.to_owned())
        .filter(account::COLUMN.closed_at.is_null())
        .one(tx)
        .await?;
    let Some(referrer) = referrer else {
        return Ok(false);
    };
    let reward = &as_it_is(tx, reward).await?;
    if reward.state != RewardState::Held || !is_paid(tx, reward).await? {
        return Ok(false);
    }
    let is_first = !has_released(tx, account_id).await?;
    let amount = (LedgerKind::ReferralReward, reward.amount_minor);
    let entry_id = post(tx, reward, amount, trace, now).await?;
    let (state, entry) = (RewardState::Available, Some(entry_id));
    change(tx, reward, state, entry, now).await?;
    if is_first {
        let about = MoneyLetter::FirstReward {
            amount: money_of(reward).to_string(),
        };
        let name = referrer.name.clone();
        let to = Recipient::account(&referrer);
        outbox::enqueue(tx, &Letter::Money { name, about }, to, now).await?;
    }
    Ok(true)
}

/// Whether what was charged was there: while the CRM's balance is below zero, nobody has paid for it.
async fn is_paid(tx: &DatabaseTransaction, reward: &referral_reward::Model) -> Result<bool, Error> {
    let charge = ledger_entry::Entity::find_by_id(reward.charge_entry_id.clone());
    let charge = charge.one(tx).await?.ok_or(Error::NotFound)?;
    let wallet = wallet::Entity::find_by_id(charge.wallet_id).one(tx).await?;
    Ok(wallet.is_some_and(|wallet| wallet.balance_minor >= 0))
}

async fn has_released<C: ConnectionTrait>(db: &C, account_id: &str) -> Result<bool, Error> {
    let before = referral_reward::Entity::find()
        .filter(referral_reward::COLUMN.referrer_account_id.eq(account_id))
        .filter(referral_reward::COLUMN.ledger_entry_id.is_not_null())
        .count(db)
        .await?;
    Ok(before > 0)
}

/// Takes back what a charge brought that was given back, once. The wallet may be below zero then. False when there
/// is nothing to take back.
///
/// # Errors
/// [`Error::Database`].
pub async fn reverse(
    db: &Database,
    entry_id: &str,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<bool, Error> {
    let reward = referral_reward::Entity::find()
        .filter(referral_reward::COLUMN.charge_entry_id.eq(entry_id))
        .one(db.read())
        .await?;
    let Some(reward) = reward else {
        return Ok(false);
    };
    let tx = db.write().await?;
    Exclusive::Account(&reward.referrer_account_id)
        .hold(&tx)
        .await?;
    let reward = as_it_is(&tx, &reward).await?;
    match reward.state {
        RewardState::Held => change(&tx, &reward, RewardState::Cancelled, None, now).await?,
        RewardState::Available => {
            let back = (LedgerKind::ReferralReversal, -reward.amount_minor);
            post(&tx, &reward, back, trace, now).await?;
            change(&tx, &reward, RewardState::Reversed, None, now).await?;
        }
        RewardState::Cancelled | RewardState::Reversed => return Ok(false),
    }
    tx.commit().await?;
    Ok(true)
}

/// A reward by now, when its referrer's money is held.
async fn as_it_is(
    tx: &DatabaseTransaction,
    reward: &referral_reward::Model,
) -> Result<referral_reward::Model, Error> {
    let row = referral_reward::Entity::find_by_id(reward.id.clone());
    row.one(tx).await?.ok_or(Error::NotFound)
}

async fn change(
    tx: &DatabaseTransaction,
    reward: &referral_reward::Model,
    state: RewardState,
    entry_id: Option<String>,
    now: Timestamp,
) -> Result<(), Error> {
    let at = now.as_millisecond();
    let mut update = referral_reward::Entity::update_many()
        .col_expr(
            referral_reward::Column::State,
            Expr::value(state.to_value()),
        )
        .col_expr(referral_reward::Column::UpdatedAt, Expr::value(at))
        .filter(referral_reward::COLUMN.id.eq(reward.id.as_str()));
    if let Some(entry_id) = entry_id {
        update = update.col_expr(
            referral_reward::Column::LedgerEntryId,
            Expr::value(entry_id),
        );
    }
    update.exec(tx).await?;
    Ok(())
}

async fn post(
    tx: &DatabaseTransaction,
    reward: &referral_reward::Model,
    (kind, amount_minor): (LedgerKind, i64),
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<String, Error> {
    let account_id = reward.referrer_account_id.as_str();
    let wallet = ledger::wallet(tx, Holder::Account(account_id), &reward.currency, now).await?;
    let posting = Posting {
        kind,
        amount_minor,
        reference: &reward.id,
        pair_id: None,
        // What has put the reward there, where this takes it back.
        corrects_id: reward.ledger_entry_id.as_deref(),
        note: "",
        posted_by: None,
        crm_name: None,
    };
    let entry_id = ledger::post(tx, &wallet, posting, now).await?;
    let entry = audit::Entry {
        scope: AuditScope::Account,
        scope_id: account_id,
        action: "ledger.posted",
        actor: Actor::Nobody,
        subject: Some(&entry_id),
        fields: json!({ "kind": kind.to_value(), "amount_minor": amount_minor }),
    };
    audit::append(tx, entry, trace, now).await?;
    Ok(entry_id)
}

fn money_of(reward: &referral_reward::Model) -> Money {
    Money {
        minor: reward.amount_minor,
        currency: reward.currency.clone(),
    }
}
