//! Values that both halves of Ninefold share. Pure: no I/O, no clock, no randomness of its own
//! but in the constructors that say so.

pub mod address;
mod clock;
mod id;
mod sensitive;
mod text;

pub use address::{AddressError, Candidate, CrmAddress};
pub use clock::{Clock, SystemClock};
pub use id::{AccountId, InvalidId, WindowId, WorkspaceId};
pub use sensitive::Sensitive;
pub use text::plain;
