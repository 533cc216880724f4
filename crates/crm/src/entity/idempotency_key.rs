//! Requests that must not happen twice, and what came of them.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency_key")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub principal_key: String,
    pub key: String,
    pub operation: String,
    pub body_hash: String,
    pub result: Json,
    pub expires_at: i64,
    pub created_at: i64,
}

impl ActiveModelBehavior for ActiveModel {}
