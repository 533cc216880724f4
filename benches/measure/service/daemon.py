"""A server that runs beside the benchmark."""

import os
import socket
import subprocess
from pathlib import Path

from ..waiting import wait_until


class Daemon:
    """Started, and answering."""

    def __init__(self, command: list, told: dict[str, str], log: Path, answers):
        """`told`: what its environment says beside ours. `answers` tells whether it does."""
        self.name, self.log = Path(command[0]).name, log
        with open(log, "ab") as out:
            self.process = subprocess.Popen(command, env=os.environ | told, stdout=out, stderr=out)
        try:
            wait_until(lambda: self._does(answers), f"{self.name} answers", 60)
        except BaseException:
            self.stop()
            raise

    @property
    def pid(self) -> int:
        return self.process.pid

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(10)

    def _does(self, answers) -> bool:
        if self.process.poll() is not None:
            raise RuntimeError(f"{self.name} ended:\n{self.log.read_text()}")
        try:
            return answers()
        except OSError:
            return False


def free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return tried.getsockname()[1]
