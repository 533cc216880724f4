//! Registries to save.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use accounts::{
    Account, Closed, Deletion, Grant, Permission, Profile, Registry, State, Tombstone, Window,
    monitors::{Arrangement, Mode, Place},
};
use domain::{AccountId, WindowId};
use jiff::{SignedDuration, Timestamp};
use store::{Disk, Opened, Store, StoreError};

use crate::memory_disk::MemoryDisk;

/// Where the in-memory disk has its data folder.
pub(crate) const ROOT: &str = "/data";

pub(crate) fn id(n: u32) -> AccountId {
    AccountId::from_random(u128::from(n) << 64)
}

pub(crate) fn window_id(n: u32) -> WindowId {
    WindowId::from_random(u128::from(n) << 64)
}

pub(crate) fn time(seconds: u32) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_secs(i64::from(seconds))
}

pub(crate) fn account(n: u32) -> Account {
    Account {
        id: id(n),
        home: format!("https://crm-{n}.example.com/").parse().unwrap(),
        connector: "generic".into(),
        label: Some(format!("Kunde № {n}")),
        site: Some("Acme".into()),
        profile: Profile {
            name: Some("Ганна".into()),
            email: Some(format!("h{n}@example.com")),
        },
        colour: "#0e7c56".into(),
        picture: None,
        avatar: None,
        initials: false,
        signed_in: true,
        listed: true,
        deletion: None,
        clearing: false,
        zoom: 110,
        muted: false,
        all_keys_to_page: false,
        keep_session: true,
        grants: vec![Grant {
            origin: "https://crm.example.com".into(),
            permission: Permission::Notifications,
            allowed: true,
        }],
        proxy: None,
        identity_hosts: Vec::new(),
        last_url: Some(
            format!("https://crm-{n}.example.com/deals?page={n}")
                .parse()
                .unwrap(),
        ),
        added_at: time(n),
    }
}

/// Accounts 1 to `count`, each in a window of its own.
pub(crate) fn registry(count: u32) -> Registry {
    let place = Place {
        x: 10,
        y: 20,
        width: 1180,
        height: 760,
        mode: Mode::Normal,
    };
    Registry {
        accounts: (1..=count).map(account).collect(),
        windows: (1..=count)
            .map(|n| Window {
                id: window_id(n),
                accounts: vec![id(n)],
                front: Some(id(n)),
                places: BTreeMap::from([(Arrangement("A:1920x1080+0+0".into()), place)]),
            })
            .collect(),
        recent: (1..=count).map(id).collect(),
        ..Registry::default()
    }
}

/// One that uses every field.
pub(crate) fn full() -> Registry {
    let mut registry = registry(3);
    registry.accounts.push(Account {
        deletion: Some(Deletion {
            number: None,
            until: time(90),
            window: Some(window_id(3)),
            places: registry.windows[2].places.clone(),
        }),
        ..account(4)
    });
    registry.closed = vec![Closed {
        account: id(3),
        window: window_id(9),
        places: registry.windows[0].places.clone(),
    }];
    registry.workspaces = vec![accounts::Workspace {
        id: domain::WorkspaceId::from_random(5),
        name: "Monday billing".into(),
        windows: vec![accounts::WorkspaceWindow {
            accounts: vec![id(1)],
            front: Some(id(1)),
            places: registry.windows[0].places.clone(),
        }],
    }];
    registry.removing = vec![id(8)];
    registry.deleted = vec![Tombstone {
        id: None,
        label: "Old".into(),
        home: "https://old.example.com/".parse().unwrap(),
        at: time(60),
    }];
    registry.settings.language = Some("uk".into());
    registry
        .settings
        .keys
        .insert("find".into(), Some("Mod+F".into()));
    registry
}

/// A registry that differs from others by its settings alone.
pub(crate) fn numbered(count: u32, number: u64) -> Registry {
    let mut registry = registry(count);
    registry.settings.language = Some(number.to_string());
    registry
}

pub(crate) fn number(registry: &Registry) -> u64 {
    registry
        .settings
        .language
        .as_deref()
        .map_or(0, |number| number.parse().unwrap())
}

pub(crate) fn state(registry: Registry) -> Arc<State> {
    let mut state = State::default();
    state.registry = registry;
    Arc::new(state)
}

pub(crate) fn open(disk: &MemoryDisk) -> Result<(Store, Opened), StoreError> {
    Store::open_on(Arc::new(disk.clone()), Path::new(ROOT))
}

/// A disk that these registries were saved to, one after another.
pub(crate) fn saved(registries: &[Registry]) -> MemoryDisk {
    let disk = MemoryDisk::default();
    let (mut store, _) = open(&disk).unwrap();
    for registry in registries {
        store.save(registry).unwrap();
    }
    disk
}

/// The registry's generations, the newest last.
pub(crate) fn generations(disk: &MemoryDisk) -> Vec<std::path::PathBuf> {
    let mut files = disk.list(&Path::new(ROOT).join("registry")).unwrap();
    files.retain(|file| file.extension().is_some_and(|e| e == "json"));
    files.sort_by_key(|file| {
        file.file_stem()
            .unwrap()
            .to_str()
            .unwrap()
            .parse::<u64>()
            .unwrap()
    });
    files
}

pub(crate) fn description(n: u32) -> std::path::PathBuf {
    Path::new(ROOT)
        .join("accounts")
        .join(id(n).to_string())
        .join("account.json")
}
