"""Claire at her desk: a browser without scripts, cookies and forms included, over real HTTP."""

from __future__ import annotations

import html
import re
import subprocess
import time
from dataclasses import dataclass, field
from http.client import HTTPResponse
from http.cookiejar import CookieJar
from typing import Any
from urllib.parse import urlencode, urljoin
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

from tests.instance import RunningInstance


@dataclass
class Page:
    """What came back, and where it was."""

    address: str
    status: int
    text: str

    @property
    def words(self) -> str:
        return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", self.text)))

    def hidden(self, action: str) -> dict[str, str]:
        """The hidden and pre-filled fields of the form that posts to `action`."""
        form = re.search(rf'<form[^>]*action="{re.escape(action)}"[^>]*>(.*?)</form>', self.text, re.S)
        assert form, f"no form posts to {action}"
        found = {}
        for tag in re.findall(r"<input[^>]*>", form.group(1)):
            attributes = dict(re.findall(r'([a-z-]+)="([^"]*)"', tag))
            if attributes.get("type") not in ("checkbox", "radio") or "checked" in tag:
                found[attributes.get("name", "")] = html.unescape(attributes.get("value", ""))
        for name, value in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form.group(1), re.S):
            found[name] = html.unescape(value)
        return found


@dataclass
class Manager:
    """A signed-in person."""

    instance: RunningInstance
    opener: OpenerDirector = field(default_factory=lambda: build_opener(HTTPCookieProcessor(CookieJar())))

    def get(self, path: str) -> Page:
        return self._read(Request(urljoin(self.instance.base_url, path)))

    def post(self, path: str, fields: dict[str, Any]) -> Page:
        headers = {"Origin": self.instance.base_url, "Sec-Fetch-Site": "same-origin"}
        data = urlencode(fields, doseq=True).encode()
        return self._read(Request(urljoin(self.instance.base_url, path), data, headers))

    def _read(self, request: Request) -> Page:
        answer: HTTPResponse = self.opener.open(request, timeout=20)
        return Page(answer.geturl(), answer.status, answer.read().decode())

    def sign_in(self) -> Manager:
        """By the link the operator's command printed at the start."""
        link = self._last_link()
        path = link.removeprefix(self.instance.base_url)
        self.post(path, self.get(path).hidden(path))
        return self

    def _last_link(self) -> str:
        """It is printed last, after the addresses; after a restart there is a newer one."""
        for _ in range(100):
            printed = self.instance.log.read_text().rpartition("Mailbox")[2]
            if found := re.search(r"Sign in\s+(\S+)\s", printed):
                return found.group(1)
            time.sleep(0.05)
        raise AssertionError("no sign-in link was printed")

    def open_ticket(self, title: str = "Fuite sous l’évier") -> int:
        fields = self.get("/tickets/nouveau").hidden("/tickets/nouveau")
        page = self.post("/tickets/nouveau", fields | {
            "title": title, "description": "L’eau coule dans le meuble.", "unit_id": "lilas4", "priority": "high"})
        found = re.search(r"/tickets/(\d+)", page.address)
        assert found, page.words
        return int(found.group(1))

    def send(self, number: int, slug: str = "missionner", **fields: str) -> Page:
        path = f"/tickets/{number}/ecrire/{slug}"
        typed = self.get(path).hidden(path) | {"recipient": "marchal", "mode": "quote", "act": "send"} | fields
        return self.post(path, typed)


def reply_address(instance: RunningInstance, number: int) -> str:
    """The address in Reply-To of the first mail that left for this ticket."""
    for mail in instance.mails():
        found = re.search(rf"t-{number}\+[a-z2-7]+@[a-z.]+", str(mail["reply_to"]))
        if found:
            return found.group(0)
    raise AssertionError(f"no mail left for ticket {number}")


def command(instance: RunningInstance, *words: str) -> str:
    done: subprocess.CompletedProcess[str] = instance.run(*words)
    assert done.returncode == 0, done.stderr
    return done.stdout
