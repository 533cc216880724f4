//! Who has recommended the service to whom.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "referral")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub referrer_account_id: String,
    pub referred_account_id: String,
    /// None where the code was typed.
    pub first_click_at: Option<i64>,
    pub signed_up_at: i64,
    pub first_paid_at: Option<i64>,
    pub until_at: Option<i64>,
    pub state: ReferralState,
    pub version: i64,
    pub created_at: i64,
    pub updated_at: i64,
    pub created_by: Option<String>,
    pub updated_by: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}

/// Whether somebody's charges bring rewards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum ReferralState {
    /// They do.
    Active,
    /// They don't: whoever signed up did so in a browser of the referrer's.
    SelfReferral,
}
