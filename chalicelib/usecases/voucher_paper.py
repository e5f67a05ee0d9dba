"""The « bon à payer » of an approved invoice: what is to be paid to whom, who approved it and when (D-1)."""

from __future__ import annotations

from datetime import date

from chalicelib.domain.document import Document
from chalicelib.domain.job import Job
from chalicelib.domain.marked import N_
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.rendering import formats
from chalicelib.rendering.catalog import translate
from chalicelib.rendering.trade_papers import Statement, statement
from chalicelib.usecases.made_papers import Made, draft, owners_of, sender_of, sums_of
from chalicelib.usecases.ports import Office


def payable(document: Document | None) -> bool:
    """An approved invoice whose amount is known for certain, in the version that stands."""
    return (document is not None and document.kind == "invoice" and document.status == "approved"
            and not document.superseded_by and document.gross_cents is not None)


def voucher_paper(office: Office, file: TicketFile, job: Job) -> Made | None:
    invoice = file.document(job.facts["document"])
    if invoice is None or not payable(invoice):
        return None  # refused, paid or replaced since it was asked for
    language, ticket = office.agency.language, file.ticket
    stem = invoice.filename.rpartition(".")[0] or invoice.filename
    made = draft("payment_voucher", f"bon-a-payer-{stem[:80]}.pdf", invoice.party_id,
                 {"gross_cents": invoice.gross_cents or 0}, packages=invoice.packages)
    return Made(statement(Statement(
        sender_of(office), job.created_at, language, translate(N_("Bon à payer"), language), ticket.reference,
        ticket.title, _pairs(office, file, invoice, job, language),
        said=(translate(N_("Bon à payer donné par %(name)s."), language) % {"name": job.who},))), made)


def _pairs(office: Office, file: TicketFile, invoice: Document, job: Job, language: str) -> tuple[tuple[str, str], ...]:
    def said(name: str) -> str:
        value = invoice.taken(name)
        return formats.plain(value, name, language) if value is not None else ""

    sums, issuer = sums_of(invoice), invoice.issuer_id
    firm = office.directory.parties(issuer)[0] if issuer else None
    due = invoice.taken("due_on")
    named = (
        (N_("Référence"), file.ticket.reference), (N_("Lieu"), file.ticket.place),
        (N_("Pour le compte de"), ", ".join(owners_of(office, file))),
        (N_("Entreprise"), firm.name if firm else invoice.firm or said("seller_name") or invoice.issuer),
        (N_("SIRET"), said("siret") or (firm.siret if firm else "")), (N_("Facture"), invoice.filename),
        (N_("Numéro"), said("number")), (N_("Date"), said("issued_on")),
        (N_("Échéance"), formats.day(due, language) if isinstance(due, date) else ""),
        (N_("Montant HT"), _euros(sums.net_cents, language)), (N_("TVA"), _euros(sums.vat_cents, language)),
        (N_("Montant TTC"), _euros(sums.gross_cents, language)), (N_("Net à payer"), said("payable_cents")),
        (N_("IBAN lu sur la facture"), said("iban")), (N_("Validée par"), _approved(office, file, invoice, language)),
        (N_("Empreinte SHA-256"), invoice.sha256))
    return tuple((translate(name, language), value) for name, value in named)


def _approved(office: Office, file: TicketFile, invoice: Document, language: str) -> str:
    """Who gave the invoice its status, from its history; the votes when nobody is named."""
    lines = office.tickets.paper_trail(file.ticket.number, invoice.id)
    last = next((line for line in reversed(lines) if line.what == "status_approved"), None)
    if last is None:
        return ""
    who = last.who or translate(N_("les votes"), language)
    return f"{who}, {formats.moment(last.at, language)}"


def _euros(cents: int | None, language: str) -> str:
    return formats.euros(cents, language) if cents is not None else ""
