//! Sign-in without an address: one password, and a list of what it opens to select from.

use std::{collections::HashMap, time::Duration};

use domain::Sensitive;
use jiff::Timestamp;
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, QueryOrder as _, QuerySelect as _, entity::prelude::*,
    sea_query::Expr,
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Attempts, rehash};
use crate::{
    audit::{self, Actor, AuditScope},
    credential::{self, Credential},
    crm_record::{Crm, CrmStatus},
    database::{Database, Exclusive},
    email,
    entity::{
        account::{self, AccountStatus},
        crm,
        crm_user::{self, CrmUserStatus, Role},
        membership, session as session_row, ticket as ticket_row,
    },
    error::Error,
    password::Hasher,
    person,
    principal::Principal,
    session::{self, Assurance, NewSession, Opening, SessionMethod, admits},
    ticket::{self, NewTicket, Ticket, TicketKind},
    token::Token,
    trace::RequestTrace,
};

/// How long a list stays open.
pub const SELECTION_LIFE: Duration = Duration::from_mins(5);

/// Users with one address whose passwords are tried.
const MOST_USERS: usize = 10;

/// A list that a password opened.
#[derive(Debug)]
pub struct Selection {
    /// Kept by the browser that signed in, and by nobody else.
    pub ticket: Token,
    /// What the password opens, most recently used first.
    pub choices: Vec<Choice>,
}

/// One thing to open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What to present to open it: the id of the CRM, or `portal`.
    pub id: String,
    /// The CRM, or `None` for the portal.
    pub crm: Option<Crm>,
    /// The role in the CRM.
    pub role: Option<Role>,
    /// The person's name there.
    pub display_name: String,
    /// When it was last used.
    pub last_opened_at: Option<Timestamp>,
    /// Whether it can be opened: a CRM may be suspended or wait for its deletion.
    pub is_open: bool,
    /// It was opened with this list already.
    pub is_used: bool,
}

/// What was opened.
#[derive(Debug)]
pub enum Opened {
    /// The portal.
    Portal(NewSession),
    /// A CRM.
    Crm(Crm, NewSession),
}

/// The id of the choice that is the portal.
const PORTAL: &str = "portal";

