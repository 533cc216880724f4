//! The key table: the one source for menus, handlers, the help sheet and tests.
//!
//! Digits are ours by the key's place, in every layout. Letters are meant by what they type; where a
//! layout types no Latin letter (Ukrainian, Russian, Greek, …) by the key's place, as browsers do.

use std::{collections::BTreeMap, fmt, str::FromStr};

use keyboard_types::Code;

/// What a key can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Action {
    /// Show the nth listed account.
    Switch(u8),
    /// Show the account used before.
    SwitchRecent,
    /// The other way round.
    SwitchRecentBack,
    /// The quick switcher.
    Switcher,
    /// A new account's login page.
    AddAccount,
    /// A window with the first page.
    NewWindow,
    /// Close what is in front.
    Close,
    /// End the program.
    Quit,
    /// Open what was closed last.
    ReopenClosed,
    /// Settings.
    Settings,
    /// The profile menu.
    ProfileMenu,
    /// Search in the page.
    Find,
    /// Next match.
    FindNext,
    /// Previous match.
    FindPrevious,
    /// Load again.
    Reload,
    /// Load again, past the cache.
    ReloadHard,
    /// Stop loading.
    Stop,
    /// Back.
    Back,
    /// Forward.
    Forward,
    /// The CRM's first page.
    Home,
    /// Larger.
    ZoomIn,
    /// Smaller.
    ZoomOut,
    /// As it was.
    ZoomReset,
    /// Print.
    Print,
    /// Full screen, or back.
    FullScreen,
    /// From page to strip and back.
    FocusNextArea,
    /// The key sheet.
    Help,
    /// Downloads.
    Downloads,
    /// Sign the account in front out.
    SignOut,
    /// Take the account in front off the list.
    Delete,
    /// Name, colour and picture of the account in front.
    Rename,
    /// Its notifications off or on.
    Mute,
    /// End its web content until it's shown again.
    Sleep,
    /// To a window of its own.
    OwnWindow,
    /// Its page's address to the clipboard.
    CopyAddress,
    /// What its pages have stored to load faster.
    ClearCache,
}

/// One row of the table: action, stable name, default chords. The first chord is the one shown.
const TABLE: &[(Action, &str, &[&str])] = &[
    (Action::Switch(1), "switch-1", &["Mod+1"]),
    (Action::Switch(2), "switch-2", &["Mod+2"]),
    (Action::Switch(3), "switch-3", &["Mod+3"]),
    (Action::Switch(4), "switch-4", &["Mod+4"]),
    (Action::Switch(5), "switch-5", &["Mod+5"]),
    (Action::Switch(6), "switch-6", &["Mod+6"]),
    (Action::Switch(7), "switch-7", &["Mod+7"]),
    (Action::Switch(8), "switch-8", &["Mod+8"]),
    (Action::Switch(9), "switch-9", &["Mod+9"]),
    (Action::SwitchRecent, "switch-recent", &["Ctrl+Tab"]),
    (
        Action::SwitchRecentBack,
        "switch-recent-back",
        &["Ctrl+Shift+Tab"],
    ),
    (Action::Switcher, "switcher", &["Mod+Shift+A"]),
    (Action::AddAccount, "add-account", &["Mod+N"]),
    (Action::NewWindow, "new-window", &["Mod+Shift+N"]),
    (Action::Close, "close", &["Mod+W"]),
    (Action::ReopenClosed, "reopen-closed", &["Mod+Shift+T"]),
    (Action::Quit, "quit", &["Mod+Shift+Q"]),
    (Action::ProfileMenu, "profile-menu", &["Mod+Shift+M"]),
    (Action::Settings, "settings", &["Mod+Comma"]),
    (Action::Downloads, "downloads", &["Mod+Shift+Y"]),
    (Action::Find, "find", &["Mod+F"]),
    (Action::FindNext, "find-next", &["Mod+G", "F3"]),
    (
        Action::FindPrevious,
        "find-previous",
        &["Mod+Shift+G", "Shift+F3"],
    ),
    (Action::Reload, "reload", &["Mod+R", "F5"]),
    (
        Action::ReloadHard,
        "reload-hard",
        &["Mod+Shift+R", "Mod+F5"],
    ),
    (Action::Stop, "stop", &[]),
    (Action::Back, "back", &["Alt+ArrowLeft"]),
    (Action::Forward, "forward", &["Alt+ArrowRight"]),
    (Action::Home, "home", &["Alt+Home"]),
    (Action::ZoomIn, "zoom-in", &["Mod+Plus"]),
    (Action::ZoomOut, "zoom-out", &["Mod+Minus"]),
    (Action::ZoomReset, "zoom-reset", &["Mod+0"]),
    (Action::Print, "print", &["Mod+P"]),
    (Action::FullScreen, "full-screen", &["F11"]),
    (Action::FocusNextArea, "focus-next-area", &["F6"]),
    (Action::Help, "help", &["F1"]),
    // A browser has no key for these, so they have none until the person gives them one.
    (Action::SignOut, "sign-out", &[]),
    (Action::Delete, "delete", &[]),
    (Action::Rename, "rename", &[]),
    (Action::Mute, "mute", &[]),
    (Action::Sleep, "sleep", &[]),
    (Action::OwnWindow, "own-window", &[]),
    (Action::CopyAddress, "copy-address", &[]),
    (Action::ClearCache, "clear-cache", &[]),
];

