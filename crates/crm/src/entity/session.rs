//! Proofs of sign-in.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub token_hash: String,
    pub kind: SessionKind,
    pub principal_key: String,
    pub account_id: Option<String>,
    pub crm_id: Option<String>,
    pub crm_user_id: Option<String>,
    pub device_id: Option<String>,
    pub method: SessionMethod,
    pub aal: i32,
    pub auth_at: i64,
    pub step_up_at: Option<i64>,
    pub csrf_salt: String,
    pub ip: String,
    pub keep: bool,
    pub last_seen_at: i64,
    pub idle_until: i64,
    pub absolute_until: i64,
    pub revoked_at: Option<i64>,
    pub revoke_reason: Option<String>,
    pub sso_provider_id: Option<String>,
    pub sso_session: Option<String>,
    pub version: i64,
    pub created_at: i64,
    pub updated_at: i64,
    pub created_by: Option<String>,
    pub updated_by: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}

/// What a session opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum SessionKind {
    Portal,
    Crm,
}

/// How a session began.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum SessionMethod {
    Password,
    Portal,
    Qr,
    Sso,
    Passkey,
}
