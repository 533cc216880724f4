"""The programs that are measured: where they are, and how they are built."""

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PROFILES = ("release", "dev")


def folder(profile: str) -> Path:
    return target() / ("debug" if profile == "dev" else profile)


def target() -> Path:
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Path(os.environ.get("CARGO_TARGET_DIR") or cache / "ninefold/target")


def build(profile: str, what: tuple[str, ...], setup: tuple[str, ...] = ()):
    """`what` and `setup`: arguments of `cargo build` and of `scripts/setup`."""
    subprocess.run([ROOT / "scripts/setup", *setup], check=True)
    subprocess.run([ROOT / "scripts/build", "--ui"], check=True)
    command = ["cargo", "build", *what, "--profile", profile]
    subprocess.run(command, cwd=ROOT, env=os.environ | {"CARGO_TARGET_DIR": str(target())}, check=True)
