//! Enter tickets: they carry a person who has proved who they are into a CRM, once.

use std::time::Duration;

use jiff::Timestamp;
use sea_orm::{ActiveValue::Set, ConnectionTrait, entity::prelude::*, sea_query::Expr};
use serde_json::{Value, json};

use crate::{
    audit::{self, Actor, AuditScope},
    crm_record::{Crm, CrmScope},
    database::Database,
    entity::{
        crm_user::{self, CrmUserStatus},
        ticket::{self, TicketKind},
    },
    error::Error,
    id::new_id,
    session::{self, NewSession, SessionMethod, admits, user_principal},
    token::Token,
    trace::RequestTrace,
};

/// How long an enter ticket is good.
pub const ENTER_TICKET_LIFE: Duration = Duration::from_mins(1);

/// A ticket that nobody used yet.
#[derive(Debug)]
pub struct EnterTicket {
    /// The secret to present.
    pub token: Token,
}

/// Makes a ticket for a user of a CRM.
pub(crate) async fn issue<C: ConnectionTrait>(
    db: &C,
    scope: &CrmScope,
    crm_user_id: &str,
    keep: bool,
    now: Timestamp,
) -> Result<EnterTicket, Error> {
    let token = Token::new();
    let life = i64::try_from(ENTER_TICKET_LIFE.as_millis()).unwrap_or(0);
    let row = ticket::ActiveModel {
        id: Set(new_id(now)),
        kind: Set(TicketKind::Enter),
        secret_hash: Set(token.hash().to_hex()),
        principal_key: Set(Some(user_principal(crm_user_id))),
        account_id: Set(None),
        crm_id: Set(Some(scope.crm_id().to_owned())),
        crm_user_id: Set(Some(crm_user_id.to_owned())),
        payload: Set(json!({ "keep": keep })),
        browser_hash: Set(None),
        expires_at: Set(Some(now.as_millisecond() + life)),
        used_at: Set(None),
        used_by: Set(None),
        created_at: Set(now.as_millisecond()),
    };
    row.insert(db).await?;
    Ok(EnterTicket { token })
}

/// Exchanges a ticket for a session.
///
/// # Errors
/// [`Error::TicketInvalid`] when it is unknown, for another CRM, used, too old, or its user may
/// not sign in any more.
pub async fn enter(
    db: &Database,
    crm: &Crm,
    ticket: &Token,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<NewSession, Error> {
    let tx = db.write().await?;
    let row = use_up(&tx, crm.scope(), ticket, now)
        .await?
        .ok_or(Error::TicketInvalid)?;
    let user_id = row.crm_user_id.ok_or(Error::TicketInvalid)?;
    let user = crm_user::Entity::find()
        .filter(crm_user::COLUMN.crm_id.eq(crm.scope().crm_id()))
        .filter(crm_user::COLUMN.id.eq(user_id))
        .filter(crm_user::COLUMN.status.eq(CrmUserStatus::Active))
        .one(&tx)
        .await?
        .filter(|user| admits(crm.status, user.role))
        .ok_or(Error::TicketInvalid)?;
    let keep = row
        .payload
        .get("keep")
        .and_then(Value::as_bool)
        .unwrap_or(false);
    let method = SessionMethod::Portal;
    let session = session::start(&tx, crm.scope(), &user.id, method, keep, trace, now).await?;
    let entry = audit::Entry {
        scope: AuditScope::Crm,
        scope_id: crm.scope().crm_id(),
        action: "crm.entered",
        actor: Actor::User(&user.id),
        subject: None,
        fields: json!({}),
    };
    audit::append(&tx, entry, trace, now).await?;
    tx.commit().await?;
    Ok(session)
}

/// Marks a ticket as used, and returns it only to the one who did.
async fn use_up<C: ConnectionTrait>(
    db: &C,
    scope: &CrmScope,
    token: &Token,
    now: Timestamp,
) -> Result<Option<ticket::Model>, Error> {
    let secret_hash = token.hash().to_hex();
    let used = ticket::Entity::update_many()
        .col_expr(ticket::Column::UsedAt, Expr::value(now.as_millisecond()))
        .filter(ticket::COLUMN.kind.eq(TicketKind::Enter))
        .filter(ticket::COLUMN.secret_hash.eq(secret_hash.as_str()))
        .filter(ticket::COLUMN.crm_id.eq(scope.crm_id()))
        .filter(ticket::COLUMN.used_at.is_null())
        .filter(ticket::COLUMN.expires_at.gt(now.as_millisecond()))
        .exec(db)
        .await?;
    if used.rows_affected != 1 {
        return Ok(None);
    }
    let row = ticket::Entity::find()
        .filter(ticket::COLUMN.kind.eq(TicketKind::Enter))
        .filter(ticket::COLUMN.secret_hash.eq(secret_hash))
        .one(db)
        .await?;
    Ok(row)
}
