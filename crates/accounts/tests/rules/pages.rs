//! What pages say is a claim.

use accounts::{Effect, Event, PageState, Profile, Security, Trouble, Unreachable, Unread};

use crate::desktop::{Program, id, url, with_windows};

fn says_url(program: &mut Program, text: &str) {
    program.send(Event::PageUrl(id(1), url(text), Security::Secure));
}

fn last(program: &Program) -> Option<&str> {
    program
        .account(id(1))
        .last_url
        .as_ref()
        .map(url::Url::as_str)
}

#[test]
fn the_last_address_of_a_signed_in_page_is_kept() {
    let mut program = with_windows(1);
    says_url(&mut program, "https://crm.example.com/deals/7");
    assert_eq!(last(&program), Some("https://crm.example.com/deals/7"));
}

#[test]
fn a_page_that_changes_its_address_all_the_time_has_it_written_now_and_then() {
    let mut program = with_windows(1);
    program.pass(60);
    let mut written = 0;
    for number in 0..100 {
        let page = url(&format!("https://crm.example.com/deals/{number}"));
        let effects = program.send(Event::PageUrl(id(1), page, Security::Secure));
        written += effects.iter().filter(|e| **e == Effect::Persist).count();
    }
    assert_eq!(written, 1, "the first one, at once");
    program.pass(10);
    assert_eq!(program.kept, program.state.registry, "and the last one");
    assert!(
        program.state.next_deadline().is_none(),
        "nothing is left to write"
    );
    // Whatever else is written takes it along.
    says_url(&mut program, "https://crm.example.com/deals/7");
    program.send(Event::Rename(id(1), "Mine".into()));
    assert_eq!(program.kept, program.state.registry);
}

#[test]
fn an_address_with_a_password_in_it_is_never_kept() {
    let mut program = with_windows(1);
    says_url(&mut program, "https://u:secret@crm.example.com/");
    program.send(Event::PageIs(id(1), PageState::SignedIn, None));
    let kept = serde_json::to_string(&program.kept).unwrap();
    assert!(!kept.contains("secret"), "{kept}");
}

#[test]
fn blank_and_login_pages_are_not_gone_back_to() {
    let mut program = with_windows(1);
    says_url(&mut program, "https://crm.example.com/deals/7");
    says_url(&mut program, "about:blank");
    program.send(Event::PageIs(id(1), PageState::SignedIn, None));
    program.send(Event::PageIs(id(1), PageState::Login, None));
    says_url(&mut program, "https://crm.example.com/login");
    assert_eq!(last(&program), Some("https://crm.example.com/deals/7"));
}

#[test]
fn long_and_odd_words_are_cut() {
    let mut program = with_windows(1);
    program.send(Event::PageTitle(id(1), "a\u{0}b".repeat(1000)));
    let title = &program.state.pages[&id(1)].title;
    assert_eq!(title.chars().count(), 300);
    assert!(!title.contains('\u{0}'));
    let profile = Profile {
        name: Some("n".repeat(999)),
        email: Some("not an address".into()),
    };
    program.send(Event::PageProfile(id(1), profile));
    let profile = &program.account(id(1)).profile;
    assert_eq!(profile.name.as_ref().map(String::len), Some(80));
    assert_eq!(profile.email, None);
}

#[test]
fn what_a_crm_calls_itself_names_all_accounts_there_that_the_person_has_not_named() {
    let mut program = with_windows(2);
    program.send(Event::Rename(id(2), "Mine".into()));
    let home = program.account(id(1)).home.clone();
    program.send(Event::SiteNamed(home.clone(), "Berry\u{0} Ltd".into()));
    assert_eq!(program.account(id(1)).label(), "Berry Ltd");
    assert_eq!(program.account(id(2)).label(), "Mine");
    program.send(Event::SiteNamed(home, " ".into()));
    assert_eq!(
        program.account(id(1)).label(),
        "Berry Ltd",
        "no name is none"
    );
    let elsewhere = "https://other.example/".parse().expect("an address");
    program.send(Event::SiteNamed(elsewhere, "Other".into()));
    assert_eq!(program.account(id(1)).label(), "Berry Ltd");
}

#[test]
fn a_page_that_says_less_about_the_person_takes_nothing_back() {
    let mut program = with_windows(1);
    program.is(id(1), "a@example.com");
    program.send(Event::PageProfile(id(1), Profile::default()));
    assert_eq!(
        program.account(id(1)).profile.email.as_deref(),
        Some("a@example.com")
    );
}

#[test]
fn unread_things_go_with_the_sign_in() {
    let mut program = with_windows(1);
    program.send(Event::PageUnread(id(1), Unread::Count(3)));
    assert_eq!(program.state.unread[&id(1)], Unread::Count(3));
    program.send(Event::PageIs(id(1), PageState::Login, None));
    assert!(program.state.unread.is_empty());
}

#[test]
fn a_login_page_counts_nothing() {
    let mut program = with_windows(1);
    for state in [PageState::Login, PageState::Expired, PageState::Refused] {
        program.send(Event::PageIs(id(1), state, None));
        program.send(Event::PageUnread(id(1), Unread::Count(3)));
        assert!(program.state.unread.is_empty(), "{state:?}");
    }
    program.send(Event::PageIs(id(1), PageState::SignedIn, None));
    program.send(Event::PageUnread(id(1), Unread::Count(3)));
    program.send(Event::PageIs(id(1), PageState::Expired, None));
    assert!(program.state.unread.is_empty());
}

