"""The programs that are compared. Each shows N accounts of the same site, signed in, a window each."""

import json
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from .desktop import Desktop
from .site import Site
from .waiting import wait_until

# What Ninefold sets for itself on a machine without a GPU, and its sandbox: the same for the bare program.
SAME_WEBKIT = {"WEBKIT_FORCE_SANDBOX": "1"}
if not Path("/dev/dri").exists():
    SAME_WEBKIT["WEBKIT_DISABLE_DMABUF_RENDERER"] = "1"


class Contender:
    name = ""

    def __init__(self, desktop: Desktop, site: Site, programs: Path, folder: Path):
        self.desktop, self.site, self.programs, self.above = desktop, site, programs, folder
        self.folder = folder
        self.process: subprocess.Popen | None = None

    def __enter__(self) -> "Contender":
        return self

    def __exit__(self, *_):
        """After a failure it may still run."""
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait(10)

    def use_new_folder(self):
        """What was signed in so far is forgotten."""
        self.folder = Path(tempfile.mkdtemp(dir=self.above))

    def start(self, accounts: int) -> float:
        """Starts with so many accounts; returns when."""
        raise NotImplementedError

    def sign_in_all(self, accounts: int):
        """Leaves `accounts` people signed in on disk."""
        raise NotImplementedError

    def stop(self):
        """Closes its windows, as a person would; the last one ends the program."""
        for window in self.desktop.screen.windows():
            self.desktop.screen.ask_to_close(window)
        self._ended()

    def _ended(self):
        self.process.wait(30)
        deadline = time.monotonic() + 10
        while self.desktop.screen.windows() and time.monotonic() < deadline:
            time.sleep(0.05)

    def _spawn(self, command: list, **environment: str) -> float:
        started = time.monotonic()
        self.process = subprocess.Popen(
            [str(part) for part in command],
            env=self.desktop.environment | environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=open(self.folder / "stderr.log", "ab"),
        )
        return started

    def _type_credentials(self, number: int, since: int, window: int | None = None):
        """Fills in the login form in front, or in `window`, ticking "keep me signed in"."""
        self.site.wait_for_login_page(since)
        screen = self.desktop.screen
        for _ in range(6):
            if window:
                # A window that a command opened is not always put in front.
                screen.ask_to_activate(window)
                wait_until(lambda: screen.active_window() == window, "the login page in front")
            asked = len(self.site.log())
            screen.press("Control_L", "a")
            screen.type(f"user{number}")
            screen.press("Tab")
            screen.type(f"secret-{number}")
            for key in ("Tab", "space", "Tab", "Return"):
                screen.press(key)
            try:
                self.site.wait_for_homes(1, since, patience=5)
                return
            except TimeoutError:
                happened = self.site.log()[asked:]
            if any(e["kind"] == "signed_in" for e in happened):
                # On a busy machine the page takes its time.
                self.site.wait_for_homes(1, since)
                return
            # The form had no focus yet. Refused, it comes anew; else it's asked for anew.
            if not any(e.get("method") == "POST" for e in happened):
                screen.press("F5")
            try:
                self.site.wait_for_login_page(asked, patience=10)
            except TimeoutError:
                pass  # Nothing had the focus: all of it once more.
        raise TimeoutError(f"user{number} could not sign in")


