"""What the service has sent into a folder."""

import email
import re
from email.policy import default
from pathlib import Path

from ..waiting import wait_until

TICKET = re.compile(r"#ticket=(\S+)")


class Letters:
    def __init__(self, folder: Path):
        self.folder = folder
        self.read: set[Path] = set()
        self.tickets: dict[str, str] = {}

    def wait_for(self, people: list[str]) -> list[str]:
        """The ticket of the last letter to each of these addresses that has one."""
        wait_until(lambda: self._look(people), f"{len(people)} letters", 60 + len(people))
        return [self.tickets.pop(address) for address in people]

    def _look(self, people: list[str]) -> bool:
        for path in sorted(set(self.folder.iterdir()) - self.read):
            letter = email.message_from_bytes(path.read_bytes(), policy=default)
            text = letter.get_body(("plain",))
            page = letter.get_body(("html",))
            # The page comes last: without its end the letter is being written.
            if not (text and page and page.get_content().rstrip().endswith("</html>")):
                continue
            self.read.add(path)
            if ticket := TICKET.search(text.get_content()):
                self.tickets[letter["to"].addresses[0].addr_spec] = ticket[1]
        return all(address in self.tickets for address in people)
