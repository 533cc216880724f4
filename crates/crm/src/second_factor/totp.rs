//! Codes of authenticator apps (RFC 6238): SHA-1, six digits, thirty seconds, one step of tolerance.

use domain::Sensitive;
use jiff::Timestamp;
use sea_orm::{
    ConnectionTrait,
    entity::prelude::*,
    sea_query::{Expr, ExprTrait as _},
};
use totp_rs::{Builder, Totp};

use crate::{
    credential::Credential,
    entity::credential::{Column, Entity},
    error::Error,
    sealer::Sealer,
};

pub(super) const DIGITS: usize = 6;

/// 160 bits, as RFC 4226 recommends.
const SECRET_LENGTH: usize = 20;

/// Where secrets are; they open for their own place alone.
const COLUMN: &str = "credential.totp_secret_enc";

/// A secret that an app and the service share.
pub(super) struct Secret(Sensitive<Vec<u8>>);

impl Secret {
    pub(super) fn new() -> Self {
        Self(Sensitive::new(
            rand::random::<[u8; SECRET_LENGTH]>().to_vec(),
        ))
    }

    pub(super) fn seal(&self, sealer: &Sealer, row: &Credential) -> Result<String, Error> {
        // EXPOSE: it leaves sealed.
        sealer.seal(COLUMN, &row.id, self.0.expose())
    }

    pub(super) fn open(sealer: &Sealer, row: &Credential, kept: &str) -> Result<Self, Error> {
        sealer.open(COLUMN, &row.id, kept).map(Self)
    }

    /// The secret as a person types it: base32 (RFC 4648).
    pub(super) fn to_text(&self) -> Result<Sensitive<String>, Error> {
        let totp = self.builder().build()?;
        Ok(Sensitive::new(totp.secret().to_base32()))
    }

    /// What the app reads from a picture: an `otpauth` URL.
    pub(super) fn to_url(&self, issuer: &str, label: &str) -> Result<Sensitive<String>, Error> {
        // The parts of the URL are told apart by colons.
        let plain = |text: &str| text.replace(':', " ");
        let builder = self.builder().with_issuer(Some(plain(issuer)));
        let totp = builder.with_account_name(plain(label)).build()?;
        Ok(Sensitive::new(totp.to_url()?))
    }

    /// The step whose code this is: the present one or a neighbour.
    pub(super) fn step_of(&self, code: &str, now: Timestamp) -> Result<Option<i64>, Error> {
        let totp: Totp = self.builder().build()?;
        let seconds = u64::try_from(now.as_second()).unwrap_or(0);
        let step = totp.check(code, seconds);
        Ok(step.and_then(|step| i64::try_from(step).ok()))
    }

    fn builder(&self) -> Builder {
        // EXPOSE: codes are made of it.
        Builder::new().with_secret(self.0.expose().clone())
    }
}

/// Accepts a code of the credential's app, each step once: of two at once one gets through.
pub(super) async fn accept<C: ConnectionTrait>(
    tx: &C,
    sealer: &Sealer,
    credential: &Credential,
    code: &str,
    now: Timestamp,
) -> Result<(), Error> {
    if credential.totp_key_id.as_deref() != Some(sealer.key_id()) {
        return Err(Error::SealedWithAnotherKey);
    }
    let kept = credential.totp_secret_enc.as_deref();
    let secret = Secret::open(sealer, credential, kept.unwrap_or_default())?;
    let step = secret.step_of(code, now)?.ok_or(Error::CodeInvalid)?;
    let fresh = Column::TotpLastStep
        .is_null()
        .or(Column::TotpLastStep.lt(step));
    let accepted = Entity::update_many()
        .col_expr(Column::TotpLastStep, Expr::value(step))
        .filter(Column::Id.eq(credential.id.as_str()))
        .filter(Column::TotpEnabledAt.is_not_null())
        .filter(fresh)
        .exec(tx)
        .await?;
    if accepted.rows_affected == 1 {
        Ok(())
    } else {
        Err(Error::CodeReplayed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The test vectors of RFC 6238, appendix B, cut to six digits.
    #[test]
    fn codes_are_those_of_the_standard() {
        let secret = Secret(Sensitive::new(b"12345678901234567890".to_vec()));
        for (second, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
        ] {
            let now = Timestamp::from_second(second).expect("in range");
            let step = secret.step_of(code, now).expect("checked");
            assert_eq!(step, Some(second / 30));
        }
    }

    #[test]
    fn a_code_is_good_for_its_step_and_the_neighbours() {
        let secret = Secret(Sensitive::new(b"12345678901234567890".to_vec()));
        let at = |second: i64| {
            let now = Timestamp::from_second(second).expect("in range");
            secret.step_of("081804", now).expect("checked").is_some()
        };
        // Its step lasts from 1 111 111 080 to 1 111 111 109.
        assert!(at(1_111_111_050) && at(1_111_111_139));
        assert!(!at(1_111_111_049) && !at(1_111_111_140));
    }

    #[test]
    fn no_name_breaks_the_url() {
        let secret = Secret::new();
        let url = secret.to_url("Acme: our CRM", "a:b@acme.example (Äcme)");
        let url = url.expect("made");
        let read = Totp::from_url(url.expose()).expect("readable");
        assert_eq!(read.issuer(), Some("Acme  our CRM"));
        assert_eq!(read.account_name(), "a b@acme.example (Äcme)");
        assert_eq!(
            &read.secret().to_base32(),
            secret.to_text().expect("text").expose()
        );
        assert_eq!(secret.to_text().expect("text").expose().len(), 32);
    }
}
