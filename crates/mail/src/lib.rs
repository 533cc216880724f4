//! Sending mail: over SMTP, or into a folder for trying out.

mod error;
mod message;
mod transport;

pub use error::{SendError, TransportError};
pub use message::Outgoing;
pub use transport::Transport;
