//! Where a window stands on the screens.

use accounts::monitors::{Mode, Monitor, Place};
use tauri::{AppHandle, LogicalPosition, LogicalSize, PhysicalPosition, PhysicalSize, Window};

use super::frame;
use crate::platform::MAC;

/// How many physical pixels one unit of a [`Place`] is.
fn unit(scale_factor: f64) -> f64 {
    if MAC { scale_factor } else { 1.0 }
}

/// The monitors that are there now.
pub(super) fn monitors(app: &AppHandle) -> Vec<Monitor> {
    let found = app.available_monitors().unwrap_or_else(|error| {
        tracing::warn!(%error, "The monitors could not be counted");
        Vec::new()
    });
    let monitor = |m: &tauri::Monitor| {
        let unit = unit(m.scale_factor());
        let at: LogicalPosition<i32> = m.position().to_logical(unit);
        let size: LogicalSize<u32> = m.size().to_logical(unit);
        let name = m.name().cloned().unwrap_or_default();
        Monitor {
            name,
            x: at.x,
            y: at.y,
            width: size.width,
            height: size.height,
        }
    };
    found.iter().map(monitor).collect()
}

/// Puts a window where it's to stand.
pub(super) fn apply(window: &Window, place: Place) -> tauri::Result<()> {
    if window.is_fullscreen()? && place.mode != Mode::FullScreen {
        window.set_fullscreen(false)?;
    }
    if window.is_maximized()? && place.mode != Mode::Maximised {
        window.unmaximize()?;
    }
    if MAC {
        window.set_position(LogicalPosition::new(place.x, place.y))?;
        window.set_size(LogicalSize::new(place.width, place.height))?;
    } else {
        window.set_position(PhysicalPosition::new(place.x, place.y))?;
        window.set_size(PhysicalSize::new(place.width, place.height))?;
    }
    frame(window, |f| {
        f.normal = Some(Place {
            mode: Mode::Normal,
            ..place
        });
    });
    match place.mode {
        Mode::Normal => Ok(()),
        Mode::Maximised => window.maximize(),
        Mode::FullScreen => window.set_fullscreen(true),
        Mode::Minimised => window.minimize(),
    }
}

/// Where a window stands now; nothing while it isn't on the screen.
pub(super) fn current_place(window: &Window) -> Option<Place> {
    let mode = if window.is_minimized().ok()? {
        Mode::Minimised
    } else if !window.is_visible().ok()? {
        return None;
    } else if window.is_fullscreen().ok()? {
        Mode::FullScreen
    } else if window.is_maximized().ok()? {
        Mode::Maximised
    } else {
        Mode::Normal
    };
    if mode != Mode::Normal {
        let normal = frame(window, |f| f.normal).flatten()?;
        return Some(Place { mode, ..normal });
    }
    let unit = unit(window.scale_factor().ok()?);
    let at: LogicalPosition<i32> = window.outer_position().ok()?.to_logical(unit);
    let size: LogicalSize<u32> = window.inner_size().ok()?.to_logical(unit);
    let place = Place {
        x: at.x,
        y: at.y,
        width: size.width,
        height: size.height,
        mode,
    };
    frame(window, |f| f.normal = Some(place));
    Some(place)
}
