//! Mail that goes out.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "outbox")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub recipient: String,
    pub locale: String,
    /// What it says, until it is sent: it may hold a link that opens something.
    pub letter: Json,
    pub kind: String,
    pub crm_id: Option<String>,
    pub state: OutboxState,
    pub attempts: i32,
    pub next_at: i64,
    pub error: Option<String>,
    pub dedupe_key: Option<String>,
    pub sent_at: Option<i64>,
    pub created_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}

/// Where a letter is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum OutboxState {
    Ready,
    Sent,
    Failed,
}
