//! Usernames that somebody has given up, which nobody else gets for a while.

use sea_orm::entity::prelude::*;

#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "held_username")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub crm_id: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub username: String,
    /// Whose it was.
    pub crm_user_id: String,
    pub held_until: i64,
}

impl ActiveModelBehavior for ActiveModel {}
