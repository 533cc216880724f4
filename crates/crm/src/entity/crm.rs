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
    pub trial_until: Option<i64>,
    /// A date of its own calendar.
    pub billing_day: Option<String>,
    pub standing: Standing,
    pub overdue_since: Option<i64>,
    /// How long its audit log is kept.
    pub audit_days: i32,
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

/// How a balance stands. Ordered: what comes later is worse.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum Standing {
    /// It lasts for a week or longer.
    Good,
    /// It doesn't last for a week.
    Low,
    /// It is below zero.
    Overdue,
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
