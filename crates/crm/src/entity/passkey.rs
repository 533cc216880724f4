//! Passkeys, each of one principal.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "passkey")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub principal_key: String,
    pub account_id: Option<String>,
    pub crm_id: Option<String>,
    pub crm_user_id: Option<String>,
    /// Base64url without padding.
    pub credential_id: String,
    pub key: Json,
    pub name: String,
    pub last_used_at: Option<i64>,
    pub removed_at: Option<i64>,
    pub version: i64,
    pub created_at: i64,
    pub updated_at: i64,
    pub created_by: Option<String>,
    pub updated_by: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
