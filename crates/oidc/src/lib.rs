//! The service as a relying party of OpenID Connect providers: what the protocol demands, and nothing about
//! who is signed in by it.
//!
//! The entry point is [`RelyingParty`]: it knows what providers say of themselves, sends people to them, and
//! turns what they come back with into an [`Identity`] that was checked. Checks are pure functions beside it.

mod discovery;
mod error;
mod exchange;
mod id_token;
mod identity;
mod jwt;
mod keys;
mod logout;
mod relying_party;

pub use error::{Error, TokenFault};
pub use identity::Identity;
pub use logout::LoggedOut;
pub use relying_party::{Callback, Challenge, Client, Prompt, RelyingParty};
