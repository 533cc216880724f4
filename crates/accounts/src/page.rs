//! What is known of an account's page while the program runs. All of it is the page's claim, or the
//! engine's word; none of it is kept.

use url::Url;

/// The page of an account.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Page {
    /// The real address.
    pub url: Option<Url>,
    /// Title, as the page says; at most 300 characters.
    pub title: String,
    /// How its connection is secured.
    pub security: Security,
    /// Loading progress in percent.
    pub progress: Option<u8>,
    /// There's a page to go back to.
    pub can_go_back: bool,
    /// There's a page to go forward to.
    pub can_go_forward: bool,
    /// What kind of page it is.
    pub state: PageState,
    /// The login form's box in CSS pixels.
    pub login_form: Option<Rect>,
    /// Width of the page's area, in CSS pixels of the page.
    pub width: Option<f64>,
    /// What stands in place of the page.
    pub trouble: Option<Trouble>,
    /// Matches found by the search in the page.
    pub find_matches: Option<u32>,
}

impl Page {
    /// Whether its server can't be reached.
    #[must_use]
    pub const fn is_offline(&self) -> bool {
        matches!(self.trouble, Some(Trouble::Offline { .. }))
    }

    /// Whether what it was to show wasn't there, or couldn't prove what it is.
    #[must_use]
    pub const fn wasnt_loaded(&self) -> bool {
        use Trouble::{Certificate, Offline};
        matches!(self.trouble, Some(Offline { .. } | Certificate { .. }))
    }
}

impl Trouble {
    /// A stable name for scripts.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Offline { .. } => "offline",
            Self::Certificate { .. } => "certificate",
            Self::Unresponsive => "unresponsive",
            Self::Crashed { .. } => "crashed",
            Self::NoIsolation => "no_isolation",
            Self::NoFolder { .. } => "no_folder",
            Self::Blocked { .. } => "blocked",
        }
    }
}

impl PageState {
    /// Whether the page is one to sign in on: there the list of the other accounts shows.
    #[must_use]
    pub const fn is_login(self) -> bool {
        matches!(self, Self::Login | Self::Expired)
    }

    /// A stable name for scripts.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::Expired => "expired",
            Self::Login => "login",
            Self::SignedIn => "signed_in",
            Self::Unknown => "unknown",
        }
    }
}

/// What kind of page it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum PageState {
    /// The provider turned the webview away.
    Refused,
    /// A login page: the server has ended the sign-in.
    Expired,
    /// A login page.
    Login,
    /// Signed in.
    SignedIn,
    /// Nothing can be said.
    #[default]
    Unknown,
}

/// How a connection is secured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Security {
    /// https with a valid certificate.
    Secure,
    /// Plain http on this computer.
    Loopback,
    /// Plain http over a network.
    Insecure,
    /// Nothing was loaded yet.
    #[default]
    Unknown,
}

/// A box in CSS pixels of the page.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Rect {
    /// From the left.
    pub x: f64,
    /// From the top.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// Why a server can't be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unreachable {
    /// Nobody knows the host.
    UnknownHost,
    /// Nothing listens there.
    Refused,
    /// No answer in time.
    TimedOut,
    /// The connection broke off.
    Reset,
    /// The proxy lets nobody through without a name and password.
    ProxySignIn,
    /// Anything else.
    Other,
}

impl Unreachable {
    /// Its name in the contract with the pages.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::UnknownHost => "unknownHost",
            Self::Refused => "refused",
            Self::TimedOut => "timedOut",
            Self::Reset => "reset",
            Self::ProxySignIn => "proxySignIn",
            Self::Other => "other",
        }
    }
}

/// What stands in place of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// The server can't be reached; it's tried again.
    Offline {
        /// Why.
        reason: Unreachable,
        /// What was asked for.
        url: String,
    },
    /// The certificate isn't valid.
    Certificate {
        /// Host asked for.
        host: String,
        /// What is wrong with it.
        reasons: Vec<&'static str>,
        /// Who it is for.
        subject: String,
        /// Who signed it.
        issuer: String,
        /// End of validity, RFC 3339.
        valid_until: Option<String>,
    },
    /// The page runs something that doesn't end, or takes long.
    Unresponsive,
    /// The page's process ended.
    Crashed {
        /// `crashed`, `memory` or `ended`.
        reason: &'static str,
    },
    /// This system can't give the account a store of its own.
    NoIsolation,
    /// What the account stores has no place on this computer now.
    NoFolder {
        /// `readOnly`, `full`, `fullAtStart` or `other`.
        reason: &'static str,
    },
    /// The address asked for isn't opened.
    Blocked {
        /// What was asked for.
        url: String,
    },
}

/// Unread things, as the page claims.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Unread {
    /// None.
    #[default]
    None,
    /// So many.
    Count(u32),
    /// More than so many: the page itself doesn't say how many more.
    MoreThan(u32),
}

impl Unread {
    /// As it stands on a pill: `3`, `99+`, `999+`, or nothing.
    #[must_use]
    pub fn text(self) -> Option<String> {
        match self {
            Self::None | Self::Count(0) | Self::MoreThan(0) => None,
            Self::Count(n @ 1..=999) => Some(n.to_string()),
            Self::MoreThan(n @ 1..=999) => Some(format!("{n}+")),
            Self::Count(_) | Self::MoreThan(_) => Some("999+".into()),
        }
    }
}
