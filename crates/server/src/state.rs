//! What every request may use.

use std::{net::IpAddr, sync::Arc};

use crm::{
    Bootstrap, Database, Hasher, Sealer, ServerIdentity, billing::Plan, email::Proof, passkey,
    referral::Programme,
};
use domain::{Clock, Sensitive};
use jiff::Timestamp;
use mail::Transport;
use oidc::RelyingParty;
use outbound::TxtResolver;

use crate::{
    base_url::BaseUrl, calls::Calls, exports::ExportFiles, live::Live, metrics::Metrics,
    options::SignUpPolicy, photos::Photos,
};

/// What every request may use. Cheap to clone.
#[derive(Clone)]
pub(crate) struct AppState {
    pub(crate) db: Database,
    pub(crate) hasher: Hasher,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) base: Arc<BaseUrl>,
    pub(crate) identity: Arc<ServerIdentity>,
    /// Uses the key for what is kept sealed.
    pub(crate) sealer: Sealer,
    pub(crate) key: Arc<Sensitive<[u8; 32]>>,
    pub(crate) bootstrap: Option<Bootstrap>,
    /// The way that mail takes, if there is one.
    pub(crate) mail: Option<Transport>,
    /// Who mail is from.
    pub(crate) mail_from: Arc<str>,
    /// Who may sign up for an account.
    pub(crate) sign_up: SignUpPolicy,
    /// What the operator takes for a CRM.
    pub(crate) plan: Plan,
    /// What is promised to who recommends the service, if anything is.
    pub(crate) referral: Option<Arc<Programme>>,
    /// What payment adapters sign with, if there are any.
    pub(crate) payments_secret: Option<Arc<Sensitive<String>>>,
    /// Speaks with providers of single sign-on.
    pub(crate) sso: Arc<RelyingParty>,
    /// Tells endpoints of CRMs what happens.
    pub(crate) webhooks: Arc<outbound::Client>,
    /// What passkeys are for; `None` where the server has an IP address for a name.
    pub(crate) passkeys: Option<Arc<passkey::RelyingParty>>,
    /// Looks up what owners of domains say.
    pub(crate) txt: Arc<TxtResolver>,
    /// Where exports lie that owners have asked for.
    pub(crate) exports: Arc<ExportFiles>,
    /// Makes photos of people, and knows where they lie.
    pub(crate) photos: Arc<Photos>,
    pub(crate) metrics: Metrics,
    pub(crate) trusted_proxies: Arc<[IpAddr]>,
    pub(crate) calls: Arc<Calls>,
    /// Streams that are open.
    pub(crate) live: Arc<Live>,
}

impl AppState {
    pub(crate) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// How people prove that an address is theirs.
    pub(crate) fn address_proof(&self) -> Proof {
        // Plain http is for this machine alone.
        if self.mail.is_none() && !self.base.is_https() {
            Proof::Waived
        } else {
            Proof::ByLetter
        }
    }
}