impl Action {
    /// Every action, in the order of the help sheet.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|(action, ..)| *action)
    }

    /// Its stable name.
    #[must_use]
    pub fn name(self) -> &'static str {
        TABLE
            .iter()
            .find(|(action, ..)| *action == self)
            .map_or("", |(_, name, _)| name)
    }

    /// The action of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        TABLE
            .iter()
            .find(|(_, n, _)| *n == name)
            .map(|(action, ..)| *action)
    }

    fn defaults(self) -> impl Iterator<Item = Chord> {
        let chords = TABLE
            .iter()
            .find(|(action, ..)| *action == self)
            .map_or(&[][..], |(.., c)| c);
        chords.iter().filter_map(|c| c.parse().ok())
    }

    /// Whether it's ours even where an account has been given all keys.
    #[must_use]
    pub const fn is_digit(self) -> bool {
        matches!(self, Self::Switch(_))
    }
}

/// Modifier keys held down. `Mod` of a chord is Ctrl, on macOS Cmd.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
#[expect(clippy::struct_excessive_bools, reason = "four keys, each down or not")]
pub struct Modifiers {
    /// Ctrl.
    pub ctrl: bool,
    /// Shift.
    pub shift: bool,
    /// Alt; Option on macOS.
    pub alt: bool,
    /// Cmd, or the Windows key.
    pub meta: bool,
}

/// A key as it was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stroke {
    /// The key's place (UI Events `code`).
    pub code: Code,
    /// What it types without Ctrl, in lower case.
    pub character: Option<char>,
    /// Held with it.
    pub modifiers: Modifiers,
    /// `AltGr` is held: then it's a character to type and never ours.
    pub alt_gr: bool,
}

/// What a chord's key is known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Key {
    Digit(u8),
    Character(char),
    Place(Code),
}

/// A key with its modifiers, as set in the table: `Mod+Shift+A`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Chord {
    modifiers: Modifiers,
    mod_key: bool,
    key: Key,
}

/// A text that isn't a chord.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a key: {0:?}")]
pub struct InvalidChord(pub String);

/// Characters that have a word in a chord's text.
const WORDS: &[(&str, char)] = &[
    ("Comma", ','),
    ("Plus", '+'),
    ("Minus", '-'),
    ("Period", '.'),
    ("Slash", '/'),
];

impl FromStr for Chord {
    type Err = InvalidChord;

    fn from_str(text: &str) -> Result<Self, InvalidChord> {
        let invalid = || InvalidChord(text.to_owned());
        let (held, key) = text.rsplit_once('+').map_or(("", text), |(h, k)| (h, k));
        let mut modifiers = Modifiers::default();
        let mut mod_key = false;
        for word in held.split('+').filter(|w| !w.is_empty()) {
            match word {
                "Mod" => mod_key = true,
                "Ctrl" => modifiers.ctrl = true,
                "Shift" => modifiers.shift = true,
                "Alt" => modifiers.alt = true,
                "Meta" => modifiers.meta = true,
                _ => return Err(invalid()),
            }
        }
        let mut characters = key.chars();
        let key = match (characters.next(), characters.next()) {
            (Some(c @ '0'..='9'), None) => Key::Digit(c as u8 - b'0'),
            (Some(c), None) if c.is_ascii_alphabetic() => Key::Character(c.to_ascii_lowercase()),
            _ => match WORDS.iter().find(|(w, _)| *w == key) {
                Some((_, c)) => Key::Character(*c),
                None => match key.parse::<Code>() {
                    Ok(code) if is_named(code) => Key::Place(code),
                    _ => return Err(invalid()),
                },
            },
        };
        // A bare letter or digit is for typing.
        let held_down = mod_key || modifiers.ctrl || modifiers.alt || modifiers.meta;
        if !held_down && !matches!(key, Key::Place(_)) {
            return Err(invalid());
        }
        Ok(Self {
            modifiers,
            mod_key,
            key,
        })
    }
}

