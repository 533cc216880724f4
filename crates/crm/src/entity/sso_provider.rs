//! Providers of single sign-on, each of one CRM or of the server.
#![expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sso_provider")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub scope: ProviderScope,
    pub crm_id: Option<String>,
    pub issuer: String,
    pub client_id: String,
    pub client_secret_enc: Option<String>,
    pub client_secret_key_id: Option<String>,
    pub label: String,
    pub domain_token: String,
    pub jit: bool,
    pub satisfies_2fa: bool,
    pub acr_values: Json,
    pub required: bool,
    pub enabled: bool,
    pub version: i64,
    pub created_at: i64,
    pub updated_at: i64,
    pub created_by: Option<String>,
    pub updated_by: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}

/// Whom a provider signs in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum ProviderScope {
    /// Accounts, at the portal.
    Server,
    /// Users of one CRM.
    Crm,
}
