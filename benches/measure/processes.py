"""What a program and everything that it started use, read from /proc."""

import os
import time
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def tree(root: int) -> list[int]:
    """The process and all its descendants that live now."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and (fields := _stat(int(entry.name))):
            children.setdefault(int(fields[1]), []).append(int(entry.name))
    found, waiting = [], [root]
    while waiting:
        pid = waiting.pop()
        found.append(pid)
        waiting.extend(children.get(pid, []))
    return found


def memory_mb(root: int) -> float:
    """Proportional set size of the tree: memory shared by several counts once, in parts."""
    total = 0
    for pid in tree(root):
        try:
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return total / 1024


def settled_memory_mb(root: int, patience: float = 30) -> float:
    """Memory once it has stayed within 1 % for three seconds."""
    seen = [memory_mb(root)]
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        time.sleep(1)
        seen.append(memory_mb(root))
        last = seen[-4:]
        if len(last) == 4 and max(last) - min(last) < 0.01 * max(last):
            break
    return seen[-1]


def cpu_seconds(pids: list[int]) -> float:
    used = 0
    for pid in pids:
        if fields := _stat(pid):
            used += int(fields[11]) + int(fields[12])
    return used / TICKS


def cpu_percent(pids: list[int], seconds: float) -> float:
    before, start = cpu_seconds(pids), time.monotonic()
    time.sleep(seconds)
    return 100 * (cpu_seconds(pids) - before) / (time.monotonic() - start)


def _stat(pid: int) -> list[str] | None:
    """Fields of /proc/PID/stat after the name: state, parent, …"""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return None
