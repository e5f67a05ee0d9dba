"""A paper is to be written by the document worker: the work is kept in the transaction of its cause.

A mail that carries such a paper names it in `awaits`, and does not leave before it is written. The attestation of an
agreement is written when nobody can take the agreement back any more.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.approval import Approval
from chalicelib.domain.document import Document
from chalicelib.domain.job import STEP_WITHIN, Job
from chalicelib.domain.mail import AWAITS, OutgoingMail
from chalicelib.usecases.identity import derived


def paper_job(who: str, what: str, number: int, cause: str, now: datetime, **facts: str) -> Job:
    """`what` is a code of write_paper.WRITERS; the same cause is the same work."""
    told = {"what": what, "ticket": str(number)} | facts
    return Job(derived("paper", what, cause), "paper", "", who, now, facts=told, due_at=now + STEP_WITHIN)


def awaiting(mail: OutgoingMail, job: Job) -> OutgoingMail:
    return replace(mail, facts=mail.facts | {AWAITS: job.id})


def agreement_by_votes(approval: Approval, now: datetime) -> Job:
    """To be added in the transaction in which the votes accept: the sweep has it written after the cooling-off, and
    nothing is written when the decision was cancelled meanwhile."""
    cause = f"{approval.ticket_number} {approval.document_id} {approval.round} {now.isoformat()}"
    job = paper_job("", "agreement", approval.ticket_number, cause, now, document=approval.document_id,
                    round=str(approval.round), ended=now.isoformat())
    return replace(job, due_at=approval.cooling_until or now)


def agreement_by_word(document: Document, who: str, cause: str, now: datetime, **told: str) -> Job:
    """A manager recorded it: `told` says who said it, how (`source`), when (`said_at`) and in which `words`."""
    return paper_job(who, "agreement", document.ticket_number, cause, now, document=document.id, **told)
