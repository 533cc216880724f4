"""The service as a process of its own."""

import os
import socket
import subprocess
import urllib.error
import urllib.request
from pathlib import Path

from ..waiting import wait_until

BOOTSTRAP = "bootstrap-token-of-the-benchmark"


class Server:
    """Runs in a folder of its own. It takes the word of the local client for whom it speaks: the limits on attempts
    count for each network, and so all of them can come from one machine without a limit being another one."""

    def __init__(self, program: Path, folder: Path, database: str):
        self.program, self.folder, self.database = program, folder, database
        self.mailbox = folder / "mail"
        self.mailbox.mkdir()
        self.port = free_port()
        self.process: subprocess.Popen | None = None

    def __enter__(self) -> "Server":
        self.start()
        return self

    def __exit__(self, *_):
        self.stop()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self):
        command = [self.program, "serve", "--data-dir", self.folder / "data", "--listen", f"127.0.0.1:{self.port}",
                   "--mail", self.mailbox.as_uri(), "--sign-up", "open", "--trusted-proxy", "127.0.0.1"]
        told = {"NINEFOLD_DATABASE": self.database, "NINEFOLD_BOOTSTRAP": BOOTSTRAP, "RUST_LOG": "warn"}
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(command, env=os.environ | told, stdout=log, stderr=log)
        wait_until(self._is_ready, "the service is ready", 60)

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait(30)
            self.process = None

    def start_again(self):
        """As it is at a start, with all that was kept."""
        self.stop()
        self.start()

    def _is_ready(self) -> bool:
        if self.process.poll() is not None:
            raise RuntimeError(f"the service ended:\n{(self.folder / 'log').read_text()}")
        try:
            with urllib.request.urlopen(f"{self.url}/readyz", timeout=5) as answer:
                return answer.status == 200
        except urllib.error.URLError:
            return False


def free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return tried.getsockname()[1]
