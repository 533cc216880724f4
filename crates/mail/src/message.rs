//! One message to be sent.

use lettre::{
    Message,
    message::{Mailbox, MultiPart, header::HeaderName, header::HeaderValue},
};

use crate::error::SendError;

/// One message to one person, as text and as HTML.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// Makes the Message-ID: the same for every attempt, so that a copy is known as one.
    pub id: String,
    /// Who sends it: an address, or a name and an address in angle brackets (RFC 5322).
    pub from: String,
    /// Who gets it: an address.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The same as `html`, in plain text.
    pub text: String,
    /// The body.
    pub html: String,
}

impl Outgoing {
    /// The whole MIME message.
    ///
    /// # Errors
    /// [`SendError::Unsendable`] when an address isn't one.
    pub(crate) fn build(&self) -> Result<Message, SendError> {
        let from: Mailbox = self.from.parse().map_err(SendError::address)?;
        let to: Mailbox = self.to.parse().map_err(SendError::address)?;
        let id = format!("<{}@{}>", self.id, from.email.domain());
        let body = MultiPart::alternative_plain_html(self.text.clone(), self.html.clone());
        let message = Message::builder()
            .from(from)
            .to(to)
            .message_id(Some(id))
            .subject(self.subject.as_str())
            // No holiday reply to a program (RFC 3834).
            .raw_header(HeaderValue::new(
                HeaderName::new_from_ascii_str("Auto-Submitted"),
                "auto-generated".to_owned(),
            ))
            .multipart(body);
        message.map_err(SendError::message)
    }
}
