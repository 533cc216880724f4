//! A desktop in memory: carries effects out as the shell does, and fails where that can't be done.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use accounts::{
    Account, Context, Effect, Event, Message, NewAccount, PageState, Placement, Profile, Registry,
    SignOutOutcome, StartKind, State,
    monitors::{Mode, Monitor, Place},
};
use domain::{AccountId, WindowId};
use jiff::{SignedDuration, Timestamp};
use url::Url;

pub(crate) fn id(n: u128) -> AccountId {
    AccountId::from_random(n << 64)
}

pub(crate) fn url(text: &str) -> Url {
    text.parse().unwrap()
}

pub(crate) fn monitor(name: &str, x: i32) -> Monitor {
    Monitor {
        name: name.into(),
        x,
        y: 0,
        width: 1920,
        height: 1080,
    }
}

pub(crate) fn place(x: i32) -> Place {
    Place {
        x,
        y: 10,
        width: 800,
        height: 600,
        mode: Mode::Normal,
    }
}

/// What stands on the screen.
#[derive(Debug, Default)]
pub(crate) struct Screen {
    /// What each window shows.
    pub(crate) windows: BTreeMap<WindowId, Option<AccountId>>,
    /// Where each page is.
    pub(crate) pages: BTreeMap<AccountId, WindowId>,
    pub(crate) places: BTreeMap<WindowId, Place>,
    pub(crate) has_quit: bool,
}

/// A program that runs on a desktop.
pub(crate) struct Program {
    pub(crate) state: State,
    pub(crate) screen: Screen,
    /// The registry as last written.
    pub(crate) kept: Registry,
    /// Answers that the shell still owes.
    pub(crate) owed: VecDeque<Event>,
    pub(crate) now: Timestamp,
    /// What the last step asked for.
    pub(crate) effects: Vec<Effect>,
    random: u128,
}

impl Program {
    pub(crate) fn start(registry: Registry) -> Self {
        Self::start_at(registry, StartKind::Usual, Timestamp::UNIX_EPOCH)
    }

    pub(crate) fn start_at(registry: Registry, kind: StartKind, now: Timestamp) -> Self {
        Self::start_with(registry, kind, now, 1 << 100)
    }

    fn start_with(registry: Registry, kind: StartKind, now: Timestamp, mut random: u128) -> Self {
        let mut next = || {
            random += 1 << 80;
            random
        };
        let mut cx = Context {
            now,
            random: &mut next,
        };
        let (state, effects) = State::start(registry, kind, vec![monitor("A", 0)], false, &mut cx);
        let mut program = Self {
            state,
            screen: Screen::default(),
            kept: Registry::default(),
            owed: VecDeque::new(),
            now,
            effects: Vec::new(),
            random,
        };
        program.carry_out(effects);
        program.check();
        program
    }

    /// Ends without a word and starts again from what was written.
    pub(crate) fn restarted(&self, kind: StartKind) -> Self {
        let written = serde_json::to_string(&self.kept).unwrap();
        let read = serde_json::from_str(&written).unwrap();
        Self::start_with(read, kind, self.now, self.random)
    }

    /// One step, carried out and checked.
    pub(crate) fn send(&mut self, event: Event) -> &[Effect] {
        let (before, about) = (self.state.registry.clone(), event.clone());
        let (asked, busy) = (self.state.closed_by(&event), self.state.busy.clone());
        let random = &mut self.random;
        let mut next = || {
            *random += 1 << 80;
            *random
        };
        let mut cx = Context {
            now: self.now,
            random: &mut next,
        };
        let effects = self.state.step(event, &mut cx);
        self.carry_out(effects);
        self.check();
        self.check_nobody_is_lost(&before, &about);
        let is_wish = matches!(
            about,
            Event::Disconnect(_)
                | Event::Sleep(_)
                | Event::WindowClosed(_)
                | Event::Delete {
                    sign_out: false,
                    ..
                }
        );
        for effect in &self.effects {
            if let Effect::ClosePage(id) = effect
                && is_wish
            {
                let was_asked = asked.contains(id) || busy.contains_key(id);
                assert!(was_asked, "{about:?} closed the page of {id} unasked");
            }
        }
        &self.effects
    }

