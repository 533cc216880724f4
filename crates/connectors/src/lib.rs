//! What the client knows of each CRM, and what it makes of the page it sees.
//!
//! A [`Connector`] comes from a data file ([`catalogue()`]); a Ninefold service adds its own
//! description ([`DesktopDocument`]). With it this crate decides: which address to try
//! ([`Connector::candidate`]), where a page may go ([`NavigationPolicy`]), whether somebody is
//! signed in ([`classify`]) and who ([`profile()`]), how much is unread ([`unread()`]), and how to sign
//! out ([`sign_out()`]).
//!
//! Pure: no I/O, no clock. Scripts are built here as text ([`probe_script`], [`watch_script`],
//! [`step_script`]) and run by the shell in a script world of their own, never in the page's.
//! Everything a page says is a claim: limited in size, plain text, never an account's key.

mod catalogue;
mod connector;
mod device;
mod document;
mod error;
mod facts;
mod glob;
mod hosts;
mod load;
mod policy;
mod preset;
mod profile;
mod recognise;
mod score;
mod script;
mod sign_out;
mod state;
mod template;
mod unread;

pub use catalogue::{catalogue, find, generic, tiles};
pub use connector::Connector;
pub use device::{Registration, client_name, device_script, device_token_in, registration};
pub use document::{DesktopDocument, DocumentError, MAX_DOCUMENT, ServerName};
pub use error::{FactsError, PresetError};
pub use facts::{MAX_FACTS, PageFacts, ProbeFacts, Rect, RuleHits, Size};
pub use load::{Loaded, load};
pub use policy::{NavigationPolicy, NewWindow, SchemeVerdict, Verdict, scheme};
pub use preset::{AddressTemplate, Evidence, Kind, Status};
pub use profile::{Profile, profile};
pub use recognise::{Traces, recognise};
pub use score::{is_sign_in_host, login_score};
pub use script::{picture_in, picture_script, probe_script, watch_script};
pub use sign_out::{
    ClickTarget, CsrfSource, SignOutPlan, SignOutRequest, SignOutStep, sign_out, step_script,
};
pub use state::{Before, PageState, classify, proves_sign_out};
pub use unread::{Unread, unread, unread_from_title};
