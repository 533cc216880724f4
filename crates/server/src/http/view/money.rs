//! Money, as the contract writes it.

use api::{DeadJob, EntryKind, PostedResponse, TopUpRequest, Wallet, WalletEntry};
use crm::{LedgerKind, Payee, Posted, TopUp, portal};

use super::{crm, instant};
use crate::base_url::BaseUrl;

/// An amount of money.
pub(crate) fn money(money: crm::Money) -> api::Money {
    api::Money {
        minor: money.minor,
        currency: money.currency,
    }
}

/// The same, as the rules know it.
pub(crate) fn money_of(money: api::Money) -> crm::Money {
    crm::Money {
        minor: money.minor,
        currency: money.currency,
    }
}

/// A wallet.
pub(crate) fn wallet(row: portal::Wallet, base: &BaseUrl) -> Wallet {
    Wallet {
        id: row.id,
        crm: row.crm.as_ref().map(|found| crm(found, base)),
        crm_id: row.crm.map(|found| found.scope().crm_id().to_owned()),
        balance: money(row.balance),
        standing: match row.standing {
            portal::Standing::Good => api::Standing::Good,
            portal::Standing::Low => api::Standing::Low,
            portal::Standing::Overdue => api::Standing::Overdue,
        },
        billing_day: row.billing_day,
        suspended_at: row.suspended_at.map(instant),
    }
}

/// One movement of money.
pub(crate) fn wallet_entry(row: portal::WalletEntry) -> WalletEntry {
    WalletEntry {
        id: row.id,
        kind: entry_kind(row.kind),
        amount: money(row.amount),
        reference: row.reference,
        note: row.note,
        crm_name: row.crm_name,
        at: instant(row.at),
    }
}

const fn entry_kind(kind: LedgerKind) -> EntryKind {
    match kind {
        LedgerKind::Opening => EntryKind::Opening,
        LedgerKind::TopUp => EntryKind::TopUp,
        LedgerKind::Charge => EntryKind::Charge,
        LedgerKind::Refund => EntryKind::Refund,
        LedgerKind::Adjustment => EntryKind::Adjustment,
        LedgerKind::TransferIn => EntryKind::TransferIn,
        LedgerKind::TransferOut => EntryKind::TransferOut,
        LedgerKind::ReferralReward => EntryKind::ReferralReward,
        LedgerKind::ReferralReversal => EntryKind::ReferralReversal,
        LedgerKind::Payout => EntryKind::Payout,
        LedgerKind::BalanceReturned => EntryKind::BalanceReturned,
    }
}

/// Why money moved, as the rules know it.
pub(crate) const fn kind_of(kind: EntryKind) -> LedgerKind {
    match kind {
        EntryKind::Opening => LedgerKind::Opening,
        EntryKind::TopUp => LedgerKind::TopUp,
        EntryKind::Charge => LedgerKind::Charge,
        EntryKind::Refund => LedgerKind::Refund,
        EntryKind::Adjustment => LedgerKind::Adjustment,
        EntryKind::TransferIn => LedgerKind::TransferIn,
        EntryKind::TransferOut => LedgerKind::TransferOut,
        EntryKind::ReferralReward => LedgerKind::ReferralReward,
        EntryKind::ReferralReversal => LedgerKind::ReferralReversal,
        EntryKind::Payout => LedgerKind::Payout,
        EntryKind::BalanceReturned => LedgerKind::BalanceReturned,
    }
}

/// Why money moved, by its name.
pub(crate) const fn kind_name(kind: LedgerKind) -> &'static str {
    match kind {
        LedgerKind::Opening => "opening",
        LedgerKind::TopUp => "top_up",
        LedgerKind::Charge => "charge",
        LedgerKind::Refund => "refund",
        LedgerKind::Adjustment => "adjustment",
        LedgerKind::TransferIn => "transfer_in",
        LedgerKind::TransferOut => "transfer_out",
        LedgerKind::ReferralReward => "referral_reward",
        LedgerKind::ReferralReversal => "referral_reversal",
        LedgerKind::Payout => "payout",
        LedgerKind::BalanceReturned => "balance_returned",
    }
}

/// Money that came in, as the rules know it.
pub(crate) fn top_up<'a>(body: &'a TopUpRequest, amount: &'a crm::Money) -> TopUp<'a> {
    TopUp {
        payee: match &body.payee {
            api::Payee::Crm { slug } => Payee::Crm(slug),
            api::Payee::Account { email } => Payee::Account(email),
        },
        amount,
        reference: &body.reference,
        note: &body.note,
    }
}

/// An entry that is in the books.
pub(crate) fn posted(posted: Posted) -> PostedResponse {
    PostedResponse {
        entry_id: posted.entry_id,
        balance: money(posted.balance),
        is_new: posted.is_new,
    }
}

/// Work that is tried no more.
pub(crate) fn dead_job(job: crm::jobs::DeadJob) -> DeadJob {
    DeadJob {
        id: job.id,
        kind: job.kind,
        crm_id: job.crm_id,
        attempts: job.attempts,
        last_error: job.last_error,
        ended_at: instant(job.ended_at),
    }
}
