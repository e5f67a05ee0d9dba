"""Which lists a thing stands in, in which order, and when it must be looked at again."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

from chalicelib.domain import document, mail, reminder
from chalicelib.domain import ticket as works
from chalicelib.domain.approval import Approval
from chalicelib.domain.job import Job
from chalicelib.models import keys
from chalicelib.models.keys import Key


def stamp(moment: datetime) -> str:
    """Sortable text of an instant, always UTC, always with microseconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def hashed(message_id: str) -> str:
    return hashlib.sha256(message_id.encode()).hexdigest()[:32]


def rank(ticket: works.Ticket) -> str:
    first = "0" if ticket.priority == "urgent" else "1"
    return f"{first}#{stamp(ticket.turn_since)}#{ticket.number:09}"


def turn(agency_id: str, ticket: works.Ticket) -> Key | None:
    """Whose turn it is; a ticket at rest waits for nobody and has a place of its own (U-48)."""
    if not ticket.is_open:
        return None
    whose = "paused" if ticket.snoozed_until else works.turn(ticket)
    return keys.turn(agency_id, whose), rank(ticket)


def mail_due(agency_id: str, out: mail.OutgoingMail) -> Key | None:
    """When the sweep must look at a mail again: its hour, or the end of its lease."""
    if out.state not in ("queued", "sending", "uncertain"):
        return None
    at = out.not_before if out.state == "queued" else out.lease_until or out.not_before
    return keys.due(agency_id), f"{stamp(at)}#mail#{out.id}"


def in_row(agency_id: str, out: mail.OutgoingMail) -> Key | None:
    """The mails of one ticket that have not left, oldest first; notes to ourselves wait for nobody (M-100)."""
    if out.state in mail.ENDED or not out.ticket_number or out.purpose == "notification":
        return None
    return keys.outbox(agency_id, out.ticket_number), f"{stamp(out.created_at)}#{out.id}"


def marked_for(marker: mail.Marker) -> int | None:
    """The provider repeats an event for days at most; other effects are remembered for good."""
    return int((marker.at + timedelta(days=90)).timestamp()) if marker.purpose == "delivery" else None


def reading_due(agency_id: str, doc: document.Document) -> Key | None:
    if doc.reading != "pending" or doc.read_by is None:
        return None
    return keys.due(agency_id), f"{stamp(doc.read_by)}#document#{doc.ticket_number}#{doc.id}"


def deadline_due(agency_id: str, approval: Approval) -> Key | None:
    """When a vote that does not wait for the silent is read again (D-9)."""
    if approval.state != "open" or approval.deadline_at is None or approval.deadline_passed:
        return None
    name = f"{approval.ticket_number}#{approval.document_id}"
    return keys.due(agency_id), f"{stamp(approval.deadline_at)}#approval#{name}"


def look_due(agency_id: str, watch: reminder.Watch) -> Key | None:
    if watch.look_at is None:
        return None
    return keys.due(agency_id), f"{stamp(watch.look_at)}#look#{watch.ticket_number}"


def job_due(agency_id: str, job: Job) -> Key | None:
    return (keys.due(agency_id), f"{stamp(job.due_at)}#job#{job.id}") if job.due_at else None


def job_listed(agency_id: str, job: Job) -> Key | None:
    """Imports only."""
    return (keys.jobs(agency_id), f"{stamp(job.created_at)}#{job.id}") if job.is_import else None


def in_review(agency_id: str, inbound: mail.InboundMail) -> Key | None:
    if inbound.state not in ("review", "failed"):
        return None
    return keys.review(agency_id), f"{stamp(inbound.received_at)}#{inbound.delivery_id}"
