//! On which days a CRM pays, as its own calendar has them. Pure.

use jiff::{Timestamp, ToSpan as _, civil::Date, tz::TimeZone};

/// How many days are paid for at a time.
const PERIOD_DAYS: i32 = 30;

/// The zone of a CRM; the world's where it has none that is known.
pub(super) fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

/// The moment at which a day's charge is due: ten past midnight there, or what comes next on days that have none.
pub(super) fn due_at(day: Date, zone: &TimeZone) -> Timestamp {
    let due = day.at(0, 10, 0, 0).to_zoned(zone.clone());
    due.map_or(Timestamp::MAX, |due| due.timestamp())
}

/// The first day whose charge is due no earlier than the end of the trial.
pub(super) fn first_day(trial_until: Timestamp, zone: &TimeZone) -> Date {
    let day = trial_until.to_zoned(zone.clone()).date();
    if due_at(day, zone) < trial_until {
        later(day, 1)
    } else {
        day
    }
}

/// The day of the next charge. Periods that have passed whole while nobody could charge are left out.
pub(super) fn next_day(charged: Date, today: Date) -> Date {
    let mut next = later(charged, PERIOD_DAYS);
    while next <= today && next < Date::MAX {
        next = later(next, PERIOD_DAYS);
    }
    next
}

fn later(day: Date, days: i32) -> Date {
    day.checked_add(days.days()).unwrap_or(Date::MAX)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn day(text: &str) -> Date {
        text.parse().expect("a date")
    }

    #[rstest]
    #[case("2027-01-15", "Europe/Kyiv", "2027-01-14T22:10:00Z")]
    #[case("2027-07-15", "Europe/Kyiv", "2027-07-14T21:10:00Z")]
    #[case("2027-01-15", "UTC", "2027-01-15T00:10:00Z")]
    #[case("2027-01-15", "Pacific/Kiritimati", "2027-01-14T10:10:00Z")]
    #[case("2027-01-15", "Pacific/Pago_Pago", "2027-01-15T11:10:00Z")]
    // The clocks go from midnight to one.
    #[case("2027-04-30", "Africa/Cairo", "2027-04-29T22:10:00Z")]
    #[case("2027-01-15", "Nowhere/Atall", "2027-01-15T00:10:00Z")]
    fn a_charge_is_due_ten_past_midnight_where_the_crm_is(
        #[case] on: &str,
        #[case] name: &str,
        #[case] at: &str,
    ) {
        assert_eq!(due_at(day(on), &zone(name)).to_string(), at);
    }

    #[rstest]
    #[case("2027-01-15T00:10:00Z", "2027-01-15")]
    #[case("2027-01-15T00:10:01Z", "2027-01-16")]
    #[case("2027-01-15T23:59:59Z", "2027-01-16")]
    fn no_charge_comes_before_the_trial_is_over(#[case] until: &str, #[case] first: &str) {
        let until = until.parse().expect("a timestamp");
        assert_eq!(first_day(until, &TimeZone::UTC), day(first));
    }

    #[rstest]
    #[case("2027-01-01", "2027-01-01", "2027-01-31")]
    #[case("2027-01-01", "2027-01-30", "2027-01-31")]
    // Nobody could charge for a long time: what has passed is not made up for.
    #[case("2027-01-01", "2027-01-31", "2027-03-02")]
    #[case("2027-01-01", "2028-01-01", "2028-01-26")]
    fn the_next_charge_is_thirty_days_on_and_in_the_future(
        #[case] charged: &str,
        #[case] today: &str,
        #[case] next: &str,
    ) {
        assert_eq!(next_day(day(charged), day(today)), day(next));
    }

    #[test]
    fn at_the_end_of_time_it_ends() {
        assert_eq!(next_day(Date::MAX, Date::MAX), Date::MAX);
        assert!(due_at(Date::MAX, &TimeZone::UTC) <= Timestamp::MAX);
    }
}
