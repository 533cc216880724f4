//! Why a server doesn't start or doesn't go on.

use std::{error::Error, io, iter, net::SocketAddr, path::PathBuf};

use crate::tls::TlsError;

/// Why a server doesn't start or doesn't go on.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The file of settings can't be read.
    #[error("Read settings from {}", path.display())]
    ConfigRead {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The file of settings isn't TOML, or says what there is not.
    #[error("{}, line {line}: {message}", path.display())]
    ConfigInvalid {
        /// The file.
        path: PathBuf,
        /// Where in it, counted from 1.
        line: usize,
        /// What is wrong there; quotes no value.
        message: String,
    },
    /// Nobody said where everything is to be kept.
    #[error(
        "A data folder is needed: --data-dir, NINEFOLD_DATA_DIR or data-dir in the file of settings"
    )]
    DataDirRequired,
    /// The data folder can't be made, read or written.
    #[error("Use data folder {}", path.display())]
    DataDir {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// A file of the data folder isn't what this version writes.
    #[error("{} is damaged or from a newer version", path.display())]
    DataFile {
        /// The file.
        path: PathBuf,
    },
    /// The database holds what the server's key has sealed, and the key isn't there.
    #[error("{} is missing: the database holds secrets that it has sealed", path.display())]
    KeyMissing {
        /// The file that the key should be in.
        path: PathBuf,
    },
    /// The database holds what another key has sealed.
    #[error("{} isn't the key that has sealed the secrets in the database", path.display())]
    KeyWrong {
        /// The file that the key is in.
        path: PathBuf,
    },
    /// Another server runs on the same data folder.
    #[error("Another server uses data folder {}", path.display())]
    DataDirInUse {
        /// The folder.
        path: PathBuf,
    },
    /// The port that this installation always uses is taken by another program.
    #[error("Port of {address} is taken by another program")]
    PortTaken {
        /// The address that was to be bound.
        address: SocketAddr,
    },
    /// The address can't be listened on.
    #[error("Listen on {address}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// What listens there is for this machine alone: an embedded server, or metrics.
    #[error("{address} can be reached from other machines")]
    NotLoopback {
        /// The address that was asked for.
        address: SocketAddr,
    },
    /// A server that others can reach needs to know its own address.
    #[error("A base URL is needed to listen on {address}")]
    BaseUrlRequired {
        /// The address that was asked for.
        address: SocketAddr,
    },
    /// The base URL isn't an origin.
    #[error("{text:?} isn't the URL of a server")]
    BaseUrlInvalid {
        /// What was given.
        text: String,
    },
    /// Over a network, sign-in needs https.
    #[error("{text:?} isn't https")]
    BaseUrlInsecure {
        /// What was given.
        text: String,
    },
    /// The share that is promised to who recommends the service is too large, or its rules have no short name.
    #[error("A referral programme has 0 to 50 percent, and a rules version of 1 to 40 characters")]
    ReferralInvalid,
    /// The rules of the referral programme can't be read.
    #[error("Read rules from {}", path.display())]
    ReferralRules {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The database is of a kind that this version doesn't know.
    #[error("Database must be a SQLite file or a postgres:// URL")]
    DatabaseUnsupported,
    /// Backups of `PostgreSQL` are not this program's.
    #[error("A PostgreSQL database is backed up with pg_dump and restored with pg_restore")]
    BackupByPostgres,
    /// A backup can't be written or put back.
    #[error("Write {}", path.display())]
    BackupFile {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// Nothing is written over what is there.
    #[error("{} is there already: move it away first", path.display())]
    FileExists {
        /// The file.
        path: PathBuf,
    },
    /// A database moves in one direction alone.
    #[error("A database moves from a SQLite file to a postgres:// URL")]
    MigrationUnsupported,
    /// A provider of single sign-on is named by half.
    #[error("A provider of single sign-on needs both sso-issuer and sso-client-id")]
    SsoIncomplete,
    /// What is said of the provider of single sign-on can't be right.
    #[error("sso-domains holds what is no domain")]
    SsoInvalid,
    /// Whoever signs up proves the address by a letter, and none can be sent.
    #[error("sign-up = open and sign-up = invite need mail")]
    SignUpNeedsMail,
    /// The server's own certificate can't be used.
    #[error(transparent)]
    Tls(#[from] TlsError),
    /// There is nothing encrypted to send people to.
    #[error("redirect-http needs an https base URL")]
    RedirectNeedsHttps,
    /// What payment adapters sign with could be guessed.
    #[error("Secret for payments has fewer than 32 characters")]
    PaymentsSecretShort,
    /// Mail can't go where it shall go.
    #[error("Set up mail")]
    Mail(#[from] mail::TransportError),
    /// The rules or data failed.
    #[error("Open database")]
    Crm(#[from] crm::Error),
    /// The runtime failed.
    #[error("Run server")]
    Run(#[source] io::Error),
}

impl ServeError {
    /// What programs tell it by.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::ConfigRead { .. } => "config_unreadable",
            Self::ConfigInvalid { .. } => "config_invalid",
            Self::DataDirRequired => "data_dir_required",
            Self::DataDir { .. } => "data_dir_unusable",
            Self::DataFile { .. } => "data_file_unreadable",
            Self::KeyMissing { .. } => "server_key_missing",
            Self::KeyWrong { .. } => "server_key_wrong",
            Self::DataDirInUse { .. } => "data_dir_in_use",
            Self::PortTaken { .. } => "port_taken",
            Self::Listen { .. } => "listen_failed",
            Self::NotLoopback { .. } => "not_loopback",
            Self::BaseUrlRequired { .. } => "base_url_required",
            Self::BaseUrlInvalid { .. } => "base_url_invalid",
            Self::BaseUrlInsecure { .. } => "base_url_insecure",
            Self::DatabaseUnsupported => "database_unsupported",
            Self::BackupByPostgres => "backup_by_postgres",
            Self::BackupFile { .. } => "backup_file_failed",
            Self::FileExists { .. } => "file_exists",
            Self::MigrationUnsupported => "migration_unsupported",
            Self::SsoIncomplete => "sso_incomplete",
            Self::SsoInvalid => "sso_invalid",
            Self::SignUpNeedsMail => "sign_up_needs_mail",
            Self::Tls(error) => error.code(),
            Self::RedirectNeedsHttps => "redirect_needs_https",
            Self::PaymentsSecretShort => "payments_secret_short",
            Self::ReferralInvalid => "referral_invalid",
            Self::ReferralRules { .. } => "referral_rules_unreadable",
            Self::Mail(_) => "mail_unusable",
            Self::Crm(crm::Error::SchemaBehind) => "schema_behind",
            Self::Crm(crm::Error::SchemaNewer) => "schema_newer",
            Self::Crm(crm::Error::TargetNotEmpty { .. }) => "target_not_empty",
            Self::Crm(crm::Error::CopyDiffers { .. }) => "copy_differs",
            Self::Crm(crm::Error::Damaged { .. }) => "database_damaged",
            Self::Crm(crm::Error::CrmNotFound) => "crm_not_found",
            Self::Crm(crm::Error::NotFound) => "not_found",
            Self::Crm(crm::Error::CrmScheduledForDeletion) => "crm_scheduled_for_deletion",
            Self::Crm(crm::Error::PurgeStarted) => "purge_started",
            Self::Crm(crm::Error::AccountNotConnected) => "account_not_connected",
            Self::Crm(crm::Error::CrmLimitReached) => "crm_limit_reached",
            Self::Crm(crm::Error::LastSignInMethod) => "last_sign_in_method",
            Self::Crm(_) => "database_failed",
            Self::Run(_) => "run_failed",
        }
    }
}

/// An error with its causes, for the operator.
pub(crate) fn chain(error: &dyn Error) -> String {
    let causes = iter::successors(error.source(), |cause: &&dyn Error| (*cause).source());
    causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}
