//! Which part of a window a page or a panel has, in logical pixels.

use ipc::PanelAnchor;
use tauri::{LogicalPosition, LogicalSize, Rect};

use crate::platform::layout::{PanelPlace, STRIP_HEIGHT};

/// Between a panel and the edges.
const GAP: f64 = 4.0;

/// A part of a window, never quite nothing: engines don't take that.
pub(super) fn rect(x: f64, y: f64, width: f64, height: f64) -> Rect {
    Rect {
        position: LogicalPosition::new(x, y).into(),
        size: LogicalSize::new(width.max(1.0), height.max(1.0)).into(),
    }
}

/// Left, top, width and height of a panel in a window with this much room.
pub(super) fn panel_room(place: PanelPlace, room: LogicalSize<f64>) -> (f64, f64, f64, f64) {
    let top = f64::from(STRIP_HEIGHT);
    if matches!(place.anchor, PanelAnchor::Hidden | PanelAnchor::Fill) {
        return (0.0, top, room.width, (room.height - top).max(1.0));
    }
    let width = f64::from(place.width).min(room.width - 2.0 * GAP).max(1.0);
    let height = f64::from(place.height)
        .min(room.height - top - 2.0 * GAP)
        .max(1.0);
    let right = (room.width - width - GAP).max(GAP);
    let middle = (room.width - width) / 2.0;
    let x = match place.anchor {
        PanelAnchor::At => f64::from(place.x).clamp(GAP, right),
        PanelAnchor::TopRight => right,
        _ => middle,
    };
    let y = match place.anchor {
        PanelAnchor::Center => top + (room.height - top - height) / 2.0,
        PanelAnchor::Bottom => (room.height - height - GAP).max(top),
        _ => top + GAP,
    };
    (x, y, width, height)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn panel(anchor: PanelAnchor, x: i32) -> PanelPlace {
        PanelPlace {
            anchor,
            width: 300,
            height: 200,
            x,
            focus: false,
        }
    }

    #[test]
    fn a_panel_stays_inside_its_window() {
        let room = LogicalSize::new(400.0, 240.0);
        let at = |anchor, x| panel_room(panel(anchor, x), room);
        assert_eq!(at(PanelAnchor::At, 390), (96.0, 44.0, 300.0, 192.0));
        assert_eq!(at(PanelAnchor::At, -5), (4.0, 44.0, 300.0, 192.0));
        assert_eq!(at(PanelAnchor::TopRight, 0), (96.0, 44.0, 300.0, 192.0));
        assert_eq!(at(PanelAnchor::Fill, 0), (0.0, 40.0, 400.0, 200.0));
    }

    #[test]
    fn a_window_smaller_than_its_panel_squeezes_it() {
        let room = LogicalSize::new(100.0, 60.0);
        assert_eq!(
            panel_room(panel(PanelAnchor::Bottom, 0), room),
            (4.0, 44.0, 92.0, 12.0)
        );
    }
}
