//! Sign-ins by QR code that wait, or were decided lately.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "qr_request")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub poll_hash: String,
    pub user_code_hash: String,
    pub number: i32,
    pub decoy_a: i32,
    pub decoy_b: i32,
    pub crm_id: Option<String>,
    pub keep: bool,
    pub browser: String,
    pub os: String,
    pub ip: String,
    pub state: QrState,
    pub scanned_at: Option<i64>,
    pub approved_by: Option<String>,
    pub provider_id: Option<String>,
    pub secret_hash: Option<String>,
    pub browser_hash: Option<String>,
    pub principal_key: Option<String>,
    pub arrival: Option<Json>,
    pub expires_at: i64,
    pub created_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}

/// How far it got. That its time is over is read off `expires_at`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum QrState {
    Pending,
    Scanned,
    Approved,
    Denied,
    Consumed,
}
