//! Links by which people may sign up where nobody else may. Whoever runs the server makes and hands them out.

use std::time::Duration;

use domain::Sensitive;
use jiff::Timestamp;
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, DatabaseTransaction, entity::prelude::*, sea_query::Expr,
};
use serde_json::json;

use crate::{
    audit::{self, Actor, AuditScope},
    database::Database,
    entity::sign_up_link,
    error::Error,
    id::new_id,
    instant::after,
    token::Token,
    trace::RequestTrace,
};

/// How long a link is good.
const LINK_LIFE: Duration = Duration::from_hours(7 * 24);

/// Makes a link, relative to the server, by which one person may sign up.
///
/// # Errors
/// [`Error::Database`].
pub async fn make_sign_up_link(
    db: &Database,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Sensitive<String>, Error> {
    let token = Token::new();
    let id = new_id(now);
    let row = sign_up_link::ActiveModel {
        id: Set(id.clone()),
        secret_hash: Set(token.hash().to_hex()),
        expires_at: Set(after(now, LINK_LIFE)),
        used_at: Set(None),
        created_at: Set(now.as_millisecond()),
    };
    let tx = db.write().await?;
    row.insert(&tx).await?;
    let entry = audit::Entry {
        scope: AuditScope::Server,
        scope_id: audit::SERVER,
        action: "sign_up_link.made",
        actor: Actor::Operator,
        subject: Some(&id),
        fields: json!({}),
    };
    audit::append(&tx, entry, trace, now).await?;
    tx.commit().await?;
    // EXPOSE: the link is what shows the secret.
    let path = format!("/sign-up#ticket={}", token.secret().expose());
    Ok(Sensitive::new(path))
}

/// Refuses a link that isn't good now. It is used up by the account that comes of it.
///
/// # Errors
/// [`Error::SignUpLinkInvalid`].
pub(super) async fn check<C: ConnectionTrait>(
    db: &C,
    link: &Token,
    now: Timestamp,
) -> Result<(), Error> {
    let good = sign_up_link::Entity::find()
        .filter(sign_up_link::COLUMN.secret_hash.eq(link.hash().to_hex()))
        .filter(sign_up_link::COLUMN.used_at.is_null())
        .filter(sign_up_link::COLUMN.expires_at.gt(now.as_millisecond()))
        .one(db)
        .await?;
    good.map(drop).ok_or(Error::SignUpLinkInvalid)
}

/// Uses up a link that was good when somebody signed up by it: of two who did, one gets an account.
///
/// # Errors
/// [`Error::SignUpLinkInvalid`].
pub(super) async fn use_up(
    tx: &DatabaseTransaction,
    hash: &str,
    now: Timestamp,
) -> Result<(), Error> {
    let used = sign_up_link::Entity::update_many()
        .col_expr(
            sign_up_link::Column::UsedAt,
            Expr::value(now.as_millisecond()),
        )
        .filter(sign_up_link::COLUMN.secret_hash.eq(hash))
        .filter(sign_up_link::COLUMN.used_at.is_null())
        .exec(tx)
        .await?;
    if used.rows_affected == 1 {
        Ok(())
    } else {
        Err(Error::SignUpLinkInvalid)
    }
}
