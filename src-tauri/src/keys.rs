//! The key table as it's set: read at every key press and drawn in every picture, made when it changes.

use std::{collections::BTreeMap, sync::Arc};

use accounts::keymap::{Action, Keymap};
use ipc::KeyView;

use crate::platform::MAC;

/// A key table, and what the shell's own pages draw of it.
pub(crate) struct Keys {
    changes: BTreeMap<String, Option<String>>,
    /// What each key press means.
    pub(crate) map: Keymap,
    /// The help sheet.
    pub(crate) views: Vec<KeyView>,
}

impl Keys {
    /// The table with the person's changes; the last one where they are the same.
    pub(crate) fn of(
        changes: &BTreeMap<String, Option<String>>,
        last: Option<&Arc<Self>>,
    ) -> Arc<Self> {
        if let Some(last) = last.filter(|l| l.changes == *changes) {
            return Arc::clone(last);
        }
        let map = Keymap::new(changes, MAC);
        let views = Action::all().map(|action| view(&map, action)).collect();
        Arc::new(Self {
            changes: changes.clone(),
            map,
            views,
        })
    }
}

fn view(map: &Keymap, action: Action) -> KeyView {
    KeyView {
        action: action.name().to_owned(),
        chord: map.chord(action).map(|c| c.shown(MAC)),
        set: map.chord(action).map(|c| c.to_string()),
        default: Keymap::default_chord(action).map(|c| c.to_string()),
        conflicts: map.conflicts(action).map(|a| a.name().to_owned()).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_made_anew_only_when_it_changes() {
        let none = BTreeMap::new();
        let first = Keys::of(&none, None);
        assert!(Arc::ptr_eq(&first, &Keys::of(&none, Some(&first))));
        let changes = BTreeMap::from([("print".to_owned(), None)]);
        let second = Keys::of(&changes, Some(&first));
        assert!(second.map.chord(Action::Print).is_none());
        assert!(first.map.chord(Action::Print).is_some());
    }
}
