//! What is promised to who recommends the service, as it is said in settings.

use std::{fs, path::PathBuf};

use clap::Args;
use crm::referral::Programme;

use super::file::ConfigFile;
use crate::error::ServeError;

/// The largest share of a charge, in hundredths.
const MOST_PERCENT: u8 = 50;
const LONGEST_VERSION: usize = 40;

/// What is promised to who recommends the service.
#[derive(Debug, Default, Args)]
pub struct ReferralArgs {
    /// Whoever recommends the service gets a share of what those pay who came by it [default: false]
    #[arg(
        long,
        value_name = "BOOL",
        num_args = 0..=1,
        default_missing_value = "true",
        env = "NINEFOLD_REFERRAL"
    )]
    pub referral: Option<bool>,

    /// The share, in hundredths of a charge, 50 at most [default: 20]
    #[arg(long, value_name = "PERCENT", env = "NINEFOLD_REFERRAL_PERCENT")]
    pub referral_percent: Option<u8>,

    /// Months from the first charge in which charges bring a share [default: 12]
    #[arg(long, value_name = "MONTHS", env = "NINEFOLD_REFERRAL_MONTHS")]
    pub referral_months: Option<u16>,

    /// Days after the first visit of a link in which a sign-up counts for it [default: 7]
    #[arg(long, value_name = "DAYS", env = "NINEFOLD_REFERRAL_ATTRIBUTION_DAYS")]
    pub referral_attribution_days: Option<u16>,

    /// Days after a charge until its share is in the wallet [default: 30]
    #[arg(long, value_name = "DAYS", env = "NINEFOLD_REFERRAL_HOLD_DAYS")]
    pub referral_hold_days: Option<u16>,

    /// The least that is paid out, in cents [default: 5000]
    #[arg(long, value_name = "CENTS", env = "NINEFOLD_REFERRAL_MINIMUM_PAYOUT")]
    pub referral_minimum_payout: Option<u32>,

    /// A file with the rules in your own words, as plain text [default: what the numbers say]
    #[arg(long, value_name = "FILE", env = "NINEFOLD_REFERRAL_RULES")]
    pub referral_rules: Option<PathBuf>,

    /// What these rules are called: others have to be accepted anew [default: 1]
    #[arg(long, value_name = "TEXT", env = "NINEFOLD_REFERRAL_RULES_VERSION")]
    pub referral_rules_version: Option<String>,
}

impl ReferralArgs {
    /// What is promised, where anything is.
    pub(super) fn programme(&self, file: &ConfigFile) -> Result<Option<Programme>, ServeError> {
        if !self.is_on(file) {
            return Ok(None);
        }
        let numbers = self.numbers(file);
        let version = numbers.rules_version.chars().count();
        if numbers.percent > MOST_PERCENT || !(1..=LONGEST_VERSION).contains(&version) {
            return Err(ServeError::ReferralInvalid);
        }
        let rules = self.rules_file(file).map(|path| {
            let read = fs::read_to_string(&path);
            read.map_err(|source| ServeError::ReferralRules { path, source })
        });
        Ok(Some(Programme {
            rules: rules.transpose()?,
            ..numbers
        }))
    }

    /// Whether anything is promised.
    pub(super) fn is_on(&self, file: &ConfigFile) -> bool {
        self.referral.or(file.referral).unwrap_or(false)
    }

    /// All but the rules in the operator's own words.
    pub(super) fn numbers(&self, file: &ConfigFile) -> Programme {
        let usual = Programme::default();
        let percent = self.referral_percent.or(file.referral_percent);
        let months = self.referral_months.or(file.referral_months);
        let attribution_days = self.referral_attribution_days;
        let attribution_days = attribution_days.or(file.referral_attribution_days);
        let hold_days = self.referral_hold_days.or(file.referral_hold_days);
        let minimum = self
            .referral_minimum_payout
            .or(file.referral_minimum_payout);
        let version = self.referral_rules_version.as_ref();
        let version = version.or(file.referral_rules_version.as_ref());
        Programme {
            percent: percent.unwrap_or(usual.percent),
            months: months.unwrap_or(usual.months),
            attribution_days: attribution_days.unwrap_or(usual.attribution_days),
            hold_days: hold_days.unwrap_or(usual.hold_days),
            minimum_payout_minor: minimum.map_or(usual.minimum_payout_minor, i64::from),
            rules_version: version.cloned().unwrap_or(usual.rules_version),
            rules: None,
        }
    }

    /// Where the rules are in the operator's own words.
    pub(super) fn rules_file(&self, file: &ConfigFile) -> Option<PathBuf> {
        let told = self.referral_rules.as_ref();
        told.or(file.referral_rules.as_ref()).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args() -> ReferralArgs {
        ReferralArgs {
            referral: Some(true),
            ..ReferralArgs::default()
        }
    }

    #[test]
    fn nothing_is_promised_unless_it_is_said() {
        let file = ConfigFile::default();
        let told = ReferralArgs::default().programme(&file);
        assert_eq!(told.expect("readable"), None);
        let told = args().programme(&file).expect("readable");
        assert_eq!(told, Some(Programme::default()));
    }

    #[test]
    fn more_than_half_is_promised_to_nobody() {
        for (percent, version, is_right) in [
            (50, "2027-01", true),
            (0, "1", true),
            (51, "1", false),
            (20, "", false),
            (20, &"1".repeat(41), false),
        ] {
            let args = ReferralArgs {
                referral_percent: Some(percent),
                referral_rules_version: Some(version.to_owned()),
                ..args()
            };
            let told = args.programme(&ConfigFile::default());
            assert_eq!(told.is_ok(), is_right, "{percent} {version}");
        }
    }

    #[test]
    fn rules_that_cannot_be_read_are_not_left_out() {
        let args = ReferralArgs {
            referral_rules: Some("/nowhere/rules.txt".into()),
            ..args()
        };
        let told = args.programme(&ConfigFile::default());
        let error = told.expect_err("no such file");
        assert_eq!(error.code(), "referral_rules_unreadable");
    }
}
