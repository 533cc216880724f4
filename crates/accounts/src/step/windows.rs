//! Windows, tabs and workspaces.

use std::collections::{BTreeMap, BTreeSet};

use domain::{AccountId, WindowId, WorkspaceId};

use crate::{
    effect::Effect,
    model::{Workspace, WorkspaceWindow},
    monitors::{self, Mode, Monitor, Place},
    state::{Context, State},
    step,
};

impl State {
    pub(super) fn sleep(&mut self, id: AccountId, out: &mut Vec<Effect>) {
        if self.busy.contains_key(&id) || !self.awake.contains(&id) {
            return;
        }
        self.drop_page(id, out);
        self.asleep.insert(id);
    }

    /// Moves an account into another window, or a new one; its page goes on as it is.
    pub(super) fn move_to(
        &mut self,
        id: AccountId,
        to: Option<WindowId>,
        cx: &mut Context<'_>,
        out: &mut Vec<Effect>,
    ) {
        let Some(account) = self.registry.account(id) else {
            return;
        };
        if account.deletion.is_some() {
            return;
        }
        let from = self
            .registry
            .window_of(id)
            .map(|w| (w.id, w.accounts.len()));
        let alone = matches!(from, Some((_, 1)));
        match (from, to) {
            (Some((from, _)), Some(to)) if from == to => return self.open(id, cx, out),
            (Some(_), None) if alone => return self.open(id, cx, out),
            (_, Some(to)) if self.registry.window(to).is_none() => return,
            _ => {}
        }
        let target = to.unwrap_or_else(|| {
            let new = WindowId::from_random((cx.random)());
            self.add_window(new, out);
            new
        });
        if from.is_some() {
            // The page moves before its old window may go.
            if self.awake.contains(&id) {
                out.push(Effect::MovePage(id, target));
            }
            self.take_out(id, out);
        }
        self.cycle = None;
        self.put_in_front(id, target, out);
    }

    /// The new window is as large as the old one, with its strip under the pointer that let go of the pill.
    pub(super) fn move_out(
        &mut self,
        id: AccountId,
        at: (i32, i32),
        cx: &mut Context<'_>,
        out: &mut Vec<Effect>,
    ) {
        let here = self.arrangement();
        let shared = self.registry.window_of(id).filter(|w| w.accounts.len() > 1);
        let Some(old) = shared.and_then(|w| w.places.get(&here)).copied() else {
            return self.move_to(id, None, cx, out);
        };
        let new = WindowId::from_random((cx.random)());
        let place = monitors::under(at, old, &self.monitors);
        self.add_window_at(new, BTreeMap::from([(here, place)]), out);
        self.move_to(id, Some(new), cx, out);
    }

    pub(super) fn window_focused(&mut self, id: WindowId) {
        let Some(window) = self.registry.window(id) else {
            return;
        };
        match window.front {
            Some(front) => self.used(id, front),
            None => self.focused = Some(id),
        }
    }

    /// Keeps a window's place. A maximised or minimised window keeps the place it goes back to, on the
    /// monitor that it's on.
    pub(super) fn window_placed(&mut self, id: WindowId, place: Place) {
        let arrangement = self.arrangement();
        let monitors = self.monitors.clone();
        let Some(window) = self.window_mut(id) else {
            return;
        };
        let before = window.places.get(&arrangement).copied();
        let kept = match (place.mode, before) {
            (Mode::Normal, _) | (_, None) => place,
            (Mode::Minimised, Some(before)) => Place {
                mode: Mode::Minimised,
                ..before
            },
            (mode, Some(before)) => Place {
                mode,
                ..monitors::on_the_monitor_of(before, &place, &monitors)
            },
        };
        if before != Some(kept) {
            window.places.insert(arrangement, kept);
            self.dirty = true;
        }
    }

    /// Brings each window to its place under the new arrangement of monitors.
    pub(super) fn monitors_changed(&mut self, monitors: Vec<Monitor>, out: &mut Vec<Effect>) {
        if monitors.is_empty() || monitors == self.monitors {
            return;
        }
        let before = self.arrangement();
        self.monitors = monitors;
        let arrangement = self.arrangement();
        for window in self.registry.windows.clone() {
            let known = window
                .places
                .get(&arrangement)
                .or_else(|| window.places.get(&before));
            let Some(place) = known.copied() else {
                continue;
            };
            let visible = monitors::make_visible(place, &self.monitors);
            out.push(Effect::PlaceWindow(window.id, visible));
        }
    }

