//! What becomes of somebody whom a provider has recognised. Pure.

use crate::error::Error;

/// What is known of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Facts {
    /// Somebody here is who the provider has recognised.
    pub(super) is_linked: bool,
    /// The provider vouches for their address.
    pub(super) is_verified: bool,
    pub(super) domain: Domain,
    pub(super) bearer: Bearer,
    /// Whoever isn't here yet may come in.
    pub(super) may_join: bool,
}

/// What the provider may say of addresses of this domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Domain {
    /// Nothing.
    Foreign,
    /// It is on the provider's list, which anybody could write.
    Listed,
    /// The domain's owner has put it there.
    Proven,
}

/// Who here has the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bearer {
    Nobody,
    /// Somebody who may not sign in, or is somebody else at this provider.
    Barred,
    Free,
}

/// What becomes of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Decision {
    /// They are who they were the last time.
    Open,
    /// They are the one with the address, from now on.
    Link,
    /// They become somebody here.
    Join,
    Refuse(Refusal),
}

/// Why they are nobody here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    EmailUnverified,
    LinkRequired,
    NoUser,
}

impl Refusal {
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::EmailUnverified => "sso_email_unverified",
            Self::LinkRequired => "sso_link_required",
            Self::NoUser => "sso_no_user",
        }
    }

    pub(super) const fn error(self) -> Error {
        match self {
            Self::EmailUnverified => Error::SsoEmailUnverified,
            Self::LinkRequired => Error::SsoLinkRequired,
            Self::NoUser => Error::SsoNoUser,
        }
    }
}

/// An address alone never says who somebody is: it must be vouched for, by a provider that may speak for its
/// domain.
pub(super) const fn decide(facts: Facts) -> Decision {
    if facts.is_linked {
        return Decision::Open;
    }
    if !facts.is_verified {
        return Decision::Refuse(Refusal::EmailUnverified);
    }
    match (facts.domain, facts.bearer) {
        (Domain::Proven, Bearer::Free) => Decision::Link,
        (Domain::Listed, Bearer::Free) => Decision::Refuse(Refusal::LinkRequired),
        (Domain::Proven, Bearer::Nobody) if facts.may_join => Decision::Join,
        _ => Decision::Refuse(Refusal::NoUser),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOMAINS: [Domain; 3] = [Domain::Foreign, Domain::Listed, Domain::Proven];
    const BEARERS: [Bearer; 3] = [Bearer::Nobody, Bearer::Barred, Bearer::Free];

    fn all() -> impl Iterator<Item = Facts> {
        let flags = (0..8).map(|bits: u8| [bits & 1 > 0, bits & 2 > 0, bits & 4 > 0]);
        flags.flat_map(|[is_linked, is_verified, may_join]| {
            DOMAINS.into_iter().flat_map(move |domain| {
                BEARERS.into_iter().map(move |bearer| Facts {
                    is_linked,
                    is_verified,
                    domain,
                    bearer,
                    may_join,
                })
            })
        })
    }

    #[test]
    fn whoever_was_here_before_is_let_in_whatever_their_address_is_now() {
        for facts in all().filter(|facts| facts.is_linked) {
            assert_eq!(decide(facts), Decision::Open, "{facts:?}");
        }
    }

    #[test]
    fn an_address_that_nobody_vouches_for_opens_nothing() {
        for facts in all().filter(|facts| !facts.is_linked && !facts.is_verified) {
            let refused = Decision::Refuse(Refusal::EmailUnverified);
            assert_eq!(decide(facts), refused, "{facts:?}");
        }
    }

    #[test]
    fn only_a_proven_domain_makes_somebody_of_an_address() {
        for facts in all().filter(|facts| !facts.is_linked && facts.is_verified) {
            let decision = decide(facts);
            let expected = match (facts.domain, facts.bearer, facts.may_join) {
                (Domain::Proven, Bearer::Free, _) => Decision::Link,
                (Domain::Proven, Bearer::Nobody, true) => Decision::Join,
                (Domain::Listed, Bearer::Free, _) => Decision::Refuse(Refusal::LinkRequired),
                _ => Decision::Refuse(Refusal::NoUser),
            };
            assert_eq!(decision, expected, "{facts:?}");
        }
    }
}
