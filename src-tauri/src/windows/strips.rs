//! When windows get their strips. After a start the first page comes before them: it's what the person waits
//! for, and the strips' process would take its time from it.

use std::{cell::RefCell, collections::VecDeque, time::Duration};

use domain::WindowId;
use ipc::Surface;
use tauri::{LogicalPosition, LogicalSize, Manager};

use crate::{
    platform::layout::{Layout, Native, STRIP_HEIGHT},
    shell::Shell,
    windows::{labels, stage},
};

/// A page that takes longer isn't waited for.
const PATIENCE: Duration = Duration::from_millis(700);

#[derive(Default)]
struct Line {
    /// The first page hasn't come yet.
    held: bool,
    windows: VecDeque<WindowId>,
}

thread_local! {
    static LINE: RefCell<Line> = RefCell::default();
}

/// Holds all strips until [`release`] is called, or some time has gone by. Main thread only.
pub(crate) fn hold(shell: &Shell) {
    LINE.with_borrow_mut(|line| line.held = true);
    let s = shell.clone();
    shell.spawn(async move {
        tokio::time::sleep(PATIENCE).await;
        s.on_main(release);
    });
}

/// Makes the strips that were held, and from now on each at once. Main thread only.
pub(crate) fn release(shell: &Shell) {
    if LINE.with_borrow_mut(|line| std::mem::take(&mut line.held)) {
        shell.soon(next);
    }
}

/// A window wants its strip. Main thread only.
pub(crate) fn due(shell: &Shell, window: WindowId) {
    let held = LINE.with_borrow_mut(|line| {
        line.windows.push_back(window);
        line.held
    });
    if !held {
        next(shell);
    }
}

/// One in each turn of the main loop: keys and pages go on meanwhile.
fn next(shell: &Shell) {
    let (window, more) = LINE.with_borrow_mut(|line| {
        let window = line.windows.pop_front();
        (window, !line.windows.is_empty())
    });
    if let Some(id) = window
        && let Err(error) = make(shell, id)
    {
        tracing::error!(%error, window = %id, "A strip could not be made");
    }
    if more {
        shell.soon(next);
    }
}

fn make(shell: &Shell, id: WindowId) -> tauri::Result<()> {
    let Some(window) = shell.app.get_window(&labels::window(id)) else {
        return Ok(());
    };
    let label = labels::surface(Surface::Strip, id);
    let size: LogicalSize<f64> = window.inner_size()?.to_logical(window.scale_factor()?);
    let strip = window.add_child(
        stage::own_page(shell, Surface::Strip, &label, Some(id)),
        LogicalPosition::new(0, 0),
        LogicalSize::new(size.width, f64::from(STRIP_HEIGHT)),
    )?;
    Native::place_strip(&window, &strip)?;
    // Panels and what is drawn follow.
    shell.show(|shown| shown.strips_made.insert(id));
    Ok(())
}
