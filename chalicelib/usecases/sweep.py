"""Every minute: what is due and was not done is put back on its queue, and tickets are looked at (PF-24, PF-50).

A tick only says « look now »; the work itself decides again whether it is due. One request when nothing is.
"""

from __future__ import annotations

import logging
from collections import Counter
from datetime import datetime

from chalicelib.domain.known import Due
from chalicelib.usecases.cast_vote import close_vote
from chalicelib.usecases.ports import Office
from chalicelib.usecases.remind import put_off, remind
from chalicelib.usecases.send_digest import send_digest

PAGE, PAGES = 200, 20
_LOG = logging.getLogger("bon_pour_accord")


def sweep(office: Office, now: datetime) -> dict[str, int]:
    """Re-drive what is due. Returns how many mails, documents and jobs were announced, reminders and digests queued."""
    done: Counter[str] = Counter()
    announced: set[Due] = set()
    for _ in range(PAGES):
        due = office.mailbox.due(now, limit=PAGE)
        done += _announce(office, [d for d in due if d not in announced])
        announced |= set(due)
        looks = [d.ticket_number for d in due if d.kind == "look"]
        done["reminders"] += sum(_look(office, number, now) for number in looks)
        votes = [d for d in due if d.kind == "approval"]
        done["votes"] += sum(_close(office, d, now) for d in votes)
        if len(due) < PAGE or not (looks or votes):  # looks leave the list when they are done, and others come forward
            break
    done["digests"] = send_digest(office, now)
    return {name: done[name] for name in ("mails", "documents", "jobs", "reminders", "votes", "digests")}


def _announce(office: Office, due: list[Due]) -> Counter[str]:
    mails = [d.mail_id for d in due if d.kind == "mail"]
    if mails and office.sending.closed():  # they wait for the day's quota; announcing them would be noise
        mails = []
    documents = [(d.ticket_number, d.document_id) for d in due if d.kind == "document"]
    jobs = [d.job_id for d in due if d.kind == "job"]
    if mails:
        office.queues.mails(office.agency.id, mails)
    if documents:
        office.queues.documents(office.agency.id, documents)
    if jobs:
        office.queues.jobs(office.agency.id, jobs)
    return Counter(mails=len(mails), documents=len(documents), jobs=len(jobs))


def _close(office: Office, due: Due, now: datetime) -> bool:
    """The deadline of one vote has passed."""
    try:
        return close_vote(office, due.ticket_number, due.document_id, now)
    except Exception:  # the next tick finds it due again
        _LOG.exception("a vote could not be closed", extra={"ticket": due.ticket_number})
        return False


def _look(office: Office, number: int, now: datetime) -> int:
    """One ticket that cannot be looked at never holds up the others: it is tried again behind them."""
    try:
        return remind(office, number, now)
    except Exception:
        _LOG.exception("a ticket could not be looked at", extra={"ticket": number})
    try:
        put_off(office, number, now)
    except Exception:  # the next tick finds it due again
        _LOG.exception("a ticket could not be put off", extra={"ticket": number})
    return 0
