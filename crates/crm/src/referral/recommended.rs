//! Whom somebody has recommended the service to, and what that has brought. They see no more of others than that.

use jiff::Timestamp;
use sea_orm::{ConnectionTrait, QueryOrder as _, QuerySelect as _, entity::prelude::*};

use super::moment;
use crate::{
    entity::{
        account,
        referral::{self, ReferralState},
        referral_reward::{self, RewardState},
    },
    error::Error,
    ledger::{CURRENCY, Money},
    session::PortalSession,
};

/// Somebody who came by a recommendation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Referral {
    /// Permanent id.
    pub id: String,
    /// Their e-mail address, as far as it is shown; empty for an account that is forgotten.
    pub email: String,
    /// When they signed up.
    pub signed_up_at: Timestamp,
    /// Whether their charges bring rewards.
    pub state: ReferralState,
    /// Until when they do; unknown before the first one.
    pub until: Option<Timestamp>,
    /// What they have paid for which there is a reward.
    pub paid: Money,
    /// The rewards.
    pub reward: Money,
}

/// What a charge has brought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reward {
    /// Permanent id.
    pub id: String,
    /// Whose charge it was: an id of [`Referral`].
    pub referral_id: String,
    /// How much.
    pub amount: Money,
    /// Where it is.
    pub state: RewardState,
    /// When it is in the wallet, or was, at the earliest.
    pub available_at: Timestamp,
    /// When it was earned.
    pub at: Timestamp,
}

/// Whom the account has recommended the service to, the last first, after one that was read before.
///
/// # Errors
/// [`Error::Database`].
pub async fn referrals<C: ConnectionTrait>(
    db: &C,
    session: &PortalSession,
    after: Option<&str>,
    most: u64,
) -> Result<Vec<Referral>, Error> {
    let mut found = referral::Entity::find().filter(
        referral::COLUMN
            .referrer_account_id
            .eq(session.who.id.as_str()),
    );
    if let Some(after) = after {
        // Ids sort by time.
        found = found.filter(referral::COLUMN.id.lt(after));
    }
    let found = found.order_by_desc(referral::COLUMN.id).limit(most);
    let rows = found.all(db).await?;
    let people = rows.iter().map(|row| row.referred_account_id.as_str());
    let people = account::Entity::find()
        .filter(account::COLUMN.id.is_in(people))
        .all(db)
        .await?;
    let ids = rows.iter().map(|row| row.id.as_str());
    let rewards = referral_reward::Entity::find()
        .filter(referral_reward::COLUMN.referral_id.is_in(ids))
        .filter(
            referral_reward::COLUMN
                .state
                .is_in([RewardState::Held, RewardState::Available]),
        )
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| seen(row, &people, &rewards))
        .collect())
}

fn seen(
    row: referral::Model,
    people: &[account::Model],
    rewards: &[referral_reward::Model],
) -> Referral {
    let person = people
        .iter()
        .find(|person| person.id == row.referred_account_id);
    let of_them = || rewards.iter().filter(|reward| reward.referral_id == row.id);
    let money = |minor| Money {
        minor,
        currency: CURRENCY.to_owned(),
    };
    Referral {
        email: person
            .map(|person| masked(&person.email))
            .unwrap_or_default(),
        signed_up_at: moment(row.signed_up_at),
        state: row.state,
        until: row.until_at.map(moment),
        paid: money(of_them().map(|reward| reward.charged_minor).sum()),
        reward: money(of_them().map(|reward| reward.amount_minor).sum()),
        id: row.id,
    }
}

/// What charges have brought the account, the last first, after one that was read before.
///
/// # Errors
/// [`Error::Database`].
pub async fn rewards<C: ConnectionTrait>(
    db: &C,
    session: &PortalSession,
    after: Option<&str>,
    most: u64,
) -> Result<Vec<Reward>, Error> {
    let mut found = referral_reward::Entity::find().filter(
        referral_reward::COLUMN
            .referrer_account_id
            .eq(session.who.id.as_str()),
    );
    if let Some(after) = after {
        found = found.filter(referral_reward::COLUMN.id.lt(after));
    }
    let found = found.order_by_desc(referral_reward::COLUMN.id).limit(most);
    Ok(found.all(db).await?.into_iter().map(Reward::from).collect())
}

impl From<referral_reward::Model> for Reward {
    fn from(row: referral_reward::Model) -> Self {
        Self {
            id: row.id,
            referral_id: row.referral_id,
            amount: Money {
                minor: row.amount_minor,
                currency: row.currency,
            },
            state: row.state,
            available_at: moment(row.available_at),
            at: moment(row.created_at),
        }
    }
}

/// An address as it is shown to whoever has recommended the service: enough to know whose it may be.
fn masked(email: &str) -> String {
    let first = |text: &str| text.chars().next().map(String::from).unwrap_or_default();
    let Some((local, domain)) = email.rsplit_once('@') else {
        return String::new();
    };
    let (name, end) = domain.rsplit_once('.').unwrap_or((domain, ""));
    let end = if end.is_empty() {
        String::new()
    } else {
        format!(".{end}")
    };
    format!("{}•••@{}•••{end}", first(local), first(name))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("anna@dovira.example", "a•••@d•••.example")]
    #[case("a@b.co.uk", "a•••@b•••.uk")]
    #[case("їжак@пошта.укр", "ї•••@п•••.укр")]
    #[case("root@localhost", "r•••@l•••")]
    #[case("\"a@b\"@c.example", "\"•••@c•••.example")]
    #[case("", "")]
    fn no_more_of_an_address_is_shown_than_its_ends(#[case] email: &str, #[case] shown: &str) {
        assert_eq!(masked(email), shown);
    }
}
