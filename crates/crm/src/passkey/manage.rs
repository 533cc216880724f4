//! Naming a passkey, taking it away, and taking that back.

use std::time::Duration;

use jiff::Timestamp;
use sea_orm::{
    ConnectionTrait, PaginatorTrait as _, UpdateMany, entity::prelude::*, sea_query::Expr,
};
use serde_json::json;

use super::{Passkey, lets_in, of, register::require_room, view};
use crate::{
    audit,
    database::{Database, Exclusive},
    entity::passkey::{self, Column, Entity, Model},
    error::{Error, Field, FieldError},
    instant::millis,
    letter::Notice,
    notice,
    session::Session,
    sso, step_up,
    text::{check_length, tidy},
    trace::RequestTrace,
};

/// Characters.
const LONGEST_NAME: usize = 60;

/// How long a removal may be taken back.
const UNDO: Duration = Duration::from_mins(5);

/// Calls a passkey otherwise.
///
/// # Errors
/// [`Error::NotFound`], also for somebody else's; [`Error::Invalid`].
pub async fn rename<W: Sync>(
    db: &Database,
    session: &Session<W>,
    id: &str,
    name: &str,
    now: Timestamp,
) -> Result<Passkey, Error> {
    let name = tidy(name);
    let fits = check_length(&name, LONGEST_NAME);
    let field = Field::Name;
    fits.map_err(|fault| Error::Invalid(vec![FieldError { field, fault }]))?;
    let tx = db.write().await?;
    let renamed = change(session, id, now)
        .col_expr(Column::Name, Expr::value(name))
        .filter(passkey::COLUMN.removed_at.is_null())
        .exec(&tx)
        .await?;
    let row = changed(&tx, session, id, renamed.rows_affected).await?;
    tx.commit().await?;
    Ok(view(row))
}

/// Takes a passkey away: it signs nobody in from now on.
///
/// # Errors
/// [`Error::StepUpRequired`]; [`Error::NotFound`]; [`Error::LastSignInMethod`] when the person couldn't sign in any
/// more.
pub async fn remove<W: Sync>(
    db: &Database,
    session: &Session<W>,
    id: &str,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    step_up::require(session, now)?;
    let who = &session.principal;
    let tx = db.write().await?;
    Exclusive::ways_of(who).hold(&tx).await?;
    let gone = change(session, id, now)
        .col_expr(Column::RemovedAt, Expr::value(now.as_millisecond()))
        .filter(passkey::COLUMN.removed_at.is_null())
        .exec(&tx)
        .await?;
    let row = changed(&tx, session, id, gone.rows_affected).await?;
    if !lets_in(&tx, who).await? && !sso::has_other_way(&tx, who).await? {
        return Err(Error::LastSignInMethod);
    }
    let fields = json!({ "passkey": row.id });
    audit::append_own(&tx, who, "passkey.removed", fields, trace, now).await?;
    let passkey = row.name;
    notice::send(&tx, who, Notice::PasskeyRemoved { passkey }, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Takes a removal back.
///
/// # Errors
/// [`Error::StepUpRequired`]; [`Error::NotFound`] when it is too late; [`Error::PasskeyLimitReached`].
pub async fn restore<W: Sync>(
    db: &Database,
    session: &Session<W>,
    id: &str,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Passkey, Error> {
    step_up::require(session, now)?;
    let who = &session.principal;
    let since = now.as_millisecond().saturating_sub(millis(UNDO));
    let tx = db.write().await?;
    Exclusive::ways_of(who).hold(&tx).await?;
    require_room(of(who).count(&tx).await?)?;
    let back = change(session, id, now)
        .col_expr(Column::RemovedAt, Expr::value(None::<i64>))
        .filter(passkey::COLUMN.removed_at.gt(since))
        .exec(&tx)
        .await?;
    let row = changed(&tx, session, id, back.rows_affected).await?;
    let fields = json!({ "passkey": row.id });
    audit::append_own(&tx, who, "passkey.added", fields, trace, now).await?;
    let passkey = row.name.clone();
    notice::send(&tx, who, Notice::PasskeyAdded { passkey }, now).await?;
    tx.commit().await?;
    Ok(view(row))
}

/// A change of one passkey of a session's person.
fn change<W>(session: &Session<W>, id: &str, now: Timestamp) -> UpdateMany<Entity> {
    Entity::update_many()
        .col_expr(Column::UpdatedAt, Expr::value(now.as_millisecond()))
        .filter(passkey::COLUMN.principal_key.eq(session.principal.key()))
        .filter(passkey::COLUMN.id.eq(id))
}

/// The row after a change that must have met one.
async fn changed<C: ConnectionTrait, W: Sync>(
    tx: &C,
    session: &Session<W>,
    id: &str,
    met: u64,
) -> Result<Model, Error> {
    if met != 1 {
        return Err(Error::NotFound);
    }
    Entity::find()
        .filter(passkey::COLUMN.principal_key.eq(session.principal.key()))
        .filter(passkey::COLUMN.id.eq(id))
        .one(tx)
        .await?
        .ok_or(Error::NotFound)
}

#[cfg(test)]
mod tests {
    use sea_orm::ActiveValue::Set;

    use super::*;
    use crate::{
        CrmSession, crm_session,
        entity::{credential, session as session_row},
        id::new_id,
        sign_in::tests::{Server, trace},
    };

    async fn add(server: &Server, session: &CrmSession, credential_id: &str) -> String {
        let tx = server.db.write().await.expect("writable");
        let who = &session.principal;
        let row = passkey::ActiveModel {
            id: Set(new_id(server.now)),
            principal_key: Set(who.key()),
            account_id: Set(None),
            crm_id: Set(who.crm_id()),
            crm_user_id: Set(who.crm_user_id()),
            credential_id: Set(credential_id.to_owned()),
            key: Set(json!({})),
            name: Set("Key".to_owned()),
            last_used_at: Set(None),
            removed_at: Set(None),
            version: Set(1),
            created_at: Set(0),
            updated_at: Set(0),
            created_by: Set(None),
            updated_by: Set(None),
        };
        let id = row.insert(&tx).await.expect("inserted").id;
        tx.commit().await.expect("committed");
        id
    }

    #[tokio::test]
    async fn the_last_way_in_stays() {
        let (server, made) = Server::set_up().await;
        let tx = server.db.write().await.expect("writable");
        let proved = Expr::value(server.now.as_millisecond());
        let step_up = session_row::Column::StepUpAt;
        let all = session_row::Entity::update_many().col_expr(step_up, proved);
        all.exec(&tx).await.expect("proved");
        let hash = credential::Column::PasswordHash;
        let none = credential::Entity::update_many().col_expr(hash, Expr::value(None::<String>));
        none.exec(&tx).await.expect("no password");
        tx.commit().await.expect("committed");
        let token = &made.session.token;
        let found = crm_session(server.db.read(), &made.crm, token, server.now).await;
        let session = found.expect("read").expect("good");
        let first = add(&server, &session, "one").await;
        let from = trace("192.0.2.1");
        let refused = remove(&server.db, &session, &first, &from, server.now).await;
        assert!(
            matches!(refused, Err(Error::LastSignInMethod)),
            "{refused:?}"
        );
        let second = add(&server, &session, "two").await;
        let gone = remove(&server.db, &session, &first, &from, server.now).await;
        assert!(gone.is_ok(), "{gone:?}");
        let back = restore(&server.db, &session, &first, &from, server.now).await;
        assert!(back.is_ok(), "{back:?}");
        let gone = remove(&server.db, &session, &second, &from, server.now).await;
        assert!(gone.is_ok(), "{gone:?}");
    }
}
