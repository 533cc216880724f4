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

use super::{
    Attempts, rehash,
    step::{self, Arrival, Entry, Goal, Step},
};
use crate::{
    audit::{self, Actor, AuditScope},
    credential::{self, Credential},
    crm_record::Crm,
    database::{Database, Exclusive},
    device, email,
    entity::{
        account::{self, AccountStatus},
        crm,
        crm_user::{self, CredentialSource, CrmUserStatus, Role},
        membership, session as session_row, ticket as ticket_row,
    },
    error::Error,
    password::Hasher,
    person,
    principal::Principal,
    session::{Assurance, SessionMethod, Voucher, admits, vouches},
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
    /// Opening it takes a code.
    pub needs_second_factor: bool,
    /// It was opened with this list already.
    pub is_used: bool,
}

/// The id of the choice that is the portal.
const PORTAL: &str = "portal";

/// What a ticket remembers. What a choice looks like is read anew each time.
#[derive(Debug, Serialize, Deserialize)]
struct Remembered {
    keep: bool,
    account_id: Option<String>,
    /// Whose own password it is. Those that belong to the account are looked up, too: it may get more of them
    /// while the list is open.
    users: Vec<UserKey>,
    used: Vec<String>,
    /// Whose second factors were given with this list: nobody is asked twice.
    proved: Vec<String>,
    /// The session that opened the list in place of a password.
    #[serde(default)]
    voucher: Option<Voucher>,
}

#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
struct UserKey {
    crm_id: String,
    id: String,
    through_account: bool,
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
    let list = issue(&tx, &remember(&right, keep), trace, now).await?;
    tx.commit().await?;
    Ok(list)
}

