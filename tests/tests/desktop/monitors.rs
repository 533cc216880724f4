//! Windows stay on a monitor that is there.

use anyhow::{Context, Result, ensure};
use whole_tests::{App, Desk, on_a_desk, until};

use crate::crm::{fake_crm, note, signed_in};
use crate::restart::move_window;

const LARGE: &str = "1600x1000";
const SMALL: (i32, i32) = (1024, 768);
/// So much of the strip must show.
const STRIP: (i32, i32) = (80, 40);

/// Gives the display another size, as a monitor that is plugged out does.
fn plug_out(desk: &Desk) -> Result<()> {
    let modes = desk.run("xrandr", &["--query"])?;
    if !modes.contains("small") {
        let (width, height) = (SMALL.0.to_string(), SMALL.1.to_string());
        let mut mode = vec!["--newmode", "small", "100"];
        mode.extend([width.as_str(); 4]);
        mode.extend([height.as_str(); 4]);
        desk.run("xrandr", &mode)?;
        desk.run("xrandr", &["--addmode", "screen", "small"])?;
    }
    desk.run("xrandr", &["--output", "screen", "--mode", "small"])
        .map(drop)
}

fn plug_in(desk: &Desk) -> Result<()> {
    desk.run("xrandr", &["--output", "screen", "--mode", LARGE])
        .map(drop)
}

/// Left and upper edge of the window's content on the display.
fn corner(desk: &Desk, title: &str) -> Result<(i32, i32)> {
    let id = desk.window_id(title)?;
    let said = desk.run("xwininfo", &["-id", &id])?;
    let value = |key: &str| {
        let found = said.lines().find_map(|l| l.trim().strip_prefix(key));
        found
            .and_then(|v| v.trim().parse().ok())
            .with_context(|| said.clone())
    };
    Ok((
        value("Absolute upper-left X:")?,
        value("Absolute upper-left Y:")?,
    ))
}

fn wait_visible(desk: &Desk) -> Result<()> {
    until("enough of the window is on the display", || {
        let (x, y) = corner(desk, "^Acme")?;
        let shows = x + STRIP.0 <= SMALL.0 && y + STRIP.1 <= SMALL.1 && x > -400 && y >= 0;
        ensure!(shows, "it is at {x}, {y}");
        Ok(())
    })
}

fn wait_back(desk: &Desk) -> Result<()> {
    until("the window is back on the part that was away", || {
        let (x, y) = corner(desk, "^Acme")?;
        ensure!(x >= SMALL.0, "it is at {x}, {y}");
        Ok(())
    })
}

#[test]
fn a_window_on_a_monitor_that_goes_away_comes_to_the_one_there_and_returns_with_it() -> Result<()> {
    on_a_desk(|desk| {
        let crm = fake_crm()?;
        let mut app = App::start(desk, "app")?;
        signed_in(&app, &crm, "acme", 1, "Acme")?;
        move_window(desk, "^Acme", [1100, 300, 480, 500])?;
        until("its place is noted", || {
            let window = app.window_of("Acme")?;
            let there = window.x.is_some_and(|x| x > SMALL.0) && window.width == Some(480);
            ensure!(there, "{window:?}");
            Ok(())
        })?;

        plug_out(desk)?;
        wait_visible(desk)?;
        plug_in(desk)?;
        wait_back(desk)?;

        // The same over a restart: gone while the program was off, and there again.
        app.quit()?;
        plug_out(desk)?;
        app.start_again(&[])?;
        desk.screen().wait(&note("Acme"))?;
        wait_visible(desk)?;
        app.quit()?;
        plug_in(desk)?;
        app.start_again(&[])?;
        desk.screen().wait(&note("Acme"))?;
        wait_back(desk)
    })
}
