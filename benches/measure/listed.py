"""Accounts that are listed and asleep: what a day looks like, and what they cost."""

import statistics

from . import processes
from .contenders import Ninefold
from .output import progress
from .running import launch, launches, switching
from .waiting import wait_until

AWAKE = 3
MANY = 50
UNDO_SECONDS = 30  # as long as a deletion can be undone

THREE_LISTED = f"{AWAKE} listed, {AWAKE} awake"
THREE_AWAKE = "three awake"
PUT_TO_SLEEP = "put to sleep"
MANY_LISTED = f"{MANY} listed"

# Two runs of the very same differ by as much.
NO_SLOWER = 1.1


def measure(contender: Ninefold, count: int, repeat: int) -> dict:
    """Starts from a disk on which `count` accounts are signed in and open, again for each figure."""
    contender.keep()
    found = {MANY_LISTED: many_listed(contender, count, repeat)}
    contender.bring_back()
    found[PUT_TO_SLEEP] = put_to_sleep(contender, count)
    # From here on three are open.
    found[THREE_AWAKE] = three_awake(contender, count, repeat)
    keep_three(contender, count)
    found[THREE_LISTED] = three_awake(contender, AWAKE, repeat)
    return found


def many_listed(contender: Ninefold, count: int, repeat: int) -> dict:
    """As many awake as before, and others listed that were never opened."""
    progress(f"{contender.name}, {count}: {MANY - count} more are listed")
    launch(contender, count)
    contender.list_more(MANY - count)
    contender.stop()
    found = launches(contender, count, repeat, f"{count} of {MANY}")
    found["memory, MB"] = processes.settled_memory_mb(contender.process.pid)
    found |= switching(contender, count)
    contender.stop()
    return found


def put_to_sleep(contender: Ninefold, count: int) -> dict:
    """All were awake in this run, and all but three are closed: their processes go, what they had in
    common with others may stay."""
    progress(f"{contender.name}, {count}: all but {AWAKE} are put to sleep")
    launch(contender, count)
    awake = processes.settled_memory_mb(contender.process.pid)
    for number in range(AWAKE + 1, count + 1):
        contender.disconnect(number)
    asleep = processes.settled_memory_mb(contender.process.pid)
    contender.stop()
    return {"memory before, MB": awake, "memory, MB": asleep}


def three_awake(contender: Ninefold, count: int, repeat: int) -> dict:
    """Three are open, the others are listed only, and were not opened in this run."""
    memory = []
    for turn in range(repeat):
        progress(f"{contender.name}, {AWAKE} of {count}: launch {turn + 1} of {repeat}")
        launch(contender, AWAKE)
        memory.append(processes.settled_memory_mb(contender.process.pid))
        contender.stop()
    return {"memory, MB": statistics.median(memory)}


def keep_three(contender: Ninefold, count: int):
    """Deletes the others for good."""
    progress(f"{contender.name}, {count}: all but {AWAKE} are deleted")
    launch(contender, AWAKE)
    for number in range(count, AWAKE, -1):
        contender.delete(number)
    wait_until(lambda: len(contender.accounts()) == AWAKE, "the others are gone", UNDO_SECONDS + 30)
    contender.stop()


def table(ours: dict) -> list[str]:
    """The figures of Ninefold alone."""
    rows = [(state, key, value) for state in (THREE_LISTED, THREE_AWAKE, PUT_TO_SLEEP, MANY_LISTED)
            for key, value in ours.get(state, {}).items()]
    head = ["", "| what | state | Ninefold |", "| --- | --- | ---: |"]
    return (head if rows else []) + [f"| {key} | {state} | {value:.2f} |" for state, key, value in rows]


def budgets(ours: dict, count: int) -> list[tuple[str, float, float]]:
    """(what, measured, limit), as in benches/compare."""
    if MANY_LISTED not in ours:
        return []
    memory = {state: figures.get("memory, MB") for state, figures in ours.items()}
    # Measured in the same folder: what was just signed in takes more.
    all_awake = ours[PUT_TO_SLEEP]["memory before, MB"]
    asleep = count - AWAKE
    of_nine = (memory[THREE_AWAKE] - memory[THREE_LISTED]) / asleep
    of_many = (memory[MANY_LISTED] - all_awake) / (MANY - count)
    after = (memory[PUT_TO_SLEEP] - memory[THREE_AWAKE]) / asleep
    many, few = ours[MANY_LISTED], ours[count]
    return [
        (f"an account never woken in this run, of {asleep}, MB", of_nine, 1),
        (f"an account never woken in this run, of {MANY - count}, MB", of_many, 1),
        (f"an account put to sleep in this run, of {asleep}, MB", after, 16),
    ] + [
        (f"{what} with {MANY} listed, {count} awake, ms", many[key], NO_SLOWER * few[key])
        for what, key in (
            ("switch, median", "switch, median ms"),
            ("switch, 95 %", "switch, 95 % ms"),
            ("first request", "first request, ms"),
            ("all loaded", "all loaded, ms"),
        )
    ]
