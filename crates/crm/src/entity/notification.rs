//! What somebody in a CRM is told there.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "notification")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub crm_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub crm_user_id: String,
    pub event_id: String,
    pub r#type: String,
    pub subject_type: String,
    pub subject_id: String,
    /// More about it, by names.
    pub fields: Json,
    pub read_at: Option<i64>,
    pub created_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