/// What a ticket remembers. What a choice looks like is read anew each time.
#[derive(Debug, Serialize, Deserialize)]
struct Remembered {
    keep: bool,
    account_id: Option<String>,
    users: Vec<UserKey>,
    used: Vec<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
struct UserKey {
    crm_id: String,
    id: String,
}

/// Verifies a password against all that has the address, and lists exactly what it opens.
///
/// # Errors
/// [`Error::SignInFailed`] when that is nothing; [`Error::RateLimited`], [`Error::HasherBusy`].
pub async fn sign_in_anywhere(
    db: &Database,
    hasher: &Hasher,
    email: &str,
    password: &Sensitive<String>,
    keep: bool,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Selection, Error> {
    // A username is unique only inside a CRM: it finds nothing here.
    let email_norm = email::normalise(email).unwrap_or_default();
    let attempts = Attempts::reserve(db, &format!("\n{email_norm}"), trace, now).await?;
    let candidates = candidates(db.read(), &email_norm).await?;
    let mut right = Vec::new();
    let mut rehashed = Vec::new();
    let mut verdicts: HashMap<String, bool> = HashMap::new();
    for candidate in &candidates {
        let Some(credential) = &candidate.credential else {
            continue;
        };
        if let Some(known) = verdicts.get(&credential.id) {
            if *known {
                right.push(candidate);
            }
            continue;
        }
        let stored = credential.password_hash.as_deref();
        let verdict = hasher.verify(password, stored).await?;
        verdicts.insert(credential.id.clone(), verdict.right);
        if verdict.right {
            right.push(candidate);
            if let Some(hash) = rehash(hasher, password, verdict).await? {
                rehashed.push((credential, hash));
            }
        }
    }
    if verdicts.is_empty() {
        // Nobody has the address: it takes as long as if somebody had.
        hasher.verify(password, None).await?;
    }
    if right.is_empty() {
        log_failure(db, &candidates, trace, now).await?;
        return Err(Error::SignInFailed);
    }
    let tx = db.write().await?;
    attempts.forgive(&tx).await?;
    for (credential, hash) in rehashed {
        credential::rehash(&tx, credential, &hash, now).await?;
    }
    let remembered = remember(&tx, &right, keep).await?;
    let token = Token::new();
    let new = NewTicket {
        kind: TicketKind::Selection,
        secret: token.hash(),
        principal: None,
        payload: serde_json::to_value(&remembered)?,
        life: Some(SELECTION_LIFE),
    };
    ticket::issue(&tx, new, now).await?;
    tx.commit().await?;
    Ok(Selection {
        choices: choices(db.read(), &remembered).await?,
        ticket: token,
    })
}

/// The list of a ticket.
///
/// # Errors
/// [`Error::TicketInvalid`] when it is unknown, given back or too old.
pub async fn selection(
    db: &Database,
    ticket: &Token,
    now: Timestamp,
) -> Result<Vec<Choice>, Error> {
    let (_, remembered) = open_ticket(db.read(), ticket, now).await?;
    choices(db.read(), &remembered).await
}

/// Opens one of the list, each once.
///
/// # Errors
/// [`Error::TicketInvalid`], also for a choice that isn't on the list or was opened;
/// [`Error::CrmSuspended`], [`Error::CrmScheduledForDeletion`].
pub async fn open_selected(
    db: &Database,
    ticket: &Token,
    choice: &str,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Opened, Error> {
    let tx = db.write().await?;
    Exclusive::Ticket(&ticket.hash().to_hex()).hold(&tx).await?;
    let (row, mut remembered) = open_ticket(&tx, ticket, now).await?;
    if remembered.used.iter().any(|used| used == choice) {
        return Err(Error::TicketInvalid);
    }
    let opening = Opening {
        method: SessionMethod::Password,
        keep: remembered.keep,
        proved: true,
        assurance: Assurance::One,
    };
    let opened = match &remembered.account_id {
        Some(id) if choice == PORTAL => open_portal(&tx, id, opening, trace, now).await?,
        _ => {
            let user = remembered.users.iter().find(|user| user.crm_id == choice);
            let user = user.ok_or(Error::TicketInvalid)?;
            open_crm(&tx, user, opening, trace, now).await?
        }
    };
    remembered.used.push(choice.to_owned());
    note_used(&tx, &row, &remembered).await?;
    tx.commit().await?;
    Ok(opened)
}

/// "Change user": gives the list back. Sessions that it opened stay.
///
/// # Errors
/// [`Error::Database`].
pub async fn drop_selection(db: &Database, ticket: &Token, now: Timestamp) -> Result<(), Error> {
    let tx = db.write().await?;
    ticket::use_up(&tx, TicketKind::Selection, ticket.hash(), None, now).await?;
    tx.commit().await?;
    Ok(())
}

/// Who may be meant by an address.
struct Candidate {
    who: Who,
    credential: Option<Credential>,
}

enum Who {
    Account(account::Model),
    User(crm_user::Model),
}

async fn candidates<C: ConnectionTrait>(db: &C, email_norm: &str) -> Result<Vec<Candidate>, Error> {
    let mut found = Vec::new();
    let account = account::Entity::find()
        .filter(account::COLUMN.email_norm.eq(email_norm))
        .filter(account::COLUMN.status.eq(AccountStatus::Active))
        .filter(account::COLUMN.closed_at.is_null())
        .one(db)
        .await?;
    if let Some(account) = account {
        let credential = credential::of(db, &Principal::account(&account.id)).await?;
        found.push(Candidate {
            who: Who::Account(account),
            credential,
        });
    }
    let users = crm_user::Entity::find()
        .filter(crm_user::COLUMN.email_norm.eq(email_norm))
        .filter(crm_user::COLUMN.status.eq(CrmUserStatus::Active))
        .filter(crm_user::COLUMN.deleted_at.is_null())
        .all(db)
        .await?;
    let mut users = with_last_use(db, users).await?;
    users.truncate(MOST_USERS);
    for (user, _) in users {
        let credential = credential::of_user(db, &user).await?;
        found.push(Candidate {
            who: Who::User(user),
            credential,
        });
    }
    Ok(found)
}

/// Users with the time of their last session's last use, most recent first.
async fn with_last_use<C: ConnectionTrait>(
    db: &C,
    users: Vec<crm_user::Model>,
) -> Result<Vec<(crm_user::Model, Option<i64>)>, Error> {
    let mut dated = Vec::with_capacity(users.len());
    for user in users {
        let last = session_row::Entity::find()
            .filter(session_row::COLUMN.crm_id.eq(user.crm_id.as_str()))
            .filter(session_row::COLUMN.crm_user_id.eq(user.id.as_str()))
            .order_by_desc(session_row::COLUMN.last_seen_at)
            .limit(1)
            .one(db)
            .await?;
        dated.push((user, last.map(|row| row.last_seen_at)));
    }
    dated.sort_by(|(a, a_at), (b, b_at)| b_at.cmp(a_at).then_with(|| a.id.cmp(&b.id)));
    Ok(dated)
}

/// Users that the password opens by themselves, and all that belong to an account that it opens.
async fn remember(
    tx: &DatabaseTransaction,
    right: &[&Candidate],
    keep: bool,
) -> Result<Remembered, Error> {
    let mut remembered = Remembered {
        keep,
        account_id: None,
        users: Vec::new(),
        used: Vec::new(),
    };
    for candidate in right {
        match &candidate.who {
            Who::Account(account) => {
                remembered.account_id = Some(account.id.clone());
                let links = membership::Entity::find()
                    .filter(membership::COLUMN.account_id.eq(account.id.as_str()))
                    .all(tx)
                    .await?;
                remembered
                    .users
                    .extend(links.into_iter().map(|link| UserKey {
                        crm_id: link.crm_id,
                        id: link.crm_user_id,
                    }));
            }
            Who::User(user) => {
                let key = UserKey {
                    crm_id: user.crm_id.clone(),
                    id: user.id.clone(),
                };
                // Of two users in one CRM, which an account's membership may bring, the one whose
                // own password it is goes first.
                remembered.users.retain(|known| known.crm_id != key.crm_id);
                remembered.users.push(key);
            }
        }
    }
    Ok(remembered)
}

async fn choices<C: ConnectionTrait>(
    db: &C,
    remembered: &Remembered,
) -> Result<Vec<Choice>, Error> {
    let mut rows = Vec::new();
    for key in &remembered.users {
        if let Some((crm, user)) = find_user(db, key).await? {
            rows.push((crm, user));
        }
    }
    let (crms, users): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
    let mut crms: HashMap<String, crm::Model> =
        crms.into_iter().map(|crm| (crm.id.clone(), crm)).collect();
    let mut choices = Vec::new();
    for (user, last) in with_last_use(db, users).await? {
        let Some(crm) = crms.remove(&user.crm_id) else {
            continue;
        };
        choices.push(Choice {
            id: crm.id.clone(),
            is_open: admits(crm.status, user.role),
            is_used: remembered.used.contains(&crm.id),
            crm: Some(Crm::from(crm)),
            role: Some(user.role),
            display_name: person::display(&user.first_name, &user.last_name),
            last_opened_at: last.and_then(|at| Timestamp::from_millisecond(at).ok()),
        });
    }
    if let Some(id) = &remembered.account_id {
        let account = account::Entity::find_by_id(id.clone()).one(db).await?;
        choices.extend(account.map(|account| Choice {
            id: PORTAL.to_owned(),
            crm: None,
            role: None,
            display_name: account.name,
            last_opened_at: None,
            is_open: true,
            is_used: remembered.used.iter().any(|used| used == PORTAL),
        }));
    }
    Ok(choices)
}

/// A user who may still sign in, with the CRM.
async fn find_user<C: ConnectionTrait>(
    db: &C,
    key: &UserKey,
) -> Result<Option<(crm::Model, crm_user::Model)>, Error> {
    let user = crm_user::Entity::find()
        .filter(crm_user::COLUMN.crm_id.eq(key.crm_id.as_str()))
        .filter(crm_user::COLUMN.id.eq(key.id.as_str()))
        .filter(crm_user::COLUMN.status.eq(CrmUserStatus::Active))
        .filter(crm_user::COLUMN.deleted_at.is_null())
        .one(db)
        .await?;
    let crm = crm::Entity::find_by_id(key.crm_id.clone())
        .filter(crm::COLUMN.status.ne(CrmStatus::Purging))
        .one(db)
        .await?;
    Ok(crm.zip(user))
}

async fn open_ticket<C: ConnectionTrait>(
    db: &C,
    ticket: &Token,
    now: Timestamp,
) -> Result<(Ticket, Remembered), Error> {
    let row = ticket::find(db, TicketKind::Selection, ticket.hash(), now)
        .await?
        .ok_or(Error::TicketInvalid)?;
    let remembered = serde_json::from_value(row.payload.clone())?;
    Ok((row, remembered))
}

async fn note_used(
    tx: &DatabaseTransaction,
    row: &Ticket,
    remembered: &Remembered,
) -> Result<(), Error> {
    ticket_row::Entity::update_many()
        .col_expr(
            ticket_row::Column::Payload,
            Expr::value(serde_json::to_value(remembered)?),
        )
        .filter(ticket_row::COLUMN.id.eq(row.id.as_str()))
        .exec(tx)
        .await?;
    Ok(())
}

async fn open_portal(
    tx: &DatabaseTransaction,
    account_id: &str,
    opening: Opening,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Opened, Error> {
    let principal = Principal::account(account_id);
    let session = session::start(tx, &principal, opening, trace, now).await?;
    let entry = audit::Entry {
        scope: AuditScope::Account,
        scope_id: account_id,
        action: "sign_in.succeeded",
        actor: Actor::Account(account_id),
        subject: Some(account_id),
        fields: json!({ "method": "password" }),
    };
    audit::append(tx, entry, trace, now).await?;
    Ok(Opened::Portal(session))
}

async fn open_crm(
    tx: &DatabaseTransaction,
    key: &UserKey,
    opening: Opening,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Opened, Error> {
    let (crm, user) = find_user(tx, key).await?.ok_or(Error::TicketInvalid)?;
    if !admits(crm.status, user.role) {
        return Err(crm.status.refusal());
    }
    let principal = Principal::user(&key.crm_id, &key.id);
    let session = session::start(tx, &principal, opening, trace, now).await?;
    let entry = audit::Entry {
        scope: AuditScope::Crm,
        scope_id: &key.crm_id,
        action: "sign_in.succeeded",
        actor: Actor::User(&key.id),
        subject: Some(&key.id),
        fields: json!({ "method": "password" }),
    };
    audit::append(tx, entry, trace, now).await?;
    Ok(Opened::Crm(Crm::from(crm), session))
}

/// In the log of the account, if there is one, or of the server: no CRM is told of an attempt that
/// wasn't made at its address.
async fn log_failure(
    db: &Database,
    candidates: &[Candidate],
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let account = candidates
        .iter()
        .find_map(|candidate| match &candidate.who {
            Who::Account(account) => Some(account.id.as_str()),
            Who::User(_) => None,
        });
    let reason = if candidates.is_empty() {
        "unknown_login"
    } else {
        "wrong_password"
    };
    let (scope, scope_id) = match account {
        Some(id) => (AuditScope::Account, id),
        None => (AuditScope::Server, audit::SERVER),
    };
    let tx = db.write().await?;
    let entry = audit::Entry {
        scope,
        scope_id,
        action: "sign_in.failed",
        actor: Actor::Nobody,
        subject: account,
        fields: json!({ "method": "password", "reason": reason }),
    };
    audit::append(&tx, entry, trace, now).await?;
    tx.commit().await?;
    Ok(())
}