    fn carry_out(&mut self, effects: Vec<Effect>) {
        let mut removed = BTreeSet::new();
        for effect in &effects {
            self.carry_out_one(effect, &mut removed);
        }
        self.effects = effects;
    }

    fn carry_out_one(&mut self, effect: &Effect, removed: &mut BTreeSet<AccountId>) {
        let screen = &mut self.screen;
        let has_window = |w: &WindowId| assert!(screen.windows.contains_key(w), "{effect:?}");
        let has_page = |a: &AccountId| assert!(screen.pages.contains_key(a), "{effect:?}");
        match effect {
            Effect::OpenWindow { window, place, .. } => {
                assert!(
                    screen.windows.insert(*window, None).is_none(),
                    "opened twice"
                );
                screen.places.insert(*window, *place);
            }
            Effect::CloseWindow(window) => {
                has_window(window);
                let inside: Vec<_> = screen.pages.iter().filter(|(_, w)| *w == window).collect();
                assert!(
                    inside.is_empty(),
                    "pages are lost with their window: {inside:?}"
                );
                screen.windows.remove(window);
            }
            Effect::RaiseWindow(window) => has_window(window),
            Effect::PlaceWindow(window, place) => {
                has_window(window);
                screen.places.insert(*window, *place);
            }
            Effect::OpenPage {
                account, window, ..
            } => {
                has_window(window);
                let old = screen.pages.insert(*account, *window);
                assert_eq!(old, None, "{account} has a page already");
            }
            Effect::MovePage(account, window) => {
                has_page(account);
                has_window(window);
                screen.pages.insert(*account, *window);
            }
            Effect::ClosePage(account) => {
                has_page(account);
                screen.pages.remove(account);
            }
            Effect::ShowPage(window, account) => {
                has_window(window);
                screen.windows.insert(*window, *account);
            }
            Effect::RemakePage(account)
            | Effect::Navigate(account, _)
            | Effect::SetZoom(account, _) => has_page(account),
            Effect::SignOutAtServer(account) => {
                has_page(account);
                self.owed
                    .push_back(Event::SignOutEnded(*account, SignOutOutcome::Confirmed));
            }
            Effect::RevokeDevice(account, _) => {
                assert!(!removed.contains(account), "its token went with its folder");
            }
            Effect::ClearSession(account) => {
                let in_page = screen.pages.contains_key(account);
                let account = *account;
                self.owed
                    .push_back(Event::SessionCleared { account, in_page });
            }
            Effect::RemoveData(account) => {
                assert!(
                    !screen.pages.contains_key(account),
                    "its page still writes there"
                );
                assert!(
                    self.state.registry.account(*account).is_none(),
                    "it's on the list still"
                );
                assert!(
                    self.state.registry.removing.contains(account),
                    "a crash would forget it"
                );
                assert!(removed.insert(*account), "asked twice in one breath");
                self.owed.push_back(Event::DataRemoved(*account, true));
            }
            Effect::Persist => self.kept = self.state.registry.clone(),
            Effect::Tell(_) => {}
            Effect::Quit => screen.has_quit = true,
        }
    }

    /// What holds after every step.
    fn check(&self) {
        let registry = &self.state.registry;
        let listed: BTreeSet<_> = registry.windows.iter().map(|w| w.id).collect();
        let shown: BTreeSet<_> = self.screen.windows.keys().copied().collect();
        assert_eq!(
            listed, shown,
            "the windows on the screen are those of the registry"
        );
        assert!(!listed.is_empty(), "there's always a window");
        for window in &registry.windows {
            assert_eq!(
                self.screen.windows[&window.id], window.front,
                "the front one is shown"
            );
        }
        let awake: BTreeSet<_> = self.screen.pages.keys().copied().collect();
        assert_eq!(awake, self.state.awake, "awake is who has a page");
        for (account, window) in &self.screen.pages {
            let home = registry.window_of(*account).map(|w| w.id);
            assert_eq!(home, Some(*window), "a page is in its account's window");
        }
        self.check_form();
        self.check_kept();
    }

    /// All is written but where pages are, which is as long as something will have it written.
    fn check_kept(&self) {
        let mut kept = self.kept.clone();
        if self.state.next_deadline().is_some() {
            for account in &mut kept.accounts {
                let now = self.state.registry.account(account.id);
                account.last_url = now.and_then(|a| a.last_url.clone());
            }
        }
        assert_eq!(kept, self.state.registry, "changed, and not written");
    }

