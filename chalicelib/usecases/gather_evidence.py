"""Everything that is known of a works file, read for its evidence: no page asks for so much."""

from __future__ import annotations

from chalicelib.domain.access_record import access_of, access_prefix
from chalicelib.domain.evidence import Known
from chalicelib.domain.message import Message
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office

WHOLE_LOG = 100_000
ANSWERS_OF_OURS = ("acknowledgement", "notification")  # their ids follow from the message (usecases/file_mail.py)


def known_of(office: Office, file: TicketFile) -> Known:
    """The log, the histories of documents, every mail that is named anywhere, and who looked at what."""
    number = file.ticket.number
    log = tuple(office.tickets.log(number, limit=WHOLE_LOG))
    mails = office.mailbox.mails(*_mail_ids(file, log))
    seen = (access_of(key) for key in office.files.noted(access_prefix(office.agency.id, number)))
    return Known(file, log, tuple(office.tickets.papers(number)), tuple(mails), tuple(a for a in seen if a))


def _mail_ids(file: TicketFile, log: tuple[Message | TimelineEntry, ...]) -> list[str]:
    """Letters, reminders, links to decide: whatever left for this file."""
    found = [m.mail_id for m in log if isinstance(m, Message)]
    found += [derived(m.id, kind) for m in log if isinstance(m, Message) for kind in ANSWERS_OF_OURS]
    found += [str(e.facts.get("mail_id", "")) for e in log if isinstance(e, TimelineEntry)]
    found += [mail_id for a in file.approvals for _, mail_id in a.asked]
    found += [r.mail_id for r in file.reminders]
    found += [t.mail_id for t in file.traces]
    return [mail_id for mail_id in dict.fromkeys(found) if mail_id]