/// Keys that are named by their place: they type nothing.
fn is_named(code: Code) -> bool {
    let name = code.to_string();
    let function = name
        .strip_prefix('F')
        .is_some_and(|n| n.parse::<u8>().is_ok());
    function
        || matches!(
            code,
            Code::Tab
                | Code::Home
                | Code::End
                | Code::PageUp
                | Code::PageDown
                | Code::ArrowLeft
                | Code::ArrowRight
                | Code::ArrowUp
                | Code::ArrowDown
                | Code::Insert
        )
}

impl fmt::Display for Chord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (held, word) in [
            (self.mod_key, "Mod+"),
            (self.modifiers.ctrl, "Ctrl+"),
            (self.modifiers.alt, "Alt+"),
            (self.modifiers.shift, "Shift+"),
            (self.modifiers.meta, "Meta+"),
        ] {
            if held {
                f.write_str(word)?;
            }
        }
        match self.key {
            Key::Digit(d) => write!(f, "{d}"),
            Key::Character(c) => match WORDS.iter().find(|(_, w)| *w == c) {
                Some((word, _)) => f.write_str(word),
                None => write!(f, "{}", c.to_ascii_uppercase()),
            },
            Key::Place(code) => write!(f, "{code}"),
        }
    }
}

impl Chord {
    /// As people of this system read it: `Ctrl+Shift+A`, `⇧⌘A`.
    #[must_use]
    pub fn shown(&self, mac: bool) -> String {
        let key = match self.key {
            Key::Digit(d) => d.to_string(),
            Key::Character(c) => c.to_ascii_uppercase().to_string(),
            Key::Place(Code::ArrowLeft) => "←".into(),
            Key::Place(Code::ArrowRight) => "→".into(),
            Key::Place(Code::ArrowUp) => "↑".into(),
            Key::Place(Code::ArrowDown) => "↓".into(),
            Key::Place(code) => code.to_string(),
        };
        let m = self.held(mac);
        let words = if mac {
            ["⌃", "⌥", "⇧", "⌘"]
        } else {
            ["Ctrl+", "Alt+", "Shift+", "Super+"]
        };
        let held = [m.ctrl, m.alt, m.shift, m.meta];
        let prefix: String = held
            .iter()
            .zip(words)
            .filter(|(h, _)| **h)
            .map(|(_, w)| w)
            .collect();
        prefix + &key
    }

    const fn held(&self, mac: bool) -> Modifiers {
        let mut m = self.modifiers;
        if self.mod_key && mac {
            m.meta = true;
        } else if self.mod_key {
            m.ctrl = true;
        }
        m
    }

    fn is(&self, stroke: &Stroke, mac: bool) -> bool {
        let held = self.held(mac);
        match self.key {
            Key::Digit(d) => held == stroke.modifiers && digit(stroke.code) == Some(d),
            Key::Place(code) => held == stroke.modifiers && stroke.code == code,
            Key::Character(c @ ('+' | '-')) => {
                // Where these stand differs with the layout, and so does whether they take Shift.
                let shiftless = Modifiers {
                    shift: held.shift,
                    ..stroke.modifiers
                };
                held == shiftless
                    && (stroke.character == Some(c)
                        || on_keypad(stroke.code) == Some(c)
                        || (c == '+' && stroke.character == Some('=')))
            }
            Key::Character(c) => held == stroke.modifiers && typed(stroke) == Some(c),
        }
    }
}

