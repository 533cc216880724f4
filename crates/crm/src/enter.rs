//! Enter tickets: they carry a person who has proved who they are into a CRM, once.

use std::time::Duration;

use jiff::Timestamp;
use sea_orm::{ConnectionTrait, entity::prelude::*};
use serde::{Deserialize, Serialize};

use crate::{
    crm_record::{Crm, CrmScope},
    database::Database,
    entity::crm_user::{self, CrmUserStatus},
    error::Error,
    principal::Principal,
    session::{self, Assurance, SessionMethod, admits},
    sign_in::step::{Arrival, Goal, Step, arrive},
    ticket::{self, NewTicket, TicketKind},
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

/// What a ticket remembers.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Pass {
    pub(crate) keep: bool,
    /// The portal session that gave it out, and without which it is void.
    pub(crate) portal_session_id: Option<String>,
    /// How surely the person was recognised there.
    pub(crate) assurance: Assurance,
    /// When what it opens ends at the latest, where that was settled before.
    #[serde(default)]
    pub(crate) until: Option<i64>,
}

/// Makes a ticket for a user of a CRM.
pub(crate) async fn issue<C: ConnectionTrait>(
    db: &C,
    scope: &CrmScope,
    crm_user_id: &str,
    pass: &Pass,
    now: Timestamp,
) -> Result<EnterTicket, Error> {
    let token = Token::new();
    let new = NewTicket {
        kind: TicketKind::Enter,
        secret: token.hash(),
        principal: Some(&Principal::user(scope.crm_id(), crm_user_id)),
        payload: serde_json::to_value(pass)?,
        browser: None,
        life: Some(ENTER_TICKET_LIFE),
    };
    ticket::issue(db, new, now).await?;
    Ok(EnterTicket { token })
}

/// Exchanges a ticket for a session, or for the question for a second factor.
///
/// # Errors
/// [`Error::TicketInvalid`] when it is unknown, for another CRM, used, too old, the portal session
/// that gave it out has ended, or its user may not sign in any more.
pub async fn enter(
    db: &Database,
    crm: &Crm,
    ticket: &Token,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Step, Error> {
    let tx = db.write().await?;
    let crm_id = crm.scope().crm_id();
    let row = ticket::use_up(&tx, TicketKind::Enter, ticket.hash(), Some(crm_id), now)
        .await?
        .ok_or(Error::TicketInvalid)?;
    let pass: Pass = serde_json::from_value(row.payload)?;
    if let Some(id) = &pass.portal_session_id
        && !session::is_good(&tx, id, now).await?
    {
        return Err(Error::TicketInvalid);
    }
    let user_id = row.crm_user_id.ok_or(Error::TicketInvalid)?;
    let user = crm_user::Entity::find()
        .filter(crm_user::COLUMN.crm_id.eq(crm_id))
        .filter(crm_user::COLUMN.id.eq(user_id))
        .filter(crm_user::COLUMN.status.eq(CrmUserStatus::Active))
        .one(&tx)
        .await?
        .filter(|user| admits(crm.status, user.role))
        .ok_or(Error::TicketInvalid)?;
    let arrival = Arrival {
        goal: Goal::Crm {
            crm_id: crm_id.to_owned(),
            user_id: user.id,
            through_account: true,
        },
        method: SessionMethod::Portal,
        keep: pass.keep,
        proved: false,
        assurance: pass.assurance,
        from: None,
        until: pass.until,
        sso: None,
    };
    let step = arrive(&tx, arrival, trace, now).await?;
    tx.commit().await?;
    Ok(step)
}
