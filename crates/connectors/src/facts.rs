//! What a script in a world of its own saw on the page: a claim, limited and cleaned here.

use domain::plain;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::FactsError;

/// The largest answer that is read, in bytes.
pub const MAX_FACTS: usize = 64 * 1024;

/// What the page shows. Made by the script of [`probe_script`](crate::probe_script); every text is
/// cut and cleaned when it is read.
#[expect(
    clippy::struct_excessive_bools,
    reason = "the signs are independent of each other"
)]
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct PageFacts {
    /// The page's address.
    pub url: String,
    /// The page's title.
    pub title: String,
    /// The status of the main response; 0 when the engine doesn't tell.
    pub status: u16,
    /// Milliseconds since the page last looked like a login page, or since it began.
    pub login_free_ms: u64,
    /// Visible password fields.
    pub password_fields: u32,
    /// Those of them that ask for a new password.
    pub new_password_fields: u32,
    /// Visible fields for a user name or e-mail.
    pub username_fields: u32,
    /// Whether one of them stands in the form of the password field.
    pub username_with_password: bool,
    /// Visible fields in the form that looks like a login.
    pub form_fields: u32,
    /// Buttons that send that form.
    pub form_submits: u32,
    /// Where that form is in the viewport.
    pub login_form: Option<Rect>,
    /// Whether that form is in a dialog over other content.
    pub login_in_dialog: bool,
    /// Links on the page.
    pub links: u32,
    /// Links in its main navigation.
    pub nav_links: u32,
    /// A sign-out control that can be seen.
    pub sign_out_visible: bool,
    /// A sign-out control in a closed menu.
    pub sign_out_hidden: bool,
    /// A form of the page's own that signs out.
    pub sign_out_form: bool,
    /// A bot check, or a page that says to wait.
    pub challenge: bool,
    /// Which of the connector's rules hit.
    pub rules: RuleHits,
    /// Who seems to be signed in, best guess first.
    pub people: Vec<Person>,
    /// What the connector's counter shows.
    pub counter: Option<String>,
    /// What the connector's request said.
    pub probe: Option<ProbeFacts>,
    /// The size of the viewport.
    pub viewport: Size,
}

/// Which rules of the preset hit in the page, in the order of the preset. Address conditions are
/// not among them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct RuleHits {
    /// Login rules.
    pub login: Vec<bool>,
    /// Signed-in rules.
    pub signed_in: Vec<bool>,
    /// Expired rules.
    pub expired: Vec<bool>,
    /// Refused rules.
    pub refused: Vec<bool>,
}

/// Name, e-mail and picture as read from one place of the page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Person {
    /// A name.
    pub name: String,
    /// An e-mail address.
    pub email: String,
    /// The address of a picture, perhaps relative.
    pub avatar: String,
}

/// The answer to the connector's own request, made by the page's session.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct ProbeFacts {
    /// The status; 0 when there was no answer.
    pub status: u16,
    /// What its pointers found, by name.
    pub values: BTreeMap<String, String>,
}

/// A rectangle in CSS pixels of the viewport.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rect {
    /// Left edge.
    pub x: f64,
    /// Upper edge.
    pub y: f64,
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

/// A size in CSS pixels.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Size {
    /// Width.
    pub width: f64,
    /// Height.
    pub height: f64,
}

impl PageFacts {
    /// Reads what the script answered.
    ///
    /// # Errors
    /// [`FactsError`]; the page's state is then unknown.
    pub fn from_json(json: &str) -> Result<Self, FactsError> {
        if json.len() > MAX_FACTS {
            return Err(FactsError::TooLarge);
        }
        let mut facts: Self =
            serde_json::from_str(json).map_err(|error| FactsError::Unreadable {
                reason: error.to_string(),
            })?;
        facts.clean();
        Ok(facts)
    }

    fn clean(&mut self) {
        cut(&mut self.url, 2048);
        self.title = plain(&self.title, 200);
        self.people.truncate(8);
        for person in &mut self.people {
            person.name = plain(&person.name, 80);
            person.email = plain(&person.email, 254);
            cut(&mut person.avatar, 128 * 1024);
        }
        if let Some(counter) = &mut self.counter {
            *counter = plain(counter, 20);
        }
        if let Some(probe) = &mut self.probe {
            for value in probe.values.values_mut() {
                cut(value, 2048);
            }
        }
    }
}

fn cut(text: &mut String, max: usize) {
    if text.len() > max {
        text.truncate(text.floor_char_boundary(max));
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_empty_answer_is_a_page_without_anything() {
        assert_eq!(PageFacts::from_json("{}").unwrap(), PageFacts::default());
        assert_eq!(
            PageFacts::from_json("7").unwrap_err().code(),
            "facts_unreadable"
        );
        assert_eq!(
            PageFacts::from_json("undefined").unwrap_err().code(),
            "facts_unreadable"
        );
    }

    #[test]
    fn texts_are_cut_and_cleaned() {
        let long = "x".repeat(5000);
        let json = serde_json::json!({
            "title": format!("(3)\u{202e} Deals\n\t {long}"),
            "people": [{ "name": format!("  Olena \u{0} Koval {long}"), "email": long }],
        });
        let facts = PageFacts::from_json(&json.to_string()).unwrap();
        assert!(facts.title.starts_with("(3) Deals x") && facts.title.chars().count() == 200);
        assert!(facts.people[0].name.starts_with("Olena Koval x"));
        assert_eq!(facts.people[0].name.chars().count(), 80);
        assert_eq!(facts.people[0].email.len(), 254);
    }

    #[test]
    fn a_huge_answer_is_not_read() {
        let json = format!("{{\"title\":\"{}\"}}", "x".repeat(MAX_FACTS));
        assert_eq!(PageFacts::from_json(&json), Err(FactsError::TooLarge));
    }

    proptest! {
        #[test]
        fn a_plain_text_is_short_and_stays_as_it_is(text in ".{0,300}", max in 1_usize..100) {
            let once = plain(&text, max);
            prop_assert!(once.chars().count() <= max);
            prop_assert!(!once.chars().any(char::is_control));
            prop_assert_eq!(plain(&once, max), once.clone());
        }
    }
}
