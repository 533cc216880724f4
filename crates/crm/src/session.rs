//! Sessions: proofs of sign-in, of accounts at the portal and of users at their CRM.

mod overview;
mod presence;
mod vouching;

use std::time::Duration;

use jiff::Timestamp;
use sea_orm::{
    ActiveValue::Set,
    ConnectionTrait, QuerySelect as _, UpdateMany,
    entity::prelude::*,
    sea_query::{Expr, IntoCondition},
};
use serde::{Deserialize, Serialize};
use serde_json::json;

pub use overview::{
    Beginning, OwnSession, SessionsAtCrm, own_sessions, rename_device, revoke_all_sessions,
    revoke_other_sessions, revoke_session, sessions_at_crms,
};

pub(crate) use crate::entity::session::{SessionKind, SessionMethod};
use crate::{
    agent::Agent,
    audit::{self, Actor, AuditScope},
    credential::{self, Credential},
    crm_record::{Crm, CrmStatus, crm_by_id},
    database::{Database, wake_others},
    device,
    entity::{
        account::{self, AccountStatus},
        crm_user::{self, CrmUserStatus, Role},
        membership, session,
    },
    error::Error,
    id::new_id,
    instant::{after, left, millis},
    letter::Notice,
    notice,
    notification::{self, NewNotification},
    passkey, person,
    principal::Principal,
    ticket::{self, TicketKind},
    token::Token,
    trace::RequestTrace,
};
pub(crate) use presence::is_there;
pub(crate) use vouching::{Voucher, vouches};

const HOUR: Duration = Duration::from_hours(1);
const DAY: Duration = Duration::from_hours(24);

/// Use is noted no more often than this.
const SEEN_STEP: Duration = Duration::from_mins(1);

/// How long a proof of identity lets its session do what is dangerous.
const STEP_UP_LIFE: Duration = Duration::from_mins(15);

/// How long a session that began by a QR code vouches for no other.
const FIRST_MINUTES: Duration = Duration::from_mins(10);

/// A session that just began, or whose token was exchanged.
#[derive(Debug)]
pub struct NewSession {
    /// What the browser presents from now on.
    pub token: Token,
    /// How long the browser keeps it; `None` until the browser is closed.
    pub cookie_life: Option<Duration>,
}

/// A session that is good now.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own, and none follows from another"
)]
#[derive(Debug, Clone)]
pub struct Session<W> {
    /// Its id.
    pub id: String,
    /// What makes its CSRF token its own.
    pub csrf_salt: String,
    /// Who is signed in.
    pub who: W,
    /// How surely they were recognised.
    pub assurance: Assurance,
    /// They have a second factor, which a step-up asks for in place of the password.
    pub has_factor: bool,
    /// They have a passkey, which a step-up takes, too.
    pub has_passkey: bool,
    /// They have a password.
    pub has_password: bool,
    /// The provider that it began by, if it began by single sign-on.
    pub sso_provider_id: Option<String>,
    pub(crate) principal: Principal,
    keep: bool,
    method: SessionMethod,
    began_at: i64,
    proved_at: Option<i64>,
    last_seen_at: i64,
    absolute_until: i64,
}

/// How surely the person of a session was recognised (NIST SP 800-63B, AAL1 and AAL2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Assurance {
    /// By one factor.
    One,
    /// By two.
    Two,
}

/// A session at a CRM.
pub type CrmSession = Session<SignedIn>;

/// A session at the portal.
pub type PortalSession = Session<AccountHolder>;

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
    /// The hash of their photo, if they have one.
    pub photo: Option<String>,
    /// What they may do.
    pub role: Role,
    /// Tag of the language.
    pub locale: String,
    /// By when the CRM demands a second factor that they don't have.
    pub factor_due_at: Option<Timestamp>,
}

/// The account of a portal session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountHolder {
    /// Permanent id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Login address.
    pub email: String,
    /// Tag of the language.
    pub locale: String,
    /// IANA name.
    pub time_zone: String,
    /// The hash of their photo, if they have one.
    pub photo: Option<String>,
    /// Runs the server.
    pub is_operator: bool,
    /// Rises with every change.
    pub version: i64,
}

