"""Waiting for what a program is to do."""

import time


def wait_until(condition, what: str, patience: float = 30):
    deadline = time.monotonic() + patience
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError(f"never: {what}")
        time.sleep(0.1)
