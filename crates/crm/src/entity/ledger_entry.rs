//! Movements of money. Rows are added, never changed.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ledger_entry")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub wallet_id: String,
    pub kind: LedgerKind,
    pub amount_minor: i64,
    pub currency: String,
    /// What makes the entry happen once: unique in its wallet and kind.
    pub reference: String,
    pub pair_id: Option<String>,
    pub corrects_id: Option<String>,
    pub note: String,
    pub posted_by: Option<String>,
    pub crm_name_copy: Option<String>,
    pub created_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}

/// Why money moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum LedgerKind {
    /// The first entry of a CRM's wallet, with nothing.
    Opening,
    /// Money came in from outside.
    TopUp,
    /// Users were paid for.
    Charge,
    /// A charge was given back.
    Refund,
    /// The operator put something right.
    Adjustment,
    /// It came from another wallet.
    TransferIn,
    /// It went to another wallet.
    TransferOut,
    /// Somebody who was recommended has paid.
    ReferralReward,
    /// What they had paid was given back.
    ReferralReversal,
    /// It was paid out.
    Payout,
    /// A CRM was deleted; what it had went to its owner.
    BalanceReturned,
}