/// The digit printed on the key: the row above the letters, or the keypad with or without Num Lock.
#[must_use]
pub fn digit(code: Code) -> Option<u8> {
    let name = code.to_string();
    let digit = name
        .strip_prefix("Digit")
        .or_else(|| name.strip_prefix("Numpad"))?;
    digit.parse().ok().filter(|d| *d <= 9)
}

const fn on_keypad(code: Code) -> Option<char> {
    match code {
        Code::NumpadAdd => Some('+'),
        Code::NumpadSubtract => Some('-'),
        _ => None,
    }
}

/// The Latin character meant: the one typed, or, where the layout has none there, the one that the
/// key's place has on the standard keyboard.
fn typed(stroke: &Stroke) -> Option<char> {
    match stroke.character {
        Some(c) if c.is_ascii() => Some(c.to_ascii_lowercase()),
        _ => match stroke.code {
            Code::Comma => Some(','),
            Code::Period => Some('.'),
            Code::Slash => Some('/'),
            code => {
                let name = code.to_string();
                let letter = name.strip_prefix("Key")?.chars().next()?;
                Some(letter.to_ascii_lowercase())
            }
        },
    }
}

/// The table as the person has set it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keymap {
    chords: Vec<(Action, Vec<Chord>)>,
    mac: bool,
}

impl Keymap {
    /// The default table with the person's changes: a chord for an action's name, or `None` for no
    /// key. What can't be read is left at its default.
    #[must_use]
    pub fn new(changes: &BTreeMap<String, Option<String>>, mac: bool) -> Self {
        let chords = Action::all()
            .map(|action| {
                let chords = match changes.get(action.name()) {
                    Some(None) => Vec::new(),
                    Some(Some(text)) => text
                        .parse()
                        .map_or_else(|_| action.defaults().collect(), |c| vec![c]),
                    None => action.defaults().collect(),
                };
                (action, chords)
            })
            .collect();
        Self { chords, mac }
    }

    /// What a key press means, if it's ours. `all_keys_to_page`: only digits are.
    #[must_use]
    pub fn action(&self, stroke: &Stroke, all_keys_to_page: bool) -> Option<Action> {
        if stroke.alt_gr {
            return None;
        }
        let mut hits = self
            .chords
            .iter()
            .filter(|(_, c)| c.iter().any(|c| c.is(stroke, self.mac)));
        let action = hits.next().map(|(action, _)| *action)?;
        (!all_keys_to_page || action.is_digit()).then_some(action)
    }

    /// The chord to show for an action.
    #[must_use]
    pub fn chord(&self, action: Action) -> Option<Chord> {
        let (_, chords) = self.chords.iter().find(|(a, _)| *a == action)?;
        chords.first().copied()
    }

    /// The chord that an action has by default.
    #[must_use]
    pub fn default_chord(action: Action) -> Option<Chord> {
        action.defaults().next()
    }

