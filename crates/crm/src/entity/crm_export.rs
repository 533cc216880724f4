//! Exports that a CRM's owner has asked for.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "crm_export")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub crm_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub state: ExportState,
    /// What its file is called, without an ending.
    pub file: Option<String>,
    pub bytes: Option<i64>,
    pub expires_at: Option<i64>,
    pub created_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}

/// How far an export is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum ExportState {
    /// Nobody has begun it.
    Waiting,
    /// It is being written, or whoever wrote it died.
    Making,
    /// Its file is whole.
    Ready,
}
