//! What became of links, day by day.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use sea_orm::{ConnectionTrait, QuerySelect as _, entity::prelude::*, sea_query::ExprTrait as _};

use super::{day_of, moment};
use crate::{
    entity::{
        account, referral,
        referral::ReferralState,
        referral_click,
        referral_reward::{self, RewardState},
    },
    error::Error,
    ledger::{CURRENCY, Money},
    session::PortalSession,
};

/// One day, in UTC.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayCounts {
    /// Which (YYYY-MM-DD).
    pub day: String,
    /// Visits of the link.
    pub clicks: i64,
    /// People who signed up by it.
    pub sign_ups: i64,
    /// People who paid for the first time.
    pub paying: i64,
    /// What was earned and not taken back.
    pub rewards: Money,
}

/// Counts by day, from one day to another, both of them included; days with nothing are left out.
///
/// # Errors
/// [`Error::Database`].
pub async fn statistics<C: ConnectionTrait>(
    db: &C,
    session: &PortalSession,
    from: Date,
    to: Date,
) -> Result<Vec<DayCounts>, Error> {
    let id = session.who.id.as_str();
    let mut days = Days::default();
    let row = account::Entity::find_by_id(id.to_owned()).one(db).await?;
    if let Some(code) = row.and_then(|row| row.referral_code) {
        let clicks: Vec<(String, i64)> = referral_click::Entity::find()
            .select_only()
            .column(referral_click::Column::Day)
            .column_as(referral_click::Column::Id.count(), "clicks")
            .filter(referral_click::COLUMN.code.eq(code))
            .filter(referral_click::COLUMN.day.gte(from.to_string()))
            .filter(referral_click::COLUMN.day.lte(to.to_string()))
            .group_by(referral_click::Column::Day)
            .into_tuple()
            .all(db)
            .await?;
        for (day, count) in clicks {
            days.on(day).clicks += count;
        }
    }
    let (start, end) = (start_of(from), start_of(to.tomorrow().unwrap_or(Date::MAX)));
    let is_within = |at: i64| (start..end).contains(&at);
    let signed_up = referral::COLUMN.signed_up_at;
    let paid = referral::COLUMN.first_paid_at;
    let people = referral::Entity::find()
        .filter(referral::COLUMN.referrer_account_id.eq(id))
        .filter(referral::COLUMN.state.eq(ReferralState::Active))
        .filter(
            signed_up
                .gte(start)
                .and(signed_up.lt(end))
                .or(paid.gte(start).and(paid.lt(end))),
        )
        .all(db)
        .await?;
    for person in people {
        if is_within(person.signed_up_at) {
            days.at(person.signed_up_at).sign_ups += 1;
        }
        if let Some(at) = person.first_paid_at.filter(|at| is_within(*at)) {
            days.at(at).paying += 1;
        }
    }
    let rewards = referral_reward::Entity::find()
        .filter(referral_reward::COLUMN.referrer_account_id.eq(id))
        .filter(
            referral_reward::COLUMN
                .state
                .is_in([RewardState::Held, RewardState::Available]),
        )
        .filter(referral_reward::COLUMN.created_at.gte(start))
        .filter(referral_reward::COLUMN.created_at.lt(end))
        .all(db)
        .await?;
    for reward in rewards {
        days.at(reward.created_at).rewards.minor += reward.amount_minor;
    }
    Ok(days.0.into_values().collect())
}

#[derive(Default)]
struct Days(BTreeMap<String, DayCounts>);

impl Days {
    fn on(&mut self, day: String) -> &mut DayCounts {
        let empty = DayCounts {
            day: day.clone(),
            clicks: 0,
            sign_ups: 0,
            paying: 0,
            rewards: Money {
                minor: 0,
                currency: CURRENCY.to_owned(),
            },
        };
        self.0.entry(day).or_insert(empty)
    }

    fn at(&mut self, at: i64) -> &mut DayCounts {
        self.on(day_of(moment(at)))
    }
}

fn start_of(day: Date) -> i64 {
    let start = day.to_zoned(TimeZone::UTC);
    let start = start.map_or(Timestamp::MAX, |start| start.timestamp());
    start.as_millisecond()
}
