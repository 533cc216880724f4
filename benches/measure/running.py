"""What is measured of a contender while it starts and runs."""

import statistics
import time

from . import processes
from .contenders import Contender, Ninefold
from .output import progress
from .waiting import wait_until

IDLE_SECONDS = 30
SWITCHES = 60
# Seconds between two switches, as a person would: else the one's painting is measured with the next.
PAUSE = 0.2
KEYS = 9  # beyond it there is no number key


def launches(contender: Contender, count: int, repeat: int, what: str) -> dict:
    """Medians of several launches; the last one is left running."""
    found = []
    for turn in range(repeat):
        progress(f"{contender.name}, {what}: launch {turn + 1} of {repeat}")
        found.append(launch(contender, count))
        if turn < repeat - 1:
            contender.stop()
    return {key: statistics.median(one[key] for one in found) for key in found[0]}


def launch(contender: Contender, count: int) -> dict:
    since = contender.site.forget_first_byte()
    started = contender.start(count)
    loaded = contender.site.wait_for_homes(count, since)
    return {
        "first request, ms": 1000 * (contender.site.first_byte - started),
        "all loaded, ms": 1000 * (loaded - started),
    }


def while_running(contender: Contender, count: int) -> dict:
    root = contender.process.pid
    found = {"memory, MB": processes.settled_memory_mb(root)}
    if count > 1:
        progress(f"{contender.name}, {count}: switching")
        found |= switching(contender, count)
    progress(f"{contender.name}, {count}: idle for {IDLE_SECONDS} s")
    found["idle CPU of the program itself, %"] = processes.cpu_percent([root], IDLE_SECONDS)
    found["idle CPU with its pages, %"] = processes.cpu_percent(processes.tree(root), IDLE_SECONDS)
    return found


def switching(contender: Contender, count: int) -> dict:
    """From the key press to the word that the window is active; beside it what the window manager takes."""
    screen = contender.desktop.screen
    windows = screen.windows()
    found = spread("window manager alone", timed(windows, screen.ask_to_activate, contender))
    if isinstance(contender, Ninefold):
        keys = window_of_each_key(contender, count)
        number_of = {window: number for number, window in keys.items()}
        press = lambda window: contender.switch_to(number_of[window])  # noqa: E731
        found |= spread("switch", timed(list(number_of), press, contender))
    return found


def timed(windows: list[int], switch, contender: Contender) -> list[float]:
    """How long each of many switches takes, from one window to the next."""
    screen = contender.desktop.screen
    screen.ask_to_activate(windows[-1])
    wait_until(lambda: screen.active_window() == windows[-1], "the last window in front")
    times = []
    for turn in range(SWITCHES):
        time.sleep(PAUSE)
        window = windows[turn % len(windows)]
        times.append(screen.time_until_active(window, lambda target=window: switch(target)))
    return times


def window_of_each_key(contender: Ninefold, count: int) -> dict[int, int]:
    """Windows come in no certain order, so each key is tried."""
    screen, found = contender.desktop.screen, {}
    for number in range(1, min(count, KEYS) + 1):
        contender.switch_to(number)
        # Where it's in front already nothing tells that it is.
        time.sleep(1)
        found[number] = screen.active_window()
    if len(set(found.values())) < len(found):
        raise RuntimeError("two keys lead to one window")
    return found


def spread(name: str, seconds: list[float]) -> dict:
    ordered = sorted(seconds)
    return {
        f"{name}, median ms": 1000 * statistics.median(ordered),
        f"{name}, 95 % ms": 1000 * ordered[int(0.95 * (len(ordered) - 1))],
    }
