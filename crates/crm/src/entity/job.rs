//! Work that waits, is under way, or was done.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "job")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub queue: Queue,
    pub kind: String,
    pub crm_id: Option<String>,
    pub payload: Json,
    pub run_at: i64,
    pub priority: i32,
    pub attempts: i32,
    pub max_attempts: i32,
    pub state: JobState,
    /// Whose lease it is: one claim's, not one process's.
    pub locked_by: Option<String>,
    pub locked_until: Option<i64>,
    pub dedupe_key: Option<String>,
    pub last_error: Option<String>,
    pub ended_at: Option<i64>,
    pub created_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}

/// Work of one sort, which waits for no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum Queue {
    /// Deleting for good, which takes long.
    Purge,
    /// All the rest.
    Default,
    /// Telling others what happens.
    Webhook,
    /// Telling people what concerns them.
    Notify,
    /// Taking what a CRM holds in or out, which takes long.
    Import,
}

/// Where a job is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum JobState {
    Ready,
    Running,
    Done,
    Dead,
}
