//! What the operator sees, as the contract writes it.

use api::{BookEntry, CrmView, HeldWallet, OperatorCrm, StuckLetter, StuckLetterState};
use crm::{Payee, operator, outbox};

use super::{crm_address, crm_status, instant, money, wallet_entry};
use crate::base_url::BaseUrl;

/// A CRM from outside.
pub(crate) fn operator_crm(row: operator::CrmRow, base: &BaseUrl) -> OperatorCrm {
    OperatorCrm {
        id: row.id,
        crm: CrmView {
            address: crm_address(&row.slug, base),
            slug: row.slug,
            name: row.name,
        },
        status: crm_status(row.status),
        delete_at: row.delete_at.map(instant),
        owner_email: row.owner_email,
        users: row.users,
        wallet_id: row.wallet_id,
        balance: row.balance.map(money),
        last_opened_at: row.last_opened_at.map(instant),
        created_at: instant(row.created_at),
    }
}

/// Whose wallet is meant: an account has an address with an `@`, and a CRM none.
pub(crate) fn holder(text: &str) -> Payee<'_> {
    if text.contains('@') {
        Payee::Account(text)
    } else {
        Payee::Crm(text)
    }
}

/// Money, and whose it is.
pub(crate) fn held_wallet(row: operator::HeldWallet) -> HeldWallet {
    HeldWallet {
        id: row.id,
        holder: row.holder,
        balance: money(row.balance),
    }
}

/// One movement of money, and what may be done about it.
pub(crate) fn book_entry(row: operator::BookEntry) -> BookEntry {
    BookEntry {
        id: row.entry.id.clone(),
        entry: wallet_entry(row.entry),
        corrects_id: row.corrects_id,
        can_refund: row.can_refund,
    }
}

/// A letter that hasn't gone.
pub(crate) fn stuck_letter(row: outbox::StuckLetter, has_transport: bool) -> StuckLetter {
    StuckLetter {
        id: row.id,
        kind: row.kind,
        recipient: row.recipient,
        state: match (row.has_failed, has_transport) {
            (true, _) => StuckLetterState::Failed,
            (false, true) => StuckLetterState::Waiting,
            (false, false) => StuckLetterState::NoTransport,
        },
        attempts: row.attempts,
        error: row.error,
        at: instant(row.at),
    }
}
