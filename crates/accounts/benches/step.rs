//! What the rules cost for each event. benches/README.md says how to read it.

use std::hint::black_box;

use accounts::{
    Account, Context, Event, Profile, Registry, StartKind, State, Window,
    monitors::{Arrangement, Mode, Monitor, Place},
};
use criterion::Criterion;
use domain::{AccountId, WindowId};
use jiff::Timestamp;

/// How large a picture of 80 by 80 pixels is in base64.
const PICTURE: usize = 6_000;

fn main() -> Result<(), url::ParseError> {
    let mut criterion = Criterion::default().configure_from_args();
    for count in [9, 50] {
        measure(&mut criterion, count)?;
    }
    criterion.final_summary();
    Ok(())
}

/// All of it happens between a key press and the window in front, so it's to be nothing beside 16 ms.
fn measure(criterion: &mut Criterion, count: usize) -> Result<(), url::ParseError> {
    let mut state = started(count)?;
    let mut group = criterion.benchmark_group(format!("{count} accounts"));
    let mut turn = 0;
    group.bench_function("switch, one step", |bencher| {
        bencher.iter(|| {
            turn += 1;
            let event = Event::SwitchTo(1 + turn % count.min(9));
            state.step(event, &mut context(&mut random()))
        });
    });
    // The actor hands a copy to whoever carries effects out, after each event.
    group.bench_function("copy of the state", |bencher| {
        bencher.iter(|| black_box(&state).clone());
    });
    group.finish();
    Ok(())
}

fn context(random: &mut dyn FnMut() -> u128) -> Context<'_> {
    Context {
        now: Timestamp::UNIX_EPOCH,
        random,
    }
}

fn random() -> impl FnMut() -> u128 {
    let mut last = 1 << 100;
    move || {
        last += 1 << 80;
        last
    }
}

/// All accounts are open and awake, each in a window of its own.
fn started(count: usize) -> Result<State, url::ParseError> {
    let monitor = Monitor {
        name: "A".into(),
        x: 0,
        y: 0,
        width: 1920,
        height: 1080,
    };
    let mut random = random();
    let mut cx = context(&mut random);
    let (mut state, _) = State::start(
        registry(count)?,
        StartKind::Usual,
        vec![monitor],
        false,
        &mut cx,
    );
    for number in 1..=count {
        state.step(Event::SwitchTo(number), &mut cx);
    }
    Ok(state)
}

fn registry(count: usize) -> Result<Registry, url::ParseError> {
    let id = |n: usize| AccountId::from_random((n as u128) << 64);
    let place = Place {
        x: 10,
        y: 20,
        width: 1180,
        height: 760,
        mode: Mode::Normal,
    };
    let places = [(Arrangement("A:1920x1080+0+0".into()), place)];
    let account = |n: usize| {
        let home = format!("https://crm-{n}.example.com/").parse()?;
        Ok::<_, url::ParseError>(Account {
            label: Some(format!("Customer {n}")),
            site: Some("Acme".into()),
            profile: Profile {
                name: Some("Olena Koval".into()),
                email: Some(format!("olena{n}@example.com")),
            },
            avatar: Some("iVBORw0KGgoA".repeat(PICTURE / 12)),
            signed_in: true,
            listed: true,
            last_url: Some(format!("https://crm-{n}.example.com/deals?page={n}").parse()?),
            ..Account::new(
                id(n),
                home,
                "generic".into(),
                "#0e7c56".into(),
                Timestamp::UNIX_EPOCH,
            )
        })
    };
    let window = |n: usize| Window {
        id: WindowId::from_random((n as u128) << 64),
        accounts: vec![id(n)],
        front: Some(id(n)),
        places: places.clone().into(),
    };
    Ok(Registry {
        accounts: (1..=count).map(account).collect::<Result<_, _>>()?,
        windows: (1..=count).map(window).collect(),
        recent: (1..=count).map(id).collect(),
        ..Registry::default()
    })
}
