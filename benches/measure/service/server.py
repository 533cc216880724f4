"""The service as a process of its own."""

import urllib.request
from pathlib import Path

from .daemon import Daemon, free_port

BOOTSTRAP = "bootstrap-token-of-the-benchmark"


class Server:
    """Runs in a folder of its own. It takes the word of the local client for whom it speaks: limits on attempts count
    for each network, and so everybody can call from one machine while no limit is another one."""

    def __init__(self, program: Path, folder: Path, database: str):
        self.program, self.folder, self.database = program, folder, database
        self.mailbox = folder / "mail"
        self.mailbox.mkdir()
        self.port = free_port()

    def __enter__(self) -> "Server":
        self._start()
        return self

    def __exit__(self, *_):
        self.process.stop()

    def start_again(self):
        """As it is at a start, with all that was kept."""
        self.process.stop()
        self._start()

    def _start(self):
        command = [self.program, "serve", "--data-dir", self.folder / "data", "--listen", f"127.0.0.1:{self.port}",
                   "--mail", self.mailbox.as_uri(), "--sign-up", "open", "--trusted-proxy", "127.0.0.1"]
        told = {"NINEFOLD_DATABASE": self.database, "NINEFOLD_BOOTSTRAP": BOOTSTRAP, "RUST_LOG": "warn"}
        self.process = Daemon(command, told, self.folder / "log", self._is_ready)

    def _is_ready(self) -> bool:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/readyz", timeout=5) as answer:
            return answer.status == 200
