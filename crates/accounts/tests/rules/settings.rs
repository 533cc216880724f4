//! The person's settings, and answers to pages that are kept.

use accounts::{
    Event, Grant, KeyChoice, NewAccountIn, Permission, SettingChange, Settings, StartKind, Theme,
};

use crate::desktop::{id, with_windows};

#[test]
fn of_changes_made_at_once_none_is_lost() {
    let mut program = with_windows(1);
    for change in [
        SettingChange::Theme(Theme::Dark),
        SettingChange::KeysEnabled(false),
        SettingChange::Language(Some("uk".to_owned())),
        SettingChange::NewAccountIn(NewAccountIn::Tab),
        SettingChange::LoadTabsInBackground(true),
        SettingChange::SystemWideKeys(true),
        SettingChange::AskWhereToSave(true),
        SettingChange::DownloadFolder(Some("/srv/crm".to_owned())),
        SettingChange::Key("find".to_owned(), KeyChoice::Chord("F4".to_owned())),
        SettingChange::Key("reload".to_owned(), KeyChoice::Nothing),
        SettingChange::Key("print".to_owned(), KeyChoice::Nothing),
        SettingChange::Key("print".to_owned(), KeyChoice::Default),
    ] {
        program.send(Event::ChangeSetting(change));
    }
    let keys = [
        ("find".to_owned(), Some("F4".to_owned())),
        ("reload".to_owned(), None),
    ];
    let expected = Settings {
        theme: Theme::Dark,
        language: Some("uk".to_owned()),
        new_account_in: NewAccountIn::Tab,
        load_tabs_in_background: true,
        keys_enabled: false,
        system_wide_keys: true,
        keys: keys.into(),
        ask_where_to_save: true,
        download_folder: Some("/srv/crm".to_owned()),
    };
    assert_eq!(program.state.registry.settings, expected);
}

fn answer(permission: Permission) -> Grant {
    Grant {
        origin: "https://acme.example".to_owned(),
        permission,
        allowed: true,
    }
}

#[test]
fn an_answer_to_what_has_no_name_of_its_own_is_good_once() {
    let mut program = with_windows(1);
    for permission in [Permission::Other, Permission::Camera] {
        program.send(Event::Grant(id(1), answer(permission)));
    }
    let kept = [answer(Permission::Camera)];
    assert_eq!(program.account(id(1)).grants, kept);

    // An earlier version has kept one.
    let account = &mut program.state.registry.accounts[0];
    account.grants.push(answer(Permission::Other));
    let program = program.restarted(StartKind::Usual);
    assert_eq!(program.account(id(1)).grants, kept);
}
