"""Where each kind of thing is kept: its key, the lists it appears in, what it waits for, when it expires."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.domain import (
    access_link,
    address_health,
    agency,
    assignment,
    conversation,
    delivery,
    document,
    mail,
    message,
    party,
    reminder,
    sending,
)
from chalicelib.domain import property as estate
from chalicelib.domain import ticket as works
from chalicelib.domain.folding import fold
from chalicelib.domain.job import Job
from chalicelib.domain.letter_template import LetterTemplate
from chalicelib.domain.tie import Tie
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.models import keys
from chalicelib.models.address_health import AddressHealthItem
from chalicelib.models.agency import AgencyItem
from chalicelib.models.assignment import AssignmentItem
from chalicelib.models.building import BuildingItem
from chalicelib.models.conversation import ConversationItem
from chalicelib.models.document import DocumentItem
from chalicelib.models.draft import DraftItem
from chalicelib.models.inbound_mail import InboundMailItem
from chalicelib.models.item import Item
from chalicelib.models.job import JobItem
from chalicelib.models.keys import Key
from chalicelib.models.lease import LeaseItem
from chalicelib.models.letter_template import LetterTemplateItem
from chalicelib.models.mail_trace import MailTraceItem
from chalicelib.models.mandate import MandateItem
from chalicelib.models.marker import MarkerItem
from chalicelib.models.message import MessageItem
from chalicelib.models.message_ref import MessageRefItem
from chalicelib.models.outgoing_mail import OutgoingMailItem
from chalicelib.models.party import PartyItem
from chalicelib.models.party_address import PartyAddressItem
from chalicelib.models.registry_entry import RegistryEntryItem
from chalicelib.models.reminder import PersonDayItem, ReminderItem, WatchItem
from chalicelib.models.sender_day import SenderDayItem
from chalicelib.models.sending_account import SendingAccountItem
from chalicelib.models.session import SessionItem
from chalicelib.models.sign_in_link import SignInLinkItem
from chalicelib.models.ticket import TicketItem
from chalicelib.models.tie import TieItem
from chalicelib.models.timeline_entry import TimelineEntryItem
from chalicelib.models.unit import UnitItem
from chalicelib.models.user import UserItem
from chalicelib.stores import rows

Entity = Any


def _none(*_: object) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Shelf:
    """The place of one entity type. `row` is the JSON text a list shows."""

    item: type[Item]
    key: Callable[[str, Entity], Key]
    listed: Callable[[str, Entity], Key | None] = _none
    waiting: Callable[[str, Entity], Key | None] = _none
    row: Callable[[Entity], str | None] = _none
    expires: Callable[[Entity], int | None] = _none


def stamp(moment: datetime) -> str:
    """Sortable text of an instant, always UTC, always with microseconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def hashed(message_id: str) -> str:
    return hashlib.sha256(message_id.encode()).hexdigest()[:32]



def _rank(ticket: works.Ticket) -> str:
    first = "0" if ticket.priority == "urgent" else "1"
    return f"{first}#{stamp(ticket.turn_since)}#{ticket.number:09}"


def _turn(agency_id: str, ticket: works.Ticket) -> Key | None:
    """Whose turn it is; a ticket at rest waits for nobody and has a place of its own (U-48)."""
    if not ticket.is_open:
        return None
    whose = "paused" if ticket.snoozed_until else works.turn(ticket)
    return keys.turn(agency_id, whose), _rank(ticket)


def _mail_due(agency_id: str, out: mail.OutgoingMail) -> Key | None:
    """When the sweep must look at a mail again: its hour, or the end of its lease."""
    if out.state not in ("queued", "sending", "uncertain"):
        return None
    at = out.not_before if out.state == "queued" else out.lease_until or out.not_before
    return keys.due(agency_id), f"{stamp(at)}#mail#{out.id}"


def _in_row(agency_id: str, out: mail.OutgoingMail) -> Key | None:
    """The mails of one ticket that have not left, oldest first; notes to ourselves wait for nobody (M-100)."""
    if out.state in mail.ENDED or not out.ticket_number or out.purpose == "notification":
        return None
    return keys.outbox(agency_id, out.ticket_number), f"{stamp(out.created_at)}#{out.id}"


def _marked_for(marker: mail.Marker) -> int | None:
    """The provider repeats an event for days at most; other effects are remembered for good."""
    return int((marker.at + timedelta(days=90)).timestamp()) if marker.purpose == "delivery" else None


def _reading_due(agency_id: str, doc: document.Document) -> Key | None:
    if doc.reading != "pending" or doc.read_by is None:
        return None
    return keys.due(agency_id), f"{stamp(doc.read_by)}#document#{doc.ticket_number}#{doc.id}"


def _look_due(agency_id: str, watch: reminder.Watch) -> Key | None:
    if watch.look_at is None:
        return None
    return keys.due(agency_id), f"{stamp(watch.look_at)}#look#{watch.ticket_number}"


def _job_due(agency_id: str, job: Job) -> Key | None:
    return (keys.due(agency_id), f"{stamp(job.due_at)}#job#{job.id}") if job.due_at else None


def _job_listed(agency_id: str, job: Job) -> Key | None:
    """Imports only."""
    return (keys.jobs(agency_id), f"{stamp(job.created_at)}#{job.id}") if job.is_import else None


def _in_review(agency_id: str, inbound: mail.InboundMail) -> Key | None:
    if inbound.state not in ("review", "failed"):
        return None
    return keys.review(agency_id), f"{stamp(inbound.received_at)}#{inbound.delivery_id}"


def _in_log(kind: str) -> Callable[[str, Entity], Key]:
    return lambda a, e: (keys.ticket(a, e.ticket_number), keys.log(stamp(e.at), kind, e.id))


