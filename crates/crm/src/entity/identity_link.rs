//! Who is who at a provider: (provider, subject) of one principal.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "identity_link")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub provider_id: String,
    pub issuer: String,
    pub subject: String,
    pub principal_key: String,
    pub account_id: Option<String>,
    pub crm_id: Option<String>,
    pub crm_user_id: Option<String>,
    pub email_at_link: Option<String>,
    pub version: i64,
    pub created_at: i64,
    pub updated_at: i64,
    pub created_by: Option<String>,
    pub updated_by: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}
