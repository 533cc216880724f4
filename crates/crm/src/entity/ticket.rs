//! Short-lived single-use secrets.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ticket")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub kind: TicketKind,
    pub secret_hash: String,
    pub principal_key: Option<String>,
    pub account_id: Option<String>,
    pub crm_id: Option<String>,
    pub crm_user_id: Option<String>,
    pub payload: Json,
    pub browser_hash: Option<String>,
    pub expires_at: Option<i64>,
    pub used_at: Option<i64>,
    pub used_by: Option<String>,
    pub created_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}

/// What a ticket is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum TicketKind {
    Selection,
    Enter,
    SecondFactor,
    RecoveryCode,
    ConnectCode,
    Reset,
    ConfirmEmail,
    UndoEmail,
    SsoState,
    MailState,
}