impl From<account::Model> for AccountHolder {
    fn from(row: account::Model) -> Self {
        Self {
            id: row.id,
            name: row.name,
            email: row.email,
            locale: row.locale,
            time_zone: row.time_zone,
            photo: row.photo_hash,
            is_operator: row.is_operator,
            version: row.version,
        }
    }
}

/// How a session begins.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Opening {
    pub(crate) method: SessionMethod,
    /// "Keep me signed in".
    pub(crate) keep: bool,
    /// The person proved who they are in this very moment.
    pub(crate) proved: bool,
    pub(crate) assurance: Assurance,
    /// The person is told when it's from a browser that they never used before. Of a sign-in by a QR code
    /// they are told anyway.
    pub(crate) announced: bool,
    /// When it ends at the latest, if that comes before its normal end.
    pub(crate) until: Option<i64>,
}

/// The provider that a session began by, and its own session there.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SsoOrigin {
    pub(crate) provider_id: String,
    pub(crate) session: Option<String>,
}

/// How a session goes on with a new token.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Renewal {
    /// The person proved who they are in this very moment.
    pub(crate) proved: bool,
    pub(crate) assurance: Assurance,
}

impl Assurance {
    const fn level(self) -> i32 {
        match self {
            Self::One => 1,
            Self::Two => 2,
        }
    }

    const fn of_level(level: i32) -> Self {
        if level == 2 { Self::Two } else { Self::One }
    }
}

impl<W> Session<W> {
    /// Whether the person proved who they are lately enough for what is dangerous.
    #[must_use]
    pub fn is_stepped_up(&self, now: Timestamp) -> bool {
        self.proved_at
            .is_some_and(|at| now.as_millisecond() < at.saturating_add(millis(STEP_UP_LIFE)))
    }

    /// "Keep me signed in".
    pub(crate) const fn keep(&self) -> bool {
        self.keep
    }

    /// When what is entered from it ends at the latest, if it began by a QR code: it was lent by another session.
    pub(crate) fn lent_until(&self) -> Option<i64> {
        (self.method == SessionMethod::Qr).then_some(self.absolute_until)
    }

    /// How long it still vouches for no other, if it began by a QR code just now: a code that was stolen
    /// must not lead to the next one.
    pub(crate) fn vouches_in(&self, now: Timestamp) -> Option<Duration> {
        if self.method != SessionMethod::Qr {
            return None;
        }
        let until = self.began_at.saturating_add(millis(FIRST_MINUTES));
        Some(left(until, now)).filter(|wait| !wait.is_zero())
    }
}

impl CrmSession {
    /// Whether all that the person may do is set a second factor up: the CRM demanded it long ago.
    #[must_use]
    pub fn must_enrol(&self, now: Timestamp) -> bool {
        self.who.factor_due_at.is_some_and(|due| due <= now)
    }
}

/// How long a session lives unused, and at most.
const fn lives(keep: bool) -> (Duration, Duration) {
    if keep {
        (DAY.saturating_mul(30), DAY.saturating_mul(90))
    } else {
        (HOUR.saturating_mul(12), DAY.saturating_mul(7))
    }
}

/// Who may use a CRM in its present state.
pub(crate) const fn admits(status: CrmStatus, role: Role) -> bool {
    match status {
        CrmStatus::Active => true,
        CrmStatus::SuspendedBilling => matches!(role, Role::Owner | Role::Admin),
        CrmStatus::DeletionScheduled | CrmStatus::Purging => false,
    }
}

