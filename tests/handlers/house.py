"""The real application over fakes: two agencies in one table, browsers with cookies, and what changed.

Requests go through Chalice's own routing, so a test sees what API Gateway would hand out.
"""

from __future__ import annotations

import copy
import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from chalice.config import Config
from chalice.local import LocalGateway, LocalGatewayException

from chalicelib import bootstrap
from chalicelib import settings as settings_module
from chalicelib.domain.access_link import SESSION_LIFE, Session, digest
from chalicelib.domain.agency import RegistryEntry, User
from chalicelib.domain.change import Change
from chalicelib.models.keys import Key
from chalicelib.stores.access import Registry
from chalicelib.stores.commit import Books
from chalicelib.usecases.ports import Office
from tests.fakes.faults import Faults
from tests.fakes.office import DOMAIN, START, FakeFiles, FakeMailer, FakeQueues, FakeSending, SeededSecrets
from tests.fakes.table import FakeTable
from tests.handlers import cast

BASE = "https://bpa.example"
SAME_ORIGIN = {"Origin": BASE, "Sec-Fetch-Site": "same-origin"}
FORM = "application/x-www-form-urlencoded"
ENVIRONMENT = {
    "TABLE_NAME": "t", "INBOUND_BUCKET": "i", "FILES_BUCKET": "f", "OUTBOUND_QUEUE_URL": "https://q.example/o",
    "DOCUMENTS_QUEUE_URL": "https://q.example/d", "INBOUND_QUEUE_URL": "https://q.example/i", "BASE_URL": BASE,
    "INBOUND_DOMAIN": DOMAIN, "SENDER_ADDRESS": f"dossier@{DOMAIN}", "SIGNING_KEYS": "key-of-the-tests",
    "SECURE_COOKIES": "true",
}
KEY_LIMITS = (2048, 1024)  # bytes: what DynamoDB takes as partition and sort key


class WatchedTable(FakeTable):
    """Remembers which partitions were reached, and refuses keys that DynamoDB would refuse."""

    def __init__(self, faults: Faults) -> None:
        super().__init__(faults)
        self.reached: set[str] = set()

    def _reach(self, pk: str, sk: str = "") -> None:
        if len(pk.encode()) > KEY_LIMITS[0] or len(sk.encode()) > KEY_LIMITS[1]:
            raise RuntimeError("ValidationException: key too long")
        self.reached.add(pk)

    def get(self, keys: Sequence[Key]) -> list[Any]:
        for key in keys:
            self._reach(*key)
        return super().get(keys)

    def query(self, pk: str, *args: Any, **options: Any) -> list[Any]:
        self._reach(pk)
        return super().query(pk, *args, **options)

    def listing(self, index: str, pk: str, **options: Any) -> Any:
        self._reach(pk)
        return super().listing(index, pk, **options)

    def sheets(self, pk: str) -> dict[str, str]:
        self._reach(pk)
        return super().sheets(pk)

    def counters(self, pk: str) -> dict[str, int]:
        self._reach(pk)
        return super().counters(pk)


