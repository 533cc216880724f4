//! Server-wide identities.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub email: String,
    pub email_norm: String,
    pub name: String,
    pub locale: String,
    pub time_zone: String,
    pub photo_hash: Option<String>,
    pub status: AccountStatus,
    pub is_operator: bool,
    pub email_verified_at: Option<i64>,
    pub closed_at: Option<i64>,
    /// What the account's link says; its own for good.
    pub referral_code: Option<String>,
    pub referral_rules_version: Option<String>,
    pub referral_accepted_at: Option<i64>,
    /// The link counts.
    pub referral_active: bool,
    pub version: i64,
    pub created_at: i64,
    pub updated_at: i64,
    pub created_by: Option<String>,
    pub updated_by: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}

/// Where an account is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum AccountStatus {
    Pending,
    Active,
    Disabled,
}
