//! The way that mail takes.

use std::{fs, time::Duration};

use domain::Sensitive;
use lettre::{
    AsyncFileTransport, AsyncSmtpTransport, AsyncTransport as _, Tokio1Executor,
    transport::{file, smtp},
};
use url::Url;

use crate::{
    error::{SendError, TransportError},
    message::Outgoing,
};

/// A mail server that says nothing for so long is taken as away.
const PATIENCE: Duration = Duration::from_secs(30);

/// The way that mail takes. Cheap to clone.
#[derive(Debug, Clone)]
pub enum Transport {
    /// To a mail server.
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    /// Into a folder, a file a message: for trying out.
    Folder(AsyncFileTransport<Tokio1Executor>),
}

impl Transport {
    /// Reads where mail goes: `smtps://user:password@host`, `smtp://host:port?tls=required`
    /// (STARTTLS), `smtp://host` (plain, for a server on this machine), or `file:///folder`.
    ///
    /// # Errors
    /// Every [`TransportError`].
    pub fn from_url(url: &Sensitive<String>) -> Result<Self, TransportError> {
        // EXPOSE: the mail server's password is in it.
        let url: Url = url.expose().parse()?;
        match url.scheme() {
            "smtp" | "smtps" => {
                let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.as_str())?;
                Ok(Self::Smtp(builder.timeout(Some(PATIENCE)).build()))
            }
            "file" => {
                let path = url.to_file_path().map_err(|()| TransportError::Kind)?;
                fs::create_dir_all(&path).map_err(|source| TransportError::Folder {
                    path: path.clone(),
                    source,
                })?;
                Ok(Self::Folder(AsyncFileTransport::new(path)))
            }
            _ => Err(TransportError::Kind),
        }
    }

    /// Sends one message. When this returns, the mail server has taken it, or the file is there.
    ///
    /// # Errors
    /// Every [`SendError`].
    pub async fn send(&self, message: &Outgoing) -> Result<(), SendError> {
        let message = message.build()?;
        match self {
            Self::Smtp(smtp) => smtp.send(message).await.map(drop).map_err(refused),
            Self::Folder(folder) => folder.send(message).await.map(drop).map_err(not_written),
        }
    }
}

/// What a server refuses for good (RFC 5321, 5yz) isn't tried again.
fn refused(error: smtp::Error) -> SendError {
    if error.is_permanent() {
        SendError::Unsendable(error.into())
    } else {
        SendError::Later(error.into())
    }
}

fn not_written(error: file::Error) -> SendError {
    SendError::Later(error.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(to: &str) -> Outgoing {
        Outgoing {
            id: "0192f0c1".to_owned(),
            from: "Ninefold <crm@acme.example>".to_owned(),
            to: to.to_owned(),
            subject: "Новий пароль".to_owned(),
            text: "Привіт".to_owned(),
            html: "<p>Привіт</p>".to_owned(),
        }
    }

    #[tokio::test]
    async fn a_folder_gets_a_file_for_each_message() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("mail");
        let url = Url::from_directory_path(&path).expect("absolute");
        let transport = Transport::from_url(&String::from(url).into()).expect("a transport");
        transport
            .send(&message("olena@acme.example"))
            .await
            .expect("written");
        let file = fs::read_dir(&path).expect("there").next();
        let text = fs::read_to_string(file.expect("a file").expect("readable").path());
        let text = text.expect("text");
        assert!(
            text.contains("Message-ID: <0192f0c1@acme.example>"),
            "{text}"
        );
        assert!(text.contains("To: olena@acme.example"), "{text}");
        assert!(text.contains("Auto-Submitted: auto-generated"), "{text}");
    }

    #[tokio::test]
    async fn an_address_cannot_smuggle_in_another_recipient_or_header() {
        let folder = tempfile::tempdir().expect("a folder");
        let url = Url::from_directory_path(folder.path()).expect("absolute");
        let transport = Transport::from_url(&String::from(url).into()).expect("a transport");
        for to in [
            "olena@acme.example\r\nBcc: eve@evil.example",
            "a@b.example, c@d.example",
            "",
        ] {
            let sent = transport.send(&message(to)).await;
            assert!(matches!(sent, Err(SendError::Unsendable(_))), "{to:?}");
        }
    }

    #[tokio::test]
    async fn only_known_ways_are_taken() {
        for url in ["https://mail.example", "nonsense", "sendmail:"] {
            assert!(
                Transport::from_url(&url.to_owned().into()).is_err(),
                "{url}"
            );
        }
        for url in ["smtp://localhost:2525", "smtps://user:pass@mail.example"] {
            assert!(Transport::from_url(&url.to_owned().into()).is_ok(), "{url}");
        }
    }
}
