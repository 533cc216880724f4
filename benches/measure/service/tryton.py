"""Tryton's server beside the service: a list of as many people, from the same PostgreSQL server."""

import base64
import json
import os
import subprocess
import urllib.request
from pathlib import Path

from ..output import progress
from ..programs import ROOT
from . import databases, load
from .daemon import Daemon, free_port

DATABASE = "tryton"
PASSWORD = "admin-of-the-benchmark-0"
# Its way to PostgreSQL, which the tests don't take.
DRIVER = "psycopg2-binary==2.9.10"
FIELDS = ["name", "login", "email", "active", "language", "signature", "create_date", "write_date", "rec_name"]


class Tryton:
    name = "trytond"

    def __init__(self, folder: Path):
        self.folder = folder
        self.port = free_port()

    def __enter__(self) -> "Tryton":
        home = Path(output(ROOT / "tests/third-party/setup.sh"))
        self.programs = home / "venv/bin"
        driver = home.parent / DRIVER
        if not driver.exists():
            pip = [self.programs / "pip", "install", "--quiet", "--disable-pip-version-check"]
            subprocess.run([*pip, "--target", driver, DRIVER], check=True)
        databases.create(DATABASE)
        self.told = {"PYTHONPATH": str(driver), "PGHOST": databases.socket_folder(), "PGUSER": "ninefold"}
        self.configuration = self.folder / "trytond.conf"
        self.configuration.write_text(f"[web]\nlisten = 127.0.0.1:{self.port}\n[database]\nuri = postgresql://\n")
        self._make_database()
        self.process = Daemon(self._command("trytond"), self.told, self.folder / "trytond.log", self._answers)
        return self

    def __exit__(self, *_):
        self.process.stop()

    def measure(self, people: int, seconds: int) -> dict[str, dict]:
        """Its list of users, of which it has as many."""
        progress(f"trytond, a list of {people}")
        known = len(self._call("model.res.user.search", [[], 0, None, None, {}]))
        more = [{"name": f"Person {number}", "login": f"person{number}", "email": f"person{number}@bench.example"}
                for number in range(people - known)]
        self._call("model.res.user.create", [more, {}])
        asked = ("model.res.user.search_read", [[], 0, None, None, FIELDS, {}])
        found = len(self._call(*asked))
        if found != people:
            raise RuntimeError(f"trytond lists {found} people, not {people}")
        headers = {"Host": f"127.0.0.1:{self.port}", "Authorization": self.session}
        requests = [load.request("POST", f"/{DATABASE}/", headers, body(*asked))]
        return load.measure("API list", self.port, requests, seconds)

    def _command(self, program: str, *arguments: str) -> list:
        return [self.programs / program, "--config", self.configuration, "--database", DATABASE, *arguments]

    def _make_database(self):
        progress("trytond: its database")
        password = self.folder / "password"
        password.write_text(f"{PASSWORD}\n")
        command = self._command("trytond-admin", "--all", "--email", "admin@bench.example")
        told = self.told | {"TRYTONPASSFILE": str(password)}
        subprocess.run(command, env=os.environ | told, check=True, stdout=subprocess.DEVNULL)

    def _answers(self) -> bool:
        self.session = None
        user, key, *_ = self._call("common.db.login", ["admin", {"password": PASSWORD}, "en"])
        self.session = "Session " + base64.b64encode(f"admin:{user}:{key}".encode()).decode()
        return True

    def _call(self, method: str, parameters: list):
        headers = {"Content-Type": "application/json"} | ({"Authorization": self.session} if self.session else {})
        address = f"http://127.0.0.1:{self.port}/{DATABASE}/"
        sent = urllib.request.Request(address, body(method, parameters).encode(), headers)
        with urllib.request.urlopen(sent, timeout=60) as answer:
            told = json.load(answer)
        # Success comes as the result by itself or in an object, failure in an object.
        if isinstance(told, dict):
            if error := told.get("error"):
                raise RuntimeError(f"trytond refused {method}: {error}")
            return told["result"]
        return told


def body(method: str, parameters: list) -> str:
    return json.dumps({"id": 1, "method": method, "params": parameters})


def output(*command) -> str:
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.strip()