    /// Keeps the open windows under a name; one of the same name is replaced.
    pub(super) fn save_workspace(&mut self, name: &str, cx: &mut Context<'_>) {
        let name = domain::plain(name, step::LONGEST_NAME);
        let listed = |a: &AccountId| self.registry.account(*a).is_some_and(|a| a.listed);
        let windows: Vec<_> = self
            .registry
            .windows
            .iter()
            .map(|w| {
                let accounts: Vec<_> = w.accounts.iter().copied().filter(listed).collect();
                let front = w.front.filter(listed).or(accounts.first().copied());
                WorkspaceWindow {
                    accounts,
                    front,
                    places: w.places.clone(),
                }
            })
            .filter(|w| !w.accounts.is_empty())
            .collect();
        if name.is_empty() || windows.is_empty() {
            return;
        }
        self.dirty = true;
        if self
            .deleted_workspace
            .as_ref()
            .is_some_and(|(_, w)| w.name == name)
        {
            // It takes the other's place, as it would if that were there.
            self.deleted_workspace = None;
        }
        match self.registry.workspaces.iter_mut().find(|w| w.name == name) {
            Some(old) => old.windows = windows,
            None => self.registry.workspaces.push(Workspace {
                id: WorkspaceId::from_random((cx.random)()),
                name,
                windows,
            }),
        }
    }

    /// Forgets a workspace, which can be brought back until the next one is forgotten.
    pub(super) fn delete_workspace(&mut self, id: WorkspaceId) {
        let workspaces = &mut self.registry.workspaces;
        if let Some(at) = workspaces.iter().position(|w| w.id == id) {
            self.deleted_workspace = Some((at, workspaces.remove(at)));
            self.dirty = true;
        }
    }

    /// Brings back the workspace that was forgotten last, to where it stood.
    pub(super) fn undo_delete_workspace(&mut self) {
        if let Some((at, workspace)) = self.deleted_workspace.take() {
            let workspaces = &mut self.registry.workspaces;
            workspaces.insert(at.min(workspaces.len()), workspace);
            let accounts = self.registry.accounts.iter();
            let there: BTreeSet<_> = accounts.map(|a| a.id).collect();
            self.registry.keep_in_sets(|a| there.contains(&a));
            self.dirty = true;
        }
    }

    /// Opens a workspace's windows: accounts that are open elsewhere come along.
    pub(super) fn open_workspace(
        &mut self,
        id: WorkspaceId,
        cx: &mut Context<'_>,
        out: &mut Vec<Effect>,
    ) {
        let Some(workspace) = self
            .registry
            .workspaces
            .iter()
            .find(|w| w.id == id)
            .cloned()
        else {
            return;
        };
        let usable = |a: &AccountId| {
            self.registry
                .account(*a)
                .is_some_and(crate::Account::is_listed)
        };
        let sets: Vec<_> = workspace
            .windows
            .into_iter()
            .map(|w| {
                let accounts = w
                    .accounts
                    .iter()
                    .copied()
                    .filter(usable)
                    .collect::<Vec<_>>();
                (accounts, w.front, w.places)
            })
            .filter(|(accounts, ..)| !accounts.is_empty())
            .collect();
        for (accounts, front, places) in sets.into_iter().rev() {
            let together = self
                .registry
                .windows
                .iter()
                .find(|w| w.accounts == accounts)
                .map(|w| w.id);
            // A window that only shows the first page is used up before a new one is made.
            let empty = || {
                let windows = &self.registry.windows;
                windows.iter().find(|w| w.accounts.is_empty()).map(|w| w.id)
            };
            let window = together.or_else(empty).unwrap_or_else(|| {
                let new = WindowId::from_random((cx.random)());
                self.add_window(new, out);
                new
            });
            if let Some(w) = self.window_mut(window).filter(|_| together.is_none()) {
                w.places = places;
                if let Some(w) = self.registry.window(window) {
                    out.push(Effect::PlaceWindow(window, self.place_for(w)));
                }
            }
            let front = front
                .filter(|f| accounts.contains(f))
                .or(accounts.first().copied());
            for account in accounts
                .into_iter()
                .filter(|a| Some(*a) != front)
                .chain(front)
            {
                match self.registry.window_of(account) {
                    Some(_) => self.move_to(account, Some(window), cx, out),
                    None => self.open_in(account, Some(window), cx, out),
                }
            }
        }
    }
}
