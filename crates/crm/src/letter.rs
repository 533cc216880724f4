//! Letters that the service sends by itself: what is in each, in every language.
//!
//! A letter is written down with its values in the transaction of what it tells ([`crate::outbox`]), and
//! put into words when it is sent.
//!
//! What goes to an address that nobody has proved says nothing in a stranger's words, neither names of people nor
//! of CRMs: it greets by the address, and names CRMs by theirs ([`crate::unproven`]).

mod money;

use std::{borrow::Cow, collections::HashMap};

use fluent_templates::{Loader as _, fluent_bundle::FluentValue};
use minijinja::{Environment, context};
use serde::{Deserialize, Serialize};

pub(crate) use self::money::MoneyLetter;
use crate::{error::Error, locale::Locale};

fluent_templates::static_loader! {
    static MESSAGES = {
        locales: "./messages",
        fallback_language: "en",
        // Marks around values would show in plain-text readers.
        customise: |bundle| bundle.set_use_isolating(false),
    };
}

/// One letter. Paths are relative to the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Letter {
    /// A link that sets a new password. `what` is the CRM's or the server's name.
    Reset {
        name: String,
        what: String,
        email: String,
        path: String,
    },
    /// A new password was asked for where the person signs in by a provider.
    UseSso {
        name: String,
        crm: String,
        email: String,
        path: String,
    },
    /// A link that confirms a new account.
    SignUp { email: String, path: String },
    /// Somebody signed up with the address of an account that there is.
    AccountExists { name: String, email: String },
    /// A link that confirms a new address of somebody. `what` is the CRM's slug, or the portal.
    ConfirmEmail {
        what: String,
        email: String,
        path: String,
    },
    /// Somebody wanted to have an address that is in use. `what` is the CRM's slug, or the portal.
    EmailInUse { email: String, what: String },
    /// Somebody's address is about to change; the link takes that back.
    EmailChanging {
        name: String,
        what: String,
        email: String,
        wanted: String,
        path: String,
    },
    /// An account was closed; the link brings it back.
    AccountClosed {
        name: String,
        email: String,
        path: String,
    },
    /// An account was closed that had this address until lately; the link brings it back, with this address.
    FormerAccountClosed { email: String, path: String },
    /// The account whose password a user had is closed: a link that sets one of their own.
    PasswordOfOwn {
        name: String,
        crm: String,
        email: String,
        path: String,
    },
    /// A CRM was made.
    CrmReady {
        name: String,
        crm: String,
        path: String,
    },
    /// An invitation to a CRM. `inviter` is an address.
    Invitation {
        email: String,
        inviter: String,
        crm_path: String,
        path: String,
    },
    /// A CRM waits for its deletion.
    DeletionScheduled {
        name: String,
        crm: String,
        date: String,
    },
    /// A CRM doesn't wait for its deletion any more.
    DeletionCancelled {
        name: String,
        crm: String,
        path: String,
    },
    /// A CRM is deleted within a day.
    DeletionNear {
        name: String,
        crm: String,
        date: String,
    },
    /// A CRM was deleted for good.
    Purged { name: String, crm: String },
    /// The account's password lets a user in from now on, in place of one of their own; the link takes that back.
    PasswordOfAccount {
        name: String,
        what: String,
        email: String,
        path: String,
    },
    /// A user was connected to an account; the link takes that back.
    MembershipCreated {
        name: String,
        crm: String,
        email: String,
        account: String,
        path: String,
    },
    /// A webhook is switched off, because it takes nothing.
    WebhookOff(WebhookOff),
    /// A CRM is at another address now.
    AddressChanged(AddressChanged),
    /// An export can be fetched.
    ExportReady(ExportReady),
    /// An account owns a CRM from now on.
    OwnerNow(NewOwner),
    /// An account owns a CRM no more.
    OwnerNoMore(NewOwner),
    /// Something about a balance.
    #[serde(untagged)]
    Money {
        name: String,
        #[serde(flatten)]
        about: MoneyLetter,
    },
    /// Something happened to somebody's way of signing in.
    #[serde(untagged)]
    Notice(NoticeLetter),
}

