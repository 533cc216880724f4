"""A desktop of its own for the benchmark: virtual display, window manager, session bus, keyring.

Keys are pressed and the active window is watched through Xlib itself: starting a program for each key
press would cost as much as what is measured.
"""

import ctypes
import os
import select
import subprocess
import time
from ctypes import POINTER, byref, c_char_p, c_int, c_long, c_ulong, c_void_p
from pathlib import Path

PROPERTY_CHANGE_MASK = 1 << 22
PROPERTY_NOTIFY = 28
CLIENT_MESSAGE = 33
SUBSTRUCTURE_MASKS = (1 << 19) | (1 << 20)


class Desktop:
    """Starts everything on entering and ends it on leaving. `environment` is for the contenders."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.started: list[subprocess.Popen] = []
        self.environment = dict(os.environ)

    def __enter__(self) -> "Desktop":
        read, write = os.pipe()
        self._start(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", "1400x900x24", "-noreset"],
            pass_fds=[write],
        )
        os.close(write)
        with os.fdopen(read) as answer:
            display = f":{answer.readline().strip()}"
        bus = f"unix:path={self.folder}/bus"
        for name in ("XDG_RUNTIME_DIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
            place = self.folder / name.lower()
            place.mkdir(mode=0o700)
            self.environment[name] = str(place)
        self.environment |= {"DISPLAY": display, "DBUS_SESSION_BUS_ADDRESS": bus}
        self.environment.pop("WAYLAND_DISPLAY", None)
        bus_ready = self._start(
            ["dbus-daemon", "--session", "--nofork", "--print-address", "--address", bus],
            stdout=subprocess.PIPE,
        )
        bus_ready.stdout.readline()
        keyring = self._start(
            ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"],
            stdin=subprocess.PIPE,
        )
        keyring.stdin.write(b"\n")  # the empty password
        keyring.stdin.close()
        self._start(["openbox", "--sm-disable"])
        self.screen = Screen(display)
        self.screen.wait_for_window_manager()
        return self

    def __exit__(self, *_):
        for process in reversed(self.started):
            process.terminate()
            process.wait(10)

    def _start(self, command: list[str], **options) -> subprocess.Popen:
        options.setdefault("stdout", subprocess.DEVNULL)
        process = subprocess.Popen(
            command, env=self.environment, stderr=subprocess.DEVNULL, **options
        )
        self.started.append(process)
        return process


class Screen:
    """One connection to the X server."""

    def __init__(self, display: str):
        self.x = _library("libX11.so.6", {
            "XOpenDisplay": (c_void_p, [c_char_p]),
            "XDefaultRootWindow": (c_ulong, [c_void_p]),
            "XInternAtom": (c_ulong, [c_void_p, c_char_p, c_int]),
            "XSelectInput": (c_int, [c_void_p, c_ulong, c_long]),
            "XKeysymToKeycode": (ctypes.c_ubyte, [c_void_p, c_ulong]),
            "XStringToKeysym": (c_ulong, [c_char_p]),
            "XPending": (c_int, [c_void_p]),
            "XNextEvent": (c_int, [c_void_p, c_void_p]),
            "XFlush": (c_int, [c_void_p]),
            "XFree": (c_int, [c_void_p]),
            "XConnectionNumber": (c_int, [c_void_p]),
            "XSendEvent": (c_int, [c_void_p, c_ulong, c_int, c_long, c_void_p]),
            "XGetWindowProperty": (c_int, [
                c_void_p, c_ulong, c_ulong, c_long, c_long, c_int, c_ulong, POINTER(c_ulong),
                POINTER(c_int), POINTER(c_ulong), POINTER(c_ulong), POINTER(c_void_p),
            ]),
        })
        self.test = _library("libXtst.so.6", {
            "XTestFakeKeyEvent": (c_int, [c_void_p, ctypes.c_uint, c_int, c_ulong]),
        })
        self.display = self.x.XOpenDisplay(display.encode())
        assert self.display, f"no X server at {display}"
        self.root = self.x.XDefaultRootWindow(self.display)
        self.active = self._atom("_NET_ACTIVE_WINDOW")
        self.clients = self._atom("_NET_CLIENT_LIST")
        self.x.XSelectInput(self.display, self.root, PROPERTY_CHANGE_MASK)

    def _atom(self, name: str) -> int:
        return self.x.XInternAtom(self.display, name.encode(), 0)

    def windows(self) -> list[int]:
        return self._window_list(self.root, self.clients)

    def active_window(self) -> int:
        return next(iter(self._window_list(self.root, self.active)), 0)

    def _window_list(self, window: int, atom: int) -> list[int]:
        kind, form, count, left, value = c_ulong(), c_int(), c_ulong(), c_ulong(), c_void_p()
        self.x.XGetWindowProperty(
            self.display, window, atom, 0, 1024, 0, 0,
            byref(kind), byref(form), byref(count), byref(left), byref(value),
        )
        if not value.value:
            return []
        found = list((c_ulong * count.value).from_address(value.value))
        self.x.XFree(value)
        return found

    def wait_for_window_manager(self):
        deadline = time.monotonic() + 10
        while not self._window_list(self.root, self._atom("_NET_SUPPORTING_WM_CHECK")):
            assert time.monotonic() < deadline, "the window manager did not start"
            time.sleep(0.05)

    def press(self, *names: str):
        """Presses keys together, and lets them go."""
        codes = [
            self.x.XKeysymToKeycode(self.display, self.x.XStringToKeysym(name.encode()))
            for name in names
        ]
        for down, ordered in ((1, codes), (0, list(reversed(codes)))):
            for code in ordered:
                self.test.XTestFakeKeyEvent(self.display, code, down, 0)
        self.x.XFlush(self.display)

    def type(self, text: str):
        for character in text:
            self.press({"-": "minus"}.get(character, character))
            time.sleep(0.02)  # Slower than a program's queue, faster than a person.

    def ask_to_activate(self, window: int):
        """What a taskbar would send: the window manager's own price of a switch."""
        self._ask("_NET_ACTIVE_WINDOW", window)

    def ask_to_close(self, window: int):
        self._ask("_NET_CLOSE_WINDOW", window)

    def _ask(self, what: str, window: int):
        event = (c_long * 24)()
        event[0], event[4], event[5], event[6] = CLIENT_MESSAGE, window, self._atom(what), 32
        # Asked by a pager: the first word for activating, the second for closing.
        event[7 if what == "_NET_ACTIVE_WINDOW" else 8] = 2
        self.x.XSendEvent(self.display, self.root, 0, SUBSTRUCTURE_MASKS, event)
        self.x.XFlush(self.display)

    def time_until_active(self, window: int, act, patience: float = 2.0) -> float:
        """Seconds from calling `act` to the word that `window`, which isn't yet, is active."""
        self._drain()
        start = time.perf_counter()
        act()
        event = (c_long * 24)()
        while (left := start + patience - time.perf_counter()) > 0:
            if not self.x.XPending(self.display):
                select.select([self.x.XConnectionNumber(self.display)], [], [], left)
                continue
            self.x.XNextEvent(self.display, event)
            at = time.perf_counter()
            if event[0] & 0xFFFFFFFF == PROPERTY_NOTIFY and event[5] == self.active:
                if self.active_window() == window:
                    return at - start
        raise TimeoutError("the window did not become active")

    def _drain(self):
        event = (c_long * 24)()
        while self.x.XPending(self.display):
            self.x.XNextEvent(self.display, event)


def _library(name: str, functions: dict) -> ctypes.CDLL:
    library = ctypes.CDLL(name)
    for function, (result, arguments) in functions.items():
        getattr(library, function).restype = result
        getattr(library, function).argtypes = arguments
    return library
