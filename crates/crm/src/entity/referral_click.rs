//! Visits of the links of accounts.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "referral_click")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub code: String,
    /// In UTC (YYYY-MM-DD).
    pub day: String,
    pub visitor_hash: String,
    pub at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
