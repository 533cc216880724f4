"""Many streams of Server-Sent Events that are open at once."""

import asyncio
import statistics
import time
from concurrent.futures import ThreadPoolExecutor

from .. import processes
from ..output import progress
from .browser import Browser
from .load import request
from .people import STREAMS_OF_A_PERSON, Crm, People
from .server import Server

AT_ONCE = 32
EVENTS = 5
IDLE_SECONDS = 10
PATIENCE = 120
OPENED = b"HTTP/1.1 200 "
EVENT = b"event: record_changed"


def measure(server: Server, people: People, counts: list[int]) -> dict[str, dict]:
    """Figures by number of streams."""
    return asyncio.run(Hall(server, people).measure(counts))


class Hall:
    """Everybody who listens."""

    def __init__(self, server: Server, people: People):
        self.server, self.people = server, people
        who = people.members()
        self.places = [place for _ in range(STREAMS_OF_A_PERSON) for place in who]
        self.open: list[Stream] = []
        self.told = 0
        self.heard: list[float] = []
        self.all_heard = asyncio.Event()

    async def measure(self, counts: list[int]) -> dict[str, dict]:
        pid = self.server.process.pid
        before = await asyncio.to_thread(processes.settled_memory_mb, pid)
        found = {}
        for count in counts:
            progress(f"{count} streams")
            began = time.monotonic()
            await self._open(count)
            opened = time.monotonic() - began
            memory = await asyncio.to_thread(processes.settled_memory_mb, pid)
            idle = await asyncio.to_thread(processes.cpu_percent, [pid], IDLE_SECONDS)
            found[f"{count} streams"] = {
                "streams opened in, s": opened,
                "memory without streams, MB": before,
                "memory with them, MB": memory,
                "memory of a stream, kB": 1024 * (memory - before) / count,
                "idle CPU with them, %": idle,
            } | await self._events()
        for stream in self.open:
            stream.transport.close()
        return found

    async def _open(self, count: int):
        """Opens as many as are missing, some at once."""
        places = iter(self.places[len(self.open):count])

        async def some():
            loop = asyncio.get_running_loop()
            for crm, browser in places:
                _, stream = await loop.create_connection(lambda: Stream(self), "127.0.0.1", self.server.port)
                stream.ask(crm, browser)
                await asyncio.wait_for(stream.is_open, PATIENCE)
                self.open.append(stream)

        await asyncio.gather(*(some() for _ in range(AT_ONCE)))

    async def _events(self) -> dict:
        """How long it takes from a change in each CRM until half of the streams, and the last one, have heard of it."""
        half, last = [], []
        with ThreadPoolExecutor(len(self.people.crms)) as pool:
            for _ in range(EVENTS):
                self.told += 1
                self.heard = []
                self.all_heard.clear()
                began = time.monotonic()
                changes = [pool.submit(change, crm, self.told) for crm in self.people.crms]
                await self._wait_for_all()
                half.append(1000 * (statistics.median(self.heard) - began))
                last.append(1000 * (self.heard[-1] - began))
                for one in changes:
                    one.result()
        return {"event at half of them, ms": statistics.median(half), "event at all, ms": statistics.median(last)}

    async def _wait_for_all(self):
        try:
            await asyncio.wait_for(self.all_heard.wait(), PATIENCE)
        except TimeoutError as error:
            raise TimeoutError(f"only {len(self.heard)} of {len(self.open)} streams were told") from error

    def hears(self):
        self.heard.append(time.monotonic())
        if len(self.heard) == len(self.open):
            self.all_heard.set()


class Stream(asyncio.Protocol):
    """One connection. A reader of asyncio's own would take more memory than what is measured."""

    def __init__(self, hall: Hall):
        self.hall = hall
        self.is_open = asyncio.get_running_loop().create_future()
        self.rest = b""

    def connection_made(self, transport: asyncio.Transport):
        self.transport = transport

    def ask(self, crm: Crm, browser: Browser):
        self.transport.write(request("GET", f"/api/v1/c/{crm.slug}/stream", browser.headers()))

    def data_received(self, data: bytes):
        self.rest += data
        if not self.is_open.done() and not OPENED.startswith(self.rest[:len(OPENED)]):
            self._fails(self.rest.decode(errors="replace"))
        if not self.is_open.done() and b"event: ping" in self.rest:
            self.is_open.set_result(None)
        for _ in range(self.rest.count(EVENT)):
            self.hall.hears()
        if self.is_open.done():
            # An event may come in two parts.
            self.rest = self.rest.rpartition(EVENT)[2][-len(EVENT) + 1:]

    def connection_lost(self, error: Exception | None):
        if not self.is_open.done():
            self._fails(str(error or "the connection was closed"))

    def _fails(self, why: str):
        self.is_open.set_exception(RuntimeError(f"no stream: {why}"))


def change(crm: Crm, number: int):
    """Something that everybody in the CRM is told of."""
    path = f"/c/{crm.slug}/me"
    version = crm.owner.get(path)["version"]
    crm.owner.call("PATCH", path, {"title": f"Title {number}"}, **{"If-Match": f'"v{version}"'})
