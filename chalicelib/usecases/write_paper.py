"""The document worker writes one paper, files it, and lets go of the mail that waited for it (K-36, D-29).

The work may come twice: the paper bears the moment of its cause, not of its writing, so its bytes are the same, and
the books take it once. What is no longer wanted, because its mail was taken back, is not written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Literal

from chalicelib.domain import job as work
from chalicelib.domain.change import Change, Outdated
from chalicelib.domain.document import Document, file_key
from chalicelib.domain.job import Job
from chalicelib.domain.mail import AWAITS, ENDED, OutgoingMail
from chalicelib.domain.message import AttachmentRef, Message
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.usecases.agreement_paper import agreement_paper
from chalicelib.usecases.made_papers import Made
from chalicelib.usecases.order_paper import order_paper
from chalicelib.usecases.ports import Office
from chalicelib.usecases.request_paper import put_request, request_paper
from chalicelib.usecases.statement_paper import statement_paper
from chalicelib.usecases.voucher_paper import voucher_paper

TRIES = 8
LOG_READ = 500
Writer = Callable[[Office, TicketFile, Job], Made | None]
WRITERS: dict[str, Writer] = {
    "work_order": order_paper, "agreement": agreement_paper, "approval_request": request_paper,
    "payment_voucher": voucher_paper, "progress_statement": statement_paper,
}


def write_paper(office: Office, job_id: str, now: datetime) -> Literal["done", "gone"]:
    """Errors of our stores are raised: the queue brings the work back, or the sweep does."""
    for _ in range(TRIES):
        job = office.jobs.job(job_id)
        if job is None or not job.running:
            return "gone"
        file = office.tickets.file(int(job.facts["ticket"]))
        mail = office.mailbox.outgoing(job.facts["mail"]) if "mail" in job.facts else None
        dropped = mail is not None and mail.state in ENDED
        made = WRITERS[job.facts["what"]](office, file, job) if file and not dropped else None
        if file is None or made is None:
            change = Change(changed=(work.ended(job),))
        else:
            document = _stored(office, file, job, made)
            change = _change(office, file, job, made, document, mail, now)
        try:
            office.books.commit(change)
        except Outdated:
            continue
        freed = [m.id for m in (*change.mails, *change.changed) if isinstance(m, OutgoingMail)]
        if freed:
            office.queues.mails(office.agency.id, freed)
        return "done"
    raise TimeoutError("the ticket changes faster than its paper can be filed")


def _stored(office: Office, file: TicketFile, job: Job, made: Made) -> Document:
    """The bytes lie under their hash before anything speaks of them. The id follows from the work, not from the
    bytes: the same order twice is one document."""
    sha256 = hashlib.sha256(made.content).hexdigest()
    office.files.put(file_key(office.agency.id, sha256), made.content, "application/pdf")
    return replace(made.document, ticket_number=file.ticket.number, id=job.id, sha256=sha256, size=len(made.content),
                   received_at=job.created_at, who=job.who or office.agency.name, made_here=True)


def _change(office: Office, file: TicketFile, job: Job, made: Made, document: Document, mail: OutgoingMail | None,
            now: datetime) -> Change:
    done = Change(changed=(work.ended(job, document=document.id),))
    if job.facts["what"] == "approval_request":
        return done.plus(put_request(office, file, document, job.who, now))
    done = done.plus(Change(added=(document,)))
    if mail is None:
        return done
    facts = {name: value for name, value in mail.facts.items() if name != AWAITS}
    carries = replace(mail, facts=facts, document_ids=(*mail.document_ids, document.id))
    return done.plus(Change(changed=(carries, *_shown(office, mail, document))))


def _shown(office: Office, mail: OutgoingMail, document: Document) -> tuple[Message, ...]:
    """The letter in the conversation shows what it carries."""
    log = office.tickets.log(mail.ticket_number, limit=LOG_READ)
    letter = next((m for m in log if isinstance(m, Message) and m.id == mail.id), None)
    if letter is None or any(a.document_id == document.id for a in letter.attachments):
        return ()
    piece = AttachmentRef(document.filename, document.content_type, document.size, document.sha256, document.id,
                          known=True)
    return (replace(letter, attachments=(*letter.attachments, piece)),)
