"""Somebody asks for a « bon à payer » or a « décompte »: the document worker writes it and files it. Twice is once."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain.agency import User
from chalicelib.domain.calendar import paris_day
from chalicelib.domain.change import Change, Outdated
from chalicelib.domain.errors import Conflict, NotFound
from chalicelib.domain.job import Job
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.usecases.ask_paper import paper_job
from chalicelib.usecases.ports import Office
from chalicelib.usecases.statement_row import figures_of, row_of


def ask_voucher(office: Office, user: User, number: int, document_id: str, now: datetime) -> str:
    """The id of the work; one for each time an invoice was approved. Raises NotFound, Conflict for one that
    is not to be paid."""
    invoice = _file(office, number).document(document_id)
    if invoice is None:
        raise NotFound("document")
    if invoice.kind != "invoice" or invoice.status != "approved" or invoice.superseded_by or not invoice.gross_cents:
        raise Conflict("not_payable")
    cause = f"{number} {invoice.id} {invoice.chain}"
    return _keep(office, paper_job(user.name, "payment_voucher", number, cause, now, document=invoice.id))


def ask_statement(office: Office, user: User, number: int, package_id: str, now: datetime) -> str:
    """Of a package; of the whole file where it has none. The id of the work: one for the same figures on the same
    day. Raises NotFound."""
    row = row_of(_file(office, number), package_id)
    if row is None:
        raise NotFound("package")
    cause = f"{number} {package_id} {paris_day(now).isoformat()} {figures_of(row)}"
    return _keep(office, paper_job(user.name, "progress_statement", number, cause, now, package=package_id))


def _file(office: Office, number: int) -> TicketFile:
    file = office.tickets.file(number)
    if file is None:
        raise NotFound("ticket")
    return file


def _keep(office: Office, job: Job) -> str:
    try:
        office.books.commit(Change(added=(job,)))
    except Outdated:
        return job.id
    office.queues.jobs(office.agency.id, [job.id])
    return job.id
