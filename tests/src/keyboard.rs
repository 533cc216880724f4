//! Hands: keyboard and pointer of a desk (xdotool), its windows, and the keyboard's layout.

use anyhow::{Context, Result, ensure};

use crate::{Desk, What, wait::until};

impl Desk {
    /// Presses a chord as `xdotool` has it: `ctrl+shift+a`. Where the key stands is found by the layout.
    ///
    /// # Errors
    /// When the display is gone.
    pub fn key(&self, chord: &str) -> Result<()> {
        self.run("xdotool", &["key", "--clearmodifiers", chord])
            .map(drop)
    }

    /// Presses the key with this X key code while others are held: the same place in every layout.
    /// 10 to 18 are the digits of the row above the letters.
    ///
    /// # Errors
    /// When the display is gone.
    pub fn key_at(&self, held: &[&str], code: u8) -> Result<()> {
        let code = code.to_string();
        let mut arguments = Vec::new();
        for key in held {
            arguments.extend(["keydown", key]);
        }
        arguments.extend(["key", &code]);
        for key in held.iter().rev() {
            arguments.extend(["keyup", key]);
        }
        self.run("xdotool", &arguments).map(drop)
    }

    /// Types a text into whatever has the keyboard.
    ///
    /// # Errors
    /// When the display is gone.
    pub fn type_text(&self, text: &str) -> Result<()> {
        self.run("xdotool", &["type", "--delay", "4", text])
            .map(drop)
    }

    /// Clicks the middle of something on the screen.
    ///
    /// # Errors
    /// When it doesn't show.
    pub fn click(&self, what: &What) -> Result<()> {
        self.click_with(what, "1")
    }

    /// Clicks with another button: 2 is the middle one, 3 the right one.
    ///
    /// # Errors
    /// When it doesn't show.
    pub fn click_with(&self, what: &What, button: &str) -> Result<()> {
        let middle = self.screen().wait(what)?.middle();
        self.reach(middle)?;
        self.run("xdotool", &["click", button]).map(drop)
    }

    /// Moves the pointer there, as a hand does: what comes up on the way, such as the tip of what was
    /// clicked before, goes away when the pointer moves. A jump would click the tip.
    fn reach(&self, (x, y): (i32, i32)) -> Result<()> {
        let mut beside = false;
        until("no tip is under the pointer", || {
            beside = !beside;
            let x = (x - i32::from(beside)).to_string();
            self.run("xdotool", &["mousemove", "--sync", &x, &y.to_string()])?;
            let place = self.run("xdotool", &["getmouselocation", "--shell"])?;
            let window = place.lines().find_map(|line| line.strip_prefix("WINDOW="));
            let window = window.context("the pointer is on no window")?;
            let kind = self.run("xprop", &["-id", window, "_NET_WM_WINDOW_TYPE"])?;
            ensure!(!kind.contains("TYPE_TOOLTIP"), "{kind}");
            ensure!(!beside, "the pointer is beside it");
            Ok(())
        })
    }

    /// Drags from one place on the screen to another.
    ///
    /// # Errors
    /// When the display is gone.
    pub fn drag(&self, from: (i32, i32), to: (i32, i32)) -> Result<()> {
        let place = |(x, y): (i32, i32)| [x.to_string(), y.to_string()];
        let [x, y] = place(from);
        self.run(
            "xdotool",
            &["mousemove", "--sync", &x, &y, "mousedown", "1"],
        )?;
        // A hand sets out slowly; a jump out of where it was pressed is no drag for a page.
        for step in 1..=4 {
            let [x, y] = place((from.0 + 3 * step, from.1));
            self.run("xdotool", &["mousemove", "--sync", &x, &y])?;
        }
        for step in 1..=8 {
            let part = |a: i32, b: i32| a + (b - a) * step / 8;
            let [x, y] = place((part(from.0, to.0), part(from.1, to.1)));
            self.run("xdotool", &["mousemove", "--sync", &x, &y])?;
        }
        self.run("xdotool", &["mouseup", "1"]).map(drop)
    }

    /// Title of the window that has the keyboard.
    ///
    /// # Errors
    /// When none has it: the window manager says which is active a moment before it has it.
    pub fn active_title(&self) -> Result<String> {
        let active = self.run("xdotool", &["getactivewindow"])?;
        let focused = self.run("xdotool", &["getwindowfocus"])?;
        ensure!(
            active == focused,
            "{active} is active, {focused} has the keyboard"
        );
        self.run("xdotool", &["getwindowname", &active])
    }

    /// Waits until the window whose title begins so has the keyboard.
    ///
    /// # Errors
    /// When it doesn't get it.
    pub fn wait_active(&self, begins: &str) -> Result<()> {
        until(&format!("the window “{begins}…” is active"), || {
            let title = self.active_title()?;
            ensure!(title.starts_with(begins), "{title:?} is");
            Ok(())
        })
    }

    /// Titles of the program's windows that show, sorted.
    ///
    /// # Errors
    /// When the display is gone.
    pub fn titles(&self) -> Result<Vec<String>> {
        let ids = self.run(
            "xdotool",
            &["search", "--onlyvisible", "--name", "Ninefold"],
        );
        let mut titles = Vec::new();
        for id in ids.unwrap_or_default().lines() {
            let Ok(title) = self.run("xdotool", &["getwindowname", id]) else {
                continue;
            };
            titles.push(title);
        }
        titles.sort();
        Ok(titles)
    }

    /// Gives the keyboard to the window whose title fits this regular expression.
    ///
    /// # Errors
    /// When there is no such window.
    pub fn activate(&self, title: &str) -> Result<()> {
        let id = self.window_id(title)?;
        self.run("xdotool", &["windowactivate", "--sync", &id])
            .map(drop)
    }

    /// The X id of the window whose title fits this regular expression.
    ///
    /// # Errors
    /// When there is no such window.
    pub fn window_id(&self, title: &str) -> Result<String> {
        until(&format!("a window {title:?}"), || {
            let ids = self.run("xdotool", &["search", "--onlyvisible", "--name", title])?;
            Ok(ids.lines().next().context("none")?.to_owned())
        })
    }

    /// Sets the keyboard's layout: `us`, `fr`, `ua`.
    ///
    /// # Errors
    /// When there is no such layout.
    pub fn layout(&self, layout: &str) -> Result<()> {
        self.run("setxkbmap", &[layout])?;
        until("the layout is set", || {
            let now = self.run("setxkbmap", &["-query"])?;
            ensure!(
                now.lines()
                    .any(|l| l.starts_with("layout:") && l.ends_with(layout)),
                "{now}"
            );
            Ok(())
        })
    }
}
