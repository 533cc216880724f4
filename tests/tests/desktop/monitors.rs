//! Windows stay on a monitor that is there.

use anyhow::{Context, Result, ensure};
use whole_tests::{App, Desk, Side, on_a_desk, on_two_monitors, until};

use crate::crm::{fake_crm, note, signed_in};
use crate::restart::{geometry, move_window};

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
pub(crate) fn corner(desk: &Desk, title: &str) -> Result<(i32, i32)> {
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

/// Where the right one of two monitors begins.
const EDGE: i32 = 800;

/// Moves the window to the second monitor, and waits until its place is noted.
fn move_to_second(desk: &Desk, app: &App<'_>) -> Result<()> {
    move_window(desk, "^Acme", [900, 200, 600, 500])?;
    until("its place is noted", || {
        let window = app.window_of("Acme")?;
        let there = window.x.is_some_and(|x| x > EDGE) && window.width == Some(600);
        ensure!(there, "{window:?}");
        Ok(())
    })
}

fn wait_on(desk: &Desk, right: bool) -> Result<()> {
    let side = if right { "right" } else { "left" };
    until(&format!("the window is on the {side} monitor"), || {
        let (x, y) = corner(desk, "^Acme")?;
        ensure!((x >= EDGE) == right && y >= 0, "it is at {x}, {y}");
        Ok(())
    })
}

#[test]
fn a_window_on_the_second_of_two_monitors_comes_to_the_first_and_goes_back() -> Result<()> {
    on_two_monitors(|desk| {
        let crm = fake_crm()?;
        let mut app = App::start(desk, "app")?;
        signed_in(&app, &crm, "acme", 1, "Acme")?;
        move_to_second(desk, &app)?;
        let place = corner(desk, "^Acme")?;

        desk.plug_out(Side::Right)?;
        wait_on(desk, false)?;
        desk.plug_in(Side::Right)?;
        wait_on(desk, true)?;

        // Unplugged while the program was off, and there again.
        app.quit()?;
        desk.plug_out(Side::Right)?;
        app.start_again(&[])?;
        desk.screen().wait(&note("Acme"))?;
        wait_on(desk, false)?;
        app.quit()?;
        desk.plug_in(Side::Right)?;
        app.start_again(&[])?;
        desk.screen().wait(&note("Acme"))?;
        until("the window is where it was", || {
            let now = corner(desk, "^Acme")?;
            ensure!(now == place, "{now:?} instead of {place:?}");
            Ok(())
        })
    })
}

/// Waits until the window fills this much of the display, beside its frame.
fn wait_fills(desk: &Desk, left: i32, width: i32) -> Result<()> {
    until("the window fills its monitor", || {
        let (x, _) = corner(desk, "^Acme")?;
        let [now, _] = geometry(desk, "^Acme")?;
        let near = |a: i32, b: i32| (a - b).abs() <= 8;
        ensure!(near(x, left) && near(now, width), "{now} wide at {x}");
        Ok(())
    })
}

fn wait_maximised(app: &App<'_>) -> Result<()> {
    until("it's noted as maximised", || {
        let window = app.window_of("Acme")?;
        ensure!(window.mode.as_deref() == Some("maximised"), "{window:?}");
        Ok(())
    })
}

#[test]
fn a_window_maximised_on_the_second_monitor_comes_back_so_and_there() -> Result<()> {
    on_two_monitors(|desk| {
        let crm = fake_crm()?;
        let mut app = App::start(desk, "app")?;
        signed_in(&app, &crm, "acme", 1, "Acme")?;
        move_to_second(desk, &app)?;
        maximise(desk)?;
        wait_fills(desk, EDGE, 800)?;
        wait_maximised(&app)?;

        app.quit()?;
        app.start_again(&[])?;
        desk.screen().wait(&note("Acme"))?;
        wait_fills(desk, EDGE, 800)?;
        wait_maximised(&app)?;

        // Made small again, it's as large as it was.
        maximise(desk)?;
        until("the window has its size again", || {
            let size = geometry(desk, "^Acme")?;
            ensure!(size == [600, 500], "{size:?}");
            Ok(())
        })?;
        wait_on(desk, true)
    })
}

#[test]
fn a_window_maximised_as_soon_as_it_is_on_the_second_monitor_comes_back_there() -> Result<()> {
    on_two_monitors(|desk| {
        let crm = fake_crm()?;
        let mut app = App::start(desk, "app")?;
        signed_in(&app, &crm, "acme", 1, "Acme")?;
        // As a window that is dragged to the other monitor's upper edge: no time to note its place there.
        move_window(desk, "^Acme", [900, 200, 600, 500])?;
        maximise(desk)?;
        wait_fills(desk, EDGE, 800)?;
        wait_maximised(&app)?;
        app.quit()?;
        app.start_again(&[])?;
        desk.screen().wait(&note("Acme"))?;
        wait_fills(desk, EDGE, 800)
    })
}

/// Clicks twice on the title bar, which makes a window fill its monitor, or as large as it was.
fn maximise(desk: &Desk) -> Result<()> {
    let (x, y) = corner(desk, "^Acme")?;
    let [x, y] = [x + 200, y - 8].map(|n| n.to_string());
    let twice = ["click", "--repeat", "2", "--delay", "40", "1"];
    let mut arguments = vec!["mousemove", "--sync", &x, &y];
    arguments.extend(twice);
    desk.run("xdotool", &arguments).map(drop)
}

#[test]
fn a_maximised_window_fills_the_first_monitor_while_the_second_is_away() -> Result<()> {
    on_two_monitors(|desk| {
        let crm = fake_crm()?;
        let app = App::start(desk, "app")?;
        signed_in(&app, &crm, "acme", 1, "Acme")?;
        move_to_second(desk, &app)?;
        maximise(desk)?;
        wait_fills(desk, EDGE, 800)?;
        wait_maximised(&app)?;
        desk.plug_out(Side::Right)?;
        wait_fills(desk, 0, 800).context("it comes to the first")?;
        until("its place on the first is noted", || {
            let window = app.window_of("Acme")?;
            let there = window.x == Some(0) && window.mode.as_deref() == Some("maximised");
            ensure!(there, "{window:?}");
            Ok(())
        })?;
        desk.plug_in(Side::Right)?;
        wait_fills(desk, EDGE, 800).context("it goes back to the second")?;
        wait_maximised(&app)
    })
}
