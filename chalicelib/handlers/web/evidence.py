"""The evidence of a works file: asked for, followed while it is made, then downloaded like any other document."""

from __future__ import annotations

from chalicelib.domain.job import Job
from chalicelib.handlers.answer import Answer, redirect
from chalicelib.handlers.pages import page
from chalicelib.handlers.request import Request
from chalicelib.handlers.web.file_nav import file_nav
from chalicelib.handlers.web.ticket import file_of, number_of
from chalicelib.usecases.ask_evidence import ask_evidence

LIMIT_MB = 400  # of documents and mails, see usecases/evidence_zip.py


def show(request: Request) -> Answer:
    """The page asks for itself again while the work runs."""
    file = file_of(request)
    made = sorted((d for d in file.documents if d.made_here and d.kind == "report"),
                  key=lambda d: (d.received_at, d.content_type), reverse=True)
    return page(request, "evidence", block="evidence", nav=file_nav(file), ticket=file.ticket, made=made,
                job=_job(request), nonce=request.office.secrets.new_id(), limit=LIMIT_MB)


def ask(request: Request) -> Answer:
    number = number_of(request)
    nonce = request.typed("nonce")[:100] or request.office.secrets.new_id()
    job_id = ask_evidence(request.office, request.user, number, nonce, request.now)
    return redirect(f"/tickets/{number}/preuves?suivi={job_id}")


def _job(request: Request) -> Job | None:
    """The work that was asked for on this very file."""
    asked = request.asked("suivi")[:60]
    job = request.office.jobs.job(asked) if asked else None
    return job if job and job.kind == "evidence" and job.facts.get("ticket") == str(number_of(request)) else None
