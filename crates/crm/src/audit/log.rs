//! The log of a CRM, as its owner and admins read it.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::Timestamp;
use sea_orm::{
    ConnectionTrait, QueryOrder as _, QuerySelect as _, Select,
    entity::prelude::*,
    sea_query::{Expr, ExprTrait as _},
};
use serde_json::Value;

use super::{AuditScope, actions::OF_OWNER, chain::Chain};
use crate::{
    crm_record::Crm,
    entity::{
        api_key, audit_entry,
        crm_user::{self, Role},
        invitation, membership, sso_provider,
    },
    error::Error,
    person,
    session::CrmSession,
    staff::require_admin,
};

/// What kind of one did something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditActorKind {
    /// A user of the CRM.
    User,
    /// The holder of an account, at the portal.
    Account,
    /// A program with a key.
    Key,
    /// Whoever runs the server, by its command line.
    Operator,
    /// The server by itself, or somebody who wasn't signed in.
    Nobody,
}

impl AuditActorKind {
    /// As rows and answers hold it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Account => "account",
            Self::Key => "api_key",
            Self::Operator => "operator",
            Self::Nobody => "nobody",
        }
    }

    fn of(actor: &Value) -> Self {
        let name = actor.get("kind").and_then(Value::as_str);
        let kinds = [Self::User, Self::Account, Self::Key, Self::Operator];
        let found = kinds.into_iter().find(|kind| Some(kind.name()) == name);
        found.unwrap_or(Self::Nobody)
    }
}

/// An entry as readers of the log see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditView {
    /// Permanent id.
    pub id: String,
    /// When.
    pub at: Timestamp,
    /// What was done.
    pub action: String,
    /// What kind of one did it.
    pub actor_kind: AuditActorKind,
    /// The id of the user, the account or the key.
    pub actor_id: Option<String>,
    /// What they are called now; none when they are gone, or nobody that the reader knows.
    pub actor_name: Option<String>,
    /// The id of what it was done to.
    pub subject_id: Option<String>,
    /// What that is called now; none when it is gone or has no name.
    pub subject_name: Option<String>,
    /// More about it, by names.
    pub fields: BTreeMap<String, String>,
    /// The address that it came from.
    pub ip: Option<String>,
    /// What the device that it came from was called then.
    pub device: Option<String>,
    /// The id of the request.
    pub request_id: Option<String>,
}

/// Whose deeds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuditBy {
    /// Of everybody of a kind.
    Kind(AuditActorKind),
    /// Of the user, the account or the key with this id. What a user did by an account is theirs, too.
    One(String),
}

/// Which entries.
#[derive(Debug, Clone, Default)]
pub struct AuditFilter {
    /// Of these alone.
    pub by: Option<AuditBy>,
    /// Of this action alone.
    pub action: Option<&'static str>,
    /// From this moment on.
    pub from: Option<Timestamp>,
    /// Before this moment.
    pub until: Option<Timestamp>,
}

/// Entries of the CRM's log, the last ones first, after one that was read before. There are more when as many come
/// back as were asked for. What moved money is for the owner alone.
///
/// # Errors
/// [`Error::Forbidden`] for everybody but owner and admins.
pub async fn audit_log<C: ConnectionTrait>(
    db: &C,
    crm: &Crm,
    session: &CrmSession,
    filter: &AuditFilter,
    after: Option<&str>,
    most: u64,
) -> Result<Vec<AuditView>, Error> {
    require_admin(session)?;
    let crm_id = crm.scope().crm_id();
    let chain = Chain {
        scope: AuditScope::Crm,
        id: crm_id.to_owned(),
    };
    let mut found = of_kind(chain.entries(), session, filter);
    match &filter.by {
        None => {}
        Some(AuditBy::Kind(kind)) => {
            found = found.filter(Expr::cust("(actor ->> 'kind')").eq(kind.name()));
        }
        Some(AuditBy::One(id)) => {
            let ids = ids_of(db, crm_id, id).await?;
            found = found.filter(Expr::cust("(actor ->> 'id')").is_in(ids));
        }
    }
    let rows = part(db, &chain, found, after, most).await?;
    let names = names(db, crm_id, &rows).await?;
    Ok(rows.into_iter().map(|row| view(row, &names)).collect())
}

/// Entries of a log that fit, the last ones first, after one that was read before.
pub(super) async fn part<C: ConnectionTrait>(
    db: &C,
    chain: &Chain,
    mut found: Select<audit_entry::Entity>,
    after: Option<&str>,
    most: u64,
) -> Result<Vec<audit_entry::Model>, Error> {
    if let Some(after) = after {
        let place = chain.entries().filter(audit_entry::COLUMN.id.eq(after));
        let Some(place) = place.one(db).await? else {
            return Ok(Vec::new());
        };
        found = found.filter(audit_entry::COLUMN.seq.lt(place.seq));
    }
    let rows = found.order_by_desc(audit_entry::COLUMN.seq).limit(most);
    Ok(rows.all(db).await?)
}

/// What of it they may see, and want to.
fn of_kind(
    mut found: Select<audit_entry::Entity>,
    session: &CrmSession,
    filter: &AuditFilter,
) -> Select<audit_entry::Entity> {
    if session.who.role != Role::Owner {
        found = found.filter(audit_entry::COLUMN.action.ne(OF_OWNER));
    }
    if let Some(action) = filter.action {
        found = found.filter(audit_entry::COLUMN.action.eq(action));
    }
    if let Some(from) = filter.from {
        found = found.filter(audit_entry::COLUMN.at.gte(from.as_millisecond()));
    }
    if let Some(until) = filter.until {
        found = found.filter(audit_entry::COLUMN.at.lt(until.as_millisecond()));
    }
    found
}