/// A webhook that is switched off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct WebhookOff {
    pub(crate) name: String,
    pub(crate) crm: String,
    pub(crate) url: String,
    pub(crate) path: String,
}

impl WebhookOff {
    fn parts(&self) -> (&'static str, &str, &str, Vec<(&'static str, String)>) {
        let values = vec![("crm", self.crm.clone()), ("url", self.url.clone())];
        ("webhook-off", &self.name, &self.path, values)
    }
}

/// A CRM that is at another address now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AddressChanged {
    pub(crate) name: String,
    pub(crate) crm: String,
    /// Where it was.
    pub(crate) former: String,
    /// Until when that leads on.
    pub(crate) date: String,
    /// Where it is.
    pub(crate) path: String,
}

impl AddressChanged {
    fn parts(&self) -> (&'static str, &str, &str, Vec<(&'static str, String)>) {
        let mut values = on_date(&self.crm, &self.date);
        values.push(("address", self.path.clone()));
        values.push(("former", self.former.clone()));
        ("address-changed", &self.name, &self.path, values)
    }
}

/// An export that can be fetched. Its page asks who comes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ExportReady {
    pub(crate) name: String,
    pub(crate) crm: String,
    /// Until when.
    pub(crate) date: String,
    pub(crate) path: String,
}

impl ExportReady {
    fn parts(&self) -> (&'static str, &str, &str, Vec<(&'static str, String)>) {
        let values = on_date(&self.crm, &self.date);
        ("export-ready", &self.name, &self.path, values)
    }
}

/// A CRM that another account owns from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct NewOwner {
    pub(crate) name: String,
    pub(crate) crm: String,
    /// The account that owns it now.
    pub(crate) email: String,
    /// The portal, or where its holder sets a first password.
    pub(crate) path: String,
}

impl NewOwner {
    fn parts<'a>(
        &'a self,
        id: &'static str,
    ) -> (&'static str, &'a str, &'a str, Vec<(&'static str, String)>) {
        (id, &self.name, &self.path, at_crm(&self.crm, &self.email))
    }
}

/// A letter about somebody's way of signing in, whose kind is what happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct NoticeLetter {
    #[serde(flatten)]
    pub(crate) notice: Notice,
    pub(crate) name: String,
    pub(crate) what: String,
    pub(crate) email: String,
    pub(crate) path: String,
}

/// What happened to somebody's way of signing in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Notice {
    /// The password was changed.
    PasswordChanged,
    /// The password was set anew, and passkeys and providers sign nobody in any more.
    OnlyPassword,
    /// The user is connected with no account any more.
    AccountDisconnected,
    /// A second factor is asked for from now on.
    FactorEnabled,
    /// No second factor is asked for any more.
    FactorDisabled,
    /// Somebody who may do so took the second factor away.
    FactorReset,
    /// Too many wrong codes came.
    FactorLocked,
    /// Somebody signed in from a browser that wasn't used before.
    NewSignIn {
        device: String,
        ip: String,
        at: String,
    },
    /// Somebody signed in on another screen by a QR code that the person approved.
    QrSignIn {
        device: String,
        ip: String,
        at: String,
    },
    /// A provider of single sign-on recognises the person from now on.
    IdentityLinked { provider: String },
    /// A passkey signs the person in from now on.
    PasskeyAdded { passkey: String },
    /// A passkey of theirs signs nobody in any more.
    PasskeyRemoved { passkey: String },
    /// A recovery code was used; so many are left.
    RecoveryCodeUsed { left: u64 },
}

