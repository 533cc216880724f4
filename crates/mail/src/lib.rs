//! Sending mail: over SMTP, or into a folder for trying out.

mod message;
mod transport;

pub use message::Outgoing;
pub use transport::{SendError, Transport, TransportError};
