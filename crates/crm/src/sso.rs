//! Single sign-on: providers, who is who at them, and what somebody whom a provider has recognised may do.
//!
//! Speaking with providers is somebody else's: what is told here of a person has been checked.

mod back_channel;
mod decision;
mod departure;
mod domains;
mod identities;
mod jit;
mod newcomer;
mod offer;
mod provider;
mod recognition;
pub(crate) mod required;
mod returned;
mod server_provider;

pub use back_channel::{Announcement, Gone, hear, provider_credentials, sign_out_at_provider};
pub use departure::{Departure, Place, Wish, depart};
pub use domains::{DomainView, ToProve, domains_to_prove, note_proofs, record as proof_record};
pub(crate) use identities::has_other_way;
pub use identities::{IdentityLink, identity_links, proofs, unlink};
pub(crate) use newcomer::Newcomer;
pub(crate) use offer::offered;
pub use offer::{Offer, offers_for_email, offers_of_crm, offers_of_server};
pub(crate) use provider::forget_secrets;
pub use provider::{
    Credentials, ProviderChange, ProviderInput, ProviderView, Providers, add_provider,
    change_provider, check_provider, providers, remove_provider,
};
pub use recognition::Recognised;
pub(crate) use required::{admits_passkeys, keeps_a_way};
pub use returned::{Journey, Trial, connect, fail, hand_off, prove, sign_in, take, try_out};
pub use server_provider::{ServerProvider, adopt_server_provider};