#[test]
fn a_count_is_shown_as_the_page_says_it() {
    for (unread, shown) in [
        (Unread::None, None),
        (Unread::Count(0), None),
        (Unread::Count(99), Some("99")),
        (Unread::MoreThan(99), Some("99+")),
        (Unread::MoreThan(9), Some("9+")),
        (Unread::Count(1234), Some("999+")),
        (Unread::MoreThan(1000), Some("999+")),
    ] {
        assert_eq!(unread.text().as_deref(), shown, "{unread:?}");
    }
}

#[test]
fn words_of_a_page_that_is_gone_change_nothing() {
    let mut program = with_windows(2);
    program.send(Event::Disconnect(id(1)));
    let before = program.account(id(1)).clone();
    says_url(&mut program, "https://elsewhere.example/");
    program.send(Event::PageIs(id(1), PageState::SignedIn, None));
    program.send(Event::PageTitle(id(1), "x".into()));
    assert_eq!(program.account(id(1)), &before);
}

#[test]
fn zoom_stays_within_what_can_be_read() {
    let mut program = with_windows(1);
    for (asked, given) in [(0, 30), (30, 30), (125, 125), (300, 300), (u16::MAX, 300)] {
        program.send(Event::SetZoom(id(1), asked));
        assert_eq!(program.account(id(1)).zoom, given);
    }
}

#[test]
fn initials_stand_before_the_crms_picture_until_the_person_wants_another() {
    let mut program = with_windows(1);
    let draw = |picture: Option<&str>, initials| Event::SetPicture {
        account: id(1),
        picture: picture.map(Into::into),
        initials,
    };
    let drawn = |program: &Program| {
        let account = program.account(id(1));
        let own = |p: Option<&str>| p.map(ToOwned::to_owned);
        (own(account.shown_picture()), own(account.other_picture()))
    };
    let some = |p: &str| Some(p.to_owned());
    program.send(Event::PageAvatar(id(1), "crm".into()));
    assert_eq!(drawn(&program), (some("crm"), None));
    program.send(draw(None, true));
    assert_eq!(drawn(&program), (None, some("crm")));
    // The page shows its picture at each sign-in.
    program.send(Event::PageAvatar(id(1), "new".into()));
    assert_eq!(drawn(&program), (None, some("new")));
    program.send(draw(Some("own"), true));
    assert_eq!(drawn(&program), (some("own"), some("new")));
    program.send(draw(None, false));
    assert_eq!(drawn(&program), (some("new"), None));
}

#[test]
fn an_empty_name_gives_the_crms_own_back() {
    let mut program = with_windows(1);
    let own = program.account(id(1)).label().to_owned();
    program.send(Event::Rename(id(1), " Mine ".into()));
    assert_eq!(program.account(id(1)).label(), "Mine");
    program.send(Event::Rename(id(1), "  ".into()));
    assert_eq!(program.account(id(1)).label(), own);
}

#[test]
fn another_proxy_makes_the_page_anew_and_only_where_there_is_one() {
    let mut program = with_windows(2);
    program.send(Event::Sleep(id(2)));
    let proxy: accounts::Proxy = "proxy.example.com:3128".parse().unwrap();
    for (account, made) in [(1, true), (1, false), (2, false)] {
        let set = Event::SetProxy(id(account), Some(proxy.clone()));
        let effects = program.send(set);
        assert_eq!(effects.contains(&Effect::RemakePage(id(account))), made);
        assert_eq!(program.account(id(account)).proxy, Some(proxy.clone()));
    }
}

#[test]
fn a_page_made_anew_is_where_it_was_or_was_to_be() {
    let mut program = with_windows(1);
    let wanted = |p: &Program| p.state.wanted(id(1)).map(String::from);
    let home = Some(program.account(id(1)).home.to_string());
    assert_eq!(wanted(&program), home);
    says_url(&mut program, "https://crm.example.com/deals/7");
    let deal = wanted(&program);
    assert_eq!(deal.as_deref(), Some("https://crm.example.com/deals/7"));

    let offline = Trouble::Offline {
        reason: Unreachable::Refused,
        url: "https://crm.example.com/deals/8".into(),
    };
    program.send(Event::PageTrouble(id(1), Some(offline)));
    let failed = wanted(&program);
    assert_eq!(failed.as_deref(), Some("https://crm.example.com/deals/8"));
    program.send(Event::PageTrouble(id(1), None));
    assert_eq!(wanted(&program), deal);

    program.send(Event::PageIs(id(1), PageState::Login, None));
    says_url(&mut program, "https://crm.example.com/login");
    assert_eq!(wanted(&program), deal, "the form may show to anybody");
    assert_eq!(program.state.wanted(id(9)), None);
}

#[test]
fn after_a_start_one_page_that_takes_its_time_holds_no_other_up() {
    let before = with_windows(6);
    let mut program = before.restarted(accounts::StartKind::Usual);
    let front = *program.screen.pages.keys().next().unwrap();
    assert_eq!(program.screen.pages.len(), 1);
    program.send(Event::PageSlow(front));
    assert_eq!(program.screen.pages.len(), 4);
    program.send(Event::PageSlow(front));
    assert_eq!(program.screen.pages.len(), 4);
}