    /// The registry has the form that `normalise` gives it, but for windows with the first page.
    fn check_form(&self) {
        let mut registry = self.state.registry.clone();
        registry.windows.retain(|w| !w.accounts.is_empty());
        let before = registry.clone();
        registry.normalise();
        assert_eq!(registry, before, "the registry contradicts itself");
    }

    /// An account leaves the list for a reason, and then its data goes too.
    fn check_nobody_is_lost(&self, before: &Registry, event: &Event) {
        for old in &before.accounts {
            if self.state.registry.account(old.id).is_some() {
                continue;
            }
            assert!(
                self.effects.contains(&Effect::RemoveData(old.id)),
                "its data stays behind"
            );
            let is_due = old.deletion.as_ref().is_some_and(|d| d.until <= self.now);
            let is_discarded = matches!(event, Event::Keep { discard, .. } if *discard == old.id);
            assert!(
                !old.listed || is_due || is_discarded,
                "{event:?} lost {}",
                old.id
            );
        }
        for id in &before.removing {
            let is_gone = matches!(event, Event::DataRemoved(gone, true) if gone == id);
            assert!(
                is_gone || self.state.registry.removing.contains(id),
                "{id} stays on disk"
            );
        }
    }

    /// Gives all answers that are owed.
    pub(crate) fn settle(&mut self) {
        while let Some(answer) = self.owed.pop_front() {
            self.send(answer);
        }
    }

    /// Lets time pass, in one piece.
    pub(crate) fn pass(&mut self, seconds: i64) {
        self.now += SignedDuration::from_secs(seconds);
        self.send(Event::Tick);
        let next = self.state.next_deadline();
        assert!(
            next.is_none_or(|at| at > self.now),
            "a tick leaves nothing that's due"
        );
    }

    /// Adds an account and signs it in.
    pub(crate) fn add(&mut self, n: u128, place: Placement) -> AccountId {
        self.draft(n, place);
        self.send(Event::PageIs(id(n), PageState::SignedIn, None));
        id(n)
    }

    /// Opens the login page of a new account.
    pub(crate) fn draft(&mut self, n: u128, place: Placement) -> AccountId {
        let new = NewAccount {
            id: id(n),
            home: url("https://crm.example.com/"),
            first: None,
            connector: "generic".into(),
            label: None,
            site: None,
            identity_hosts: Vec::new(),
        };
        self.send(Event::Add(Box::new(new), place));
        id(n)
    }

    /// The page says who is signed in.
    pub(crate) fn is(&mut self, account: AccountId, email: &str) {
        let profile = Profile {
            name: None,
            email: Some(email.into()),
        };
        self.send(Event::PageProfile(account, profile));
    }

    pub(crate) fn account(&self, id: AccountId) -> &Account {
        self.state.registry.account(id).unwrap()
    }

    pub(crate) fn window_of(&self, id: AccountId) -> Option<WindowId> {
        self.state.registry.window_of(id).map(|w| w.id)
    }

    /// The accounts of each window, the window used last first.
    pub(crate) fn layout(&self) -> Vec<(WindowId, Vec<AccountId>, Option<AccountId>)> {
        let windows = self.state.registry.windows.iter();
        windows
            .map(|w| (w.id, w.accounts.clone(), w.front))
            .collect()
    }

    pub(crate) fn was_told(&self, message: &Message) -> bool {
        self.effects.contains(&Effect::Tell(message.clone()))
    }
}

/// A program with `count` accounts, signed in, each in a window of its own.
pub(crate) fn with_windows(count: u128) -> Program {
    let mut program = Program::start(Registry::default());
    for n in 1..=count {
        program.add(n, Placement::NewWindow);
    }
    program
}

/// A program with `count` accounts, signed in, all in one window.
pub(crate) fn with_tabs(count: u128) -> Program {
    let mut program = Program::start(Registry::default());
    program.add(1, Placement::NewWindow);
    let window = program.window_of(id(1)).unwrap();
    for n in 2..=count {
        program.add(n, Placement::In(window));
    }
    program
}
