"""The post room of one agency: deliveries, what we know of a sender, mails on their way out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from chalicelib.domain.address_health import AddressHealth
from chalicelib.domain.change import Outdated
from chalicelib.domain.conversation import MessageRef
from chalicelib.domain.known import Due, InRow, Known
from chalicelib.domain.mail import InboundMail, Marker, OutgoingMail
from chalicelib.domain.party import normal_email
from chalicelib.domain.reminder import PersonDay
from chalicelib.models import keys
from chalicelib.stores.lists import hashed, stamp
from chalicelib.stores.writes import AlreadyThere, Stale, Write


class Mailbox:
    """Reads the post; writes only the books of deliveries, which no other entity depends on."""

    def __init__(self, table: Any, agency_id: str) -> None:
        self._table = table
        self._agency_id = agency_id

    def claim(self, delivery: InboundMail) -> InboundMail:
        """Book a delivery. A second arrival of the same one gets the entry that exists (M-4)."""
        try:
            self._table.write(self._agency_id, [Write("insert", delivery)])
        except AlreadyThere:
            return self.inbound(delivery.delivery_id) or delivery
        return delivery

    def inbound(self, delivery_id: str) -> InboundMail | None:
        found: list[InboundMail | None] = self._table.get([keys.inbound(self._agency_id, delivery_id)])
        return found[0]

    def save(self, delivery: InboundMail) -> None:
        """Write the status of a delivery. Raises Outdated when another run was faster."""
        try:
            self._table.write(self._agency_id, [Write("replace", delivery)])
        except Stale as refusal:
            raise Outdated(refusal.entity) from refusal

    def review(self, limit: int = 50, cursor: str = "") -> tuple[list[InboundMail], str]:
        """What waits to be filed by hand, newest first."""
        page = self._table.listing("list", keys.review(self._agency_id), limit=limit, newest_first=True,
                                   cursor=cursor)
        wanted = [keys.inbound(self._agency_id, str(row["id"])) for row in page.rows]
        found = self._table.get(wanted) if wanted else []
        return [e for e in found if e and e.state in ("review", "failed")], page.cursor

    def recognise(self, email: str, day: str, marker_key: str, message_ids: Sequence[str]) -> Known:
        """Who the address belongs to, whether this mail was seen, which conversations its ids name."""
        a, email = self._agency_id, normal_email(email)
        wanted = [keys.marker(a, "mail_in", marker_key), keys.address(a, email or "-"),
                  keys.sender_day(a, email or "-", day)]
        wanted += [keys.message_ref(a, hashed(i)) for i in message_ids]
        marker, address, sender_day, *refs = self._table.get(wanted)
        holders = address.holders if address else ()
        return Known(marker, holders, sender_day, tuple(r for r in refs if r))

    def refs(self, *message_ids: str) -> list[MessageRef | None]:
        found: list[MessageRef | None] = self._table.get(
            [keys.message_ref(self._agency_id, hashed(i)) for i in message_ids])
        return found

    def outgoing(self, mail_id: str) -> OutgoingMail | None:
        found: list[OutgoingMail | None] = self._table.get([keys.outgoing(self._agency_id, mail_id)])
        return found[0]

    def mails(self, *mail_ids: str) -> list[OutgoingMail]:
        """Those that exist. One request per hundred."""
        found = self._table.get([keys.outgoing(self._agency_id, mail_id) for mail_id in mail_ids])
        return [mail for mail in found if mail]

    def marker(self, purpose: str, key: str) -> Marker | None:
        found: list[Marker | None] = self._table.get([keys.marker(self._agency_id, purpose, key)])
        return found[0]

    def person_days(self, *names: tuple[str, str]) -> list[PersonDay | None]:
        """The automatic mails of these people and days (party id, ISO day), None where there is none."""
        found: list[PersonDay | None] = self._table.get(
            [keys.person_day(self._agency_id, party_id, day) for party_id, day in names])
        return found

    def expected(self, upto: datetime, limit: int = 200) -> list[dict[str, Any]]:
        """What the watches expect until then, soonest first: ticket number, kind, who."""
        page = self._table.listing("waiting", keys.due(self._agency_id), upto=stamp(upto) + "~", limit=limit)
        return [dict(row) for row in page.rows if row.get("kind")]

    def in_row(self, ticket_number: int) -> list[InRow]:
        """The mails of a ticket that have not left, oldest first. An index: it may still name one that just has."""
        page = self._table.listing("list", keys.outbox(self._agency_id, ticket_number), limit=50)
        return [InRow(str(r["id"]), str(r["_sort"]), str(r["state"]), datetime.fromisoformat(str(r["from"])),
                      int(r.get("tried", 0))) for r in page.rows]

    def health(self, *emails: str) -> list[AddressHealth | None]:
        found: list[AddressHealth | None] = self._table.get(
            [keys.address_health(self._agency_id, normal_email(e) or "-") for e in emails])
        return found

    def about(self, mail_id: str, email: str, marker_key: str) -> tuple[OutgoingMail | None, AddressHealth | None,
                                                                        Marker | None]:
        """What a delivery event needs, in one request: the mail, its address, whether it was heard before."""
        a = self._agency_id
        mail, health, marker = self._table.get([
            keys.outgoing(a, mail_id or "-"), keys.address_health(a, normal_email(email) or "-"),
            keys.marker(a, "delivery", marker_key)])
        return mail, health, marker

    def overdue(self, now: datetime, at_most: int = 1000) -> int:
        """How many mails wait although their hour has come."""
        page = self._table.listing("waiting", keys.due(self._agency_id), upto=stamp(now) + "~", limit=at_most)
        return sum("#mail#" in str(row["_sort"]) for row in page.rows)

    def due(self, now: datetime, limit: int = 200) -> list[Due]:
        """Everything whose hour has come, oldest first."""
        page = self._table.listing("waiting", keys.due(self._agency_id), upto=stamp(now) + "~", limit=limit)
        return [_due(str(row["_sort"])) for row in page.rows]


def _due(sort: str) -> Due:
    _, kind, *names = sort.split("#")
    if kind == "mail":
        return Due("mail", mail_id=names[0])
    if kind == "look":
        return Due("look", ticket_number=int(names[0]))
    if kind == "job":
        return Due("job", job_id=names[0])
    if kind == "approval":
        return Due("approval", ticket_number=int(names[0]), document_id=names[1])
    return Due("document", ticket_number=int(names[0]), document_id=names[1])