/// Lists all that an account opens, for a browser that a session of it vouches for.
pub(crate) async fn offer(
    tx: &DatabaseTransaction,
    account_id: String,
    keep: bool,
    voucher: Voucher,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Selection, Error> {
    let remembered = Remembered {
        account_id: Some(account_id),
        voucher: Some(voucher),
        ..Remembered::empty(keep)
    };
    issue(tx, &remembered, trace, now).await
}

async fn issue(
    tx: &DatabaseTransaction,
    remembered: &Remembered,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Selection, Error> {
    let token = Token::new();
    let new = NewTicket {
        kind: TicketKind::Selection,
        secret: token.hash(),
        principal: None,
        payload: serde_json::to_value(remembered)?,
        browser: None,
        life: Some(SELECTION_LIFE),
    };
    ticket::issue(tx, new, now).await?;
    Ok(Selection {
        choices: choices(tx, remembered, trace.device, now).await?,
        ticket: token,
    })
}

/// The list of a ticket, as this browser may use it; `None` when that is unknown, given back or too old.
///
/// # Errors
/// [`Error::Database`].
pub async fn selection(
    db: &Database,
    ticket: &Token,
    device: &Token,
    now: Timestamp,
) -> Result<Option<Vec<Choice>>, Error> {
    let hash = ticket.hash().to_hex();
    match open_ticket(db.read(), &hash, now).await? {
        Some((_, remembered)) => {
            let choices = choices(db.read(), &remembered, device, now).await?;
            Ok(Some(choices))
        }
        None => Ok(None),
    }
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
) -> Result<Step, Error> {
    let tx = db.write().await?;
    let hash = ticket.hash().to_hex();
    Exclusive::Ticket(&hash).hold(&tx).await?;
    let found = open_ticket(&tx, &hash, now).await?;
    let (row, remembered) = found.ok_or(Error::TicketInvalid)?;
    if remembered.used.iter().any(|used| used == choice) {
        return Err(Error::TicketInvalid);
    }
    let goal = remembered.goal(&tx, choice).await?;
    let goal = goal.ok_or(Error::TicketInvalid)?;
    if !still_stands(&tx, &remembered, &goal, &row, now).await? {
        return Err(Error::TicketInvalid);
    }
    let voucher = remembered.voucher.as_ref();
    let assurance = match step::factor_for(&tx, &goal).await? {
        Some(owner) if remembered.has_factor_of(&owner) => Assurance::Two,
        Some(_) => Assurance::One,
        None => voucher.map_or(Assurance::One, |voucher| voucher.assurance),
    };
    let entry = Entry {
        list: hash,
        choice: choice.to_owned(),
    };
    let arrival = Arrival {
        goal,
        method: voucher.map_or(SessionMethod::Password, |_| SessionMethod::Qr),
        keep: remembered.keep,
        proved: voucher.is_none(),
        assurance,
        from: Some(entry.clone()),
        until: voucher.and_then(|voucher| voucher.until),
        sso: None,
    };
    let step = step::arrive(&tx, arrival, trace, now).await?;
    if !matches!(step, Step::SecondFactor(_)) {
        note_opened(&tx, &entry, None, now).await?;
    }
    tx.commit().await?;
    Ok(step)
}

/// Notes that an entry was opened, and by whose second factor.
///
/// # Errors
/// [`Error::TicketInvalid`] when the list is gone, or the entry was opened already.
pub(super) async fn note_opened(
    tx: &DatabaseTransaction,
    entry: &Entry,
    proved: Option<&Principal>,
    now: Timestamp,
) -> Result<(), Error> {
    Exclusive::Ticket(&entry.list).hold(tx).await?;
    let found = open_ticket(tx, &entry.list, now).await?;
    let (row, mut remembered) = found.ok_or(Error::TicketInvalid)?;
    if remembered.used.contains(&entry.choice) {
        return Err(Error::TicketInvalid);
    }
    remembered.used.push(entry.choice.clone());
    remembered.proved.extend(proved.map(Principal::key));
    ticket_row::Entity::update_many()
        .col_expr(
            ticket_row::Column::Payload,
            Expr::value(serde_json::to_value(&remembered)?),
        )
        .filter(ticket_row::COLUMN.id.eq(row.id.as_str()))
        .exec(tx)
        .await?;
    Ok(())
}

impl Remembered {
    const fn empty(keep: bool) -> Self {
        Self {
            keep,
            account_id: None,
            users: Vec::new(),
            used: Vec::new(),
            proved: Vec::new(),
            voucher: None,
        }
    }

    /// Whether somebody's second factor was given with this list, or where it was opened from.
    fn has_factor_of(&self, owner: &Principal) -> bool {
        let elsewhere = self.voucher.as_ref().map(|voucher| voucher.assurance);
        elsewhere == Some(Assurance::Two) || self.proved.contains(&owner.key())
    }

    /// Users that the password opens by themselves, and all that belong to an account that it opens now.
    async fn opened_users<C: ConnectionTrait>(&self, db: &C) -> Result<Vec<UserKey>, Error> {
        let mut users = self.users.clone();
        let Some(account_id) = &self.account_id else {
            return Ok(users);
        };
        let links = membership::Entity::find()
            .filter(membership::COLUMN.account_id.eq(account_id.as_str()))
            .all(db)
            .await?;
        for link in links {
            // Of two users in one CRM, the one whose own password it is goes first.
            if self.users.iter().all(|own| own.crm_id != link.crm_id) {
                users.push(UserKey {
                    crm_id: link.crm_id,
                    id: link.crm_user_id,
                    through_account: true,
                });
            }
        }
        Ok(users)
    }

    /// Where a choice leads, if it is on the list.
    async fn goal<C: ConnectionTrait>(&self, db: &C, choice: &str) -> Result<Option<Goal>, Error> {
        if choice == PORTAL {
            let account_id = self.account_id.clone();
            return Ok(account_id.map(|account_id| Goal::Portal { account_id }));
        }
        let users = self.opened_users(db).await?;
        let user = users.iter().find(|user| user.crm_id == choice);
        Ok(user.map(UserKey::goal))
    }

    /// Whether opening something from this browser takes a code that wasn't given yet.
    async fn asks_for_factor<C: ConnectionTrait>(
        &self,
        db: &C,
        goal: &Goal,
        device: &Token,
        now: Timestamp,
    ) -> Result<bool, Error> {
        match step::factor_for(db, goal).await? {
            Some(owner) if !self.has_factor_of(&owner) => {
                let trusted = device::is_trusted(db, &owner, device, now).await?;
                Ok(!trusted || !step::may_trust(db, goal).await?)
            }
            _ => Ok(false),
        }
    }
}

impl UserKey {
    fn goal(&self) -> Goal {
        Goal::Crm {
            crm_id: self.crm_id.clone(),
            user_id: self.id.clone(),
            through_account: self.through_account,
        }
    }
}

/// Whether what opened a list would open it still: the session that vouched for it, or the password.
async fn still_stands<C: ConnectionTrait>(
    db: &C,
    remembered: &Remembered,
    goal: &Goal,
    row: &Ticket,
    now: Timestamp,
) -> Result<bool, Error> {
    match &remembered.voucher {
        Some(voucher) => Ok(vouches(db, &voucher.session_id, now).await?.is_some()),
        None => Ok(!was_password_changed(db, goal, row).await?),
    }
}

/// A list that an old password opened is good for nothing any more.
async fn was_password_changed<C: ConnectionTrait>(
    db: &C,
    goal: &Goal,
    row: &Ticket,
) -> Result<bool, Error> {
    let credential = match goal {
        Goal::Portal { account_id } => credential::of(db, &Principal::account(account_id)).await?,
        Goal::Crm {
            crm_id,
            user_id,
            through_account,
        } => {
            let user = Principal::user(crm_id, user_id);
            if *through_account {
                let account = step::account_of(db, crm_id, user_id).await?;
                match account {
                    Some(account) => credential::of(db, &account).await?,
                    None => None,
                }
            } else {
                credential::of(db, &user).await?
            }
        }
    };
    Ok(credential.is_none_or(|row_of| row_of.changed_at > Some(row.created_at)))
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

fn remember(right: &[&Candidate], keep: bool) -> Remembered {
    let mut remembered = Remembered::empty(keep);
    for candidate in right {
        match &candidate.who {
            Who::Account(account) => remembered.account_id = Some(account.id.clone()),
            Who::User(user) => remembered.users.push(UserKey {
                crm_id: user.crm_id.clone(),
                id: user.id.clone(),
                through_account: user.credential_source == CredentialSource::Portal,
            }),
        }
    }
    remembered
}

async fn choices<C: ConnectionTrait>(
    db: &C,
    remembered: &Remembered,
    device: &Token,
    now: Timestamp,
) -> Result<Vec<Choice>, Error> {
    let mut rows = Vec::new();
    let keys = remembered.opened_users(db).await?;
    for key in &keys {
        rows.extend(step::find_user(db, &key.crm_id, &key.id).await?);
    }
    let (crms, users): (Vec<_>, Vec<_>) = rows.into_iter().unzip();
    let mut crms: HashMap<String, crm::Model> =
        crms.into_iter().map(|crm| (crm.id.clone(), crm)).collect();
    let mut choices = Vec::new();
    for (user, last) in with_last_use(db, users).await? {
        let Some(crm) = crms.remove(&user.crm_id) else {
            continue;
        };
        let key = keys.iter().find(|key| key.crm_id == crm.id);
        let needs_second_factor = match key {
            Some(key) => {
                remembered
                    .asks_for_factor(db, &key.goal(), device, now)
                    .await?
            }
            None => false,
        };
        choices.push(Choice {
            id: crm.id.clone(),
            needs_second_factor,
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
        let goal = Goal::Portal {
            account_id: id.clone(),
        };
        let needs_second_factor = remembered.asks_for_factor(db, &goal, device, now).await?;
        choices.extend(account.map(|account| Choice {
            id: PORTAL.to_owned(),
            needs_second_factor,
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

async fn open_ticket<C: ConnectionTrait>(
    db: &C,
    hash: &str,
    now: Timestamp,
) -> Result<Option<(Ticket, Remembered)>, Error> {
    let Some(row) = ticket::find_by_hash(db, TicketKind::Selection, hash, now).await? else {
        return Ok(None);
    };
    let remembered = serde_json::from_value(row.payload.clone())?;
    Ok(Some((row, remembered)))
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