impl Notice {
    /// Its name in the messages, and its own values.
    fn parts(&self) -> (&'static str, Vec<(&'static str, String)>) {
        match self {
            Self::PasswordChanged => ("password-changed", vec![]),
            Self::OnlyPassword => ("only-password", vec![]),
            Self::AccountDisconnected => ("account-disconnected", vec![]),
            Self::FactorEnabled => ("factor-enabled", vec![]),
            Self::FactorDisabled => ("factor-disabled", vec![]),
            Self::FactorReset => ("factor-reset", vec![]),
            Self::FactorLocked => ("factor-locked", vec![]),
            Self::NewSignIn { device, ip, at } => ("new-sign-in", sign_in(device, ip, at)),
            Self::QrSignIn { device, ip, at } => ("qr-sign-in", sign_in(device, ip, at)),
            Self::IdentityLinked { provider } => {
                ("identity-linked", vec![("provider", provider.clone())])
            }
            Self::PasskeyAdded { passkey } => ("passkey-added", vec![("passkey", passkey.clone())]),
            Self::PasskeyRemoved { passkey } => {
                ("passkey-removed", vec![("passkey", passkey.clone())])
            }
            Self::RecoveryCodeUsed { left } => {
                ("recovery-code-used", vec![("left", left.to_string())])
            }
        }
    }
}

/// A letter in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Rendered {
    pub(crate) subject: String,
    pub(crate) text: String,
    pub(crate) html: String,
}

/// The server that sends a letter.
#[derive(Debug, Clone, Copy)]
pub struct Sender<'a> {
    /// What it calls itself.
    pub name: &'a str,
    /// Its origin.
    pub base: &'a str,
}

/// The account portal.
pub(crate) const PORTAL: &str = "/account";
const SIGN_IN: &str = "/sign-in";

/// Where whoever says "This wasn't me" goes: a new password ends every session of the person.
pub(crate) const FORGOT_PASSWORD: &str = "/forgot-password";

impl Letter {
    /// The letter in words.
    pub(crate) fn render(&self, locale: Locale, sender: Sender<'_>) -> Result<Rendered, Error> {
        let (id, name, path, mut values) = self.parts();
        let absolute = |path: &str| format!("{}{path}", sender.base);
        values.push(("server", sender.name.to_owned()));
        values.push(("base", sender.base.to_owned()));
        values.push(("portal", absolute(PORTAL)));
        values.push(("name", name.to_owned()));
        for (key, value) in &mut values {
            if matches!(*key, "address" | "former" | "reset") {
                *value = absolute(value);
            }
        }
        let values: HashMap<Cow<'static, str>, FluentValue<'_>> = values
            .into_iter()
            .map(|(key, value)| (Cow::from(key), FluentValue::from(value)))
            .collect();
        let language = locale.language();
        let say = |id: &str| MESSAGES.lookup_with_args(&language, id, &values);
        let subject = say(&format!("letter-{id}"));
        let greeting = say("letter-greeting");
        let text = say(&format!("letter-{id}.text"));
        let action = say(&format!("letter-{id}.action"));
        let note = say(&format!("letter-{id}.note"));
        let footer = say("letter-footer");
        let link = absolute(path);
        let plain =
            format!("{greeting}\n\n{text}\n\n{action}:\n{link}\n\n{note}\n\n-- \n{footer}\n");
        let html = html(&context! {
            language => locale.tag(), subject => &subject, greeting, text, action, link, note, footer,
        })?;
        Ok(Rendered {
            subject,
            text: plain,
            html,
        })
    }

