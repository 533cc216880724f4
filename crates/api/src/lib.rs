//! The contract of the Ninefold service: what goes over HTTP, and nothing about how.
//!
//! Requests refuse unknown fields; readers of responses ignore them. Names are `snake_case`, ids
//! are text, instants are RFC 3339 in UTC. Errors are [`Problem`]s whose [`ErrorCode`] is stable.

mod account_link;
mod api_key;
mod audit;
mod closing;
mod desktop;
mod device;
mod email_change;
mod enter;
mod error_code;
mod export;
mod hand_off;
mod notification;
mod operator;
mod passkey;
mod password_reset;
mod portal;
mod problem;
mod profile;
mod qr;
mod referral;
mod second_factor;
mod secret;
mod session;
mod sessions;
mod settings;
mod setup;
mod sign_in;
mod sign_out;
mod sign_up;
mod sso;
mod staff;
mod stream;
mod wallet;
mod webhook;

pub use account_link::{LinkedAccount, MyAccountResponse, OwnPasswordRequest};
pub use api_key::{ApiKey, ApiKeyScope, ApiKeysResponse, CreateApiKeyRequest, NewApiKeyResponse};
pub use audit::{AuditActor, AuditActorKind, AuditEntry, AuditLogResponse, AuditSubject};
pub use closing::{CloseAccountRequest, ClosingResponse};
pub use desktop::{
    DESKTOP_DOCUMENT_PATH, DESKTOP_DOCUMENT_VERSION, DesktopCrm, DesktopDevice, DesktopDocument,
    DesktopEnter, DesktopIcon, DesktopQr, DesktopServer, DesktopSignIn, DesktopSignOut,
    DesktopSignedIn, SessionPointers,
};
pub use device::{DeviceResponse, Platform, RegisterDeviceRequest, RegisteredDeviceResponse};
pub use email_change::{ChangeEmailRequest, ChangeEmailResponse, EmailTicketRequest};
pub use enter::{EnterRequest, EnterResponse};
pub use error_code::ErrorCode;
pub use export::{Export, ExportState, ExportsResponse};
pub use hand_off::{
    ApproveHandOffRequest, HandOffRequest, HandOffResponse, HandOffTicketRequest,
    StartHandOffRequest,
};
pub use notification::{
    Notification, NotificationRead, NotificationSubject, NotificationsResponse,
    ReadNotificationsRequest, UnreadResponse,
};
pub use operator::{
    BookEntry, BookResponse, CorrectRequest, DeadJob, DeadJobsResponse, DecidePayoutRequest,
    HeldWallet, OpenPayout, OpenPayoutsResponse, OperatorCrm, OperatorCrmsResponse, OperatorPlan,
    OperatorSettingsResponse, Payee, PayoutDecision, PostedResponse, StuckLetter, StuckLetterState,
    StuckLettersResponse, TopUpRequest,
};
pub use passkey::{
    Passkey, PasskeyAnswerRequest, PasskeyChallenge, PasskeyFactorRequest, PasskeySignInRequest,
    PasskeysResponse, RenamePasskeyRequest, StartPasskeyFactorRequest, StartPasskeySignInRequest,
};
pub use password_reset::{
    CompletePasswordResetRequest, PasswordResetRequest, PasswordResetResponse,
};
pub use portal::{
    ChangePasswordRequest, ConnectCodeResponse, ConnectCrmRequest, CreateCrmRequest,
    CrmLossResponse, CrmStatus, DeleteCrmRequest, KeptBecause, Money, PatchPortalMeRequest,
    PortalAccount, PortalCrm, PortalCrmsResponse, PortalMeResponse, Role, StepUpRequest,
};
pub use problem::{FieldProblem, Problem};
pub use profile::{
    ChangeUsernameRequest, MyMenuResponse, MyProfileResponse, PatchMyProfileRequest,
};
pub use qr::{
    QrApproveRequest, QrLookUpQuery, QrRequest, QrSignInRequest, QrSignInResponse, QrState,
    QrStateResponse,
};
pub use referral::{
    AcceptedRules, ActivateReferralRequest, Payout, PayoutRequest, PayoutState, PayoutsResponse,
    Referral, ReferralDay, ReferralResponse, ReferralState, ReferralStatisticsResponse,
    ReferralTerms, ReferralsResponse, Reward, RewardState, RewardsResponse,
};
pub use second_factor::{
    ConfirmFactorRequest, EnrolmentResponse, FactorOwner, FactorPolicy, FactorRulesRequest,
    FactorRulesResponse, ProofMethod, RecoveryCodesResponse, SecondFactorResponse,
};
pub use session::{SessionCrm, SessionResponse, SessionUser};
pub use sessions::{
    Assurance, OwnSession, PortalSessionsResponse, RenameDeviceRequest, SessionMethod,
    SessionsAtCrm, SessionsResponse,
};
pub use settings::{ChangeAddressRequest, GeneralSettingsResponse, PatchGeneralSettingsRequest};
pub use setup::{EnterLink, NextPage, SetupAccount, SetupRequest, SetupResponse};
pub use sign_in::{
    CrmView, OpenChoiceRequest, ResolveQuery, ResolveResponse, SecondFactorRequest,
    SecondFactorStep, SelectionResponse, SignInChoice, SignInMethod, SignInRequest, SignInResponse,
    SignInStep,
};
pub use sign_out::SignOutResponse;
pub use sign_up::{
    ConfirmSignUpRequest, SignUpPolicy, SignUpPolicyResponse, SignUpRequest, SignUpResponse,
    SignedUpResponse,
};
pub use sso::{
    ChooseSsoRequest, IdentityLink, IdentityLinksResponse, SsoDomain, SsoOffer, SsoOffersQuery,
    SsoOffersResponse, SsoProvider, SsoProviderRequest, SsoProvidersResponse, SsoTrial,
    StartSsoRequest, StartSsoResponse, TrySsoRequest,
};
pub use staff::{
    AcceptInvitationRequest, Invitation, InvitationTicket, InvitationsResponse, InviteRequest,
    InvitedResponse, PatchUserRequest, User, UserStatus, UsersResponse,
};
pub use stream::{RecordChanged, RecordType};
pub use wallet::{
    EntryKind, Standing, TransferRequest, Wallet, WalletEntriesResponse, WalletEntry,
    WalletsResponse,
};
pub use webhook::{
    DeliveryState, NewWebhookResponse, Webhook, WebhookDeliveriesResponse, WebhookDelivery,
    WebhookRequest, WebhookState, WebhooksResponse,
};

/// Where every path of this contract begins.
pub const BASE: &str = "/api/v1";

/// The header that proves that a page of the CRM itself sends an unsafe request.
pub const CSRF_HEADER: &str = "x-csrf-token";

/// The header under which a request that is sent again happens once.
pub const IDEMPOTENCY_HEADER: &str = "idempotency-key";
