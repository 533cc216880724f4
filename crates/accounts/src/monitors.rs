//! Where windows stand, for each arrangement of monitors.

use serde::{Deserialize, Serialize};

/// An arrangement of monitors, as a key: the same text each time the same monitors stand the same way.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Default)]
#[serde(transparent)]
pub struct Arrangement(pub String);

/// A monitor. All numbers are in the window system's logical pixels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Monitor {
    /// The system's name for it.
    pub name: String,
    /// From the left of the whole desktop.
    pub x: i32,
    /// From the top of the whole desktop.
    pub y: i32,
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
}

/// How a window stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// With the size in [`Place`].
    #[default]
    Normal,
    /// Filling its monitor's work area.
    Maximised,
    /// Filling its monitor.
    FullScreen,
    /// Put away.
    Minimised,
}

/// Where a window stands: its place when it's neither maximised, minimised nor full screen, and how it
/// stands now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// From the left of the whole desktop.
    pub x: i32,
    /// From the top of the whole desktop.
    pub y: i32,
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
    /// How it stands.
    #[serde(default)]
    pub mode: Mode,
}

/// The strip's height, which must be reachable.
const STRIP: i32 = 40;
/// How much of the strip must be on a monitor for a window to count as visible.
const VISIBLE: (i32, i32) = (80, 40);
/// A new window's size.
const DEFAULT: (u32, u32) = (1180, 760);
/// Room for a new window's own title bar, which its size doesn't count.
const FRAME: u32 = 40;
/// How far a new window stands from the one before.
const CASCADE: i32 = 28;
/// From a window's corner to the middle of its first pill, its title bar included.
const FIRST_PILL: (i32, i32) = (60, 50);
/// So many new windows stand apart; the next stands where the first did.
pub const CASCADED: usize = 8;

/// The key of an arrangement.
#[must_use]
pub fn arrangement(monitors: &[Monitor]) -> Arrangement {
    let mut parts: Vec<_> = monitors
        .iter()
        .map(|m| format!("{}:{}x{}+{}+{}", m.name, m.width, m.height, m.x, m.y))
        .collect();
    parts.sort();
    Arrangement(parts.join("|"))
}

fn overlap(a: i32, a_length: i32, b: i32, b_length: i32) -> i32 {
    (a.saturating_add(a_length))
        .min(b.saturating_add(b_length))
        .saturating_sub(a.max(b))
}

fn length(value: u32) -> i32 {
    i32::try_from(value).unwrap_or(i32::MAX)
}

/// Whether at least 80×40 px of a window's strip are on a live monitor.
#[must_use]
pub fn is_visible(place: &Place, monitors: &[Monitor]) -> bool {
    monitors.iter().any(|m| {
        overlap(place.x, length(place.width), m.x, length(m.width)) >= VISIBLE.0
            && overlap(place.y, STRIP, m.y, length(m.height)) >= VISIBLE.1
    })
}

/// The place moved and shrunk onto the first monitor where it's not visible; as it is where it is.
#[must_use]
pub fn make_visible(place: Place, monitors: &[Monitor]) -> Place {
    let Some(m) = monitors.first() else {
        return place;
    };
    if is_visible(&place, monitors) {
        return place;
    }
    let width = place.width.min(m.width);
    let height = place.height.min(m.height);
    let within = |at: i32, start: i32, room: u32, size: u32| {
        at.clamp(start, start.saturating_add(length(room - size)))
    };
    Place {
        x: within(place.x, m.x, m.width, width),
        y: within(place.y, m.y, m.height, height),
        width,
        height,
        ..place
    }
}

/// The monitor that holds most of a place.
fn monitor_of<'a>(place: &Place, monitors: &'a [Monitor]) -> Option<&'a Monitor> {
    let shared = |m: &&Monitor| {
        let wide = overlap(place.x, length(place.width), m.x, length(m.width)).max(0);
        let high = overlap(place.y, length(place.height), m.y, length(m.height)).max(0);
        i64::from(wide) * i64::from(high)
    };
    monitors.iter().max_by_key(shared).filter(|m| shared(m) > 0)
}

/// The place that a window goes back to, moved to the monitor which it fills now.
#[must_use]
pub fn on_the_monitor_of(place: Place, filled: &Place, monitors: &[Monitor]) -> Place {
    let (Some(from), Some(to)) = (monitor_of(&place, monitors), monitor_of(filled, monitors))
    else {
        return place;
    };
    if from == to {
        return place;
    }
    let there = Place {
        x: place.x.saturating_add(to.x.saturating_sub(from.x)),
        y: place.y.saturating_add(to.y.saturating_sub(from.y)),
        ..place
    };
    make_visible(there, std::slice::from_ref(to))
}