/// Begins a session.
pub(crate) async fn start<C: ConnectionTrait>(
    db: &C,
    principal: &Principal,
    opening: Opening,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<NewSession, Error> {
    let token = Token::new();
    let (idle, absolute) = lives(opening.keep);
    let at = now.as_millisecond();
    let absolute_until = after(now, absolute).min(opening.until.unwrap_or(i64::MAX));
    let id = new_id(now);
    let seen = device::see(db, principal, trace, now).await?;
    tell(db, (principal, &id), opening, seen.is_new, trace, now).await?;
    let row = session::ActiveModel {
        id: Set(id),
        token_hash: Set(token.hash().to_hex()),
        kind: Set(match principal {
            Principal::Account { .. } => SessionKind::Portal,
            Principal::User { .. } => SessionKind::Crm,
        }),
        principal_key: Set(principal.key()),
        account_id: Set(principal.account_id()),
        crm_id: Set(principal.crm_id()),
        crm_user_id: Set(principal.crm_user_id()),
        device_id: Set(Some(seen.id)),
        method: Set(opening.method),
        aal: Set(opening.assurance.level()),
        auth_at: Set(at),
        step_up_at: Set(opening.proved.then_some(at)),
        // EXPOSE: it is random and used for nothing else.
        csrf_salt: Set(Token::new().secret().expose().clone()),
        ip: Set(trace.ip.to_string()),
        keep: Set(opening.keep),
        last_seen_at: Set(at),
        idle_until: Set(after(now, idle).min(absolute_until)),
        absolute_until: Set(absolute_until),
        revoked_at: Set(None),
        revoke_reason: Set(None),
        sso_provider_id: Set(None),
        sso_session: Set(None),
        version: Set(1),
        created_at: Set(at),
        updated_at: Set(at),
        created_by: Set(None),
        updated_by: Set(None),
    };
    row.insert(db).await?;
    if let Principal::User { crm_id, id } = principal {
        note_opened(db, crm_id, id, now).await?;
    }
    Ok(NewSession {
        token,
        cookie_life: opening.keep.then(|| left(absolute_until, now)),
    })
}

/// Tells the person of a sign-in that may not have been theirs, with the session that it began.
async fn tell<C: ConnectionTrait>(
    db: &C,
    (principal, session_id): (&Principal, &str),
    opening: Opening,
    is_new_device: bool,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let device = Agent::read(trace.agent).line();
    let ip = trace.ip.to_string();
    let at = now.strftime("%Y-%m-%d %H:%M UTC").to_string();
    let is_by_qr = opening.method == SessionMethod::Qr;
    if !(is_by_qr || is_new_device && opening.announced) {
        return Ok(());
    }
    if let Principal::User { crm_id, id } = principal {
        let new = NewNotification::new_device(id, session_id, (&device, &ip), now);
        notification::enqueue(db, crm_id, new, now).await?;
    }
    let notice = if is_by_qr {
        Notice::QrSignIn { device, ip, at }
    } else {
        Notice::NewSignIn { device, ip, at }
    };
    notice::send(db, principal, notice, now).await
}

/// The account behind a user, if there is one, opened the CRM.
async fn note_opened<C: ConnectionTrait>(
    db: &C,
    crm_id: &str,
    user_id: &str,
    now: Timestamp,
) -> Result<(), Error> {
    membership::Entity::update_many()
        .col_expr(
            membership::Column::LastOpenedAt,
            Expr::value(now.as_millisecond()),
        )
        .filter(membership::COLUMN.crm_id.eq(crm_id))
        .filter(membership::COLUMN.crm_user_id.eq(user_id))
        .exec(db)
        .await?;
    Ok(())
}

/// The session of this CRM that a token belongs to, if it is good now. Changes nothing.
///
/// # Errors
/// [`Error::Database`].
pub async fn crm_session<C: ConnectionTrait>(
    db: &C,
    crm: &Crm,
    token: &Token,
    now: Timestamp,
) -> Result<Option<CrmSession>, Error> {
    let by_token = session::COLUMN.token_hash.eq(token.hash().to_hex());
    session_at(db, crm, by_token, now).await
}

/// The session of this CRM that has an id, if it is good now. Changes nothing.
pub(crate) async fn crm_session_by_id<C: ConnectionTrait>(
    db: &C,
    crm: &Crm,
    id: &str,
    now: Timestamp,
) -> Result<Option<CrmSession>, Error> {
    session_at(db, crm, session::COLUMN.id.eq(id), now).await
}

async fn session_at<C: ConnectionTrait>(
    db: &C,
    crm: &Crm,
    which: impl IntoCondition,
    now: Timestamp,
) -> Result<Option<CrmSession>, Error> {
    let crm_id = crm.scope().crm_id();
    let found = good(SessionKind::Crm, now)
        .filter(which)
        .filter(session::COLUMN.crm_id.eq(crm_id))
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
        .await?
        .filter(|user| admits(crm.status, user.role));
    let Some(user) = user else { return Ok(None) };
    let principal = Principal::user(crm_id, &user.id);
    let credential = credential::of_user(db, &user).await?;
    let has_passkey = passkey::has_any(db, &principal, credential.as_ref()).await?;
    let has_factor = credential.as_ref().is_some_and(Credential::has_factor);
    let lacks = !has_factor && Assurance::of_level(row.aal) == Assurance::One;
    let due = (lacks && crm.factor_rules.demand(user.role))
        .then(|| crm.factor_rules.due_at(user.created_at));
    let who = signed_in(user, due);
    let proofs = Proofs {
        credential,
        has_passkey,
    };
    Ok(Some(of_row(row, principal, proofs, who)))
}

/// The CRM that a token's session is at, if that is good now. Changes nothing.
///
/// # Errors
/// [`Error::Database`].
pub async fn crm_of_session<C: ConnectionTrait>(
    db: &C,
    token: &Token,
    now: Timestamp,
) -> Result<Option<Crm>, Error> {
    let found = good(SessionKind::Crm, now)
        .filter(session::COLUMN.token_hash.eq(token.hash().to_hex()))
        .one(db)
        .await?;
    let Some(crm_id) = found.and_then(|row| row.crm_id) else {
        return Ok(None);
    };
    let Some(crm) = crm_by_id(db, &crm_id).await? else {
        return Ok(None);
    };
    let session = crm_session(db, &crm, token, now).await?;
    Ok(session.map(|_| crm))
}

/// The portal session that a token belongs to, if it is good now. Changes nothing.
///
/// # Errors
/// [`Error::Database`].
pub async fn portal_session<C: ConnectionTrait>(
    db: &C,
    token: &Token,
    now: Timestamp,
) -> Result<Option<PortalSession>, Error> {
    let found = good(SessionKind::Portal, now)
        .filter(session::COLUMN.token_hash.eq(token.hash().to_hex()))
        .one(db)
        .await?;
    let Some(row) = found else { return Ok(None) };
    let account = account::Entity::find()
        .filter(
            account::COLUMN
                .id
                .eq(row.account_id.as_deref().unwrap_or_default()),
        )
        .filter(account::COLUMN.status.eq(AccountStatus::Active))
        .filter(account::COLUMN.closed_at.is_null())
        .one(db)
        .await?;
    let Some(account) = account else {
        return Ok(None);
    };
    let principal = Principal::account(&account.id);
    let credential = credential::of(db, &principal).await?;
    let proofs = Proofs {
        has_passkey: passkey::has_any(db, &principal, credential.as_ref()).await?,
        credential,
    };
    let who = AccountHolder::from(account);
    Ok(Some(of_row(row, principal, proofs, who)))
}

/// Whether a portal session is good now, by its id.
pub(crate) async fn is_good<C: ConnectionTrait>(
    db: &C,
    id: &str,
    now: Timestamp,
) -> Result<bool, Error> {
    let row = good(SessionKind::Portal, now)
        .filter(session::COLUMN.id.eq(id))
        .one(db)
        .await?;
    Ok(row.is_some())
}

/// Sessions at CRMs among these that are good as far as they say themselves.
pub(crate) async fn good_by_id<C: ConnectionTrait>(
    db: &C,
    ids: &[&str],
    now: Timestamp,
) -> Result<Vec<String>, Error> {
    Ok(good(SessionKind::Crm, now)
        .filter(session::COLUMN.id.is_in(ids.iter().copied()))
        .select_only()
        .column(session::Column::Id)
        .into_tuple()
        .all(db)
        .await?)
}

fn good(kind: SessionKind, now: Timestamp) -> Select<session::Entity> {
    good_of_any_kind(now).filter(session::COLUMN.kind.eq(kind))
}

fn good_of_any_kind(now: Timestamp) -> Select<session::Entity> {
    let at = now.as_millisecond();
    session::Entity::find()
        .filter(session::COLUMN.revoked_at.is_null())
        .filter(session::COLUMN.idle_until.gt(at))
        .filter(session::COLUMN.absolute_until.gt(at))
}

/// By what a session's person may prove who they are.
struct Proofs {
    credential: Option<Credential>,
    has_passkey: bool,
}

fn of_row<W>(row: session::Model, principal: Principal, proofs: Proofs, who: W) -> Session<W> {
    let Proofs {
        credential,
        has_passkey,
    } = proofs;
    Session {
        assurance: Assurance::of_level(row.aal),
        has_factor: credential.as_ref().is_some_and(Credential::has_factor),
        has_passkey,
        has_password: credential.is_some_and(|row| row.password_hash.is_some()),
        id: row.id,
        csrf_salt: row.csrf_salt,
        sso_provider_id: row.sso_provider_id,
        who,
        principal,
        keep: row.keep,
        method: row.method,
        began_at: row.auth_at,
        proved_at: row.step_up_at,
        last_seen_at: row.last_seen_at,
        absolute_until: row.absolute_until,
    }
}

fn signed_in(user: crm_user::Model, factor_due_at: Option<Timestamp>) -> SignedIn {
    SignedIn {
        factor_due_at,
        display_name: person::display(&user.first_name, &user.last_name),
        id: user.id,
        username: user.username,
        email: user.email,
        photo: user.photo_hash,
        role: user.role,
        locale: user.locale,
    }
}

/// Notes that a session is used, which gives it time again up to its absolute end.
///
/// # Errors
/// [`Error::Database`].
pub async fn touch<W: Sync>(
    db: &Database,
    session: &Session<W>,
    now: Timestamp,
) -> Result<(), Error> {
    let at = now.as_millisecond();
    if at < session.last_seen_at.saturating_add(millis(SEEN_STEP)) {
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

/// Notes by which provider a session began that has just begun.
pub(crate) async fn note_sso<C: ConnectionTrait>(
    db: &C,
    new: &NewSession,
    origin: &SsoOrigin,
) -> Result<(), Error> {
    session::Entity::update_many()
        .col_expr(
            session::Column::SsoProviderId,
            Expr::value(origin.provider_id.as_str()),
        )
        .col_expr(
            session::Column::SsoSession,
            Expr::value(origin.session.clone()),
        )
        .filter(session::COLUMN.token_hash.eq(new.token.hash().to_hex()))
        .exec(db)
        .await?;
    Ok(())
}

/// Gives a session a new token, which it gets with every change of what it may do.
pub(crate) async fn renew<C: ConnectionTrait, W: Sync>(
    db: &C,
    session: &Session<W>,
    renewal: Renewal,
    now: Timestamp,
) -> Result<NewSession, Error> {
    let token = Token::new();
    let proved_at = if renewal.proved {
        Some(now.as_millisecond())
    } else {
        session.proved_at
    };
    session::Entity::update_many()
        .col_expr(
            session::Column::TokenHash,
            Expr::value(token.hash().to_hex()),
        )
        .col_expr(session::Column::StepUpAt, Expr::value(proved_at))
        .col_expr(session::Column::Aal, Expr::value(renewal.assurance.level()))
        .filter(session::COLUMN.id.eq(session.id.as_str()))
        .exec(db)
        .await?;
    Ok(NewSession {
        token,
        cookie_life: session.keep.then(|| left(session.absolute_until, now)),
    })
}

/// Ends one session, unless it has ended.
pub(crate) async fn revoke<C: ConnectionTrait>(
    db: &C,
    id: &str,
    reason: &'static str,
    now: Timestamp,
) -> Result<bool, Error> {
    let ending = ending(reason, now).filter(session::COLUMN.id.eq(id));
    Ok(end_each(db, ending).await? == 1)
}

/// Ends every session of a principal but one.
pub(crate) async fn revoke_others<C: ConnectionTrait>(
    db: &C,
    principal: &Principal,
    but: &str,
    reason: &'static str,
    now: Timestamp,
) -> Result<u64, Error> {
    let ending = ending(reason, now)
        .filter(session::COLUMN.principal_key.eq(principal.key()))
        .filter(session::COLUMN.id.ne(but));
    end_each(db, ending).await
}

/// Ends every session of a user but one that was entered from the portal, and lets no ticket open another.
pub(crate) async fn revoke_entered<C: ConnectionTrait>(
    db: &C,
    user: &Principal,
    but: &str,
    now: Timestamp,
) -> Result<(), Error> {
    ending("account_disconnected", now)
        .filter(session::COLUMN.principal_key.eq(user.key()))
        .filter(session::COLUMN.method.eq(SessionMethod::Portal))
        .filter(session::COLUMN.id.ne(but))
        .exec(db)
        .await?;
    ticket::void(db, TicketKind::Enter, user, now).await
}

/// Ends every session that began by a provider: that of one session there, or all of a principal.
pub(crate) async fn revoke_of_provider<C: ConnectionTrait>(
    db: &C,
    (provider_id, session): (&str, Option<&str>),
    principal: Option<&Principal>,
    now: Timestamp,
) -> Result<u64, Error> {
    let mut ending = ending("signed_out_at_provider", now)
        .filter(session::COLUMN.sso_provider_id.eq(provider_id));
    if let Some(session) = session {
        ending = ending.filter(session::COLUMN.sso_session.eq(session));
    }
    if let Some(principal) = principal {
        ending = ending.filter(session::COLUMN.principal_key.eq(principal.key()));
    }
    end_each(db, ending).await
}

/// Ends every session of a CRM.
pub(crate) async fn revoke_all_of_crm<C: ConnectionTrait>(
    db: &C,
    crm_id: &str,
    reason: &'static str,
    now: Timestamp,
) -> Result<(), Error> {
    let ending = ending(reason, now).filter(session::COLUMN.crm_id.eq(crm_id));
    end_each(db, ending).await.map(drop)
}

/// Ends sessions, and says so to whoever keeps streams of theirs open; says how many.
async fn end_each<C: ConnectionTrait>(
    db: &C,
    ending: UpdateMany<session::Entity>,
) -> Result<u64, Error> {
    let ended = ending.exec(db).await?.rows_affected;
    if ended > 0 {
        wake_others(db).await?;
    }
    Ok(ended)
}

fn ending(reason: &'static str, now: Timestamp) -> UpdateMany<session::Entity> {
    session::Entity::update_many()
        .col_expr(
            session::Column::RevokedAt,
            Expr::value(now.as_millisecond()),
        )
        .col_expr(session::Column::RevokeReason, Expr::value(reason))
        .filter(session::COLUMN.revoked_at.is_null())
}

/// Ends a session at a CRM. Sessions elsewhere stay.
///
/// # Errors
/// [`Error::Database`].
pub async fn sign_out(
    db: &Database,
    session: &CrmSession,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let crm_id = session.principal.crm_id().unwrap_or_default();
    let whose = (AuditScope::Crm, crm_id.as_str());
    end(db, session, whose, Actor::User(&session.who.id), trace, now).await
}

/// Ends a portal session, and with it the enter tickets that it gave out. Sessions at CRMs stay.
///
/// # Errors
/// [`Error::Database`].
pub async fn sign_out_of_portal(
    db: &Database,
    session: &PortalSession,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let id = session.who.id.as_str();
    let whose = (AuditScope::Account, id);
    end(db, session, whose, Actor::Account(id), trace, now).await
}

async fn end<W: Sync>(
    db: &Database,
    session: &Session<W>,
    (scope, scope_id): (AuditScope, &str),
    actor: Actor<'_>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let tx = db.write().await?;
    if revoke(&tx, &session.id, "sign_out", now).await? {
        let entry = audit::Entry {
            scope,
            scope_id,
            action: "sign_out",
            actor,
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
        crm_by_slug(server.db.read(), "berry", server.now)
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
                crm_session(db.read(), &crm, &token, now)
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
