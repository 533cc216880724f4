//! What a user of a CRM is called, and what they change of that themselves.

use serde::{Deserialize, Deserializer, Serialize};
use utoipa::ToSchema;

/// `GET /c/{crm}/me`. `ETag` is `"v{version}"`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MyProfileResponse {
    /// Permanent id.
    pub id: String,
    /// First name.
    pub first_name: String,
    /// Last name; one of both may be empty.
    pub last_name: String,
    /// What they do.
    pub title: String,
    /// Unique inside the CRM.
    pub username: String,
    /// Login address. It is changed by a letter alone.
    pub email: String,
    /// Where the photo is, if there is one; with `?size=512`, `128` or `48`.
    pub photo_url: Option<String>,
    /// Rises with every change; `If-Match` presents it.
    pub version: i64,
}

/// `PATCH /c/{crm}/me`, a JSON merge patch (RFC 7396), with `If-Match`: what is missing stays, and null empties.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PatchMyProfileRequest {
    /// Up to 60 characters; one of both names must be there.
    #[serde(default, deserialize_with = "emptied")]
    pub first_name: Option<String>,
    /// Up to 60 characters.
    #[serde(default, deserialize_with = "emptied")]
    pub last_name: Option<String>,
    /// Up to 80 characters.
    #[serde(default, deserialize_with = "emptied")]
    pub title: Option<String>,
}

/// `PUT /c/{crm}/me/username`, with `If-Match`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeUsernameRequest {
    /// 3 to 30 of `a-z0-9_`.
    pub username: String,
}

/// `GET /c/{crm}/me/menu`: what a menu of the person shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MyMenuResponse {
    /// Where the photo is, if there is one.
    pub photo_url: Option<String>,
    /// Up to two letters in its place; none where the name has no letters.
    pub initials: String,
    /// First and last name.
    pub display_name: String,
    /// Unique inside the CRM.
    pub username: String,
    /// Login address.
    pub email: String,
    /// The CRM's name.
    pub crm_name: String,
    /// Where a `POST` signs out.
    pub sign_out_url: String,
    /// The page of the person's profile.
    pub profile_url: String,
}

/// Null takes a value away.
pub(crate) fn emptied<'de, D, T>(reader: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    let value = Option::<T>::deserialize(reader)?;
    Ok(Some(value.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_stays_and_null_empties() {
        let patch: PatchMyProfileRequest =
            serde_json::from_str(r#"{ "last_name": null, "title": "Agent" }"#).expect("a patch");
        let expected = PatchMyProfileRequest {
            first_name: None,
            last_name: Some(String::new()),
            title: Some("Agent".to_owned()),
        };
        assert_eq!(patch, expected);
    }
}
