"""A whole agency in memory: the shipped repositories over the fake table, and fakes of S3, SES and SQS."""

from __future__ import annotations

import base64
import contextlib
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import IO, Any

from chalicelib.domain.change import Change
from chalicelib.domain.outcomes import StoredFile, Unanswered
from chalicelib.domain.party import AddressHolder, PartyAddress
from chalicelib.domain.sending import Limit, SendingAccount
from chalicelib.domain.ticket import Ticket
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.gateways.secrets import SystemSecrets
from chalicelib.stores.access import Access, Registry
from chalicelib.stores.commit import Books
from chalicelib.stores.directory import Directory
from chalicelib.stores.jobs import Jobs
from chalicelib.stores.mailbox import Mailbox
from chalicelib.stores.tickets import Tickets
from chalicelib.usecases.ports import Office, Post
from infra.seed import cast
from tests.fakes.faults import Faults, NoAnswer, Outage
from tests.fakes.table import FakeTable

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
DOMAIN = "courrier.rivoli.example"


@dataclass
class FakeFiles:
    """S3 as two dictionaries."""

    faults: Faults
    objects: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    raw: dict[str, bytes] = field(default_factory=dict)
    origin: str = "https://files.example"

    def put(self, key: str, content: bytes, content_type: str) -> None:
        self.faults.around("s3.put", lambda: self.objects.__setitem__(key, (content, content_type)))

    def kept(self, key: str, *, raw: bool = False) -> bytes | None:
        if key not in (self.raw if raw else self.objects):
            return None
        return self.raw_mail(key) if raw else self.get(key)

    def store(self, key: str, stream: IO[bytes], content_type: str) -> None:
        stream.seek(0)
        self.put(key, stream.read(), content_type)

    def note(self, key: str) -> None:
        self.put(key, b"", "application/octet-stream")

    def noted(self, prefix: str) -> list[str]:
        return self.faults.around("s3.list", lambda: sorted(key for key in self.objects if key.startswith(prefix)))

    def get(self, key: str) -> bytes:
        return self.faults.around("s3.get", lambda: self.objects[key][0])

    def raw_mail(self, key: str) -> bytes:
        return self.faults.around("s3.raw", lambda: self.raw[key])

    def facts(self, key: str) -> StoredFile | None:
        found = self.objects.get(key)
        return StoredFile(len(found[0]), found[1]) if found else None

    def link(self, key: str, filename: str, content_type: str, *, inline: bool = False) -> str:
        return f"https://files.example/{key}?inline={inline}"

    def mail_link(self, key: str, filename: str) -> str:
        return f"https://mails.example/{key}"

    def upload_form(self, key: str, limit_bytes: int, back_to: str) -> tuple[str, Mapping[str, str]]:
        return "https://files.example/", {"key": key, "success_action_redirect": back_to}


@dataclass
class FakeMailer:
    """SES: what was accepted, in order."""

    faults: Faults
    sent: list[tuple[str, bytes]] = field(default_factory=list)
    tags: list[dict[str, str]] = field(default_factory=list)
    taken: int = 0  # ids are never given twice, whatever a test forgets of what was sent

    def send(self, raw: bytes, sender: str, recipient: str, tags: Mapping[str, str]) -> str:
        def run() -> str:
            self.sent.append((recipient, raw))
            self.tags.append(dict(tags))
            self.taken += 1
            return f"0102-{self.taken:06}"
        return self.faults.around("ses.send", run)


@dataclass
class FakeSending:
    """An account without limits, until a test closes it."""

    known: SendingAccount | None = None
    open: bool = True
    refusals: list[Limit] = field(default_factory=list)

    def slot(self) -> bool:
        return self.open

    def refused(self, limit: Limit) -> datetime:
        self.refusals.append(limit)
        return START

    def account(self) -> SendingAccount | None:
        return self.known

    def closed(self) -> bool:
        return not self.open

    def pressed(self) -> bool:
        return not self.open


