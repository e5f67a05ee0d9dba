"""Every minute: what is due and was not done is put back on its queue, and tickets are looked at (PF-24, PF-50).

A tick only says « look now »; the work itself decides again whether it is due. One request when nothing is.
"""

from __future__ import annotations

import logging
from datetime import datetime

from chalicelib.usecases.ports import Office
from chalicelib.usecases.remind import put_off, remind
from chalicelib.usecases.send_digest import send_digest

_LOG = logging.getLogger("bon_pour_accord")


def sweep(office: Office, now: datetime) -> dict[str, int]:
    """Re-drive what is due. Returns how many mails and documents were announced, reminders and digests queued."""
    due = office.mailbox.due(now)
    mails = [d.mail_id for d in due if d.kind == "mail"]
    if mails and office.sending.closed():  # they wait for the day's quota; announcing them would be noise
        mails = []
    documents = [(d.ticket_number, d.document_id) for d in due if d.kind == "document"]
    if mails:
        office.queues.mails(office.agency.id, mails)
    if documents:
        office.queues.documents(office.agency.id, documents)
    if jobs := [d.job_id for d in due if d.kind == "job"]:
        office.queues.jobs(office.agency.id, jobs)
    reminders = sum(_look(office, d.ticket_number, now) for d in due if d.kind == "look")
    return {"mails": len(mails), "documents": len(documents), "reminders": reminders,
            "digests": send_digest(office, now)}


def _look(office: Office, number: int, now: datetime) -> int:
    """One ticket that cannot be looked at never holds up the others: it is tried again in an hour."""
    try:
        return remind(office, number, now)
    except Exception:
        _LOG.exception("a ticket could not be looked at", extra={"ticket": number})
        put_off(office, number, now)
        return 0
