//! Taking an invitation: as a new person, or with the account that one has.

use domain::Sensitive;
use jiff::Timestamp;
use sea_orm::{ConnectionTrait, DatabaseTransaction, entity::prelude::*, sea_query::Expr};
use serde_json::json;

use crate::{
    audit::{self, Actor, AuditScope},
    credential,
    crm_record::{Crm, CrmStatus},
    database::{Database, Exclusive},
    entity::{
        account, crm,
        crm_user::{self, CredentialSource, Role},
        invitation,
        membership::{self, MembershipOrigin},
    },
    error::{Error, Field, FieldError},
    event::{self, EventKind},
    locale::Locale,
    new_crm,
    new_user::{self, NewUser},
    password::{self, Hasher},
    person, portal,
    principal::Principal,
    session::{self, Assurance, NewSession, Opening, PortalSession, SessionMethod},
    setting, sso,
    text::{folded, tidy},
    token::Token,
    trace::RequestTrace,
    username,
};

/// An invitation as the one who holds its link sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invited {
    /// The CRM.
    pub crm: Crm,
    /// Who is invited.
    pub email: String,
    /// The role that is given.
    pub role: Role,
    /// Who invites.
    pub inviter: String,
    /// The signed-in account has this very address, and can join with it.
    pub can_join_with_account: bool,
    /// The CRM's provider alone lets people in, and so whoever is invited, too.
    pub by_provider_alone: bool,
}

/// What a new person fills in.
#[derive(Debug)]
pub struct Acceptance<'a> {
    /// First name.
    pub first_name: &'a str,
    /// Last name; one of both may be empty.
    pub last_name: &'a str,
    /// A username; made from the address when it is empty.
    pub username: Option<&'a str>,
    /// The password.
    pub password: &'a Sensitive<String>,
    /// Tag of the language.
    pub locale: &'a str,
    /// IANA name; the CRM's when it is unknown.
    pub time_zone: Option<&'a str>,
}

/// Somebody who is in.
#[derive(Debug)]
pub struct Accepted {
    /// The CRM.
    pub crm: Crm,
    /// The person is signed in.
    pub session: NewSession,
}

/// Tells what an invitation is about. Changes nothing.
///
/// # Errors
/// [`Error::InvitationInvalid`].
pub async fn look_up<C: ConnectionTrait>(
    db: &C,
    ticket: &Token,
    session: Option<&PortalSession>,
    now: Timestamp,
) -> Result<Invited, Error> {
    let (row, crm) = find(db, ticket, now).await?;
    let inviter = crm_user::Entity::find()
        .filter(crm_user::COLUMN.crm_id.eq(row.crm_id.as_str()))
        .filter(crm_user::COLUMN.id.eq(row.invited_by.as_str()))
        .one(db)
        .await?;
    let by_provider_alone = sso::required::at(db, &row.crm_id).await?;
    let can_join_with_account = match session {
        Some(session) if !by_provider_alone => fits(db, &row, session).await?.is_some(),
        _ => false,
    };
    Ok(Invited {
        crm: Crm::from(crm),
        inviter: inviter.map_or_else(String::new, |user| {
            person::display(&user.first_name, &user.last_name)
        }),
        email: row.email,
        role: row.role,
        can_join_with_account,
        by_provider_alone,
    })
}

/// Takes an invitation as a new person, with a password of their own.
///
/// # Errors
/// [`Error::InvitationInvalid`], [`Error::Invalid`], [`Error::UsernameTaken`],
/// [`Error::PasswordWeak`], [`Error::HasherBusy`]; [`Error::MethodNotAllowedHere`] where the CRM's provider alone lets
/// people in. Only what succeeds uses the link up.
pub async fn accept(
    db: &Database,
    hasher: &Hasher,
    ticket: &Token,
    new: Acceptance<'_>,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Accepted, Error> {
    let (row, crm) = find(db.read(), ticket, now).await?;
    let profile = profile(&row, &crm, &new)?;
    let server_name = setting::server_name(db.read()).await?.unwrap_or_default();
    check_password(&row, (&crm.name, &server_name), &profile, new.password)?;
    let hash = hasher.hash(new.password).await?;

    let tx = db.write().await?;
    Exclusive::Crm(&row.crm_id).hold(&tx).await?;
    check_way(&tx, &row).await?;
    take(&tx, ticket, now).await?;
    let user_id = insert_user(&tx, &row, profile, CredentialSource::Own, now).await?;
    let principal = Principal::user(&row.crm_id, &user_id);
    credential::insert(&tx, &principal, Some(hash), now).await?;
    let opening = Opening {
        method: SessionMethod::Password,
        keep: false,
        proved: true,
        assurance: Assurance::One,
        // They have just come in.
        announced: false,
        until: None,
    };
    let session = session::start(&tx, &principal, opening, trace, now).await?;
    log_joined(&tx, &row, &user_id, trace, now).await?;
    tx.commit().await?;
    Ok(Accepted {
        crm: Crm::from(crm),
        session,
    })
}

