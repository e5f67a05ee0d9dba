"""A direct intervention outside the mandate is put to the owners, up to an amount, and voted like a quote (D-24)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.change import Change
from chalicelib.domain.document import Document
from chalicelib.domain.job import Job
from chalicelib.domain.ticket import moved
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.rendering.trade_papers import Request, request
from chalicelib.usecases.made_papers import Made, draft, sender_of
from chalicelib.usecases.ports import Office
from chalicelib.usecases.request_approval import put_to_vote


def request_paper(office: Office, file: TicketFile, job: Job) -> Made | None:
    ticket, ceiling = file.ticket, int(job.facts["ceiling"])
    firm = office.directory.parties(job.facts["party"])[0] if job.facts.get("party") else None
    language = ticket.owner.language if ticket.owner else office.agency.language
    about = Request(
        sender_of(office), job.created_at, language, ticket.reference, ticket.title, ticket.place,
        ticket.description, firm.name if firm else "", ceiling, job.facts.get("reason", ""))
    document = draft("approval_request", f"demande-accord-{ticket.reference}.pdf", firm.id if firm else "",
                     {"gross_cents": ceiling}, information=job.facts.get("reason", ""))
    return Made(request(about), document)


def put_request(office: Office, file: TicketFile, document: Document, who: str, now: datetime) -> Change:
    """The document is new to the books, so what the vote changes of it is added with it."""
    if file.ticket.state == "reported":  # what happens is clear enough to ask for money
        file = replace(file, ticket=moved(file.ticket, "qualified", now))
    change = put_to_vote(office, file, document, who, now)
    put = tuple(e for e in change.changed if isinstance(e, Document) and e.id == document.id)
    rest = tuple(e for e in change.changed if e not in put)
    return Change(added=(*change.added, *(put or (document,))), changed=rest, removed=change.removed,
                  mails=change.mails)
