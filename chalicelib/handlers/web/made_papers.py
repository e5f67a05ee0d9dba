"""Papers asked for on demand: the « bon à payer » of an approved invoice, the « décompte » of a package, the
variation for a quote that grew."""

from __future__ import annotations

from chalicelib.handlers.answer import Answer, redirect
from chalicelib.handlers.request import Request
from chalicelib.handlers.web.ticket import number_of
from chalicelib.usecases.ask_made_paper import ask_statement, ask_voucher
from chalicelib.usecases.make_variation import make_variation


def voucher(request: Request) -> Answer:
    number = number_of(request)
    job_id = ask_voucher(request.office, request.user, number, request.parts["document"], request.now)
    return redirect(f"/tickets/{number}/documents?tri=date&suivi={job_id}")


def variation(request: Request) -> Answer:
    """A quote that grew after the order is put to the owners for the difference alone."""
    number = number_of(request)
    make_variation(request.office, request.user, number, request.parts["document"], request.now)
    return redirect(f"/tickets/{number}?fait=avenant")


def statement(request: Request) -> Answer:
    number = number_of(request)
    job_id = ask_statement(request.office, request.user, number, request.typed("lot")[:60], request.now)
    return redirect(f"/tickets/{number}/documents?tri=date&suivi={job_id}")
