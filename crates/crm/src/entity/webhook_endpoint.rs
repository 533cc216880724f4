//! Addresses that a CRM tells what happens.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook_endpoint")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub crm_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub url: String,
    pub types: Json,
    /// The key that both secrets are sealed with.
    pub secret_key_id: Option<String>,
    pub secret_enc: Option<String>,
    pub old_secret_enc: Option<String>,
    pub old_secret_until: Option<i64>,
    pub state: EndpointState,
    pub fail_since: Option<i64>,
    /// The last event that was looked at for it.
    pub seen_seq: i64,
    pub version: i64,
    pub created_at: i64,
    pub updated_at: i64,
    pub created_by: Option<String>,
    pub updated_by: Option<String>,
}

impl ActiveModelBehavior for ActiveModel {}

/// Whether an endpoint is told anything, and why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum EndpointState {
    /// It is.
    On,
    /// Somebody switched it off.
    Off,
    /// It said that it wants nothing any more (410).
    Gone,
    /// It took nothing for five days.
    Failing,
}
