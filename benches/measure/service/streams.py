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
BUSY = b"HTTP/1.1 503 "
BUSY_SECONDS = 1  # as such an answer says
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
        self.open: set[Stream] = set()
        self.asked = self.refused = self.lost = 0
        self.told = 0
        self.heard: list[float] = []
        self.left: set[Stream] = set()
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
            } | await self._events() | {"answers that the server is busy": self.refused, "streams lost": self.lost}
        for stream in list(self.open):
            stream.transport.close()
        return found

    async def _open(self, count: int):
        """Opens as many as are missing, some at once."""
        places = iter(self.places[self.asked:count])
        self.asked = count

        async def some():
            for crm, browser in places:
                while not await self._one(crm, browser):
                    self.refused += 1
                    await asyncio.sleep(BUSY_SECONDS)

        await asyncio.gather(*(some() for _ in range(AT_ONCE)))

    async def _one(self, crm: Crm, browser: Browser) -> bool:
        """Whether the server opens one more."""
        loop = asyncio.get_running_loop()
        _, stream = await loop.create_connection(lambda: Stream(self), "127.0.0.1", self.server.port)
        stream.ask(crm, browser)
        if await asyncio.wait_for(stream.is_open, PATIENCE):
            self.open.add(stream)
            return True
        stream.transport.close()
        return False

    async def _events(self) -> dict:
        """How long it takes from a change in each CRM until half of the streams, and the last one, have heard of it."""
        half, last = [], []
        with ThreadPoolExecutor(len(self.people.crms)) as pool:
            for _ in range(EVENTS):
                self.told += 1
                self.heard, self.left = [], set(self.open)
                self.all_heard.clear()
                began = time.monotonic()
                changes = [pool.submit(change, crm, self.told) for crm in self.people.crms]
                await asyncio.gather(self._wait_for_all(), *map(asyncio.wrap_future, changes))
                half.append(1000 * (statistics.median(self.heard) - began))
                last.append(1000 * (self.heard[-1] - began))
        return {"event at half of them, ms": statistics.median(half), "event at all, ms": statistics.median(last)}

    async def _wait_for_all(self):
        try:
            await asyncio.wait_for(self.all_heard.wait(), PATIENCE)
        except TimeoutError as error:
            raise TimeoutError(f"{len(self.left)} of {len(self.open)} streams weren't told") from error

    def hears(self, stream: "Stream"):
        self.heard.append(time.monotonic())
        self._leaves(stream)

    def loses(self, stream: "Stream"):
        """A page would come back; here it is counted."""
        if stream in self.open:
            self.open.remove(stream)
            self.lost += 1
            self._leaves(stream)

    def _leaves(self, stream: "Stream"):
        self.left.discard(stream)
        if not self.left:
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
        if not self.is_open.done():
            self._opens()
            return
        for _ in range(self.rest.count(EVENT)):
            self.hall.hears(self)
        # An event may come in two parts.
        self.rest = self.rest.rpartition(EVENT)[2][-len(EVENT) + 1:]

    def _opens(self):
        if self.rest.startswith(BUSY):
            self.is_open.set_result(False)
        elif not OPENED.startswith(self.rest[:len(OPENED)]):
            self._fails(self.rest.decode(errors="replace"))
        elif b"event: ping" in self.rest:
            self.is_open.set_result(True)

    def connection_lost(self, error: Exception | None):
        if self.is_open.done():
            self.hall.loses(self)
        else:
            self._fails(str(error or "the connection was closed"))

    def _fails(self, why: str):
        self.is_open.set_exception(RuntimeError(f"no stream: {why}"))


def change(crm: Crm, number: int):
    """Something that everybody in the CRM is told of."""
    path = f"/c/{crm.slug}/me"
    version = crm.owner.get(path)["version"]
    crm.owner.call("PATCH", path, {"title": f"Title {number}"}, **{"If-Match": f'"v{version}"'})
