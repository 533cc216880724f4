//! What can go wrong in a use case.

use std::time::Duration;

use sea_orm::DbErr;
use webauthn_rs::prelude::WebauthnError;

/// Why a use case didn't happen.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Some fields of the input are wrong.
    #[error("Input is invalid: {0:?}")]
    Invalid(Vec<FieldError>),
    /// The password breaks the password rules.
    #[error("Password is weak: {0:?}")]
    PasswordWeak(FieldError),
    /// An operator exists: the server is set up.
    #[error("Server is set up already")]
    AlreadySetUp,
    /// A ticket or one-time token is unknown, used or too old.
    #[error("Ticket is unknown, used or expired")]
    TicketInvalid,
    /// No CRM has this address.
    #[error("No such CRM")]
    CrmNotFound,
    /// What is asked for is somebody's who isn't signed in where it is asked for.
    #[error("Person isn't signed in here")]
    NotSignedIn,
    /// Login or password is wrong, or the user may not sign in.
    #[error("Sign-in failed")]
    SignInFailed,
    /// The credentials are right, but the CRM is suspended for this role.
    #[error("CRM is suspended")]
    CrmSuspended,
    /// The credentials are right, but the CRM waits for its deletion.
    #[error("CRM is scheduled for deletion")]
    CrmScheduledForDeletion,
    /// The user's rights were taken away.
    #[error("User is deactivated")]
    UserDeactivated,
    /// Only the owner may do this.
    #[error("Caller isn't the owner")]
    NotOwner,
    /// There is nothing with this id, or nothing that the caller may see.
    #[error("Not found")]
    NotFound,
    /// The person must prove who they are first: by their second factor, or else by password, or by a provider.
    #[error("Step-up is required")]
    StepUpRequired {
        /// The password will do.
        by_password: bool,
        /// The person has a second factor, so that no password will do.
        by_factor: bool,
        /// A provider that recognises the person may do.
        by_provider: bool,
        /// One of their passkeys will do.
        by_passkey: bool,
    },
    /// The CRM demands a second factor.
    #[error("CRM demands a second factor")]
    FactorRequiredByPolicy,
    /// The code isn't the one that is asked for.
    #[error("Code is invalid")]
    CodeInvalid,
    /// The code was used already.
    #[error("Code was used before")]
    CodeReplayed,
    /// Too many wrong codes came: none is taken for a while.
    #[error("Second factor is locked for {retry_after:?}")]
    FactorLocked {
        /// How long to wait.
        retry_after: Duration,
    },
    /// The password that was given isn't the present one.
    #[error("Current password is wrong")]
    CurrentPasswordWrong,
    /// The new password and its repetition are not the same.
    #[error("Passwords differ")]
    PasswordsDiffer,
    /// The new password is the present one.
    #[error("Password is the same")]
    PasswordSame,
    /// The caller's role doesn't allow it.
    #[error("Role doesn't allow it")]
    Forbidden,
    /// The invitation is unknown, used, revoked or expired.
    #[error("Invitation is invalid")]
    InvitationInvalid,
    /// The e-mail address is somebody else's.
    #[error("E-mail address is taken")]
    EmailTaken,
    /// The username belongs to somebody in this CRM, or did so lately.
    #[error("Username is taken")]
    UsernameTaken {
        /// Some like it that are free.
        suggestions: Vec<String>,
    },
    /// The record changed since the caller read it.
    #[error("Record has changed")]
    VersionConflict,
    /// Nobody changes their own role.
    #[error("Caller can't change their own role")]
    CannotChangeOwnRole,
    /// The account owns as many CRMs as it may.
    #[error("Account owns as many CRMs as it may")]
    CrmLimitReached,
    /// The address is in use, or kept for one that was.
    #[error("Slug is taken")]
    SlugTaken {
        /// Some like it that are free.
        suggestions: Vec<String>,
    },
    /// The address has a form that none can have.
    #[error("Slug is invalid")]
    SlugInvalid,
    /// The account owns a CRM, has money or a debt, or runs the server.
    #[error("Account is in use")]
    AccountInUse,
    /// What was typed isn't the CRM's name.
    #[error("Name doesn't match")]
    NameMismatch,
    /// The CRM is being deleted for good.
    #[error("Purge has started")]
    PurgeStarted,
    /// The sign-in by QR code took too long, or is over.
    #[error("Sign-in by QR code is over")]
    QrExpired,
    /// The sign-in by QR code was refused by whom it was shown to.
    #[error("Sign-in by QR code was denied")]
    QrDenied,
    /// The sign-in by QR code is for a CRM in which the one who approves has no user.
    #[error("Sign-in by QR code is for another CRM")]
    QrWrongCrm,
    /// It is too early for this.
    #[error("Too early, retry after {retry_after:?}")]
    SlowDown {
        /// How long to wait.
        retry_after: Duration,
    },
    /// The connect code is unknown, used or expired.
    #[error("Connect code is invalid")]
    ConnectCodeInvalid,
    /// The user belongs to another account.
    #[error("User is linked to another account")]
    CrmUserAlreadyLinked,
    /// The link by which somebody would sign up is unknown, used or too old.
    #[error("Link to sign up by is invalid")]
    SignUpLinkInvalid,
    /// An account has the person's address, and their user isn't connected with it.
    #[error("Person isn't connected with the account that has their address")]
    AccountNotConnected,
    /// The account has a user in this CRM.
    #[error("CRM is in the account's list")]
    CrmAlreadyInList,
    /// Without it the person couldn't sign in any more.
    #[error("It's the last way to sign in")]
    LastSignInMethod,
    /// The passkey isn't one that is asked for, or what it has signed isn't right.
    #[error("Passkey is refused")]
    PasskeyRefused,
    /// The person has as many passkeys as they may.
    #[error("Person has as many passkeys as they may")]
    PasskeyLimitReached,
    /// The same idempotency key came with another request.
    #[error("Idempotency key is in use for another request")]
    IdempotencyKeyReused,
    /// The CRM demands another way to sign in.
    #[error("Method isn't allowed here")]
    MethodNotAllowedHere,
    /// Single sign-on didn't work; the audit log says why.
    #[error("Single sign-on failed")]
    SsoFailed,
    /// Whom the provider has recognised is nobody here.
    #[error("Nobody here is who the provider has recognised")]
    SsoNoUser,
    /// The provider doesn't say that the e-mail address is theirs.
    #[error("Provider doesn't vouch for the e-mail address")]
    SsoEmailUnverified,
    /// The person must sign in otherwise once, and connect the provider.
    #[error("Provider must be connected first")]
    SsoLinkRequired,
    /// The wallet has less than that.
    #[error("Wallet has less than that")]
    InsufficientFunds,
    /// The amount is in another currency than the balance.
    #[error("Currencies differ")]
    CurrencyMismatch,
    /// The rules of the referral programme, as they are now, aren't accepted.
    #[error("Rules of the referral programme aren't accepted")]
    RulesNotAccepted,
    /// So little isn't paid out.
    #[error("Amount is below the least that is paid out")]
    PayoutBelowMinimum,
    /// The payout was paid or rejected before.
    #[error("Payout is decided already")]
    PayoutDecided,
    /// Somebody else does the job by now.
    #[error("Job is somebody else's by now")]
    LeaseLost,
    /// Too many attempts.
    #[error("Too many attempts, retry after {retry_after:?}")]
    RateLimited {
        /// How long to wait.
        retry_after: Duration,
    },
    /// More passwords wait for their check than the server takes.
    #[error("Password checks are queued up")]
    HasherBusy,
    /// The password could not be hashed.
    #[error("Hash password")]
    Hash(#[source] argon2::password_hash::Error),
    /// The task that hashes passwords died.
    #[error("Run password hash")]
    HashTask(#[source] tokio::task::JoinError),
    /// No keys could be derived from the server's key.
    #[error("Derive keys from the server's key")]
    KeyDerivation(#[from] hkdf::InvalidLength),
    /// The database holds what was sealed with another server's key.
    #[error("Database holds secrets that another key has sealed")]
    SealedWithAnotherKey,
    /// A secret could not be sealed.
    #[error("Secret can't be sealed")]
    NotSealed,
    /// A sealed secret was changed, or stands where it doesn't belong.
    #[error("Sealed secret can't be opened")]
    NotOpened,
    /// The secret of an authenticator app can't be used.
    #[error("Use secret of an authenticator app")]
    Totp(#[from] totp_rs::TotpError),
    /// No challenge for passkeys could be made.
    #[error("Make a challenge for passkeys")]
    Passkey(#[from] WebauthnError),
    /// The database lacks what this program has added to the schema.
    #[error("Database has an older schema")]
    SchemaBehind,
    /// The database has a schema that this program doesn't know yet.
    #[error("Database has a newer schema, which needs a newer version of the program")]
    SchemaNewer,
    /// A database that is to take up another one has rows of its own.
    #[error("Target database isn't empty: its table {table} has rows")]
    TargetNotEmpty {
        /// The table.
        table: &'static str,
    },
    /// What was read back isn't what was written.
    #[error("Copy of table {table} differs from the original")]
    CopyDiffers {
        /// The table.
        table: &'static str,
    },
    /// A database's file is damaged.
    #[error("Database is damaged: {found}")]
    Damaged {
        /// The first thing that was found.
        found: String,
    },
    /// The database failed.
    #[error("Use database")]
    Database(#[from] DbErr),
    /// A row holds what this version doesn't know.
    #[error("Row of {table} holds an unknown {column}")]
    UnknownValue {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
    },
    /// A letter could not be put into words.
    #[error("Render letter")]
    Letter(#[from] minijinja::Error),
    /// An export could not be written.
    #[error("Write an export")]
    Export(#[source] std::io::Error),
    /// A file of a CRM could not be written, read or removed.
    #[error("Keep a file")]
    File(#[source] std::io::Error),
    /// A document in a row could not be read or written.
    #[error("Read or write a document in the database")]
    Document(#[from] serde_json::Error),
}

impl Error {
    /// For a password that breaks the rules, by the field in which it was typed.
    pub(crate) fn weak(field: Field) -> impl FnOnce(FieldFault) -> Self {
        move |fault| Self::PasswordWeak(FieldError { field, fault })
    }
}

/// One field of an input that is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldError {
    /// Which.
    pub field: Field,
    /// What is wrong with it.
    pub fault: FieldFault,
}

/// Fields that people fill in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Field {
    /// A person's name.
    Name,
    /// An e-mail address.
    Email,
    /// The name of a CRM.
    CrmName,
    /// A first name.
    FirstName,
    /// A last name.
    LastName,
    /// A username.
    Username,
    /// What somebody does.
    Title,
    /// A role.
    Role,
    /// A password that is set for the first time.
    Password,
    /// The password until now.
    CurrentPassword,
    /// The password from now on, where there is one already.
    NewPassword,
    /// Addresses of people to be invited, one of them by its place.
    Emails(usize),
    /// What a person calls a device.
    DeviceName,
    /// The issuer of a provider of single sign-on.
    Issuer,
    /// The name that a provider knows the service by.
    ClientId,
    /// What the button of a provider says.
    Label,
    /// Domains that a provider speaks for, one of them by its place.
    Domains(usize),
    /// Words of a provider for how surely it has recognised somebody.
    AcrValues,
    /// A language.
    Locale,
    /// A time zone.
    TimeZone,
    /// An amount of money.
    Amount,
    /// What makes a payment happen once.
    Reference,
    /// Words beside a payment.
    Note,
    /// The code of who has recommended the service.
    ReferralCode,
    /// What a key may do.
    Scopes,
    /// For how many days.
    Days,
    /// How many days the audit log is kept.
    AuditDays,
    /// An address to send to.
    Url,
    /// Kinds of events, one of them by its place.
    Types(usize),
    /// What something is signed with.
    Secret,
}

/// What can be wrong with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FieldFault {
    /// It is empty.
    Required,
    /// It has fewer characters than this.
    TooShort(usize),
    /// It has more characters than this.
    TooLong(usize),
    /// There are more of them than this.
    TooMany(usize),
    /// It belongs to somebody already.
    Taken,
    /// It isn't of the right form.
    Invalid,
    /// It is kept for the service itself.
    Reserved,
    /// There is no such thing.
    Unknown,
    /// It is on the list of common passwords.
    Common,
    /// It is the login, the name, or the name of the CRM or the server.
    Personal,
}
