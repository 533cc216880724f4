//! The display of a desk: one monitor that nothing moves, or two that are plugged in and out.

use anyhow::{Context, Result, ensure};

use crate::{
    Desk,
    desk::{on_a_desk_of, write},
    wait::until,
};

/// What stands on a desk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Monitors {
    /// One, of 1600 × 1000.
    One,
    /// Two side by side, half as wide each.
    Two,
}

/// One of two monitors: [`Side::Right`] begins at 800, and each is 800 × 1000.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The first one.
    Left,
    /// The second one.
    Right,
}

impl Side {
    /// Output of the display, and where it shows.
    const fn output(self) -> (&'static str, &'static str) {
        match self {
            Self::Left => ("DUMMY0", "0x0"),
            Self::Right => ("DUMMY1", "800x0"),
        }
    }
}

/// Not by Debian's wrapper, which lets people at the machine start one alone.
const XORG: &str = "/usr/lib/xorg/Xorg";
const MODE: &str = "800x1000";
/// A graphics card that draws nowhere, with as many outputs as one likes.
const CARD: &str = r#"
Section "ServerFlags"
  Option "AutoAddDevices" "false"
  Option "AutoEnableDevices" "false"
  Option "DontVTSwitch" "true"
EndSection
Section "Device"
  Identifier "card"
  Driver "dummy"
  VideoRam 64000
EndSection
Section "Monitor"
  Identifier "monitor"
  HorizSync 5.0-1000.0
  VertRefresh 5.0-200.0
  Modeline "800x1000" 60 800 840 900 1000 1000 1003 1013 1030
EndSection
Section "Screen"
  Identifier "screen"
  Device "card"
  Monitor "monitor"
  DefaultDepth 24
  SubSection "Display"
    Depth 24
    Virtual 1600 1000
  EndSubSection
EndSection
"#;

impl Monitors {
    /// Starts an X server; gives its display's number.
    pub(crate) fn start(self, desk: &mut Desk) -> Result<String> {
        // Without the last one it would start anew, and be away for a moment, whenever the last program
        // has gone.
        let common = ["-displayfd", "1", "-nolisten", "tcp", "-noreset"];
        let path = |name: &str| desk.path(name).display().to_string();
        let (card, log) = (path("notes/xorg.conf"), path("notes/Xorg.log"));
        match self {
            Self::One => {
                let screen = ["-screen", "0", "1600x1000x24"];
                desk.spawn_and_read("Xvfb", &[&common[..], &screen].concat())
            }
            Self::Two => {
                write(card.as_ref(), CARD)?;
                let own = [
                    "-config",
                    &card,
                    "-logfile",
                    &log,
                    "-novtswitch",
                    "-sharevts",
                ];
                desk.spawn_and_read(XORG, &[&common[..], &own].concat())
                    .context("package xserver-xorg-video-dummy")
            }
        }
    }

    /// Plugs in what the server doesn't by itself.
    pub(crate) fn plug_in(self, desk: &Desk) -> Result<()> {
        if self == Self::One {
            return Ok(());
        }
        for side in [Side::Left, Side::Right] {
            desk.run("xrandr", &["--addmode", side.output().0, MODE])?;
            desk.plug_in(side)?;
        }
        Ok(())
    }
}

/// Runs a test on a desk with two monitors side by side.
///
/// # Errors
/// The test's own, and those of setting up the desk.
pub fn on_two_monitors(test: impl FnOnce(&Desk) -> Result<()>) -> Result<()> {
    on_a_desk_of(Monitors::Two, test)
}

impl Desk {
    /// Plugs a monitor in.
    ///
    /// # Errors
    /// When the display is gone, or the desk has one monitor alone.
    pub fn plug_in(&self, side: Side) -> Result<()> {
        let (output, at) = side.output();
        self.run("xrandr", &["--output", output, "--mode", MODE, "--pos", at])?;
        self.wait_plugged(side, true)
    }

    /// Plugs a monitor out.
    ///
    /// # Errors
    /// When the display is gone, or the desk has one monitor alone.
    pub fn plug_out(&self, side: Side) -> Result<()> {
        self.run("xrandr", &["--output", side.output().0, "--off"])?;
        self.wait_plugged(side, false)
    }

    fn wait_plugged(&self, side: Side, wanted: bool) -> Result<()> {
        until(&format!("{side:?} is there: {wanted}"), || {
            let monitors = self.run("xrandr", &["--listmonitors"])?;
            ensure!(monitors.contains(side.output().0) == wanted, "{monitors}");
            Ok(())
        })
    }
}
