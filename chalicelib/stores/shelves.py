"""Where each kind of thing is kept: its key, the lists it appears in, what it waits for, when it expires."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
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
from chalicelib.domain.approval import Approval
from chalicelib.domain.decision_link import DecisionLink
from chalicelib.domain.folding import fold
from chalicelib.domain.job import Job
from chalicelib.domain.letter_template import LetterTemplate
from chalicelib.domain.paper_trail import PaperEntry
from chalicelib.domain.space_link import SpaceLink
from chalicelib.domain.tie import Tie
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.domain.work_package import Participant, WorkPackage
from chalicelib.models import keys
from chalicelib.models.address_health import AddressHealthItem
from chalicelib.models.agency import AgencyItem
from chalicelib.models.approval import ApprovalItem
from chalicelib.models.assignment import AssignmentItem
from chalicelib.models.building import BuildingItem
from chalicelib.models.conversation import ConversationItem
from chalicelib.models.decision_link import DecisionLinkItem
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
from chalicelib.models.paper_entry import PaperEntryItem
from chalicelib.models.participant import ParticipantItem
from chalicelib.models.party import PartyItem
from chalicelib.models.party_address import PartyAddressItem
from chalicelib.models.registry_entry import RegistryEntryItem
from chalicelib.models.reminder import PersonDayItem, ReminderItem, WatchItem
from chalicelib.models.sender_day import SenderDayItem
from chalicelib.models.sending_account import SendingAccountItem
from chalicelib.models.session import SessionItem
from chalicelib.models.sign_in_link import SignInLinkItem
from chalicelib.models.space_link import SpaceLinkItem
from chalicelib.models.ticket import TicketItem
from chalicelib.models.tie import TieItem
from chalicelib.models.timeline_entry import TimelineEntryItem
from chalicelib.models.unit import UnitItem
from chalicelib.models.user import UserItem
from chalicelib.models.work_package import WorkPackageItem
from chalicelib.stores import lists, rows

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


def _in_log(kind: str) -> Callable[[str, Entity], Key]:
    return lambda a, e: (keys.ticket(a, e.ticket_number), keys.log(lists.stamp(e.at), kind, e.id))


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
        JobItem, lambda a, e: keys.job(a, e.id), listed=lists.job_listed, waiting=lists.job_due, row=rows.of_job,
        expires=_in_days(90, lambda e: max(e.created_at, e.due_at or e.created_at))),  # one may wait for years
    works.Ticket: Shelf(
        TicketItem, lambda a, e: (keys.ticket(a, e.number), keys.head()),
        listed=lambda a, e: (keys.tickets(a, done=not e.is_open), lists.rank(e)),
        waiting=lists.turn, row=rows.of_ticket),
    assignment.Assignment: Shelf(AssignmentItem, _in_head("ASSIGNMENT", lambda e: e.party_id)),
    conversation.Conversation: Shelf(ConversationItem, _in_head("CONVERSATION", lambda e: e.party_id)),
    document.Document: Shelf(DocumentItem, _in_head("DOCUMENT", lambda e: e.id), waiting=lists.reading_due),
    Approval: Shelf(
        ApprovalItem, _in_head("APPROVAL", lambda e: f"{e.document_id}#{e.round:03}"), waiting=lists.deadline_due),
    WorkPackage: Shelf(WorkPackageItem, _in_head("PACKAGE", lambda e: e.id)),
    Participant: Shelf(ParticipantItem, _in_head("PARTICIPANT", lambda e: e.party_id)),
    PaperEntry: Shelf(
        PaperEntryItem, lambda a, e: (keys.ticket(a, e.ticket_number), keys.paper(e.document_id, e.sequence))),
    SpaceLink: Shelf(SpaceLinkItem, lambda a, e: keys.space_link(a, e.token_hash)),
    DecisionLink: Shelf(DecisionLinkItem, lambda a, e: keys.decision_link(a, e.token_hash)),
    access_link.Draft: Shelf(
        DraftItem, _in_head("DRAFT", lambda e: f"{e.user_id}#{e.action}"), expires=_in_days(30, lambda e: e.saved_at)),
    message.Message: Shelf(MessageItem, _in_log("MESSAGE")),
    TimelineEntry: Shelf(TimelineEntryItem, _in_log("ENTRY")),
    conversation.MessageRef: Shelf(MessageRefItem, lambda a, e: keys.message_ref(a, lists.hashed(e.message_id))),
    mail.OutgoingMail: Shelf(
        OutgoingMailItem, lambda a, e: keys.outgoing(a, e.id), listed=lists.in_row, waiting=lists.mail_due,
        row=rows.of_outgoing),
    delivery.MailTrace: Shelf(MailTraceItem, _in_head("TRACE", lambda e: e.mail_id)),
    address_health.AddressHealth: Shelf(AddressHealthItem, lambda a, e: keys.address_health(a, e.email)),
    sending.SendingAccount: Shelf(SendingAccountItem, lambda a, e: keys.SENDING),
    mail.InboundMail: Shelf(
        InboundMailItem, lambda a, e: keys.inbound(a, e.delivery_id), listed=lists.in_review, row=rows.of_inbound),
    reminder.Reminder: Shelf(ReminderItem, _in_head(
        "REMINDER", lambda e: "#".join(filter(None, e.subject)))),
    reminder.Watch: Shelf(WatchItem, _in_head("WATCH", lambda e: ""), waiting=lists.look_due, row=rows.of_watch),
    reminder.PersonDay: Shelf(
        PersonDayItem, lambda a, e: keys.person_day(a, e.party_id, e.day),
        expires=_in_days(40, lambda e: datetime.fromisoformat(f"{e.day}T00:00:00+00:00"))),
    mail.Marker: Shelf(MarkerItem, lambda a, e: keys.marker(a, e.purpose, e.key), expires=lists.marked_for),
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
