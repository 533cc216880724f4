//! The service's rules and data: entities, migrations and use cases. Knows nothing of HTTP.
//!
//! A use case is a plain async function. What only reads takes any connection; what writes takes
//! the [`Database`], opens one transaction and writes its audit entry in it. Time is passed in.
//! No entity leaves this crate.

mod account_link;
pub mod address;
mod agent;
mod api_key;
mod attempt;
mod audit;
mod backup;
mod batch;
pub mod billing;
mod code;
mod confirmation;
mod copy;
mod credential;
mod crm_record;
mod crm_settings;
mod cut_off;
mod database;
mod device;
mod device_token;
pub mod email;
mod email_change;
mod enter;
mod entity;
mod erase;
mod error;
mod event;
pub mod export;
mod id;
mod idempotency;
mod instant;
pub mod jobs;
mod ledger;
mod letter;
pub mod live;
mod locale;
mod localised;
mod mailable;
mod migration;
mod new_account;
mod new_crm;
mod new_user;
mod notice;
pub mod notification;
pub mod operator;
pub mod outbox;
pub mod passkey;
mod password;
mod password_change;
mod password_reset;
mod person;
mod photo;
pub mod portal;
mod principal;
mod profile;
pub mod qr;
pub mod referral;
mod requester;
mod retention;
mod sealer;
mod second_factor;
mod session;
mod setting;
mod setup;
mod sign_in;
mod sign_up;
pub mod slug;
pub mod sso;
pub mod staff;
mod step_up;
mod text;
mod ticket;
mod token;
mod trace;
mod unproven;
mod username;
mod way_back;
pub mod webhook;

pub use account_link::{
    AccountLink, OwnPassword, account_link, disconnect, undo_account_link, use_account_password,
    use_own_password,
};
pub use api_key::{
    KeyHolder, KeyInput, KeyView, NewKey, Scope, holder_of_key, keys, make_key, revoke_key,
};
pub use audit::{
    AuditActorKind, AuditBreak, AuditBy, AuditCheck, AuditFilter, AuditStart, AuditView,
    account_log, audit_action, audit_log, verify_audit,
};
pub use backup::{back_up, verify_backup};
pub use copy::{CopiedTable, copy_database};
pub use crm_record::{Crm, CrmScope, CrmStatus, crm_by_slug};
pub use crm_settings::{
    GeneralChange, GeneralSettings, change_crm_address, change_general_settings, general_settings,
};
pub use database::{Database, Wakes};
pub use device_token::{
    Device, NewDevice, device_of, register_device, revoke_device, session_of_device,
};
pub use email_change::{
    EmailChange, confirm_email_change, request_email_change, undo_email_change,
};
pub use enter::{ENTER_TICKET_LIFE, EnterTicket, enter};
pub use entity::{crm_user::Role, device_token::Platform};
pub use error::{Error, Field, FieldError, FieldFault};
pub use event::EventKind;
pub use idempotency::{IdempotencyKey, Request};
pub use ledger::{
    Charged, Correction, LedgerCheck, LedgerKind, Mismatch, Money, Payee, Posted, Poster, TopUp,
    alert_operators, check_ledger, correct, refund, top_up,
};
pub use locale::Locale;
pub use new_account::Applicant;
pub use password::Hasher;
pub use password_change::{PasswordChange, change_password};
pub use password_reset::{
    PasswordReset, ResetLink, complete_reset, make_reset_links, request_reset,
};
pub use photo::{
    CopyPhoto, KeepPhoto, PhotoOwner, count_upload, is_purged, photo_owner, photos_of, sweep_photos,
};
pub use profile::{
    OwnProfile, ProfileChange, change_profile, change_username, has_photo, own_profile,
    remove_photo, set_photo,
};
pub use requester::Requester;
pub use retention::sweep;
pub use sealer::{Sealer, check_key, has_sealed};
pub use second_factor::{
    Enabled, Enrolment, FactorPolicy, FactorRules, FactorStatus, change_factor_rules,
    confirm_factor, disable_factor, enrol_factor, factor_rules, factor_status, new_recovery_codes,
    reset_account_factor, reset_every_factor,
};
pub use session::{
    AccountHolder, Assurance, Beginning, CrmSession, NewSession, OwnSession, PortalSession,
    Session, SessionsAtCrm, SignedIn, crm_of_session, crm_session, own_sessions, portal_session,
    rename_device, revoke_all_sessions, revoke_other_sessions, revoke_session, sessions_at_crms,
    sign_out, sign_out_of_portal, touch,
};
pub use setting::{ServerIdentity, server_identity, set_up_done};
pub use setup::{Bootstrap, SetUp, SetUpInput, set_up};
pub use sign_in::{
    SignInInput, note_look_up,
    second_factor::{SecondFactorInput, second_factor},
    selection::{
        Choice, SELECTION_LIFE, Selection, drop_selection, open_selected, selection,
        sign_in_anywhere,
    },
    sign_in,
    step::{FACTOR_TICKET_LIFE, FactorTicket, Step},
};
pub use sign_up::{SignUp, SignedUp, Terms, confirm_sign_up, make_sign_up_link, sign_up};
pub use step_up::{StepUpProof, step_up};
pub use token::{Token, TokenHash};
pub use trace::RequestTrace;
