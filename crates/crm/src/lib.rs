//! The service's rules and data: entities, migrations and use cases. Knows nothing of HTTP.
//!
//! A use case is a plain async function. What only reads takes any connection; what writes takes
//! the [`Database`], opens one transaction and writes its audit entry in it. Time is passed in.
//! No entity leaves this crate.

pub mod address;
mod attempt;
mod audit;
mod crm_record;
mod database;
pub mod email;
mod enter;
mod entity;
mod error;
mod id;
mod locale;
mod migration;
mod password;
mod person;
mod retention;
mod session;
mod setting;
mod setup;
mod sign_in;
pub mod slug;
mod text;
mod token;
mod trace;
mod username;

pub use crm_record::{Crm, CrmScope, CrmStatus, crm_by_slug};
pub use database::Database;
pub use enter::{ENTER_TICKET_LIFE, EnterTicket, enter};
pub use error::{Error, Field, FieldError, FieldFault};
pub use locale::Locale;
pub use password::Hasher;
pub use retention::sweep;
pub use session::{NewSession, Session, SignedIn, session, sign_out, touch};
pub use setting::{ServerIdentity, server_identity, set_up_done};
pub use setup::{Bootstrap, SetUp, SetUpInput, set_up};
pub use sign_in::{SignIn, SignInInput, note_look_up, sign_in};
pub use token::{Token, TokenHash};
pub use trace::RequestTrace;
