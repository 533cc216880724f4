//! Sessions of CRM users.

use std::time::Duration;

use jiff::Timestamp;
use sea_orm::{ActiveValue::Set, ConnectionTrait, entity::prelude::*, sea_query::Expr};
use serde_json::json;

pub(crate) use crate::entity::session::SessionMethod;
use crate::{
    audit::{self, Actor, AuditScope},
    crm_record::{Crm, CrmScope, CrmStatus},
    database::Database,
    entity::{
        crm_user::{self, CrmUserStatus, Role},
        session::{self, SessionKind},
    },
    error::Error,
    id::new_id,
    person,
    token::Token,
    trace::RequestTrace,
};

const HOUR: Duration = Duration::from_hours(1);
const DAY: Duration = Duration::from_hours(24);

/// Use is noted no more often than this.
const SEEN_STEP: Duration = Duration::from_mins(1);

/// A session that just began.
#[derive(Debug)]
pub struct NewSession {
    /// What the browser presents from now on.
    pub token: Token,
    /// How long the browser keeps it; `None` until the browser is closed.
    pub cookie_life: Option<Duration>,
}

/// A session that is good now.
#[derive(Debug, Clone)]
pub struct Session {
    /// Its id.
    pub id: String,
    /// What makes its CSRF token its own.
    pub csrf_salt: String,
    /// Who is signed in.
    pub user: SignedIn,
    keep: bool,
    last_seen_at: i64,
    absolute_until: i64,
}

/// The user of a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// Permanent id.
    pub id: String,
    /// First and last name.
    pub display_name: String,
    /// Unique inside the CRM.
    pub username: String,
    /// Login address.
    pub email: String,
    /// `owner`, `admin`, `member` or `viewer`.
    pub role: String,
}

/// How long a session lives unused, and at most.
const fn lives(keep: bool) -> (Duration, Duration) {
    if keep {
        (DAY.saturating_mul(30), DAY.saturating_mul(90))
    } else {
        (HOUR.saturating_mul(12), DAY.saturating_mul(7))
    }
}

fn after(now: Timestamp, life: Duration) -> i64 {
    now.as_millisecond()
        .saturating_add(i64::try_from(life.as_millis()).unwrap_or(i64::MAX))
}

/// Who may use a CRM in its present state.
pub(crate) const fn admits(status: CrmStatus, role: Role) -> bool {
    match status {
        CrmStatus::Active => true,
        CrmStatus::SuspendedBilling => matches!(role, Role::Owner | Role::Admin),
        CrmStatus::DeletionScheduled | CrmStatus::Purging => false,
    }
}

