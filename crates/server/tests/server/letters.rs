//! Mail that a server of a test has sent.

use std::{fs, net::SocketAddr, time::Duration};

use mail_parser::MessageParser;
use server::SsoOptions;
use tempfile::TempDir;
use tokio::time::{sleep, timeout};

use crate::harness::Server;

const PATIENCE: Duration = Duration::from_secs(20);
const PAUSE: Duration = Duration::from_millis(20);

/// A server whose mail goes into a folder.
pub(crate) struct Letters {
    pub(crate) server: Server,
    folder: TempDir,
}

/// One letter.
#[derive(Debug)]
pub(crate) struct Letter {
    pub(crate) to: String,
    pub(crate) subject: String,
    pub(crate) text: String,
}

impl Letters {
    pub(crate) async fn set_up() -> Self {
        let (folder, url) = place();
        let server = Server::set_up_with_mail(url).await;
        Self { server, folder }
    }

    /// The same, with a clock that stands at the moment: for providers, which know no other.
    pub(crate) async fn set_up_today() -> Self {
        let (folder, url) = place();
        let server = Server::set_up_today_with(Some(url)).await;
        Self { server, folder }
    }

    /// The same, where people sign up by a link of the operator's.
    pub(crate) async fn by_invitation() -> Self {
        let (folder, url) = place();
        let server = Server::by_invitation(Some(url)).await;
        Self { server, folder }
    }

    /// The same, with a name that passkeys need.
    pub(crate) async fn named() -> Self {
        let (folder, url) = place();
        let server = Server::named(Some(url)).await;
        Self { server, folder }
    }

    /// The same, with a provider of single sign-on for accounts, too.
    pub(crate) async fn named_with(sso: SsoOptions) -> Self {
        let (folder, url) = place();
        let server = Server::named_with(Some(url), Some(sso)).await;
        Self { server, folder }
    }

    /// The same, with a provider of single sign-on for accounts.
    pub(crate) async fn with_provider(sso: SsoOptions) -> Self {
        let (folder, url) = place();
        let server = Server::with_provider(url, sso).await;
        Self { server, folder }
    }

    /// The same, which asks this name server.
    pub(crate) async fn asking(name_server: SocketAddr) -> Self {
        let (folder, url) = place();
        let server = Server::asking(url, name_server).await;
        Self { server, folder }
    }

    /// Waits until there are so many letters; returns all, oldest first. Those about sign-ins from new
    /// devices are left out: almost every test has some.
    pub(crate) async fn wait(&self, count: usize) -> Vec<Letter> {
        self.wait_for(count, |letter| !letter.is_about_a_sign_in())
            .await
    }

    /// The same for letters about sign-ins from new devices.
    pub(crate) async fn wait_for_sign_ins(&self, count: usize) -> Vec<Letter> {
        self.wait_for(count, Letter::is_about_a_sign_in).await
    }

    /// Waits for the first letter to somebody.
    pub(crate) async fn first_to(&self, email: &str) -> Letter {
        let mut letters = self.wait_for(1, |letter| letter.to == email).await;
        letters.remove(0)
    }

    async fn wait_for(&self, count: usize, wanted: impl Fn(&Letter) -> bool) -> Vec<Letter> {
        let found = timeout(PATIENCE, async {
            loop {
                let mut letters = self.all();
                letters.retain(&wanted);
                if letters.len() >= count {
                    return letters;
                }
                sleep(PAUSE).await;
            }
        });
        let letters = found.await.expect("the letters are sent");
        assert_eq!(letters.len(), count, "{letters:#?}");
        letters
    }

    fn all(&self) -> Vec<Letter> {
        let mut files: Vec<_> = fs::read_dir(self.folder.path())
            .expect("there")
            .map(|file| file.expect("readable").path())
            .filter_map(|path| {
                let age = fs::metadata(&path).and_then(|file| file.modified()).ok()?;
                Some((age, path))
            })
            .collect();
        files.sort();
        files
            .iter()
            .filter_map(|(_, path)| read(&fs::read(path).ok()?))
            .collect()
    }
}

/// A folder for mail, and its URL.
fn place() -> (TempDir, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let url = url::Url::from_directory_path(folder.path()).expect("absolute");
    (folder, url.into())
}

/// `None` for a file that is being written.
fn read(bytes: &[u8]) -> Option<Letter> {
    let message = MessageParser::default().parse(bytes)?;
    // The page comes last.
    let whole = message.body_html(0)?.trim_end().ends_with("</html>");
    whole.then_some(())?;
    Some(Letter {
        to: message.to()?.first()?.address()?.to_owned(),
        subject: message.subject()?.to_owned(),
        text: message.body_text(0)?.into_owned(),
    })
    .filter(|letter| letter.text.contains("-- "))
}

impl Letter {
    fn is_about_a_sign_in(&self) -> bool {
        let subjects = ["Вхід із нового пристрою", "New sign-in to"];
        subjects.iter().any(|begin| self.subject.starts_with(begin))
    }

    /// The ticket in the fragment of the letter's link.
    pub(crate) fn ticket(&self) -> &str {
        let (_, rest) = self.text.split_once("#ticket=").expect("a link");
        rest.split_whitespace().next().expect("a ticket")
    }
}
