//! Tenants.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "crm")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub slug: String,
    pub name: String,
    pub icon_hash: Option<String>,
    pub status: CrmState,
    pub status_before: Option<String>,
    pub owner_account_id: String,
    pub delete_at: Option<i64>,
    pub deletion_by: Option<String>,
    pub country: Option<String>,
    pub locale: String,
    pub time_zone: String,
    pub currency: String,
    pub settings: Json,
    pub event_seq: i64,
    pub factor_policy: FactorPolicy,
    pub factor_policy_since: i64,
    pub factor_trust: bool,
    pub version: i64,
    pub created_at: i64,
    pub updated_at: i64,
    pub created_by: Option<String>,
    pub updated_by: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}

/// Who must have a second factor. Ordered: what comes later demands more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum FactorPolicy {
    /// Whoever wants one.
    Optional,
    /// Owner and admins.
    RequiredForAdmins,
    /// Everybody.
    Required,
}

/// Where a CRM is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum CrmState {
    /// In use.
    Active,
    /// Unpaid: open to owner and admins only.
    SuspendedBilling,
    /// Waits for its deletion.
    DeletionScheduled,
    /// Being deleted for good.
    Purging,
}
