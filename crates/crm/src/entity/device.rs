//! Browsers that a principal signed in from.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "device")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub principal_key: String,
    pub account_id: Option<String>,
    pub crm_id: Option<String>,
    pub crm_user_id: Option<String>,
    pub device_key_hash: String,
    /// What the person calls it; empty until they do.
    pub label: String,
    pub browser: String,
    pub os: String,
    pub first_seen_at: i64,
    pub last_seen_at: i64,
    /// Until then no second factor is asked for from here.
    pub trusted_until: Option<i64>,
    pub version: i64,
    pub created_at: i64,
    pub updated_at: i64,
    pub created_by: Option<String>,
    pub updated_by: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
