"""Every minute: what is due and was not done is put back on its queue (PF-24, PF-50).

A tick only says « look now »; the work itself decides again whether it is due.
"""

from __future__ import annotations

from datetime import datetime

from chalicelib.usecases.ports import Office


def sweep(office: Office, now: datetime) -> dict[str, int]:
    """Re-drive what is due. Returns how many mails and documents were announced."""
    due = office.mailbox.due(now)
    mails = [d.mail_id for d in due if d.kind == "mail"]
    documents = [(d.ticket_number, d.document_id) for d in due if d.kind == "document"]
    if mails:
        office.queues.mails(office.agency.id, mails)
    if documents:
        office.queues.documents(office.agency.id, documents)
    return {"mails": len(mails), "documents": len(documents)}