/// Begins a session of a CRM user.
pub(crate) async fn start<C: ConnectionTrait>(
    db: &C,
    scope: &CrmScope,
    crm_user_id: &str,
    method: SessionMethod,
    keep: bool,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<NewSession, Error> {
    let token = Token::new();
    let (idle, absolute) = lives(keep);
    let at = now.as_millisecond();
    let row = session::ActiveModel {
        id: Set(new_id(now)),
        token_hash: Set(token.hash().to_hex()),
        kind: Set(SessionKind::Crm),
        principal_key: Set(user_principal(crm_user_id)),
        account_id: Set(None),
        crm_id: Set(Some(scope.crm_id().to_owned())),
        crm_user_id: Set(Some(crm_user_id.to_owned())),
        method: Set(method),
        aal: Set(1),
        auth_at: Set(at),
        step_up_at: Set(None),
        // EXPOSE: it is random and used for nothing else.
        csrf_salt: Set(Token::new().secret().expose().clone()),
        ip: Set(trace.ip.to_string()),
        keep: Set(keep),
        last_seen_at: Set(at),
        idle_until: Set(after(now, idle)),
        absolute_until: Set(after(now, absolute)),
        revoked_at: Set(None),
        revoke_reason: Set(None),
        version: Set(1),
        created_at: Set(at),
        updated_at: Set(at),
        created_by: Set(None),
        updated_by: Set(None),
    };
    row.insert(db).await?;
    Ok(NewSession {
        token,
        cookie_life: keep.then_some(absolute),
    })
}

/// The principal key of a CRM user.
pub(crate) fn user_principal(crm_user_id: &str) -> String {
    format!("u:{crm_user_id}")
}

/// The session of this CRM that a token belongs to, if it is good now. Changes nothing.
///
/// # Errors
/// [`Error::Database`].
pub async fn session<C: ConnectionTrait>(
    db: &C,
    crm: &Crm,
    token: &Token,
    now: Timestamp,
) -> Result<Option<Session>, Error> {
    let at = now.as_millisecond();
    let crm_id = crm.scope().crm_id();
    let found = session::Entity::find()
        .filter(session::COLUMN.token_hash.eq(token.hash().to_hex()))
        .filter(session::COLUMN.kind.eq(SessionKind::Crm))
        .filter(session::COLUMN.crm_id.eq(crm_id))
        .filter(session::COLUMN.revoked_at.is_null())
        .filter(session::COLUMN.idle_until.gt(at))
        .filter(session::COLUMN.absolute_until.gt(at))
        .one(db)
        .await?;
    let Some(row) = found else { return Ok(None) };
    let user = crm_user::Entity::find()
        .filter(crm_user::COLUMN.crm_id.eq(crm_id))
        .filter(
            crm_user::COLUMN
                .id
                .eq(row.crm_user_id.as_deref().unwrap_or_default()),
        )
        .filter(crm_user::COLUMN.status.eq(CrmUserStatus::Active))
        .filter(crm_user::COLUMN.deleted_at.is_null())
        .one(db)
        .await?;
    let user = user.filter(|user| admits(crm.status, user.role));
    Ok(user.map(|user| Session {
        id: row.id,
        csrf_salt: row.csrf_salt,
        user: signed_in(user),
        keep: row.keep,
        last_seen_at: row.last_seen_at,
        absolute_until: row.absolute_until,
    }))
}

fn signed_in(user: crm_user::Model) -> SignedIn {
    SignedIn {
        display_name: person::display(&user.first_name, &user.last_name),
        id: user.id,
        username: user.username,
        email: user.email,
        role: user.role.to_value(),
    }
}

/// Notes that a session is used, which gives it time again up to its absolute end.
///
/// # Errors
/// [`Error::Database`].
pub async fn touch(db: &Database, session: &Session, now: Timestamp) -> Result<(), Error> {
    let at = now.as_millisecond();
    if at < after(Timestamp::UNIX_EPOCH, SEEN_STEP).saturating_add(session.last_seen_at) {
        return Ok(());
    }
    let idle_until = after(now, lives(session.keep).0).min(session.absolute_until);
    let tx = db.write().await?;
    session::Entity::update_many()
        .col_expr(session::Column::LastSeenAt, Expr::value(at))
        .col_expr(session::Column::IdleUntil, Expr::value(idle_until))
        .filter(session::COLUMN.id.eq(session.id.as_str()))
        .exec(&tx)
        .await?;
    tx.commit().await?;
    Ok(())
}

/// Ends a session.
///
/// # Errors
/// [`Error::Database`].
pub async fn sign_out(
    db: &Database,
    crm: &Crm,
    session: &Session,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let tx = db.write().await?;
    let ended = session::Entity::update_many()
        .col_expr(
            session::Column::RevokedAt,
            Expr::value(now.as_millisecond()),
        )
        .col_expr(session::Column::RevokeReason, Expr::value("sign_out"))
        .filter(session::COLUMN.crm_id.eq(crm.scope().crm_id()))
        .filter(session::COLUMN.id.eq(session.id.as_str()))
        .filter(session::COLUMN.revoked_at.is_null())
        .exec(&tx)
        .await?;
    if ended.rows_affected == 1 {
        let entry = audit::Entry {
            scope: AuditScope::Crm,
            scope_id: crm.scope().crm_id(),
            action: "sign_out",
            actor: Actor::User(&session.user.id),
            subject: Some(&session.id),
            fields: json!({}),
        };
        audit::append(&tx, entry, trace, now).await?;
    }
    tx.commit().await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use sea_orm::IntoActiveModel as _;

    use super::*;
    use crate::{
        Error, crm_by_slug, enter,
        entity::crm,
        sign_in::tests::{Server, trace},
    };

    /// A second tenant of the same server, where nobody is.
    async fn second_crm(server: &Server) -> Crm {
        let first = crm::Entity::find()
            .one(server.db.read())
            .await
            .expect("read")
            .expect("there");
        let mut row = first.into_active_model();
        (row.id, row.slug) = (Set(new_id(server.now)), Set("berry".to_owned()));
        let tx = server.db.write().await.expect("writable");
        row.insert(&tx).await.expect("inserted");
        tx.commit().await.expect("committed");
        crm_by_slug(server.db.read(), "berry")
            .await
            .expect("read")
            .expect("there")
    }

    #[tokio::test]
    async fn a_token_is_good_at_its_own_crm_alone() {
        let (server, made) = Server::set_up().await;
        let other = second_crm(&server).await;
        let at = |crm: Crm| {
            let (db, token, now) = (server.db.clone(), made.session.token.clone(), server.now);
            async move {
                session(db.read(), &crm, &token, now)
                    .await
                    .expect("read")
                    .is_some()
            }
        };
        assert!(at(made.crm.clone()).await);
        assert!(!at(other).await);
    }

    #[tokio::test]
    async fn a_ticket_is_good_at_its_own_crm_alone() {
        let (server, made) = Server::set_up().await;
        let other = second_crm(&server).await;
        let ticket = &made.enter.token;
        let from = trace("192.0.2.1");
        let elsewhere = enter(&server.db, &other, ticket, &from, server.now).await;
        assert!(matches!(elsewhere, Err(Error::TicketInvalid)));
        assert!(
            enter(&server.db, &made.crm, ticket, &from, server.now)
                .await
                .is_ok()
        );
    }
}