def _in_head(kind: str, name: Callable[[Entity], str]) -> Callable[[str, Entity], Key]:
    return lambda a, e: (keys.ticket(a, e.ticket_number), keys.head(kind, name(e)))


def _in_days(days: int, start: Callable[[Entity], datetime]) -> Callable[[Entity], int]:
    return lambda e: int((start(e) + timedelta(days=days)).timestamp())


SHELVES: dict[type, Shelf] = {
    agency.Agency: Shelf(AgencyItem, lambda a, e: keys.agency(e.id)),
    agency.RegistryEntry: Shelf(
        RegistryEntryItem, lambda a, e: keys.registry(e.purpose, e.agency_id if e.purpose == "all" else e.name)),
    LetterTemplate: Shelf(LetterTemplateItem, lambda a, e: keys.letter(a, e.key, e.language)),
    agency.User: Shelf(UserItem, lambda a, e: keys.user(a, e.id)),
    party.Party: Shelf(
        PartyItem, lambda a, e: keys.party(a, e.id),
        listed=lambda a, e: (keys.parties(a), f"{e.role}#{fold(e.name)}#{e.id}"), row=rows.of_party),
    party.PartyAddress: Shelf(PartyAddressItem, lambda a, e: keys.address(a, e.email)),
    Tie: Shelf(TieItem, lambda a, e: keys.tie(a, e.party_id, e.kind, f"{e.where}#{e.name}")),
    estate.Building: Shelf(
        BuildingItem, lambda a, e: keys.building(a, e.id),
        listed=lambda a, e: (keys.buildings(a), f"{fold(e.address)}#{e.id}"), row=rows.of_building),
    estate.Unit: Shelf(
        UnitItem, lambda a, e: (keys.unit(a, e.id), "UNIT"),
        listed=lambda a, e: (keys.units(a), f"{fold(e.place)}#{e.id}"), row=rows.of_unit),
    estate.Lease: Shelf(LeaseItem, lambda a, e: (keys.unit(a, e.unit_id), f"LEASE#{e.id}")),
    estate.Mandate: Shelf(MandateItem, lambda a, e: (keys.unit(a, e.unit_id), f"MANDATE#{e.id}")),
    Job: Shelf(
        JobItem, lambda a, e: keys.job(a, e.id), listed=_job_listed, waiting=_job_due, row=rows.of_job,
        expires=_in_days(90, lambda e: e.created_at)),
    works.Ticket: Shelf(
        TicketItem, lambda a, e: (keys.ticket(a, e.number), keys.head()),
        listed=lambda a, e: (keys.tickets(a, done=not e.is_open), _rank(e)),
        waiting=_turn, row=rows.of_ticket),
    assignment.Assignment: Shelf(AssignmentItem, _in_head("ASSIGNMENT", lambda e: e.party_id)),
    conversation.Conversation: Shelf(ConversationItem, _in_head("CONVERSATION", lambda e: e.party_id)),
    document.Document: Shelf(DocumentItem, _in_head("DOCUMENT", lambda e: e.id), waiting=_reading_due),
    access_link.Draft: Shelf(
        DraftItem, _in_head("DRAFT", lambda e: f"{e.user_id}#{e.action}"), expires=_in_days(30, lambda e: e.saved_at)),
    message.Message: Shelf(MessageItem, _in_log("MESSAGE")),
    TimelineEntry: Shelf(TimelineEntryItem, _in_log("ENTRY")),
    conversation.MessageRef: Shelf(MessageRefItem, lambda a, e: keys.message_ref(a, hashed(e.message_id))),
    mail.OutgoingMail: Shelf(
        OutgoingMailItem, lambda a, e: keys.outgoing(a, e.id), listed=_in_row, waiting=_mail_due, row=rows.of_outgoing),
    delivery.MailTrace: Shelf(MailTraceItem, _in_head("TRACE", lambda e: e.mail_id)),
    address_health.AddressHealth: Shelf(AddressHealthItem, lambda a, e: keys.address_health(a, e.email)),
    sending.SendingAccount: Shelf(SendingAccountItem, lambda a, e: keys.SENDING),
    mail.InboundMail: Shelf(
        InboundMailItem, lambda a, e: keys.inbound(a, e.delivery_id), listed=_in_review, row=rows.of_inbound),
    reminder.Reminder: Shelf(ReminderItem, _in_head("REMINDER", lambda e: f"{e.kind}#{e.party_id}")),
    reminder.Watch: Shelf(WatchItem, _in_head("WATCH", lambda e: ""), waiting=_look_due, row=rows.of_watch),
    reminder.PersonDay: Shelf(
        PersonDayItem, lambda a, e: keys.person_day(a, e.party_id, e.day),
        expires=_in_days(40, lambda e: datetime.fromisoformat(f"{e.day}T00:00:00+00:00"))),
    mail.Marker: Shelf(MarkerItem, lambda a, e: keys.marker(a, e.purpose, e.key), expires=_marked_for),
    mail.SenderDay: Shelf(
        SenderDayItem, lambda a, e: keys.sender_day(a, e.email, e.day),
        expires=_in_days(3, lambda e: datetime.fromisoformat(f"{e.day}T00:00:00+00:00"))),
    access_link.SignInLink: Shelf(
        SignInLinkItem, lambda a, e: keys.sign_in_link(a, e.user_id), expires=_in_days(1, lambda e: e.created_at)),
    access_link.Session: Shelf(
        SessionItem, lambda a, e: keys.session(a, e.secret_hash), expires=lambda e: int(e.ends_at.timestamp())),
}


def shelf_of(entity: object) -> Shelf:
    """Raises KeyError for what has no place: a programming fault, not an input."""
    return SHELVES[type(entity)]
