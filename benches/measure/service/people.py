"""Accounts, CRMs and their staff, made as people make them."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count

from ..output import progress
from .browser import Browser
from .letters import Letters
from .server import BOOTSTRAP, Server

PASSWORD = "seven green bottles"

# What the service allows.
CRMS_OF_AN_ACCOUNT = 5  # in a day
MOST_STAFF = 50  # invitations of a CRM in a day
STREAMS_OF_A_PERSON = 12

# Sessions at the portal that share its calls: each may make 600 in a minute.
PORTAL_SESSIONS = 100
AT_ONCE = 8


@dataclass
class Crm:
    slug: str
    owner: Browser
    staff: list["Member"] = field(default_factory=list)


@dataclass
class Member:
    login: str
    browser: Browser


@dataclass
class Account:
    email: str
    crms: list[Crm]


class People:
    """As many CRMs with as many people as so many streams take, and one account's CRMs at least."""

    def __init__(self, server: Server, staff: int, streams: int):
        self.server, self.staff = server, staff
        self.letters = Letters(server.mailbox)
        self.networks = count()
        crms = max(CRMS_OF_AN_ACCOUNT, -(-streams // (STREAMS_OF_A_PERSON * (staff + 1))))
        self.accounts = [self._operator()]
        while sum(len(account.crms) for account in self.accounts) < crms:
            self.accounts.append(self._applicant(len(self.accounts)))
        self.crms = [crm for account in self.accounts for crm in account.crms][:crms]
        progress(f"{crms} CRMs of {staff + 1} people each")
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for crm in self.crms:
                self._staff(crm, pool)
            first = self.accounts[0]
            self.portal = list(pool.map(lambda _: self._at_the_portal(first.email), range(PORTAL_SESSIONS)))

    def browser(self) -> Browser:
        """One from a network that nobody called from yet."""
        number = next(self.networks)
        return Browser(self.server.port, f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}")

    def members(self) -> list[tuple[Crm, Browser]]:
        """Everybody in a CRM, those of one CRM not one after another."""
        each = [[(crm, crm.owner), *((crm, member.browser) for member in crm.staff)] for crm in self.crms]
        return [member for row in zip(*each, strict=True) for member in row]

    def _operator(self) -> Account:
        email, browser = "operator@bench.example", self.browser()
        browser.post("/setup", {"token": BOOTSTRAP, "name": "Operator", "email": email, "password": PASSWORD,
                                "crm_name": "First", "locale": "en"})
        return self._account(email, "first", browser)

    def _applicant(self, number: int) -> Account:
        email, browser = f"owner{number}@bench.example", self.browser()
        browser.post("/sign-up", {"name": f"Owner {number}", "email": email, "password": PASSWORD,
                                  "crm_name": f"Company {number}", "locale": "en"})
        [ticket] = self.letters.wait_for([email])
        url = browser.post("/sign-up/confirm", {"ticket": ticket})["url"]
        return self._account(email, slug_of(url), browser)

    def _account(self, email: str, first: str, owner: Browser) -> Account:
        """With all CRMs that it may have; `owner` is in the first one already."""
        owner.take_csrf(f"/c/{first}/session")
        portal, crms = self._at_the_portal(email), [Crm(first, owner)]
        portal.take_csrf("/portal/me")
        for number in range(2, CRMS_OF_AN_ACCOUNT + 1):
            name = f"{first} {number}"
            made = portal.post("/portal/crms", {"name": name}, **{"Idempotency-Key": name.replace(" ", "-")})
            crms.append(self._entered(portal, made["id"]))
        return Account(email, crms)

    def _at_the_portal(self, email: str) -> Browser:
        browser = self.browser()
        browser.post("/sign-in", {"login": email, "password": PASSWORD})
        browser.post("/sign-in/tickets/current/open", {"choice": "portal"})
        return browser

    def _entered(self, portal: Browser, crm_id: str) -> Crm:
        link = portal.post(f"/portal/crms/{crm_id}/enter", {})["url"]
        path, ticket = link.split("#ticket=")
        owner = self.browser()
        owner.post(path.rstrip("/"), {"ticket": ticket})
        crm = Crm(slug_of(path), owner)
        owner.take_csrf(f"/c/{crm.slug}/session")
        return crm

    def _staff(self, crm: Crm, pool: ThreadPoolExecutor):
        logins = [f"p{number}.{crm.slug}@bench.example" for number in range(1, self.staff + 1)]
        crm.owner.post(f"/c/{crm.slug}/invitations", {"emails": logins, "role": "member"})
        tickets = self.letters.wait_for(logins)
        crm.staff = list(pool.map(self._accept, logins, tickets))

    def _accept(self, login: str, ticket: str) -> Member:
        browser = self.browser()
        browser.post("/invitations/accept", {"ticket": ticket, "first_name": login.partition(".")[0],
                                             "last_name": "Bench", "password": PASSWORD})
        return Member(login, browser)


def slug_of(path: str) -> str:
    """Of the path of a page of a CRM."""
    return path.split("/")[2]


def sign_in_body(crm: Crm, member: Member) -> str:
    return json.dumps({"address": crm.slug, "login": member.login, "password": PASSWORD})