    /// Other actions with a chord of this one's.
    pub fn conflicts(&self, action: Action) -> impl Iterator<Item = Action> {
        let own: Vec<_> = self
            .chords
            .iter()
            .filter(|(a, _)| *a == action)
            .flat_map(|(_, c)| c.clone())
            .collect();
        let mac = self.mac;
        let same = move |c: &Chord| {
            own.iter()
                .any(|o| o.key == c.key && o.held(mac) == c.held(mac))
        };
        self.chords
            .iter()
            .filter(move |(a, chords)| *a != action && chords.iter().any(&same))
            .map(|(a, _)| *a)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn stroke(code: Code, character: Option<char>, held: &str) -> Stroke {
        let modifiers = Modifiers {
            ctrl: held.contains('c'),
            shift: held.contains('s'),
            alt: held.contains('a'),
            meta: held.contains('m'),
        };
        Stroke {
            code,
            character,
            modifiers,
            alt_gr: held.contains('g'),
        }
    }

    fn action(code: Code, character: char, held: &str) -> Option<Action> {
        Keymap::new(&BTreeMap::new(), false).action(&stroke(code, Some(character), held), false)
    }

    #[test]
    fn digits_go_by_the_place_of_the_key() {
        for (code, character) in [
            (Code::Digit1, '1'),
            (Code::Digit1, '&'),
            (Code::Numpad1, '1'),
            (Code::Numpad1, '\u{f72c}'),
        ] {
            assert_eq!(
                action(code, character, "c"),
                Some(Action::Switch(1)),
                "{code} {character}"
            );
        }
        assert_eq!(action(Code::Digit0, '0', "c"), Some(Action::ZoomReset));
    }

    #[test]
    fn digits_with_anything_else_held_go_to_the_page() {
        for held in ["", "cs", "ca", "cg", "g", "cm", "s"] {
            assert_eq!(action(Code::Digit1, '1', held), None, "{held}");
        }
    }

    #[test]
    fn letters_go_by_what_they_type_and_by_place_in_other_scripts() {
        // AZERTY has A where Q stands on QWERTY.
        assert_eq!(action(Code::KeyQ, 'a', "cs"), Some(Action::Switcher));
        assert_eq!(action(Code::KeyA, 'q', "cs"), Some(Action::Quit));
        assert_eq!(action(Code::KeyA, 'ф', "cs"), Some(Action::Switcher));
    }

    #[test]
    fn zoom_works_wherever_plus_stands() {
        for (code, character, held) in [
            (Code::Equal, '+', "cs"),
            (Code::Equal, '=', "c"),
            (Code::BracketRight, '+', "c"),
            (Code::NumpadAdd, '+', "c"),
        ] {
            assert_eq!(
                action(code, character, held),
                Some(Action::ZoomIn),
                "{code} {character} {held}"
            );
        }
        assert_eq!(action(Code::Minus, '-', "c"), Some(Action::ZoomOut));
    }

    #[test]
    fn an_account_with_all_keys_still_leaves_the_digits() {
        let map = Keymap::new(&BTreeMap::new(), false);
        assert_eq!(map.action(&stroke(Code::KeyF, Some('f'), "c"), true), None);
        assert_eq!(
            map.action(&stroke(Code::Digit2, Some('2'), "c"), true),
            Some(Action::Switch(2))
        );
    }

    #[test]
    fn cmd_takes_the_place_of_ctrl_on_a_mac() {
        let map = Keymap::new(&BTreeMap::new(), true);
        assert_eq!(
            map.action(&stroke(Code::Digit1, Some('1'), "m"), false),
            Some(Action::Switch(1))
        );
        assert_eq!(
            map.action(&stroke(Code::Tab, None, "c"), false),
            Some(Action::SwitchRecent)
        );
        assert_eq!(
            map.chord(Action::Switcher).map(|c| c.shown(true)),
            Some("⇧⌘A".into())
        );
    }

    #[test]
    fn the_table_has_no_conflict_and_every_chord_reads() {
        let map = Keymap::new(&BTreeMap::new(), false);
        for (action, name, chords) in TABLE {
            assert_eq!(map.conflicts(*action).count(), 0, "{name}");
            assert_eq!(action.defaults().count(), chords.len(), "{name}");
            assert_eq!(Action::named(name), Some(*action));
        }
    }

    #[test]
    fn a_changed_chord_replaces_the_default_and_conflicts_are_named() {
        let changes = BTreeMap::from([
            ("find".to_owned(), Some("Mod+R".to_owned())),
            ("print".to_owned(), None),
        ]);
        let map = Keymap::new(&changes, false);
        assert_eq!(
            map.conflicts(Action::Find).collect::<Vec<_>>(),
            [Action::Reload]
        );
        let pressed = stroke(Code::KeyR, Some('r'), "c");
        assert_eq!(
            map.action(&pressed, false),
            Some(Action::Find),
            "the one that stands higher in the table acts"
        );
        assert_eq!(map.action(&stroke(Code::KeyP, Some('p'), "c"), false), None);
    }

    #[test]
    fn keys_for_typing_are_no_chords() {
        for text in [
            "A", "1", "Shift+A", "", "+", "Mod+", "Hyper+A", "Mod+Foo", "Mod+AA", "Enter",
        ] {
            assert!(text.parse::<Chord>().is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn reading_a_chord_never_panics_and_its_text_reads_back(text in "\\PC{0,20}|(Mod\\+|Ctrl\\+|Shift\\+|Alt\\+){0,4}([A-Z0-9]|F[0-9]{1,2}|Tab|Comma)") {
            if let Ok(chord) = text.parse::<Chord>() {
                prop_assert_eq!(chord.to_string().parse::<Chord>(), Ok(chord));
            }
        }
    }
}
