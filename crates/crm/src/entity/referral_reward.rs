//! What somebody gets for a charge of whom they have recommended the service to.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "referral_reward")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub referral_id: String,
    pub referrer_account_id: String,
    /// What makes the reward happen once.
    pub charge_entry_id: String,
    pub charged_minor: i64,
    pub amount_minor: i64,
    pub currency: String,
    pub state: RewardState,
    pub available_at: i64,
    pub ledger_entry_id: Option<String>,
    pub version: i64,
    pub created_at: i64,
    pub updated_at: i64,
    pub created_by: Option<String>,
    pub updated_by: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}

/// Where a reward is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum RewardState {
    /// The charge may still be given back.
    Held,
    /// It is in the wallet.
    Available,
    /// The charge was given back before that.
    Cancelled,
    /// The charge was given back after that, and the reward taken back.
    Reversed,
}
