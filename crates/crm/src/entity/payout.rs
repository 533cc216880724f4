//! Requests for money to be paid out.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "payout")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub account_id: String,
    pub amount_minor: i64,
    pub currency: String,
    pub state: PayoutState,
    /// The operator's word: the number of the transfer, or why there is none.
    pub reference: String,
    pub decided_by: Option<String>,
    pub decided_at: Option<i64>,
    pub version: i64,
    pub created_at: i64,
    pub updated_at: i64,
    pub created_by: Option<String>,
    pub updated_by: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}

/// Where a payout is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum PayoutState {
    /// It waits for the operator.
    Requested,
    /// The money was sent.
    Paid,
    /// It wasn't, and is in the wallet again.
    Rejected,
}
