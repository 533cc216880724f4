//! What the operator takes for a CRM, as it is said in settings.

use clap::Args;
use crm::billing::Plan;
use domain::Sensitive;

use super::file::ConfigFile;
use crate::error::ServeError;

/// A secret that nobody guesses has so many characters at least.
const SHORTEST_SECRET: usize = 32;

/// What CRMs cost, and who may say that they have paid.
#[derive(Debug, Default, Args)]
pub struct BillingArgs {
    /// What an active user costs for thirty days, in cents [default: 0, so that nobody pays]
    #[arg(long, value_name = "CENTS", env = "NINEFOLD_PRICE")]
    pub price: Option<u32>,

    /// Days that a CRM pays nothing for at first [default: 14]
    #[arg(long, value_name = "DAYS", env = "NINEFOLD_TRIAL_DAYS")]
    pub trial_days: Option<u16>,

    /// Days that a CRM is left open with a balance below zero [default: 14]
    #[arg(long, value_name = "DAYS", env = "NINEFOLD_GRACE_DAYS")]
    pub grace_days: Option<u16>,

    /// What payment adapters sign with, 32 characters or more; it belongs in `NINEFOLD_PAYMENTS_SECRET`
    #[arg(
        long,
        value_name = "SECRET",
        env = "NINEFOLD_PAYMENTS_SECRET",
        hide_env_values = true
    )]
    pub payments_secret: Option<Sensitive<String>>,
}

impl BillingArgs {
    /// What counts of all that was said.
    pub(super) fn plan(&self, file: &ConfigFile) -> Plan {
        let usual = Plan::default();
        let price = self.price.or(file.price);
        let trial_days = self.trial_days.or(file.trial_days);
        let grace_days = self.grace_days.or(file.grace_days);
        Plan {
            price_minor: price.map_or(usual.price_minor, i64::from),
            trial_days: trial_days.unwrap_or(usual.trial_days),
            grace_days: grace_days.unwrap_or(usual.grace_days),
        }
    }

    /// What payment adapters sign with.
    pub(super) fn secret(
        self,
        file: &mut ConfigFile,
    ) -> Result<Option<Sensitive<String>>, ServeError> {
        let secret = self.payments_secret.or_else(|| file.payments_secret.take());
        // EXPOSE: its length is looked at.
        if secret
            .as_ref()
            .is_some_and(|secret| secret.expose().len() < SHORTEST_SECRET)
        {
            return Err(ServeError::PaymentsSecretShort);
        }
        Ok(secret)
    }
}
