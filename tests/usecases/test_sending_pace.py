"""Five hundred mails through a narrow door: none lost, none doubled, each ticket in order, the dead address stopped.

The account's rate and its day are followed by all workers together, in recipients (R-12, R-13, TRAP-2, M-101).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from chalicelib.domain.address_health import AddressHealth
from chalicelib.domain.change import Change
from chalicelib.domain.conversation import Conversation
from chalicelib.domain.mail import OutgoingMail
from chalicelib.domain.sending import resumes_at
from chalicelib.domain.ticket import Ticket
from chalicelib.gateways.pace import SharedPace
from chalicelib.models import keys
from chalicelib.stores.sending import SendingBook
from chalicelib.usecases.ports import Office
from chalicelib.usecases.send_mail import send_next
from chalicelib.usecases.sweep import sweep
from infra.seed import cast
from tests.fakes.office import START, World
from tests.fakes.provider import Provider, Time

TICKETS, EACH, DEAD = 50, 10, "morte@courriel.example"
BATCH = 5


@dataclass
class Deployment:
    """Two workers with a queue that forgets, a sweep each minute, one table, one provider."""

    provider: Provider
    world: World = field(default_factory=World)

    def __post_init__(self) -> None:
        self.time = self.provider.time
        self.offices = [self._worker(), self._worker()]

    def _worker(self) -> Office:
        pace = SharedPace(SendingBook(self.world.table), self.provider.quota, 20, lambda: self.time.now,
                          self.time.sleep)
        return replace(self.world.office, mailer=self.provider, sending=pace)

    def mails(self) -> list[OutgoingMail]:
        return [e for e in self.world.table.items.values() if isinstance(e, OutgoingMail) and e.id.startswith("m")]

    def waiting(self) -> int:
        return sum("#MAIL#m" in key[0] for key in self.world.table.indexed["waiting"])

    def run(self, announced: list[str], hours: float) -> None:
        """Batches go to the workers in turn; what the queue lost is found by the sweep."""
        self.world.queues.waiting.clear()
        turn, end = 0, self.time.now + timedelta(hours=hours)
        while self.waiting() and self.time.now < end:
            before = self.time.now
            for start in range(0, len(announced), BATCH):
                for mail_id in announced[start:start + BATCH]:
                    send_next(self.offices[turn % 2], mail_id, self.time.now)
                turn += 1
            account = SendingBook(self.world.table).read()
            until = account.closed_until if account and account.closed_until else before
            self.time.now = max(self.time.now, before + timedelta(minutes=1), until)
            sweep(self.offices[0], self.time.now)
            announced = [key for kind, key in self.world.queues.waiting if kind == "mail" and key.startswith("m")]
            self.world.queues.waiting.clear()


def letters(world: World, tickets: int = TICKETS, each: int = EACH) -> list[str]:
    """Manual mails, a few on every ticket; the third ticket's correspondent has a dead address."""
    ids = []
    for n in range(tickets):
        number, email = 5000 + n, DEAD if n == 2 else f"p{n}@courriel.example"
        talk = Conversation(number, f"p{n}", "other", f"Personne {n}", email, "a" * 26)
        head = Ticket(number, f"Dossier {n}", "Texte", world.now, world.now)
        world.office.books.commit(Change(added=(head, talk)))
    for k in range(each):
        for n in range(tickets):
            at = world.now + timedelta(milliseconds=k * tickets + n)
            email = DEAD if n == 2 else f"p{n}@courriel.example"
            mail = OutgoingMail(f"m{n:03}-{k:02}", "manual", "inform_other", "fr", email, at, at, subject="Objet",
                                text="Bonjour.", ticket_number=5000 + n, party_id=f"p{n}")
            world.office.books.commit(Change(mails=(mail,)))
            ids.append(mail.id)
    return ids


def per_ticket(provider: Provider) -> Iterator[list[str]]:
    sent = [mail_id for _, _, mail_id in provider.accepted]
    for name in sorted({mail_id.split("-")[0] for mail_id in sent}):
        yield [mail_id for mail_id in sent if mail_id.startswith(f"{name}-")]


