//! `GET /portal/referral/statistics`: what became of the account's link, day by day.

use api::{Problem, ReferralStatisticsResponse};
use axum::{Json, extract::State};
use crm::FieldFault;
use jiff::{ToSpan as _, civil::Date, tz::TimeZone};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    http::{
        extract::{ApiQuery, Holder},
        failure::Failure,
        view,
    },
    state::AppState,
};

/// Days that are shown unless it is said which.
const USUAL: i32 = 30;
const MOST: i32 = 366;

/// Which days, in UTC.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Wanted {
    /// The first one (YYYY-MM-DD); thirty days unless said.
    from: Option<String>,
    /// The last one; today unless said. 366 days at most.
    to: Option<String>,
}

impl Wanted {
    fn days(&self, today: Date) -> Result<(Date, Date), Failure> {
        let refused = || Failure::field("?".to_owned(), FieldFault::Invalid);
        let read = |text: &String| text.parse::<Date>().map_err(|_| refused());
        let to = self.to.as_ref().map_or(Ok(today), read)?;
        let first = |days: i32| to.checked_sub((days - 1).days()).map_err(|_| refused());
        let from = self.from.as_ref().map_or_else(|| first(USUAL), read)?;
        if from > to || from < first(MOST)? {
            return Err(refused());
        }
        Ok((from, to))
    }
}

/// Counts what became of the account's link, day by day
#[utoipa::path(
    get,
    path = "/api/v1/portal/referral/statistics",
    tag = "portal",
    operation_id = "portal_referral_statistics",
    params(Wanted),
    responses(
        (status = 200, description = "Days on which there was something", body = ReferralStatisticsResponse),
        (status = 400, description = "`validation_failed`", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "`unauthenticated`", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "`referral_disabled`", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub(crate) async fn handler(
    State(state): State<AppState>,
    Holder(session): Holder,
    ApiQuery(wanted): ApiQuery<Wanted>,
) -> Result<Json<ReferralStatisticsResponse>, Failure> {
    super::programme(&state)?;
    let today = state.now().to_zoned(TimeZone::UTC).date();
    let (from, to) = wanted.days(today)?;
    let rows = crm::referral::statistics(state.db.read(), &session, from, to).await?;
    let items = rows.into_iter().map(view::referral_day);
    Ok(Json(ReferralStatisticsResponse {
        from: from.to_string(),
        to: to.to_string(),
        items: items.collect(),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_at_most_is_counted() {
        let date = |text: &str| text.parse::<Date>().expect("a date");
        let today = date("2027-01-15");
        for (from, to, days) in [
            (None, None, Some(("2026-12-17", "2027-01-15"))),
            (Some("2026-01-15"), None, Some(("2026-01-15", "2027-01-15"))),
            (Some("2026-01-14"), None, None),
            (Some("2027-01-16"), None, None),
            (None, Some("2026-06-30"), Some(("2026-06-01", "2026-06-30"))),
            (Some("yesterday"), None, None),
            (None, Some("-009999-01-01"), None),
            (
                Some("9999-12-31"),
                Some("9999-12-31"),
                Some(("9999-12-31", "9999-12-31")),
            ),
        ] {
            let wanted = Wanted {
                from: from.map(str::to_owned),
                to: to.map(str::to_owned),
            };
            let read = wanted.days(today).ok();
            let expected = days.map(|(from, to)| (date(from), date(to)));
            assert_eq!(read, expected, "{from:?} {to:?}");
        }
    }
}
