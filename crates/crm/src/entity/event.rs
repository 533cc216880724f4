//! What has happened in a CRM, in its order.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub crm_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub seq: i64,
    pub r#type: String,
    pub actor: Json,
    pub subject_type: String,
    pub subject_id: String,
    pub payload: Json,
    pub at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