class Ninefold(Contender):
    name = "Ninefold"

    def _cli(self, *arguments: str) -> str:
        command = [self.programs / "ninefold", "--data-dir", self.folder / "data", *arguments]
        done = subprocess.run(
            command, env=self.desktop.environment, capture_output=True, text=True, timeout=60
        )
        if done.returncode:
            raise RuntimeError(f"ninefold {' '.join(arguments)}: {done.stderr.strip()}")
        return done.stdout

    def start(self, accounts: int) -> float:
        return self._spawn([self.programs / "ninefold", "--data-dir", self.folder / "data"])

    def sign_in_all(self, accounts: int):
        self.start(0)
        wait_until(self.desktop.screen.windows, "the first window")
        for number in range(1, accounts + 1):
            since = self.site.forget_first_byte()
            before = set(self.desktop.screen.windows())
            self._cli("add", self.site.url)
            # The login page of the first account takes the window that is there.
            self._type_credentials(number, since, self._new_window(before) if number > 1 else None)
            wait_until(lambda: len(self.accounts()) >= number, f"account {number} is listed")
        # The first start of a version tests the isolation, in sessions of its own that take memory; cut
        # off, the test would run again while the next start is measured.
        tested = lambda: list((self.folder / "data").glob("isolation-*.json"))  # noqa: E731
        wait_until(tested, "the isolation is tested", 90)
        self.stop()

    def _new_window(self, before: set[int]) -> int:
        screen = self.desktop.screen
        wait_until(lambda: set(screen.windows()) - before, "the login page's window")
        return (set(screen.windows()) - before).pop()

    def accounts(self) -> list:
        answer = json.loads(self._cli("list", "--json"))
        return answer["accounts"] if isinstance(answer, dict) else answer

    def open(self, number: int):
        self._cli("open", str(number))

    def disconnect(self, number: int):
        self._cli("disconnect", str(number))

    def delete(self, number: int):
        self._cli("delete", str(number))

    def list_more(self, count: int):
        """Lists accounts that nobody signs in to, as a list from another computer does."""
        rows = [{"label": f"Customer {n}", "address": self.site.url} for n in range(1, count + 1)]
        file = self.folder / "more.json"
        file.write_text(json.dumps({"ninefold_accounts": 1, "accounts": rows}))
        self._cli("import", str(file))

    def keep(self):
        """Remembers everything that is on disk. Only while the program doesn't run."""
        sockets = shutil.ignore_patterns("*.sock")
        shutil.copytree(self.folder / "data", self.folder / "kept", symlinks=True, ignore=sockets)

    def bring_back(self):
        """Makes the disk as it was when kept."""
        shutil.rmtree(self.folder / "data")
        shutil.copytree(self.folder / "kept", self.folder / "data", symlinks=True)

    def stop(self):
        self._cli("quit")
        self._ended()

    def switch_to(self, number: int):
        self.desktop.screen.press("Control_L", str(number))


class Bare(Contender):
    name = "bare webviews"

    def start(self, accounts: int) -> float:
        program = self.programs / "examples/bare-webview"
        command = [program, accounts, self.site.url, self.folder / "data"]
        return self._spawn(command, **SAME_WEBKIT)

    def sign_in_all(self, accounts: int):
        for number in range(1, accounts + 1):
            since = self.site.forget_first_byte()
            command = [self.programs / "examples/bare-webview", 1, self.site.url,
                       self.folder / "data", number]
            self._spawn(command, **SAME_WEBKIT)
            self._type_credentials(number, since)
            time.sleep(1)  # WebKit writes cookies a moment later, and nothing tells when.
            self.stop()


class Chromium(Contender):
    name = "Chromium"
    flags = [
        "--window-size=1180,760", "--no-first-run", "--no-default-browser-check", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--disable-quic", "--disable-gpu",
        "--password-store=basic", "--disable-features=Translate,MediaRouter",
    ] + (["--no-sandbox"] if os.geteuid() == 0 else [])

    def _command(self, number: int) -> list:
        return ["chromium", *self.flags, f"--user-data-dir={self.folder / 'data'}",
                f"--profile-directory=Profile {number}", "--new-window", self.site.url]

    def start(self, accounts: int) -> float:
        # The first program stays; the others hand their window to it and end.
        started = self._spawn(self._command(1))
        wait_until(self.desktop.screen.windows, "the first browser window")
        for number in range(2, accounts + 1):
            subprocess.run(self._command(number), env=self.desktop.environment, timeout=30,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        return started

    def sign_in_all(self, accounts: int):
        for number in range(1, accounts + 1):
            since = self.site.forget_first_byte()
            self._spawn(self._command(number))
            self._type_credentials(number, since)
            self.stop()