    /// Its name in the messages, who is greeted, where its button leads, and its values.
    fn parts(&self) -> (&'static str, &str, &str, Vec<(&'static str, String)>) {
        match self {
            Self::Reset {
                name,
                what,
                email,
                path,
            } => ("reset", name, path, about(what, email)),
            Self::UseSso {
                name,
                crm,
                email,
                path,
            } => ("use-sso", name, path, at_crm(crm, email)),
            Self::Notice(letter) => {
                let (id, mut values) = letter.notice.parts();
                values.extend(about(&letter.what, &letter.email));
                (id, &letter.name, &letter.path, values)
            }
            Self::SignUp { email, path } => ("sign-up", email, path, with(email)),
            Self::AccountExists { name, email } => {
                let reset = FORGOT_PASSWORD.to_owned();
                let values = vec![("email", email.clone()), ("reset", reset)];
                ("account-exists", name, SIGN_IN, values)
            }
            Self::ConfirmEmail { what, email, path } => {
                ("confirm-email", email, path, about(what, email))
            }
            Self::EmailInUse { email, what } => {
                ("email-in-use", email, SIGN_IN, about(what, email))
            }
            Self::EmailChanging {
                name,
                what,
                email,
                wanted,
                path,
            } => ("email-changing", name, path, changing(what, email, wanted)),
            Self::AccountClosed { name, email, path } => {
                ("account-closed", name, path, with(email))
            }
            Self::FormerAccountClosed { email, path } => {
                ("former-account-closed", email, path, with(email))
            }
            Self::PasswordOfOwn {
                name,
                crm,
                email,
                path,
            } => ("password-of-own", name, path, at_crm(crm, email)),
            Self::CrmReady { name, crm, path } => {
                let values = vec![("crm", crm.clone()), ("address", path.clone())];
                ("crm-ready", name, path, values)
            }
            Self::Invitation {
                email,
                inviter,
                crm_path,
                path,
            } => {
                let values = vec![("inviter", inviter.clone()), ("address", crm_path.clone())];
                ("invitation", email, path, values)
            }
            Self::DeletionScheduled { name, crm, date } => {
                ("deletion-scheduled", name, PORTAL, on_date(crm, date))
            }
            Self::DeletionCancelled { name, crm, path } => {
                ("deletion-cancelled", name, path, vec![("crm", crm.clone())])
            }
            Self::DeletionNear { name, crm, date } => {
                ("deletion-near", name, PORTAL, on_date(crm, date))
            }
            Self::Purged { name, crm } => ("purged", name, "/", vec![("crm", crm.clone())]),
            Self::PasswordOfAccount {
                name,
                what,
                email,
                path,
            } => ("password-of-account", name, path, about(what, email)),
            Self::MembershipCreated {
                name,
                crm,
                email,
                account,
                path,
            } => (
                "membership-created",
                name,
                path,
                linked(crm, email, account),
            ),
            Self::WebhookOff(letter) => letter.parts(),
            Self::AddressChanged(letter) => letter.parts(),
            Self::ExportReady(letter) => letter.parts(),
            Self::OwnerNow(letter) => letter.parts("owner-now"),
            Self::OwnerNoMore(letter) => letter.parts("owner-no-more"),
            Self::Money { name, about } => {
                let (id, path, values) = about.parts();
                (id, name, path, values)
            }
        }
    }
}

fn with(email: &str) -> Vec<(&'static str, String)> {
    vec![("email", email.to_owned())]
}

fn changing(what: &str, email: &str, wanted: &str) -> Vec<(&'static str, String)> {
    let mut values = about(what, email);
    values.push(("wanted", wanted.to_owned()));
    values
}

fn linked(crm: &str, email: &str, account: &str) -> Vec<(&'static str, String)> {
    let mut values = at_crm(crm, email);
    values.push(("account", account.to_owned()));
    values
}

fn sign_in(device: &str, ip: &str, at: &str) -> Vec<(&'static str, String)> {
    vec![
        ("device", device.to_owned()),
        ("ip", ip.to_owned()),
        ("at", at.to_owned()),
    ]
}

fn about(what: &str, email: &str) -> Vec<(&'static str, String)> {
    vec![("what", what.to_owned()), ("email", email.to_owned())]
}

fn at_crm(crm: &str, email: &str) -> Vec<(&'static str, String)> {
    vec![("crm", crm.to_owned()), ("email", email.to_owned())]
}

fn on_date(crm: &str, date: &str) -> Vec<(&'static str, String)> {
    vec![("crm", crm.to_owned()), ("date", date.to_owned())]
}

