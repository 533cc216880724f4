//! The account portal.

use domain::Sensitive;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{CrmView, profile::emptied};

/// `GET /portal/me`: reads only, and extends nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PortalMeResponse {
    /// The account.
    pub account: PortalAccount,
    /// What unsafe requests send in the `X-CSRF-Token` header.
    pub csrf: String,
    /// Where a `POST` signs out.
    pub sign_out_url: String,
    /// The account has a password.
    pub has_password: bool,
    /// The server has a referral programme.
    pub has_referral: bool,
}

/// The account that is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PortalAccount {
    /// Permanent id.
    pub id: String,
    /// Where the photo is, if there is one; with `?size=512`, `128` or `48`.
    pub photo_url: Option<String>,
    /// Up to two letters in its place; none where the name has no letters.
    pub initials: String,
    /// Name.
    pub name: String,
    /// Login address.
    pub email: String,
    /// Tag of the language.
    pub locale: String,
    /// IANA name.
    pub time_zone: String,
    /// Runs the server.
    pub is_operator: bool,
    /// Rises with every change; `If-Match` presents it.
    pub version: i64,
}

/// `PATCH /portal/me`, a JSON merge patch (RFC 7396), with `If-Match`: what is missing stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PatchPortalMeRequest {
    /// 1 to 120 characters.
    #[serde(default, deserialize_with = "emptied")]
    pub name: Option<String>,
    /// Tag of a language: `en`, `uk` or `ru`.
    #[serde(default, deserialize_with = "emptied")]
    pub locale: Option<String>,
    /// IANA name.
    #[serde(default, deserialize_with = "emptied")]
    pub time_zone: Option<String>,
    /// The account's users in CRMs are to be called as it is.
    #[serde(default)]
    pub in_crms: bool,
}

/// An amount of money.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Money {
    /// In the smallest units of the currency.
    pub minor: i64,
    /// ISO 4217 code.
    pub currency: String,
}

/// What a person may do in a CRM.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Owns it: may delete it, and sees its balance.
    Owner,
    /// Settings, staff, all data.
    Admin,
    /// Records and their own profile.
    Member,
    /// Reads only.
    Viewer,
}

/// Where a CRM is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CrmStatus {
    /// In use.
    Active,
    /// Unpaid: open to owner and admins only.
    SuspendedBilling,
    /// Waits for its deletion, at `delete_at`.
    DeletionScheduled,
    /// Being deleted for good.
    Purging,
}

/// `GET /portal/crms`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PortalCrmsResponse {
    /// Last opened first, then by name.
    pub items: Vec<PortalCrm>,
}

/// One CRM of the account's list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PortalCrm {
    /// Permanent id.
    pub id: String,
    /// What it is called, and where it is.
    pub crm: CrmView,
    /// The account's role in it.
    pub role: Role,
    /// Where it is in its life.
    pub status: CrmStatus,
    /// Its balance; only its owner is told.
    pub balance: Option<Money>,
    /// When the account last entered it (RFC 3339).
    #[schema(format = DateTime)]
    pub last_opened_at: Option<String>,
    /// When it is deleted for good, once that is scheduled (RFC 3339).
    #[schema(format = DateTime)]
    pub delete_at: Option<String>,
    /// It can be entered now.
    pub can_enter: bool,
    /// It can be deleted by this account.
    pub can_delete: bool,
    /// Why it can't be taken off the list, if it can't.
    pub kept_because: Option<KeptBecause>,
}

/// Why a CRM stays on an account's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum KeptBecause {
    /// The account owns it.
    Owned,
    /// The account's password is the only one that the person has there.
    OnlyPassword,
}

/// `POST /portal/crms`, with an `Idempotency-Key`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateCrmRequest {
    /// 1 to 80 characters.
    pub name: String,
    /// The last part of the address; made from the name when it is missing or empty.
    #[serde(default)]
    pub slug: Option<String>,
}

/// `POST /portal/crms/connect`.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConnectCrmRequest {
    /// The code from the CRM, with or without its hyphens.
    #[schema(value_type = String, format = Password)]
    #[serde(serialize_with = "crate::secret::send")]
    pub code: Sensitive<String>,
}

/// `GET /portal/crms/{id}/loss`: what is lost with a CRM.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CrmLossResponse {
    /// Its name, to be typed.
    pub name: String,
    /// People in it.
    pub users: u64,
    /// Its balance; what is positive goes to the account's wallet.
    pub balance: Option<Money>,
    /// Hours until nothing can be undone.
    pub delay_hours: u32,
}

/// `DELETE /portal/crms/{id}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeleteCrmRequest {
    /// The CRM's name, typed.
    pub name: String,
}

/// `POST /portal/step-up` and `POST /c/{crm}/me/step-up`: one of both.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StepUpRequest {
    /// The password, for whoever has no second factor.
    #[schema(value_type = Option<String>, format = Password)]
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::secret::send_some"
    )]
    pub password: Option<Sensitive<String>>,
    /// A code of the authenticator app or a recovery code, for whoever has a second factor.
    #[schema(value_type = Option<String>, format = Password)]
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        serialize_with = "crate::secret::send_some"
    )]
    pub code: Option<Sensitive<String>>,
}

/// `POST /portal/password` and `POST /c/{crm}/me/password`.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangePasswordRequest {
    /// The present password; left out by whoever has none, and sets the first one.
    #[schema(value_type = Option<String>, format = Password)]
    #[serde(default, serialize_with = "crate::secret::send_some")]
    pub current: Option<Sensitive<String>>,
    /// The password from now on.
    #[schema(value_type = String, format = Password)]
    #[serde(serialize_with = "crate::secret::send")]
    pub new: Sensitive<String>,
    /// The same again.
    #[schema(value_type = String, format = Password)]
    #[serde(serialize_with = "crate::secret::send")]
    pub confirmation: Sensitive<String>,
}

/// `POST /c/{crm}/me/connect-code`: a code to paste at the portal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ConnectCodeResponse {
    /// `XXXX-XXXX-XXXX`; it can't be shown again.
    pub code: String,
    /// When it stops working (RFC 3339).
    #[schema(format = DateTime)]
    pub expires_at: String,
}
