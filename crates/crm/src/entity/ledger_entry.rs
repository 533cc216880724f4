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
    Opening,
    TopUp,
    Charge,
    Refund,
    Adjustment,
    TransferIn,
    TransferOut,
    ReferralReward,
    ReferralReversal,
    Payout,
    BalanceReturned,
}
