//! Passwords and second factors, each of one principal.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "credential")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub principal_key: String,
    pub account_id: Option<String>,
    pub crm_id: Option<String>,
    pub crm_user_id: Option<String>,
    pub password_hash: Option<String>,
    pub changed_at: Option<i64>,
    pub totp_secret_enc: Option<String>,
    pub totp_key_id: Option<String>,
    pub totp_enabled_at: Option<i64>,
    pub totp_last_step: Option<i64>,
    pub totp_pending_enc: Option<String>,
    pub totp_pending_until: Option<i64>,
    pub factor_locked_until: Option<i64>,
    pub version: i64,
    pub created_at: i64,
    pub updated_at: i64,
    pub created_by: Option<String>,
    pub updated_by: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
