"""A paper is to be written by the document worker: the work is kept in the transaction of its cause.

A mail that carries such a paper names it in `awaits`, and does not leave before it is written. The attestation of an
agreement is written when nobody can take the agreement back any more.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.approval import Approval
from chalicelib.domain.decision import Ruled
from chalicelib.domain.document import Document
from chalicelib.domain.job import STEP_WITHIN, Job
from chalicelib.domain.mail import AWAITS, OutgoingMail
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.usecases.identity import derived


def paper_job(who: str, what: str, number: int, cause: str, now: datetime, **facts: str) -> Job:
    """`what` is a code of write_paper.WRITERS; the same cause is the same work."""
    told = {"what": what, "ticket": str(number)} | facts
    return Job(derived("paper", what, cause), "paper", "", who, now, facts=told, due_at=now + STEP_WITHIN)


def awaiting(mail: OutgoingMail, job: Job) -> OutgoingMail:
    return replace(mail, facts=mail.facts | {AWAITS: job.id})


def agreements_by_votes(file: TicketFile, ruled: Ruled) -> tuple[Job, ...]:
    """To be added in the transaction in which the votes accept: the sweep has it written after the cooling-off, and
    nothing is written when the decision was cancelled meanwhile."""
    before = {(a.document_id, a.round, a.ended_at) for a in file.approvals if a.state == "settled"}
    return tuple(_by_votes(a, a.ended_at) for a in ruled.approvals
                 if a.state == "settled" and a.outcome == "accepted" and a.ended_at
                 and (a.document_id, a.round, a.ended_at) not in before)


def _by_votes(approval: Approval, ended_at: datetime) -> Job:
    cause = f"{approval.ticket_number} {approval.document_id} {approval.round} {ended_at.isoformat()}"
    job = paper_job("", "agreement", approval.ticket_number, cause, ended_at, document=approval.document_id,
                    round=str(approval.round), ended=ended_at.isoformat())
    return replace(job, due_at=approval.cooling_until or ended_at)


def agreement_by_word(document: Document, who: str, cause: str, now: datetime, **told: str) -> Job:
    """A manager recorded it: `told` says who said it, how (`source`), when (`said_at`) and in which `words`."""
    return paper_job(who, "agreement", document.ticket_number, cause, now, document=document.id, **told)