/// The place of a window as large as another one, with the first place in its strip under a point of the desktop, as
/// far as a monitor reaches.
#[must_use]
pub fn under((x, y): (i32, i32), like: Place, monitors: &[Monitor]) -> Place {
    let place = Place {
        x: x.saturating_sub(FIRST_PILL.0),
        y: y.saturating_sub(FIRST_PILL.1),
        mode: Mode::Normal,
        ..like
    };
    let there = |m: &&Monitor| {
        (m.x..m.x.saturating_add(length(m.width))).contains(&x)
            && (m.y..m.y.saturating_add(length(m.height))).contains(&y)
    };
    let inside =
        |at: i32, start: i32, room: u32| at.clamp(start, start.saturating_add(length(room)));
    monitors.iter().find(there).map_or(place, |m| Place {
        x: inside(place.x, m.x, m.width.saturating_sub(place.width)),
        y: inside(place.y, m.y, m.height.saturating_sub(place.height + FRAME)),
        ..place
    })
}

/// Where the `nth` new window stands.
#[must_use]
pub fn new_place(nth: usize, monitors: &[Monitor]) -> Place {
    let step = i32::try_from(nth % CASCADED).unwrap_or(0) * CASCADE;
    let (x, y, room) = monitors.first().map_or((0, 0, DEFAULT), |m| {
        (m.x, m.y, (m.width, m.height.saturating_sub(FRAME)))
    });
    let (width, height) = (DEFAULT.0.min(room.0), DEFAULT.1.min(room.1));
    let from_edge = |room: u32, size: u32| {
        let spare = length(room - size);
        (spare / 2 + step).min(spare)
    };
    Place {
        x: x + from_edge(room.0, width),
        y: y + from_edge(room.1, height),
        width,
        height,
        mode: Mode::Normal,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn monitor(name: &str, x: i32, width: u32) -> Monitor {
        Monitor {
            name: name.into(),
            x,
            y: 0,
            width,
            height: 1080,
        }
    }

    #[test]
    fn the_order_of_monitors_does_not_make_another_arrangement() {
        let (a, b) = (monitor("A", 0, 1920), monitor("B", 1920, 1280));
        assert_eq!(arrangement(&[a.clone(), b.clone()]), arrangement(&[b, a]));
    }

    #[test]
    fn a_window_on_an_unplugged_monitor_is_brought_to_a_live_one() {
        let place = Place {
            x: 2500,
            y: 100,
            width: 800,
            height: 600,
            mode: Mode::Normal,
        };
        let live = [monitor("A", 0, 1920)];
        assert!(!is_visible(&place, &live));
        assert_eq!(make_visible(place, &live).x, 1920 - 800);
    }

    #[test]
    fn a_strip_that_can_just_be_grabbed_is_left_where_it_is() {
        let live = [monitor("A", 0, 1920)];
        let place = |x, y| Place {
            x,
            y,
            width: 800,
            height: 600,
            mode: Mode::Normal,
        };
        assert!(is_visible(&place(1920 - 80, 0), &live));
        assert!(!is_visible(&place(1920 - 79, 0), &live));
        assert!(is_visible(&place(0, 1040), &live));
        assert!(!is_visible(&place(0, 1041), &live));
        assert!(!is_visible(&place(0, -1), &live));
    }

    proptest! {
        #[test]
        fn whatever_the_place_it_can_be_seen_afterwards(
            x in any::<i32>(), y in any::<i32>(), width in 200u32..10_000, height in 100u32..10_000,
            mx in -5000i32..5000, mw in 320u32..8000,
        ) {
            let live = [monitor("A", mx, mw)];
            let place = make_visible(Place { x, y, width, height, mode: Mode::Normal }, &live);
            prop_assert!(is_visible(&place, &live));
        }

        #[test]
        fn every_new_window_can_be_seen(nth in 0usize..100, mw in 320u32..8000) {
            let live = [monitor("A", 0, mw)];
            let place = new_place(nth, &live);
            prop_assert!(is_visible(&place, &live));
            let end = place.y + length(place.height) + length(FRAME);
            prop_assert!(end <= live[0].y + length(live[0].height));
        }
    }
}
