//! What stays of a CRM that is gone, or of an address that it had.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "crm_tombstone")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub slug: String,
    pub crm_id: String,
    pub kind: TombstoneKind,
    pub name: String,
    pub owner_account_id: String,
    pub reserved_until: i64,
    pub purged_at: Option<i64>,
    pub counts: Json,
    pub created_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}

/// Why the address is free no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum TombstoneKind {
    Renamed,
    Purged,
}
