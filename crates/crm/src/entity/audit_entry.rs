//! The hash-chained audit log.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_entry")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub scope: AuditScope,
    pub scope_id: String,
    pub seq: i64,
    pub action: String,
    pub actor: Json,
    pub subject: Option<String>,
    pub fields: Json,
    pub ip: Option<String>,
    pub device: Option<String>,
    pub request_id: Option<String>,
    pub prev_hash: String,
    pub hash: String,
    pub at: i64,
}

impl ActiveModelBehavior for ActiveModel {}

/// Whose log an entry belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum AuditScope {
    Crm,
    Account,
    Server,
}
