"""The documents of a works file as a list of their own, and the history of one of them (U-71, U-75)."""

from __future__ import annotations

from urllib.parse import urlencode

from chalicelib.domain import words
from chalicelib.domain.document_list import ORDERS, Wanted
from chalicelib.domain.errors import NotFound
from chalicelib.domain.job import Job
from chalicelib.domain.property import VOTE_RULES
from chalicelib.domain.versions import proposed
from chalicelib.handlers.answer import Answer
from chalicelib.handlers.pages import page
from chalicelib.handlers.request import Request
from chalicelib.handlers.web import paper_labels
from chalicelib.handlers.web.file_nav import file_nav
from chalicelib.handlers.web.labels import WARNINGS
from chalicelib.handlers.web.paper_words import signed, told
from chalicelib.handlers.web.ticket import number_of
from chalicelib.queries.document_history import DocumentHistory, document_history
from chalicelib.queries.document_list import document_list
from chalicelib.usecases.set_status import SOURCES


def documents(request: Request) -> Answer:
    """Filters live in the address; an unknown one filters nothing."""
    wanted = _wanted(request)
    try:
        found = document_list(request.office, number_of(request), wanted, request.asked("suite")[:500])
    except ValueError as error:
        raise NotFound("cursor") from error
    if found is None or (wanted.package and found.package is None and wanted.package != "whole"):
        raise NotFound("ticket")
    return page(
        request, "documents", block="board", view=found, ticket=found.file.ticket, kinds=words.KINDS,
        statuses=words.STATUSES, job=_followed(request), making=paper_labels.MAKING, made=paper_labels.MADE,
        nav=file_nav(found.file), status_filters=paper_labels.STATUS_FILTERS, orders=paper_labels.ORDERS,
        here=_address(wanted), signed=lambda cents: signed(cents, request.language))


def history(request: Request) -> Answer:
    found = document_history(request.office, number_of(request), request.parts["document"])
    if found is None:
        raise NotFound("document")
    return shown(request, found)


def shown(request: Request, found: DocumentHistory, *, typed: dict[str, str] | None = None,
          faults: dict[str, str] | None = None, conflict: str = "", status: int = 200) -> Answer:
    """The page, again after a form of it was refused, with what was typed."""
    d, fresh = found.document, {"nonce": request.office.secrets.new_id()}
    older = proposed(found.file.documents, d) if "maybe_new_version" in d.warnings else None
    return page(
        request, "document_history", status=status, block="window", view=found, ticket=found.file.ticket, d=d,
        lines=told(found.lines, request.language), older=older, kinds=words.KINDS,
        statuses=words.STATUSES, sources=SOURCES, looks=paper_labels.LOOKS, ended=paper_labels.ENDED, rules=VOTE_RULES,
        figures=words.FIGURES, warnings=WARNINGS, typed=fresh | (typed or {}), faults=faults or {},
        sentences=paper_labels.SENTENCES, fields=paper_labels.FIELDS, conflict=conflict,
        known=request.asked("deja") == "1", done=paper_labels.DONE.get(request.asked("fait"), ""),
        signed=lambda cents: signed(cents, request.language))


def _followed(request: Request) -> Job | None:
    """The paper that was asked for on this file, while it is written and once it is there."""
    asked = request.asked("suivi")[:60]
    job = request.office.jobs.job(asked) if asked else None
    ours = job and job.kind == "paper" and job.facts.get("ticket") == str(number_of(request))
    return job if job and ours and job.facts.get("what") in paper_labels.MAKING else None


def _wanted(request: Request) -> Wanted:
    order = next((o for o in ORDERS if o == request.asked("tri")), "type")
    kind, status = request.asked("type"), request.asked("statut")
    return Wanted(
        kind if kind in words.KINDS else "", request.asked("lot")[:60],
        status if status in paper_labels.STATUS_FILTERS else "", request.asked("q")[:200].strip(), order)


def _address(wanted: Wanted) -> str:
    """The current filters as a query string, without the position."""
    kept = {"type": wanted.kind, "lot": wanted.package, "statut": wanted.status, "q": wanted.words,
            "tri": "" if wanted.order == "type" else wanted.order}
    return urlencode({name: value for name, value in kept.items() if value})
