//! People inside one CRM.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "crm_user")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub crm_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub email: String,
    pub email_norm: String,
    pub username: String,
    pub first_name: String,
    pub last_name: String,
    pub title: String,
    pub phone_e164: Option<String>,
    pub phone_ext: Option<String>,
    pub photo_hash: Option<String>,
    pub role: Role,
    pub status: CrmUserStatus,
    pub credential_source: CredentialSource,
    pub locale: String,
    pub time_zone: String,
    pub date_format: Option<String>,
    pub sort_key: String,
    pub search_text: String,
    pub deleted_at: Option<i64>,
    pub version: i64,
    pub created_at: i64,
    pub updated_at: i64,
    pub created_by: Option<String>,
    pub updated_by: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}

/// What a user may do in a CRM.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum Role {
    /// Owns it: may delete it, and sees its balance.
    Owner,
    /// Settings, staff, all data.
    Admin,
    /// Records and their own profile.
    Member,
    /// Reads only.
    Viewer,
}

/// Whether a user may sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum CrmUserStatus {
    /// Was invited, and isn't in yet.
    Invited,
    /// May sign in.
    Active,
    /// May not.
    Deactivated,
}

/// Whose password opens a CRM user's session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum CredentialSource {
    Own,
    Portal,
}