@dataclass(frozen=True)
class Answer:
    """What the browser gets. Header names are lower case; cookies apart."""

    status: int
    headers: dict[str, str]
    cookies: list[str]
    text: str

    @property
    def words(self) -> str:
        return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", self.text)))

    def without_proof(self) -> str:
        """The page without the token that is this session's own."""
        return re.sub(r'name="csrf" value="[^"]*"', "", self.text)

    def form(self, action: str) -> dict[str, str]:
        """The fields of a form as a person finds them."""
        found = re.search(rf'<form[^>]*action="{re.escape(action)}"[^>]*>(.*?)</form>', self.text, re.S)
        assert found, f"no form posts to {action}"
        fields: dict[str, str] = {}
        for tag in re.findall(r"<input[^>]*>", found[1]):
            values = dict(re.findall(r'([a-z-]+)="([^"]*)"', tag))
            if values.get("type") not in ("checkbox", "radio") or " checked" in tag:
                fields[values.get("name", "")] = html.unescape(values.get("value", ""))
        for name, text in re.findall(r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', found[1], re.S):
            fields[name] = html.unescape(text)
        for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', found[1], re.S):
            chosen = re.search(r'value="([^"]*)"[^>]* selected', options)
            fields[name] = html.unescape(chosen[1]) if chosen else ""
        return fields


@dataclass
class Browser:
    """Keeps cookies, says where its forms were, and follows nothing by itself. `home`: the page it posts from,
    when that is neither the dashboard nor the sign-in."""

    house: House
    cookies: dict[str, str] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    home: str = ""
    _proofs: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **headers: str) -> Answer:
        return self._ask("GET", path, b"", headers)

    def head(self, path: str) -> Answer:
        return self._ask("HEAD", path, b"", {})

    def post(self, path: str, fields: dict[str, Any] | None = None, *, proof: str | None = None,
             says: dict[str, str] | None = None, content_type: str = FORM) -> Answer:
        """`proof` replaces the right token; `says` replaces what the browser says of the form's origin."""
        typed = {"csrf": self.proof() if proof is None else proof} | (fields or {})
        headers = {"Content-Type": content_type} | (SAME_ORIGIN if says is None else says)
        return self._ask("POST", path, urlencode(typed, doseq=True).encode(), headers)

    def proof(self) -> str:
        """The token of this session's forms, read from a page."""
        session = self.cookies.get(self.house.cookie("session"), "")
        if session not in self._proofs:
            page = self.get(self.home or ("/" if session else "/connexion"))
            found = re.search(r'name="csrf" value="([^"]+)"', page.text)
            assert found, page.status
            self._proofs[session] = found[1]
        return self._proofs[session]

    def _ask(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Answer:
        sent = {"Accept": "text/html", "Host": "bpa.example", **self.headers, **headers}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer = self.house.answer(method, path, sent, body)
        for cookie in answer.cookies:
            name, _, rest = cookie.partition("=")
            value = rest.split(";")[0]
            if "Max-Age=0" in cookie:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value
        return answer


@dataclass
class Desk:
    """One agency as the builders of stories know a world."""

    house: House
    agency_id: str

    @property
    def office(self) -> Office:
        return bootstrap.office(self.agency_id)

    @property
    def now(self) -> datetime:
        return self.house.now

    @property
    def files(self) -> FakeFiles:
        return self.house.files


class House:
    """Two agencies, one deployment. `snapshot` is everything that an act could change."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.faults, self.now = Faults(), START
        self.table, self.files = WatchedTable(self.faults), FakeFiles(self.faults)
        self.mailer, self.queues, self.secrets = FakeMailer(self.faults), FakeQueues(self.faults), SeededSecrets()
        self.sending = FakeSending()
        for name, value in ENVIRONMENT.items():
            patch.setenv(name, value)
        settings_module.settings.cache_clear()
        bootstrap._office.cache_clear()
        parts = {"table": self.table, "registry": Registry(self.table), "secrets": self.secrets, "queues": self.queues,
                 "_files": self.files, "_mailer": self.mailer, "_sending": self.sending,
                 "clock": None}
        for name, part in parts.items():
            patch.setattr(bootstrap, name, (lambda part=part: part) if part is not None else lambda: self.now)
        self._people()
        import app

        self.app = app.app
        self.gateway = LocalGateway(self.app, Config.create())

    def _people(self) -> None:
        for agency_id, known in cast.everything().items():
            books = Books(self.table, agency_id)
            for entity in known:
                books.commit(Change(added=(entity,)))
            users = tuple(RegistryEntry("login", u.email, agency_id, u.id) for u in cast.STAFF[agency_id])
            books.commit(Change(added=(RegistryEntry("all", "", agency_id), *users)))
        Books(self.table, cast.RIVOLI).commit(Change(added=(RegistryEntry("domain", DOMAIN, cast.RIVOLI),)))

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)

    def desk(self, agency_id: str) -> Desk:
        return Desk(self, agency_id)

    def cookie(self, kind: str) -> str:
        return f"__Host-bpa-{kind}"

    def visitor(self) -> Browser:
        return Browser(self)

    def signed_in(self, user: User) -> Browser:
        """A browser with an open session, without the trip through the mail."""
        secret = f"{user.id}.{self.secrets.token()}"
        session = Session(digest(secret), user.id, user.name, user.email, user.role, user.language, self.now,
                          self.now + SESSION_LIFE)
        Books(self.table, user.agency_id).commit(Change(added=(session,)))
        return Browser(self, {self.cookie("session"): f"{user.agency_id}.{secret}"})

    def answer(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
        try:
            raw = self.gateway.handle_request(method, path, headers, body)
        except LocalGatewayException as refusal:
            return Answer(refusal.CODE, {k.lower(): v for k, v in refusal.headers.items()}, [], "")
        found = {k.lower(): v for k, v in raw["headers"].items()}
        many = {k.lower(): v for k, v in raw.get("multiValueHeaders", {}).items()}
        return Answer(raw["statusCode"], found, many.get("set-cookie", []), str(raw["body"]))

    def snapshot(self) -> dict[str, Any]:
        """Entities are frozen, so a shallow copy is enough; counters are not. The access log is left aside (W-1)."""
        return {
            "items": dict(self.table.items), "counted": copy.deepcopy(self.table.counted),
            "files": {k: v for k, v in self.files.objects.items() if not k.startswith("access/")},
            "raw": dict(self.files.raw), "mails": list(self.mailer.sent),
            "queued": list(self.queues.waiting),
        }
