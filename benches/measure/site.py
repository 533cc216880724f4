"""The fake CRM behind a relay that notes when the first byte arrives."""

import json
import socket
import subprocess
import threading
import time
import urllib.request
from pathlib import Path


class Site:
    def __init__(self, program: Path):
        self.process = subprocess.Popen([program], stdout=subprocess.PIPE, text=True)
        ready = json.loads(self.process.stdout.readline())
        host, port = ready["http"].removeprefix("http://").rstrip("/").split(":")
        self.behind = (host, int(port))
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}/"
        self.first_byte: float | None = None
        self.epoch = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> "Site":
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(10)

    def _accept(self):
        while True:
            client, _ = self.listener.accept()
            threading.Thread(target=self._relay, args=(client,), daemon=True).start()

    def _relay(self, client: socket.socket):
        try:
            server = socket.create_connection(self.behind)
        except OSError:
            client.close()
            return
        epoch = self.epoch
        back = threading.Thread(target=self._pump, args=(server, client, None), daemon=True)
        back.start()
        self._pump(client, server, epoch)

    def _pump(self, source: socket.socket, target: socket.socket, epoch: int | None):
        """`epoch`: when the connection was made, where this is the way to the server. What is left of a
        program that has just ended may still speak on an older one."""
        try:
            while data := source.recv(65536):
                if epoch == self.epoch and self.first_byte is None:
                    self.first_byte = time.monotonic()
                target.sendall(data)
            target.shutdown(socket.SHUT_WR)
        except OSError:
            target.close()

    def log(self) -> list[dict]:
        address = f"http://{self.behind[0]}:{self.behind[1]}/__log"
        with urllib.request.urlopen(address, timeout=10) as answer:
            return json.load(answer)

    def forget_first_byte(self) -> int:
        """From here on a first byte is news; returns where the log stands."""
        self.first_byte = None
        self.epoch += 1
        return len(self.log())

    def wait_for_homes(self, count: int, since: int, patience: float = 90) -> float:
        """Waits until `count` people see their home page; returns when that was."""
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            said = (e for e in self.log()[since:] if e["kind"] == "said" and e["topic"] == "home")
            homes = len({entry["session"] for entry in said})
            if homes >= count:
                return time.monotonic()
            time.sleep(0.02)
        raise TimeoutError(f"only some of {count} home pages were shown")

    def wait_for_login_page(self, since: int, patience: float = 60):
        """Waits until a login page has loaded. That it was asked for says little: Ninefold looks at an
        address before it opens a page there."""
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            said = (e for e in self.log()[since:] if e["kind"] == "said" and e["topic"] == "loaded")
            if any(entry["page"] == "/login" for entry in said):
                return
            time.sleep(0.05)
        raise TimeoutError("no login page has loaded")