/// Takes an invitation with the account that has its address: no other password is needed.
///
/// # Errors
/// [`Error::InvitationInvalid`], also when the account's address isn't the invited one or was never
/// proved; [`Error::CrmAlreadyInList`]; [`Error::NotFound`] for an account that was closed in this moment;
/// [`Error::MethodNotAllowedHere`] as in [`accept`].
pub async fn accept_with_account(
    db: &Database,
    session: &PortalSession,
    ticket: &Token,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Accepted, Error> {
    let tx = db.write().await?;
    portal::hold_open(&tx, &session.who.id).await?;
    let (row, crm) = find(&tx, ticket, now).await?;
    Exclusive::Crm(&row.crm_id).hold(&tx).await?;
    check_way(&tx, &row).await?;
    let account = fits(&tx, &row, session).await?;
    let account = account.ok_or(Error::InvitationInvalid)?;
    let listed = membership::Entity::find()
        .filter(membership::COLUMN.account_id.eq(account.id.as_str()))
        .filter(membership::COLUMN.crm_id.eq(row.crm_id.as_str()))
        .one(&tx)
        .await?;
    if listed.is_some() {
        return Err(Error::CrmAlreadyInList);
    }
    take(&tx, ticket, now).await?;
    let (first_name, last_name) = person::split(&account.name);
    let profile = Profile {
        first_name,
        last_name,
        username: None,
        locale: account.locale.clone(),
        time_zone: account.time_zone.clone(),
    };
    let user_id = insert_user(&tx, &row, profile, CredentialSource::Portal, now).await?;
    let user = (row.crm_id.as_str(), user_id.as_str());
    new_crm::link(&tx, &account.id, user, MembershipOrigin::Invited, now).await?;
    let principal = Principal::user(user.0, user.1);
    let opening = Opening {
        method: SessionMethod::Portal,
        keep: false,
        proved: false,
        assurance: session.assurance,
        // They have just come in.
        announced: false,
        until: None,
    };
    let opened = session::start(&tx, &principal, opening, trace, now).await?;
    log_joined(&tx, &row, &user_id, trace, now).await?;
    tx.commit().await?;
    Ok(Accepted {
        crm: Crm::from(crm),
        session: opened,
    })
}

/// Refuses passwords and accounts where the CRM's provider alone lets people in. Whoever is invited signs in there.
async fn check_way(tx: &DatabaseTransaction, row: &invitation::Model) -> Result<(), Error> {
    if sso::required::at(tx, &row.crm_id).await? {
        return Err(Error::MethodNotAllowedHere);
    }
    Ok(())
}

/// What a new user is called, and how they read dates.
struct Profile {
    first_name: String,
    last_name: String,
    username: Option<String>,
    locale: String,
    time_zone: String,
}

async fn find<C: ConnectionTrait>(
    db: &C,
    ticket: &Token,
    now: Timestamp,
) -> Result<(invitation::Model, crm::Model), Error> {
    let row = good(ticket, now)
        .one(db)
        .await?
        .ok_or(Error::InvitationInvalid)?;
    let crm = crm::Entity::find_by_id(row.crm_id.clone())
        .filter(crm::COLUMN.status.eq(CrmStatus::Active))
        .one(db)
        .await?
        .ok_or(Error::InvitationInvalid)?;
    Ok((row, crm))
}

/// The secret says which CRM it is for.
fn good(ticket: &Token, now: Timestamp) -> Select<invitation::Entity> {
    invitation::Entity::find()
        .filter(invitation::COLUMN.secret_hash.eq(ticket.hash().to_hex()))
        .filter(invitation::COLUMN.accepted_at.is_null())
        .filter(invitation::COLUMN.revoked_at.is_null())
        .filter(invitation::COLUMN.expires_at.gt(now.as_millisecond()))
}

/// The account of a session, if it has proved to have the invited address.
async fn fits<C: ConnectionTrait>(
    db: &C,
    row: &invitation::Model,
    session: &PortalSession,
) -> Result<Option<account::Model>, Error> {
    let account = account::Entity::find_by_id(session.who.id.clone())
        .filter(account::COLUMN.email_norm.eq(row.email_norm.as_str()))
        .filter(account::COLUMN.email_verified_at.is_not_null())
        .one(db)
        .await?;
    Ok(account)
}

fn profile(
    row: &invitation::Model,
    crm: &crm::Model,
    new: &Acceptance<'_>,
) -> Result<Profile, Error> {
    let (first_name, last_name) = (tidy(new.first_name), tidy(new.last_name));
    let mut faults = person::faults(&first_name, &last_name);
    let username = new.username.map(folded).filter(|name| !name.is_empty());
    if let Some(Err(fault)) = username.as_deref().map(username::check) {
        let field = Field::Username;
        faults.push(FieldError { field, fault });
    }
    if !faults.is_empty() {
        return Err(Error::Invalid(faults));
    }
    let zone = new
        .time_zone
        .filter(|name| jiff::tz::TimeZone::get(name).is_ok());
    let locale = Locale::from_tag(new.locale)
        .or_else(|| Locale::from_tag(&row.locale))
        .unwrap_or_default()
        .tag();
    Ok(Profile {
        first_name,
        last_name,
        username,
        locale: locale.to_owned(),
        time_zone: zone.unwrap_or(&crm.time_zone).to_owned(),
    })
}

fn check_password(
    row: &invitation::Model,
    (crm_name, server_name): (&str, &str),
    profile: &Profile,
    password: &Sensitive<String>,
) -> Result<(), Error> {
    let name = person::display(&profile.first_name, &profile.last_name);
    let username = profile.username.as_deref().unwrap_or_default();
    let personal = [
        row.email.as_str(),
        &row.email_norm,
        username,
        &name,
        crm_name,
        server_name,
    ];
    let shortest = match row.role {
        Role::Owner | Role::Admin => password::SHORTEST_ALONE,
        Role::Member | Role::Viewer => password::SHORTEST,
    };
    // EXPOSE: the rules are about the password's text.
    password::check(password.expose(), shortest, &personal).map_err(Error::weak(Field::Password))
}

/// Of two who present one link, one gets in.
async fn take(tx: &DatabaseTransaction, ticket: &Token, now: Timestamp) -> Result<(), Error> {
    let row = good(ticket, now)
        .one(tx)
        .await?
        .ok_or(Error::InvitationInvalid)?;
    let taken = invitation::Entity::update_many()
        .col_expr(
            invitation::Column::AcceptedAt,
            Expr::value(now.as_millisecond()),
        )
        .filter(invitation::COLUMN.crm_id.eq(row.crm_id.as_str()))
        .filter(invitation::COLUMN.id.eq(row.id.as_str()))
        .filter(invitation::COLUMN.accepted_at.is_null())
        .exec(tx)
        .await?;
    if taken.rows_affected == 1 {
        Ok(())
    } else {
        Err(Error::InvitationInvalid)
    }
}

async fn insert_user(
    tx: &DatabaseTransaction,
    row: &invitation::Model,
    profile: Profile,
    source: CredentialSource,
    now: Timestamp,
) -> Result<String, Error> {
    let new = NewUser {
        crm_id: &row.crm_id,
        email: &row.email,
        email_norm: &row.email_norm,
        role: row.role,
        first_name: profile.first_name,
        last_name: profile.last_name,
        username: profile.username,
        source,
        locale: profile.locale,
        time_zone: profile.time_zone,
        created_by: Some(row.invited_by.clone()),
    };
    new_user::insert(tx, new, now).await
}

async fn log_joined(
    tx: &DatabaseTransaction,
    row: &invitation::Model,
    user_id: &str,
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<(), Error> {
    let entry = audit::Entry {
        scope: AuditScope::Crm,
        scope_id: &row.crm_id,
        action: "user.joined",
        actor: Actor::User(user_id),
        subject: Some(user_id),
        fields: json!({ "role": row.role.to_value() }),
    };
    audit::append(tx, entry, trace, now).await?;
    let (what, user) = (EventKind::UserJoined, (row.crm_id.as_str(), user_id));
    event::own_user(tx, what, user, &[], now).await
}