/// Values are escaped: the template's name ends in `.html`.
fn html(values: &minijinja::Value) -> Result<String, Error> {
    let mut templates = Environment::new();
    templates.add_template("letter.html", include_str!("letter/letter.html"))?;
    Ok(templates.get_template("letter.html")?.render(values)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SENDER: Sender<'static> = Sender {
        name: "Ninefold",
        base: "https://crm.example",
    };

    fn notices(name: &str) -> Vec<Notice> {
        let name = || name.to_owned();
        let text = |text: &str| text.to_owned();
        vec![
            Notice::PasswordChanged,
            Notice::OnlyPassword,
            Notice::AccountDisconnected,
            Notice::FactorEnabled,
            Notice::FactorDisabled,
            Notice::FactorReset,
            Notice::FactorLocked,
            Notice::RecoveryCodeUsed { left: 9 },
            Notice::IdentityLinked { provider: name() },
            Notice::PasskeyAdded { passkey: name() },
            Notice::PasskeyRemoved { passkey: name() },
            Notice::NewSignIn {
                device: name(),
                ip: text("192.0.2.1"),
                at: text("2026-12-02 10:00 UTC"),
            },
            Notice::QrSignIn {
                device: name(),
                ip: text("192.0.2.1"),
                at: text("2026-12-02 10:00 UTC"),
            },
        ]
    }

    fn deletions(name: &str) -> [Letter; 4] {
        let name = || name.to_owned();
        let text = |text: &str| text.to_owned();
        [
            Letter::DeletionScheduled {
                name: name(),
                crm: name(),
                date: text("2026-12-02 10:00"),
            },
            Letter::DeletionCancelled {
                name: name(),
                crm: name(),
                path: text("/c/acme/"),
            },
            Letter::DeletionNear {
                name: name(),
                crm: name(),
                date: text("2026-12-02 10:00"),
            },
            Letter::Purged {
                name: name(),
                crm: name(),
            },
        ]
    }

    fn of_settings(name: &str) -> [Letter; 5] {
        let name = || name.to_owned();
        let text = |text: &str| text.to_owned();
        [
            Letter::WebhookOff(WebhookOff {
                name: name(),
                crm: name(),
                url: text("https://receiver.example/hook"),
                path: text("/c/acme/settings"),
            }),
            Letter::AddressChanged(AddressChanged {
                name: name(),
                crm: name(),
                former: text("/c/acme/"),
                date: text("2026-12-02 10:00"),
                path: text("/c/berry/"),
            }),
            Letter::ExportReady(ExportReady {
                name: name(),
                crm: name(),
                date: text("2026-12-02 10:00"),
                path: text("/c/acme/settings"),
            }),
            Letter::OwnerNow(new_owner(&name())),
            Letter::OwnerNoMore(new_owner(&name())),
        ]
    }

    fn new_owner(name: &str) -> NewOwner {
        NewOwner {
            name: name.to_owned(),
            crm: name.to_owned(),
            email: "ihor@acme.example".to_owned(),
            path: PORTAL.to_owned(),
        }
    }

    fn about_money(name: &str) -> [MoneyLetter; 7] {
        let text = |text: &str| text.to_owned();
        [
            MoneyLetter::BalanceLow {
                crm: text(name),
                balance: text("1.00 EUR"),
            },
            MoneyLetter::BalanceOverdue {
                crm: text(name),
                balance: text("-1.00 EUR"),
                days: 14,
            },
            MoneyLetter::CrmSuspended { crm: text(name) },
            MoneyLetter::FirstReward {
                amount: text("1.00 EUR"),
            },
            MoneyLetter::PayoutPaid {
                amount: text("50.00 EUR"),
                reference: text(name),
            },
            MoneyLetter::PayoutRejected {
                amount: text("50.00 EUR"),
                reference: text(name),
            },
            MoneyLetter::LedgerMismatch { count: 1 },
        ]
    }

    fn all(name: &str) -> Vec<Letter> {
        let text = |text: &str| text.to_owned();
        let name = || text(name);
        let mut letters = vec![
            Letter::Reset {
                name: name(),
                what: name(),
                email: text("olena@acme.example"),
                path: text("/reset#ticket=x"),
            },
            Letter::UseSso {
                name: name(),
                crm: name(),
                email: text("olena@acme.example"),
                path: text("/c/acme/sign-in"),
            },
            Letter::SignUp {
                email: text("olena@acme.example"),
                path: text("/sign-up/confirm#ticket=x"),
            },
            Letter::AccountExists {
                name: name(),
                email: text("olena@acme.example"),
            },
            Letter::ConfirmEmail {
                what: name(),
                email: text("olena@acme.example"),
                path: text("/email/confirm#ticket=x"),
            },
            Letter::EmailInUse {
                email: text("olena@acme.example"),
                what: name(),
            },
            Letter::EmailChanging {
                name: name(),
                what: name(),
                email: text("olena@acme.example"),
                wanted: text("ihor@acme.example"),
                path: text("/email/undo#ticket=x"),
            },
            Letter::AccountClosed {
                name: name(),
                email: text("olena@acme.example"),
                path: text("/reopen-account#ticket=x"),
            },
            Letter::FormerAccountClosed {
                email: text("olena@acme.example"),
                path: text("/reopen-account#ticket=x"),
            },
            Letter::PasswordOfAccount {
                name: name(),
                what: name(),
                email: text("ihor@acme.example"),
                path: text("/account-link/undo#ticket=x"),
            },
            Letter::PasswordOfOwn {
                name: name(),
                crm: name(),
                email: text("olena@acme.example"),
                path: text("/reset-password#ticket=x"),
            },
            Letter::CrmReady {
                name: name(),
                crm: name(),
                path: text("/c/acme/"),
            },
            Letter::Invitation {
                email: text("ihor@acme.example"),
                inviter: name(),
                crm_path: text("/c/acme/"),
                path: text("/invite#ticket=x"),
            },
            Letter::MembershipCreated {
                name: name(),
                crm: name(),
                email: text("ihor@acme.example"),
                account: name(),
                path: text("/account-link/undo#ticket=x"),
            },
        ];
        letters.extend(of_settings(&name()));
        letters.extend(deletions(&name()));
        letters.extend(about_money(&name()).map(|about| Letter::Money {
            name: name(),
            about,
        }));
        letters.extend(notices(&name()).into_iter().map(|notice| {
            Letter::Notice(NoticeLetter {
                notice,
                name: name(),
                what: name(),
                email: text("olena@acme.example"),
                path: text("/reset"),
            })
        }));
        letters
    }

    #[test]
    fn every_letter_is_complete_in_every_language() {
        for letter in all("Olena") {
            for locale in [Locale::English, Locale::Ukrainian, Locale::Russian] {
                let Rendered {
                    subject,
                    text,
                    html,
                } = letter.render(locale, SENDER).expect("rendered");
                for part in [&subject, &text, &html] {
                    assert!(!part.contains("{ $") && !part.contains("{$"), "{part}");
                    assert!(!part.contains("letter-"), "{part}");
                    assert!(!part.contains('\u{2068}'), "{part}");
                }
                assert!(text.contains("https://crm.example/"), "{text}");
                assert!(html.contains("href=\"https:"), "{html}");
            }
        }
    }

    /// Letters that wait in a database have been written down by earlier versions.
    #[test]
    fn a_letter_that_waits_is_read_as_it_was_written() {
        for letter in all("Olena") {
            let value = serde_json::to_value(&letter).expect("written");
            let read: Letter = serde_json::from_value(value).expect("read");
            assert_eq!(read, letter);
        }
        let old = serde_json::json!({
            "kind": "password_changed", "name": "Olena", "what": "Acme",
            "email": "olena@acme.example", "path": "/forgot-password",
        });
        let read: Letter = serde_json::from_value(old.clone()).expect("read");
        let letter = NoticeLetter {
            notice: Notice::PasswordChanged,
            name: "Olena".to_owned(),
            what: "Acme".to_owned(),
            email: "olena@acme.example".to_owned(),
            path: "/forgot-password".to_owned(),
        };
        assert_eq!(read, Letter::Notice(letter));
        assert_eq!(serde_json::to_value(&read).expect("written"), old);
    }

    #[test]
    fn a_name_is_a_name_and_no_markup() {
        for letter in all("<img src=x onerror=alert(1)> {{ 1 }} { $base }") {
            let says_no_name = matches!(
                letter,
                Letter::SignUp { .. } | Letter::FormerAccountClosed { .. }
            );
            let html = letter
                .render(Locale::English, SENDER)
                .expect("rendered")
                .html;
            assert!(!html.contains("<img"), "{html}");
            assert!(says_no_name || html.contains("{{ 1 }}"), "{html}");
        }
    }
}
