"""Requests as fast as they are answered, by wrk."""

import json
import subprocess
import tempfile
from pathlib import Path

SCRIPT = Path(__file__).parent / "rotate.lua"
CLIENTS = (1, 8)
WARM_UP_SECONDS = 1


def request(method: str, path: str, headers: dict[str, str], body: str = "") -> bytes:
    """As it goes over the wire."""
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body.encode())}"]
    return "\r\n".join([*lines, "", body]).encode()


def measure(name: str, port: int, requests: list[bytes], seconds: int) -> dict[str, dict]:
    """Figures by number of clients; each sends its next request as soon as the last one is answered."""
    found = {}
    with tempfile.NamedTemporaryFile(prefix="ninefold-requests-") as file:
        file.write(b"".join(one + b"\0" for one in requests))
        file.flush()
        run(port, file.name, 1, WARM_UP_SECONDS)
        for clients in CLIENTS:
            told = run(port, file.name, clients, seconds)
            found[of_clients(clients)] = {
                f"{name}, requests/s": 1e6 * told["requests"] / told["us"],
                f"{name}, median ms": told["p50"] / 1000,
                f"{name}, 99 % ms": told["p99"] / 1000,
            }
    return found


def of_clients(count: int) -> str:
    return f"{count} client{'s' if count > 1 else ''}"


def run(port: int, requests: str, clients: int, seconds: int) -> dict:
    command = ["wrk", "--threads", "1", "--connections", str(clients), "--duration", f"{seconds}s",
               "--timeout", "30s", "--script", SCRIPT, f"http://127.0.0.1:{port}", "--", requests]
    said = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    told = json.loads(said.splitlines()[-1])
    if told["refused"] or told["broken"] or not told["requests"]:
        raise RuntimeError(f"not all requests were answered with a success: {told}")
    return told