/// The id, and those of the accounts by which that user enters the CRM.
async fn ids_of<C: ConnectionTrait>(db: &C, crm_id: &str, id: &str) -> Result<Vec<String>, Error> {
    let links = membership::Entity::find()
        .filter(membership::COLUMN.crm_id.eq(crm_id))
        .filter(membership::COLUMN.crm_user_id.eq(id))
        .all(db)
        .await?;
    let accounts = links.into_iter().map(|link| link.account_id);
    Ok(accounts.chain([id.to_owned()]).collect())
}

/// What those are called now that the entries name, by their ids: users, accounts of users, keys, invitations and
/// providers of single sign-on, all of this CRM.
async fn names<C: ConnectionTrait>(
    db: &C,
    crm_id: &str,
    rows: &[audit_entry::Model],
) -> Result<HashMap<String, String>, Error> {
    let told = rows
        .iter()
        .flat_map(|row| [text(&row.actor, "id"), row.subject.as_deref()]);
    let ids: BTreeSet<&str> = told.flatten().collect();
    let links = membership::Entity::find()
        .filter(membership::COLUMN.crm_id.eq(crm_id))
        .filter(membership::COLUMN.account_id.is_in(ids.iter().copied()))
        .all(db)
        .await?;
    let linked = links.iter().map(|link| link.crm_user_id.as_str());
    let users = crm_user::Entity::find()
        .filter(crm_user::COLUMN.crm_id.eq(crm_id))
        .filter(crm_user::COLUMN.id.is_in(linked.chain(ids.iter().copied())))
        .filter(crm_user::COLUMN.deleted_at.is_null())
        .all(db)
        .await?;
    let keys = api_key::Entity::find()
        .filter(api_key::COLUMN.crm_id.eq(crm_id))
        .filter(api_key::COLUMN.id.is_in(ids.iter().copied()))
        .all(db)
        .await?;
    let invitations = invitation::Entity::find()
        .filter(invitation::COLUMN.crm_id.eq(crm_id))
        .filter(invitation::COLUMN.id.is_in(ids.iter().copied()))
        .all(db)
        .await?;
    let providers = sso_provider::Entity::find()
        .filter(sso_provider::COLUMN.crm_id.eq(crm_id))
        .filter(sso_provider::COLUMN.id.is_in(ids.iter().copied()))
        .all(db)
        .await?;

    let mut names = HashMap::new();
    for user in users {
        let name = person::display(&user.first_name, &user.last_name);
        names.insert(user.id, name);
    }
    for link in links {
        if let Some(name) = names.get(&link.crm_user_id).cloned() {
            names.insert(link.account_id, name);
        }
    }
    names.extend(keys.into_iter().map(|key| (key.id, key.name)));
    names.extend(invitations.into_iter().map(|row| (row.id, row.email)));
    names.extend(providers.into_iter().map(|row| (row.id, row.label)));
    Ok(names)
}

/// An entry with what is called how.
pub(super) fn view(row: audit_entry::Model, names: &HashMap<String, String>) -> AuditView {
    let name_of = |id: &Option<String>| id.as_ref().and_then(|id| names.get(id)).cloned();
    let actor_id = text(&row.actor, "id").map(str::to_owned);
    AuditView {
        at: Timestamp::from_millisecond(row.at).unwrap_or(Timestamp::UNIX_EPOCH),
        actor_kind: AuditActorKind::of(&row.actor),
        actor_name: name_of(&actor_id),
        actor_id,
        subject_name: name_of(&row.subject),
        subject_id: row.subject,
        fields: facts(&row.fields),
        id: row.id,
        action: row.action,
        ip: row.ip,
        device: row.device,
        request_id: row.request_id,
    }
}

fn text<'a>(value: &'a Value, name: &str) -> Option<&'a str> {
    value.get(name)?.as_str()
}

/// Each fact as a text.
fn facts(fields: &Value) -> BTreeMap<String, String> {
    let present = fields.as_object().into_iter().flatten();
    let facts = present.filter_map(|(name, value)| match value {
        Value::Null => None,
        Value::String(text) => Some((name.clone(), text.clone())),
        other => Some((name.clone(), other.to_string())),
    });
    facts.collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn facts_are_texts_whatever_they_were() {
        let fields = json!({ "role": "admin", "left": 3, "scopes": ["read"], "none": null });
        let expected = [("left", "3"), ("role", "admin"), ("scopes", r#"["read"]"#)];
        let expected = expected.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(facts(&fields), BTreeMap::from(expected));
        assert_eq!(facts(&json!([])), BTreeMap::new());
    }

    #[test]
    fn who_did_it_is_read_as_it_was_written() {
        use crate::audit::{Actor, actor};
        for (written, kind) in [
            (Actor::User("1"), AuditActorKind::User),
            (Actor::Account("1"), AuditActorKind::Account),
            (Actor::Key("1"), AuditActorKind::Key),
            (Actor::Operator, AuditActorKind::Operator),
            (Actor::Nobody, AuditActorKind::Nobody),
        ] {
            assert_eq!(AuditActorKind::of(&actor(written)), kind);
        }
    }
}