def test_five_hundred_mails_at_one_a_second_through_moods_and_a_spent_day() -> None:
    time = Time(START + timedelta(minutes=1))
    house = Deployment(Provider(time, per_second=1, day_limit=300, moods=0.1))
    ids = letters(house.world)
    house.world.office.books.commit(Change(added=(AddressHealth(DEAD, START, "no_mailbox"),)))
    house.run(ids, hours=60)
    sent = Counter(mail_id for _, _, mail_id in house.provider.accepted)
    assert len(sent) == (TICKETS - 1) * EACH, "none lost"
    assert set(sent.values()) == {1}, "none doubled"
    assert not [r for _, r, _ in house.provider.accepted if r == DEAD], "the dead address is written to no more"
    assert all(order == sorted(order) for order in per_ticket(house.provider)), "each ticket in its order"
    states = Counter(m.state for m in house.mails())
    assert states == {"sent": (TICKETS - 1) * EACH, "suppressed": EACH}
    assert not [m for m in house.mails() if m.double or m.attempts > 1], "a refusal of the account costs no attempt"
    assert house.provider.refusals["rate"] >= 20, "the moods were there"
    assert house.provider.refusals.get("day", 0) <= 10, "the day is counted, not found out by knocking"
    assert time.now - START < timedelta(hours=26)


def test_the_oldest_leave_first_when_the_day_frees() -> None:
    time = Time(START + timedelta(minutes=1))
    house = Deployment(Provider(time, per_second=10, day_limit=30))
    ids = letters(house.world, tickets=40, each=1)
    house.run(ids, hours=1)
    assert house.waiting() == 10
    left = [m.id for m in house.mails() if m.state == "queued"]
    late = house.world
    at = time.now
    fresh = OutgoingMail("my", "manual", "inform_other", "fr", "p0@courriel.example", at, at, subject="O",
                         text="B", ticket_number=5000, party_id="p0")
    late.office.books.commit(Change(mails=(fresh,)))
    for hours in (20, 10):
        house.run(["my", "my"], hours=hours)
    order = [mail_id for _, _, mail_id in house.provider.accepted[30:]]
    assert order == [*sorted(left), "my"]


def test_a_full_day_is_told_with_the_hour_it_frees() -> None:
    time = Time(START + timedelta(minutes=20))
    house = Deployment(Provider(time, per_second=10, day_limit=5))
    house.run(letters(house.world, tickets=8, each=1), hours=0.2)
    pace = house.offices[0].sending
    account = SendingBook(house.world.table).read()
    assert account is not None
    assert account.closed_by == "day"
    assert account.closed_until is not None
    time.now = account.closed_until - timedelta(minutes=1)
    assert resumes_at(account, time.now) == START + timedelta(hours=24)
    assert pace.closed()
    assert house.offices[0].mailbox.overdue(time.now) == 3
    assert sweep(house.offices[0], time.now)["mails"] == 0, "nothing is announced that could not leave"


@pytest.mark.parametrize("rate", [1, 14])
def test_two_workers_together_keep_the_rate(rate: int) -> None:
    time = Time(START + timedelta(minutes=1))
    house = Deployment(Provider(time, per_second=rate))
    house.run(letters(house.world, tickets=60, each=1), hours=1)
    moments: list[datetime] = [at for at, _, _ in house.provider.accepted]
    assert len(moments) == 60
    for first in moments:
        assert sum(first <= at < first + timedelta(seconds=1) for at in moments) <= rate
    assert house.provider.refusals == {}


def test_a_mail_of_another_ticket_never_waits_for_one_in_doubt() -> None:
    house = Deployment(Provider(Time(START + timedelta(minutes=1)), per_second=10))
    first, other, second = "m000-00", "m001-00", "m000-01"
    letters(house.world, tickets=2, each=2)
    table = house.world.table
    doubtful = table.items[keys.outgoing(cast.AGENCY_ID, first)]
    unsure = replace(doubtful, state="uncertain", lease_until=house.time.now + timedelta(minutes=15))
    house.world.office.books.commit(Change(changed=(unsure,)))
    office = house.offices[0]
    assert send_next(office, second, house.time.now) == "waits"
    assert send_next(office, other, house.time.now) == "sent"
    assert send_next(office, second, house.time.now + timedelta(minutes=16)) == "sent"
    assert [mail_id for _, _, mail_id in house.provider.accepted] == [other, first, second]
