"""The work order as a PDF, from the file and the quote that was ordered (K-36)."""

from __future__ import annotations

from datetime import date

from chalicelib.domain.job import Job
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.rendering.trade_papers import Sums, WorkOrder, work_order
from chalicelib.usecases.made_papers import Made, draft, owners_of, sender_of, sums_of
from chalicelib.usecases.ports import Office


def order_paper(office: Office, file: TicketFile, job: Job) -> Made | None:
    ticket, party_id = file.ticket, job.facts["party"]
    firm = office.directory.parties(party_id)[0]
    talk = file.conversation(party_id)
    quote = file.document(job.facts.get("quote", ""))
    number, on = (quote.taken("number"), quote.taken("issued_on")) if quote else (None, None)
    ceiling = int(job.facts["ceiling"]) if job.facts.get("ceiling") else None
    if quote and quote.kind == "approval_request":
        ceiling, quote = quote.gross_cents, None
    person = ticket.site or ticket.tenant
    sums = Sums() if ceiling else sums_of(quote)
    language = talk.language if talk else firm.language if firm else "fr"
    about = WorkOrder(
        sender_of(office), job.created_at, language, ticket.reference, ticket.title, ticket.place,
        owners_of(office, file), _firm(office, party_id, talk.name if talk else ""),
        " · ".join(part for part in (person.name, person.phone) if part) if person else "",
        str(number or ""), on if isinstance(on, date) else None, sums, ceiling)
    named = {"gross_cents": sums.gross_cents, "vat_cents": sums.vat_cents, "net_cents": sums.net_cents}
    figures = {name: cents for name, cents in named.items() if cents is not None}
    document = draft("work_order", f"ordre-de-service-{ticket.reference}.pdf", party_id, figures,
                     packages=quote.packages if quote else ())
    return Made(work_order(about), document)


def _firm(office: Office, party_id: str, name: str) -> tuple[str, ...]:
    firm = office.directory.parties(party_id)[0]
    if firm is None:
        return (name,)
    siret = f"SIRET {firm.siret}" if firm.siret else ""
    return tuple(part for part in (firm.name, firm.place, siret, firm.phone, firm.email) if part)