@dataclass
class FakeQueues:
    """SQS: keys waiting to be worked on. Losing them loses nothing."""

    faults: Faults
    waiting: list[tuple[str, Any]] = field(default_factory=list)

    def mails(self, agency_id: str, mail_ids: Sequence[str], delay_seconds: int = 0) -> None:
        self._announce([("mail", m) for m in mail_ids])

    def documents(self, agency_id: str, documents: Sequence[tuple[int, str]]) -> None:
        self._announce([("document", d) for d in documents])

    def jobs(self, agency_id: str, job_ids: Sequence[str]) -> None:
        self._announce([("job", j) for j in job_ids])

    def received(self, agency_id: str, delivery_id: str) -> None:
        self.faults.around("sqs.send", lambda: self.waiting.append(("received", delivery_id)))

    def sign_in(self, email: str, browser_hash: str, request_id: str) -> None:
        asked = {"email": email, "browser": browser_hash, "id": request_id}
        self.faults.around("sqs.send", lambda: self.waiting.append(("sign_in", asked)))

    def _announce(self, work: list[tuple[str, Any]]) -> None:
        """As the real gateway: a queue that does not answer is left to the sweep."""
        with contextlib.suppress(Outage, NoAnswer):
            self.faults.around("sqs.send", lambda: self.waiting.extend(work))


class SeededSecrets(SystemSecrets):
    """The same tokens in every run."""

    def __init__(self) -> None:
        super().__init__(("key-of-the-tests",))
        self.drawn = 0

    def token(self) -> str:
        self.drawn += 1
        return hashlib.sha256(f"token {self.drawn}".encode()).hexdigest()

    def reply_token(self) -> str:
        self.drawn += 1
        seed = hashlib.sha256(f"reply {self.drawn}".encode()).digest()
        return base64.b32encode(seed).decode().lower()[:26]

    def new_id(self) -> str:
        return self.token()[:24]


@dataclass
class World:
    """One agency, its table, its files, its post, and a clock that moves only when told."""

    faults: Faults = field(default_factory=Faults)
    now: datetime = START

    def __post_init__(self) -> None:
        self.faults.errors["ses"] = lambda timeout: Unanswered("no answer" if timeout else "internal error")
        self.table = FakeTable(self.faults)
        self.files = FakeFiles(self.faults)
        self.mailer = FakeMailer(self.faults)
        self.sending = FakeSending()
        self.queues = FakeQueues(self.faults)
        self.office = self._office()
        self.registry = Registry(self.table)
        self._people()

    def later(self, **span: float) -> datetime:
        self.now += timedelta(**span)
        return self.now

    def file(self, number: int) -> TicketFile:
        found = self.office.tickets.file(number)
        assert found is not None
        return found

    def ticket(self, number: int) -> Ticket:
        return self.file(number).ticket

    def _office(self) -> Office:
        a, table = cast.AGENCY_ID, self.table
        post = Post("http://127.0.0.1:8000", DOMAIN, f"dossier@{DOMAIN}", "eu-west-1.amazonses.com", "tests",
                    7_000_000)
        return Office(cast.AGENCY, Tickets(table, a), Directory(table, a), Mailbox(table, a), Access(table, a),
                      Books(table, a), self.files, self.mailer, self.sending, self.queues, SeededSecrets(),
                      post, jobs=Jobs(table, a))

    def _people(self) -> None:
        parties = (*cast.OWNERS, *cast.TENANTS, *cast.CONTRACTORS)
        addresses = tuple(PartyAddress(e, (AddressHolder(p.id, p.role, p.name),)) for p in parties for e in p.emails)
        for part in (parties, addresses, (cast.AGENCY, cast.CLAIRE, cast.KARIM, *cast.BUILDINGS, *cast.UNITS),
                     (*cast.LEASES, *cast.MANDATES)):
            self.office.books.commit(Change(added=part))
        self.faults.count, self.faults.names = 0, []
