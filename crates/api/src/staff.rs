//! The people of a CRM.

use domain::Sensitive;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{CrmView, Role};

/// `GET /c/{crm}/users`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UsersResponse {
    /// By name.
    pub items: Vec<User>,
}

/// A user as colleagues see them. `ETag` of a single one is `"v{version}"`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct User {
    /// Permanent id.
    pub id: String,
    /// First and last name.
    pub display_name: String,
    /// Unique inside the CRM.
    pub username: String,
    /// Login address.
    pub email: String,
    /// What they do.
    pub title: String,
    /// Where the photo is, if there is one; with `?size=512`, `128` or `48`.
    pub photo_url: Option<String>,
    /// What they may do.
    pub role: Role,
    /// Whether they may sign in.
    pub status: UserStatus,
    /// The one who asks may take their second factor away.
    pub can_reset_factor: bool,
    /// Rises with every change; `If-Match` presents it.
    pub version: i64,
}

/// Whether a user may sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum UserStatus {
    /// Was invited, and isn't in yet.
    Invited,
    /// May sign in.
    Active,
    /// May not.
    Deactivated,
}

/// `PATCH /c/{crm}/users/{id}`, a JSON merge patch (RFC 7396), with `If-Match`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PatchUserRequest {
    /// Another role: `admin`, `member` or `viewer`.
    #[serde(default)]
    pub role: Option<Role>,
    /// `active` or `deactivated`.
    #[serde(default)]
    pub status: Option<UserStatus>,
}

/// `POST /c/{crm}/invitations`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InviteRequest {
    /// 1 to 50 addresses.
    pub emails: Vec<String>,
    /// The role that all of them get.
    pub role: Role,
}

/// `GET /c/{crm}/invitations`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct InvitationsResponse {
    /// Newest first.
    pub items: Vec<Invitation>,
    /// Otherwise letters wait until the operator has given the server a way to send them.
    pub can_send_mail: bool,
}

/// An invitation that nobody took yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Invitation {
    /// Its id.
    pub id: String,
    /// Who is invited.
    pub email: String,
    /// The role to be given.
    pub role: Role,
    /// When the last letter went out (RFC 3339).
    #[schema(format = DateTime)]
    pub sent_at: String,
    /// When it stops working (RFC 3339).
    #[schema(format = DateTime)]
    pub expires_at: String,
}

/// `POST /invitations/look-up`.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct InvitationTicket {
    /// The ticket from the fragment of the link.
    #[schema(value_type = String, format = Password)]
    #[serde(serialize_with = "crate::secret::send")]
    pub ticket: Sensitive<String>,
}

/// What an invitation is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct InvitedResponse {
    /// The CRM.
    pub crm: CrmView,
    /// Who is invited.
    pub email: String,
    /// The role that is given.
    pub role: Role,
    /// Who invites.
    pub inviter: String,
    /// The account that is signed in at the portal has this address, and can join with it.
    pub can_join_with_account: bool,
    /// The CRM's provider of single sign-on alone lets people in: whoever is invited signs in there.
    pub by_provider_alone: bool,
}

/// `POST /invitations/accept`.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptInvitationRequest {
    /// The ticket from the fragment of the link.
    #[schema(value_type = String, format = Password)]
    #[serde(serialize_with = "crate::secret::send")]
    pub ticket: Sensitive<String>,
    /// First name.
    pub first_name: String,
    /// Last name; one of both may be empty.
    #[serde(default)]
    pub last_name: String,
    /// 3 to 30 of `a-z0-9_`; made from the address when it is missing or empty.
    #[serde(default)]
    pub username: Option<String>,
    /// The password.
    #[schema(value_type = String, format = Password)]
    #[serde(serialize_with = "crate::secret::send")]
    pub password: Sensitive<String>,
    /// IANA name.
    #[serde(default)]
    pub time_zone: Option<String>,
}
