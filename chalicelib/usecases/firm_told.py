"""A firm hears that its quote or invoice is refused, with the reason in neutral words (E-C22).

Of an owner only the reason he chose is told, never his own words. Where there is none a manager is asked for it, once:
nothing leaves before. Never anybody else's name or price.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chalicelib.domain.change import Change
from chalicelib.domain.decision import Ruled
from chalicelib.domain.ticket import alerted
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.undo import undo_seconds
from chalicelib.usecases.decision_links import decision_mail, talk_with
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office

TEMPLATE, TASK = "refused_firm", "refusal_reason"
TOLD_OF = ("quote", "change_order", "invoice", "credit_note")
MOTIVES = ("too_dear", "own_care", "later")  # what a firm may be told of an owner's reasons


@dataclass(frozen=True, slots=True)
class Refusal:
    """A document that may have been refused by this act: the code of the reason, or its words for the firm."""

    document_id: str
    motive: str = ""
    text: str = ""
    cause: str = ""


def firm_told(office: Office, file: TicketFile, ruled: Ruled, refusal: Refusal, now: datetime) -> tuple[Ruled, Change]:
    """The ruling with the task when nobody knows why, and the mail when somebody does. It waits as long as a letter
    can be taken back, and does not leave when the refusal no longer stands."""
    before, after = file.document(refusal.document_id), ruled.document(refusal.document_id)
    if before is None or after is None or after.kind not in TOLD_OF or after.status != "refused":
        return ruled, Change()
    if before.status == "refused" or file.assignment(after.told_id) is None:
        return ruled, Change()
    motive = refusal.motive if refusal.motive in MOTIVES else ""
    firm = office.directory.parties(after.told_id)[0] if motive or refusal.text else None
    if firm is None or not firm.email:
        return replace(ruled, ticket=alerted(ruled.ticket, now, TASK)), Change()
    mail_id = derived(refusal.cause, TEMPLATE, after.id)
    mail = decision_mail(file, TEMPLATE, firm.id, firm.name, firm.email, firm.language, mail_id, now, {
        "document_id": after.id, "filename": after.filename, "kind": after.kind, "edition": after.edition,
        "gross_cents": after.gross_cents or 0, "motive": motive, "text": refusal.text})
    wait = timedelta(seconds=undo_seconds(office.agency, file.ticket))
    talk = talk_with(office, file, firm.id, firm.role, firm.name, firm.email, firm.language)
    return ruled, Change(added=tuple(talk), mails=(replace(mail, not_before=now + wait),))
