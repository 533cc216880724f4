"""One browser at the service: keeps cookies, and proves that its own page sends what it sends."""

import http.client
import json
from http.cookies import SimpleCookie


class Refused(Exception):
    """The service said no."""


class Browser:
    def __init__(self, port: int, network: str):
        """`network`: the address that it calls from, as far as the service knows."""
        self.port, self.network = port, network
        self.cookies: dict[str, str] = {}
        self.csrf = ""

    def headers(self) -> dict[str, str]:
        """All that tells who asks."""
        said = {"Host": f"127.0.0.1:{self.port}", "X-Forwarded-For": self.network}
        if self.cookies:
            said["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return said

    def take_csrf(self, path: str):
        """Sends from now on what a page that was just loaded would."""
        self.csrf = self.get(path)["csrf"]

    def get(self, path: str):
        return self.call("GET", path)

    def post(self, path: str, body: dict, **more: str):
        return self.call("POST", path, body, **more)

    def call(self, method: str, path: str, body: dict | None = None, **more: str):
        """`more`: other headers."""
        headers = self.headers() | {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/json"} | more
        if self.csrf:
            headers["X-CSRF-Token"] = self.csrf
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            sent = None if body is None else json.dumps(body)
            connection.request(method, f"/api/v1{path}", body=sent, headers=headers)
            answer = connection.getresponse()
            text = answer.read()
        finally:
            connection.close()
        if answer.status >= 300:
            raise Refused(f"{method} {path}: {answer.status} {text.decode(errors='replace')}")
        for header in answer.headers.get_all("set-cookie") or []:
            self.cookies |= {name: cookie.value for name, cookie in SimpleCookie(header).items()}
        return json.loads(text) if text else None
