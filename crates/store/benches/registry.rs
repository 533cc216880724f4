//! How long the registry takes on a real disk, synced. benches/README.md says how to read it.

use std::path::Path;

use accounts::{
    Account, Registry, Window,
    monitors::{Arrangement, Mode, Place},
};
use criterion::{BatchSize, Criterion};
use domain::{AccountId, WindowId};
use serde::Deserialize;
use store::Store;

/// What an account is like on disk.
const ACCOUNT: &str = include_str!("../tests/fixtures/v1/account.json");
/// How large a picture of 80 by 80 pixels is in base64.
const PICTURE: usize = 6_000;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Outcome<()> {
    let mut criterion = Criterion::default().configure_from_args();
    save(&mut criterion)?;
    open(&mut criterion)?;
    criterion.final_summary();
    Ok(())
}

/// Off the UI thread; the budget is 5 ms for one account that changed among 50.
fn save(criterion: &mut Criterion) -> Outcome<()> {
    let folder = folder()?;
    let (mut store, _) = Store::open(folder.path())?;
    let mut registry = registry(50)?;
    store.save(&registry)?;
    let mut group = criterion.benchmark_group("save, 50 accounts");
    let mut turn = 0u32;
    group.bench_function("one changed", |bencher| {
        bencher.iter(|| {
            turn += 1;
            registry.accounts[turn as usize % 50].label = Some(format!("Label {turn}"));
            store.save(&registry).map(|saved| saved.generation)
        });
    });
    group.bench_function("a window moved", |bencher| {
        bencher.iter(|| {
            turn += 1;
            let window = &mut registry.windows[turn as usize % 50];
            window
                .places
                .values_mut()
                .for_each(|place| place.x = 1 + place.x % 500);
            store.save(&registry).map(|saved| saved.generation)
        });
    });
    group.bench_function("nothing changed", |bencher| {
        bencher.iter(|| store.save(&registry).map(|saved| saved.generation));
    });
    group.finish();
    Ok(())
}

/// Before the first window; the budget is 50 ms.
fn open(criterion: &mut Criterion) -> Outcome<()> {
    let folder = folder()?;
    let registry = registry(1_000)?;
    Store::open(folder.path())?.0.save(&registry)?;
    let mut group = criterion.benchmark_group("1,000 accounts");
    group.sample_size(20);
    group.bench_function("open", |bencher| {
        bencher
            .iter(|| Store::open(folder.path()).map(|(_, opened)| opened.registry.accounts.len()));
    });
    // Off the UI thread: each folder is asked what it says.
    group.bench_function("first save of a run", |bencher| {
        bencher.iter_batched(
            || Store::open(folder.path()).map(|(store, _)| store),
            |store| store.and_then(|mut store| store.save(&registry)),
            BatchSize::PerIteration,
        );
    });
    group.finish();
    Ok(())
}

/// In the target folder: what systems have for temporary files may be memory.
fn folder() -> std::io::Result<tempfile::TempDir> {
    tempfile::tempdir_in(Path::new(env!("CARGO_TARGET_TMPDIR")))
}

/// Accounts with a picture, each in a window of its own.
fn registry(count: u32) -> Outcome<Registry> {
    let envelope: serde_json::Value = serde_json::from_str(ACCOUNT)?;
    let like = Account::deserialize(&envelope["data"])?;
    let place = Place {
        x: 10,
        y: 20,
        width: 1180,
        height: 760,
        mode: Mode::Normal,
    };
    let places = [(Arrangement("A:1920x1080+0+0".into()), place)];
    let id = |n: u32| AccountId::from_random(u128::from(n) << 64);
    let account = |n| Account {
        id: id(n),
        avatar: Some("iVBORw0KGgoA".repeat(PICTURE / 12)),
        ..like.clone()
    };
    let window = |n| Window {
        id: WindowId::from_random(u128::from(n) << 64),
        accounts: vec![id(n)],
        front: Some(id(n)),
        places: places.clone().into(),
    };
    Ok(Registry {
        accounts: (1..=count).map(account).collect(),
        windows: (1..=count).map(window).collect(),
        recent: (1..=count).map(id).collect(),
        ..Registry::default()
    })
}
