//! What a CRM demands of its people's second factors.

use std::time::Duration;

use jiff::Timestamp;
use sea_orm::{ConnectionTrait, entity::prelude::*, sea_query::Expr};
use serde_json::json;

pub use crate::entity::crm::FactorPolicy;
use crate::{
    audit::{self, Actor, AuditScope},
    crm_record::Crm,
    database::{Database, Exclusive},
    entity::{
        crm,
        crm_user::{self, CredentialSource, CrmUserStatus, Role},
        membership,
    },
    error::Error,
    event,
    instant::millis,
    principal::Principal,
    session::CrmSession,
    staff::require_admin,
    step_up,
    trace::RequestTrace,
};

/// How long people may go on without a factor once it is demanded of them.
const GRACE: Duration = Duration::from_hours(7 * 24);

/// The demands of one CRM.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FactorRules {
    /// Who must have a second factor.
    pub policy: FactorPolicy,
    /// Devices may be trusted to skip it.
    pub may_trust: bool,
    since: i64,
}

impl FactorRules {
    pub(crate) const fn of(row: &crm::Model) -> Self {
        Self {
            policy: row.factor_policy,
            may_trust: row.factor_trust,
            since: row.factor_policy_since,
        }
    }

    /// Whether somebody with this role must have a second factor.
    pub(crate) const fn demand(self, role: Role) -> bool {
        match self.policy {
            FactorPolicy::Optional => false,
            FactorPolicy::RequiredForAdmins => matches!(role, Role::Owner | Role::Admin),
            FactorPolicy::Required => true,
        }
    }

    /// Until when somebody of whom it is demanded may go on without: counted from the demand, or from
    /// their first day.
    pub(crate) fn due_at(self, joined_at: i64) -> Timestamp {
        let begin = self.since.max(joined_at);
        let due = Timestamp::from_millisecond(begin.saturating_add(millis(GRACE)));
        due.unwrap_or(Timestamp::MAX)
    }
}

/// The demands of a CRM, for those who may change them.
///
/// # Errors
/// [`Error::Forbidden`] for everybody but owner and admins.
pub fn factor_rules(crm: &Crm, session: &CrmSession) -> Result<FactorRules, Error> {
    require_admin(session)?;
    Ok(crm.factor_rules)
}

/// Changes the demands of a CRM, at the version that the caller saw. A stricter policy gives people a
/// week.
///
/// # Errors
/// [`Error::Forbidden`] for everybody but owner and admins; [`Error::StepUpRequired`],
/// [`Error::VersionConflict`].
pub async fn change_factor_rules(
    db: &Database,
    crm: &Crm,
    session: &CrmSession,
    version: i64,
    (policy, may_trust): (FactorPolicy, bool),
    trace: &RequestTrace<'_>,
    now: Timestamp,
) -> Result<Crm, Error> {
    require_admin(session)?;
    step_up::require(session, now)?;
    if version != crm.version {
        return Err(Error::VersionConflict);
    }
    let crm_id = crm.scope().crm_id();
    let tx = db.write().await?;
    Exclusive::Crm(crm_id).hold(&tx).await?;
    let at = now.as_millisecond();
    let mut change = crm::Entity::update_many()
        .col_expr(crm::Column::FactorPolicy, Expr::value(policy.to_value()))
        .col_expr(crm::Column::FactorTrust, Expr::value(may_trust))
        .col_expr(crm::Column::Version, Expr::value(version + 1))
        .col_expr(crm::Column::UpdatedAt, Expr::value(at));
    if policy > crm.factor_rules.policy {
        change = change.col_expr(crm::Column::FactorPolicySince, Expr::value(at));
    }
    let changed = change
        .filter(crm::COLUMN.id.eq(crm_id))
        .filter(crm::COLUMN.version.eq(version))
        .exec(&tx)
        .await?;
    if changed.rows_affected != 1 {
        return Err(Error::VersionConflict);
    }
    let entry = audit::Entry {
        scope: AuditScope::Crm,
        scope_id: crm_id,
        action: "2fa.rules_changed",
        actor: Actor::User(&session.who.id),
        subject: None,
        fields: json!({ "policy": policy.to_value(), "trust": may_trust }),
    };
    audit::append(&tx, entry, trace, now).await?;
    let by = Actor::User(&session.who.id);
    event::settings_changed(&tx, crm_id, by, "second_factor", now).await?;
    let row = crm::Entity::find_by_id(crm_id.to_owned()).one(&tx).await?;
    tx.commit().await?;
    row.map(Crm::from).ok_or(Error::NotFound)
}

/// Whether some CRM demands the factor of this credential's owner, which can't be turned off then.
pub(super) async fn is_demanded<C: ConnectionTrait>(
    db: &C,
    owner: &Principal,
) -> Result<bool, Error> {
    for user in users_with(db, owner).await? {
        let row = crm::Entity::find_by_id(user.crm_id).one(db).await?;
        if row.is_some_and(|row| FactorRules::of(&row).demand(user.role)) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Active users whose second factor this owner's is.
async fn users_with<C: ConnectionTrait>(
    db: &C,
    owner: &Principal,
) -> Result<Vec<crm_user::Model>, Error> {
    let keys = match owner {
        Principal::User { crm_id, id } => vec![(crm_id.clone(), id.clone())],
        Principal::Account { id } => {
            let links = membership::Entity::find()
                .filter(membership::COLUMN.account_id.eq(id.as_str()))
                .all(db)
                .await?;
            let keys = links
                .into_iter()
                .map(|link| (link.crm_id, link.crm_user_id));
            keys.collect()
        }
    };
    let source = match owner {
        Principal::User { .. } => CredentialSource::Own,
        Principal::Account { .. } => CredentialSource::Portal,
    };
    let mut users = Vec::with_capacity(keys.len());
    for (crm_id, id) in keys {
        let user = crm_user::Entity::find()
            .filter(crm_user::COLUMN.crm_id.eq(crm_id))
            .filter(crm_user::COLUMN.id.eq(id))
            .filter(crm_user::COLUMN.status.eq(CrmUserStatus::Active))
            .filter(crm_user::COLUMN.credential_source.eq(source))
            .one(db)
            .await?;
        users.extend(user);
    }
    Ok(users)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

    const fn rules(policy: FactorPolicy) -> FactorRules {
        FactorRules {
            policy,
            may_trust: true,
            since: 10 * DAY_MS,
        }
    }

    #[test]
    fn a_policy_demands_it_of_the_roles_that_it_names() {
        let all = [Role::Owner, Role::Admin, Role::Member, Role::Viewer];
        for (policy, demanded) in [
            (FactorPolicy::Optional, [false; 4]),
            (FactorPolicy::RequiredForAdmins, [true, true, false, false]),
            (FactorPolicy::Required, [true; 4]),
        ] {
            assert_eq!(all.map(|role| rules(policy).demand(role)), demanded);
        }
        assert!(FactorPolicy::Optional < FactorPolicy::RequiredForAdmins);
        assert!(FactorPolicy::RequiredForAdmins < FactorPolicy::Required);
    }

    #[test]
    fn the_week_begins_with_the_demand_or_the_first_day() {
        let due = |joined| {
            rules(FactorPolicy::Required)
                .due_at(joined)
                .as_millisecond()
        };
        assert_eq!(due(DAY_MS), 17 * DAY_MS);
        assert_eq!(due(20 * DAY_MS), 27 * DAY_MS);
        assert!(due(i64::MAX) > 0);
    }
}
