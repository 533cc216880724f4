//! The desktop client at a session: what it is called, and the token by which it asks while no page of the
//! session is open.
//!
//! The token is good as long as the session is: whatever ends that ends it, too.

use jiff::Timestamp;
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, QueryOrder as _, QuerySelect as _, QueryTrait as _,
    entity::prelude::*, sea_query::OnConflict,
};
use serde_json::json;

use crate::{
    audit,
    crm_record::Crm,
    database::{Database, wake_others},
    entity::{
        device_token::{self, ActiveModel, Column, Entity, Model, Platform},
        session as session_row,
    },
    error::{Error, Field, FieldError},
    id::new_id,
    session::{self, CrmSession},
    text::{check_length, tidy},
    token::Token,
    trace::RequestTrace,
};

/// Characters.
const LONGEST_NAME: usize = 60;

/// The desktop client at a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    /// Its id.
    pub id: String,
    /// What it calls itself.
    pub name: String,
    /// The system that it runs on.
    pub platform: Platform,
    /// When it got the token that it has.
    pub registered_at: Timestamp,
}

/// A client that was just registered.
#[derive(Debug)]
pub struct NewDevice {
    /// Its id.
    pub id: String,
    /// What it presents from now on.
    pub token: Token,
}

/// Registers the client at a session, under a new token in place of the one that it may have had.
///
/// # Errors
/// [`Error::Invalid`].
pub async fn register_device(
    db: &Database,
    session: &CrmSession,
    (name, platform): (&str, Platform),
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<NewDevice, Error> {
    let name = tidy(name);
    let fits = check_length(&name, LONGEST_NAME);
    let field = Field::Name;
    fits.map_err(|fault| Error::Invalid(vec![FieldError { field, fault }]))?;
    let token = Token::new();
    let row = new_row(session, &token, (name, platform), now);
    let anew = [
        Column::TokenHash,
        Column::Name,
        Column::Platform,
        Column::UpdatedAt,
    ];
    let tx = db.write().await?;
    Entity::insert(row)
        .on_conflict(
            OnConflict::column(Column::SessionId)
                .update_columns(anew)
                .to_owned(),
        )
        .exec_without_returning(&tx)
        .await?;
    let row = find(&tx, &session.id).await?.ok_or(Error::NotFound)?;
    let fields = json!({ "device": row.id, "session": session.id });
    audit::append_own(
        &tx,
        &session.principal,
        "device.registered",
        fields,
        trace,
        now,
    )
    .await?;
    wake_others(&tx).await?;
    tx.commit().await?;
    Ok(NewDevice { id: row.id, token })
}

/// The client at a session, if one is registered.
///
/// # Errors
/// [`Error::Database`].
pub async fn device_of<C: ConnectionTrait>(
    db: &C,
    session: &CrmSession,
) -> Result<Option<Device>, Error> {
    let row = find(db, &session.id).await?;
    Ok(row.map(|row| Device {
        id: row.id,
        name: row.name,
        platform: row.platform,
        registered_at: Timestamp::from_millisecond(row.updated_at).unwrap_or(Timestamp::UNIX_EPOCH),
    }))
}

/// The session of this CRM that a client's token is of, if that is good now. Changes nothing.
///
/// # Errors
/// [`Error::Database`].
pub async fn session_of_device<C: ConnectionTrait>(
    db: &C,
    crm: &Crm,
    token: &Token,
    now: Timestamp,
) -> Result<Option<CrmSession>, Error> {
    let row = Entity::find()
        .filter(device_token::COLUMN.token_hash.eq(token.hash().to_hex()))
        .filter(device_token::COLUMN.crm_id.eq(crm.scope().crm_id()))
        .one(db)
        .await?;
    match row {
        Some(row) => session::crm_session_by_id(db, crm, &row.session_id, now).await,
        None => Ok(None),
    }
}

/// Takes the token of the client at a session back. The session stays.
///
/// # Errors
/// [`Error::NotFound`] where none is registered.
pub async fn revoke_device(
    db: &Database,
    session: &CrmSession,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let tx = db.write().await?;
    let row = find(&tx, &session.id).await?.ok_or(Error::NotFound)?;
    let gone = Entity::delete_by_id(row.id.clone()).exec(&tx).await?;
    if gone.rows_affected != 1 {
        return Err(Error::NotFound);
    }
    let fields = json!({ "device": row.id, "session": session.id });
    audit::append_own(
        &tx,
        &session.principal,
        "device.revoked",
        fields,
        trace,
        now,
    )
    .await?;
    wake_others(&tx).await?;
    tx.commit().await?;
    Ok(())
}

/// Tokens among these, by their hashes, that are good as far as they say themselves, each with its session's id.
pub(crate) async fn good_by_hash<C: ConnectionTrait>(
    db: &C,
    hashes: &[&str],
) -> Result<Vec<(String, String)>, Error> {
    Ok(Entity::find()
        .filter(
            device_token::COLUMN
                .token_hash
                .is_in(hashes.iter().copied()),
        )
        .select_only()
        .column(Column::TokenHash)
        .column(Column::SessionId)
        .into_tuple()
        .all(db)
        .await?)
}

/// What the client at a session calls itself.
pub(crate) async fn name_at<C: ConnectionTrait>(
    db: &C,
    session_id: &str,
) -> Result<Option<String>, Error> {
    Ok(find(db, session_id).await?.map(|row| row.name))
}

/// What the client calls itself at the sessions of a browser, if one is registered at any.
pub(crate) async fn name_on<C: ConnectionTrait>(
    db: &C,
    device_id: &str,
) -> Result<Option<String>, Error> {
    let sessions = session_row::Entity::find()
        .select_only()
        .column(session_row::Column::Id)
        .filter(session_row::COLUMN.device_id.eq(device_id))
        .into_query();
    let row = Entity::find()
        .filter(device_token::COLUMN.session_id.in_subquery(sessions))
        .order_by_desc(device_token::COLUMN.updated_at)
        .one(db)
        .await?;
    Ok(row.map(|row| row.name))
}

async fn find<C: ConnectionTrait>(db: &C, session_id: &str) -> Result<Option<Model>, Error> {
    Ok(Entity::find()
        .filter(device_token::COLUMN.session_id.eq(session_id))
        .one(db)
        .await?)
}

fn new_row(
    session: &CrmSession,
    token: &Token,
    (name, platform): (String, Platform),
    now: Timestamp,
) -> ActiveModel {
    let at = now.as_millisecond();
    ActiveModel {
        id: Set(new_id(now)),
        session_id: Set(session.id.clone()),
        crm_id: Set(session.principal.crm_id().unwrap_or_default()),
        crm_user_id: Set(session.who.id.clone()),
        token_hash: Set(token.hash().to_hex()),
        name: Set(name),
        platform: Set(platform),
        version: Set(1),
        created_at: Set(at),
        updated_at: Set(at),
        created_by: Set(None),
        updated_by: Set(None),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::{
        crm_session,
        portal::tests::numbers,
        retention::sweep,
        sign_in::tests::{Server, trace},
    };

    #[tokio::test]
    async fn a_token_goes_with_the_row_of_its_session() {
        let (server, made) = Server::set_up().await;
        let token = &made.session.token;
        let session = crm_session(server.db.read(), &made.crm, token, server.now)
            .await
            .expect("read")
            .expect("good");
        let client = ("Ninefold on thinkpad", Platform::Linux);
        register_device(
            &server.db,
            &session,
            client,
            &trace("192.0.2.1"),
            server.now,
        )
        .await
        .expect("registered");
        let rows = "SELECT count(*) FROM device_token";
        assert_eq!(numbers(&server, rows).await, 1);
        let day = Duration::from_hours(24);
        let late = server.now.checked_add(day * 121).expect("in range");
        sweep(&server.db, late).await.expect("swept");
        assert_eq!(numbers(&server, rows).await, 0);
    }
}
