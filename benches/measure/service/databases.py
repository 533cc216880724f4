"""The databases that the service is measured on."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from ..programs import ROOT

POSTGRES = "NINEFOLD_TEST_POSTGRES"  # as scripts/with-postgres says it


def have_postgres():
    """Starts this program again beside a PostgreSQL server, unless there is one."""
    if POSTGRES not in os.environ:
        wrapper = ROOT / "scripts/with-postgres"
        os.execv(wrapper, [wrapper, "--durable", sys.executable, *sys.argv])


def socket_folder() -> str:
    """Where the PostgreSQL server listens."""
    return parse_qs(urlsplit(os.environ[POSTGRES]).query)["host"][0]


def create(name: str):
    """An empty database of the PostgreSQL server."""
    command = ["psql", "--quiet", "--host", socket_folder(), "--username", "ninefold", "--dbname", "postgres"]
    subprocess.run([*command, "--command", f"CREATE DATABASE {name}"], check=True)


class Sqlite:
    name = "SQLite"

    def place(self, folder: Path) -> str:
        return str(folder / "ninefold.db")


class Postgresql:
    name = "PostgreSQL"

    def place(self, _folder: Path) -> str:
        create("service")
        return f"postgres://ninefold@localhost/service?host={socket_folder()}"


DATABASES = (Sqlite, Postgresql)
