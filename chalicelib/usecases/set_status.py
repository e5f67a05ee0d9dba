"""A manager gives a document one of the four statuses, with where it comes from and a note (D-10, S-19, S-20).

It is never written as somebody's vote. Leaving Approbation freezes the votes where they stand, and ends the time in
which a decision of the votes can be cancelled; coming back opens a new round and writes to the deciders.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.approval import decided_elsewhere
from chalicelib.domain.change import Change
from chalicelib.domain.decision import decided
from chalicelib.domain.document import Document, Status
from chalicelib.domain.errors import Conflict, Fault, Invalid, NotFound
from chalicelib.domain.mail import Marker
from chalicelib.domain.marked import N_
from chalicelib.domain.neutral import names_others
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.words import STATUSES
from chalicelib.usecases.decision_news import Act, told
from chalicelib.usecases.file_act import change_file, touching
from chalicelib.usecases.held_order import held_back
from chalicelib.usecases.identity import derived
from chalicelib.usecases.once import done_before
from chalicelib.usecases.ports import Office
from chalicelib.usecases.request_approval import put_to_vote
from chalicelib.usecases.warn_manager import with_warning

MARKER = "set_status"
NOTE_LIMIT = 1000
PROJECT = "project"  # a manager of the project who is no user of the agency decides himself (S-19)
SOURCES: dict[str, str] = {
    "own": N_("Décision de l’agence"), "phone": N_("Par téléphone"), "mail": N_("Par e-mail"),
    "paper": N_("Par courrier"),
}


@dataclass(frozen=True, slots=True)
class StatusForm:
    """As typed. `status` is one of the four, or empty for none; `version` the document's as it was shown (-1: not
    checked); `who` may be a manager of the project who is no user: then `party_id` names him. `motive` is what the firm
    is told of a refusal."""

    nonce: str
    version: int
    status: str
    source: str = "own"
    note: str = ""
    anyway: bool = False
    party_id: str = ""
    motive: str = ""


def set_status(office: Office, who: str, number: int, document_id: str, form: StatusForm, now: datetime) -> None:
    """Twice is once. Raises NotFound, Invalid with every fault, Conflict when the document has changed since it was
    shown, was replaced, or is withheld."""
    status = _checked(form)
    content = derived(document_id, form.status, form.source, form.note, form.motive)

    def decide(file: TicketFile) -> Change | None:
        if done_before(office, MARKER, form.nonce, content):
            return None
        document = file.document(document_id)
        if document is None:
            raise NotFound("document")
        if document.superseded_by or document.reading == "held":
            raise Conflict("superseded" if document.superseded_by else "held")
        if form.version >= 0 and form.version != document.version and not form.anyway:
            raise Conflict("document_changed")
        if status == document.status and status != "in_approval":
            return None
        if status == "refused" and names_others(form.motive, file, document.told_id):
            raise Invalid(Fault("motive", "names_others"))
        change = with_warning(file, _change(office, who, file, document, status, form, now), now)
        change = touching(file, change) if status == "in_approval" else change  # who decides may be changing
        return change.plus(Change(marker=Marker(MARKER, form.nonce, content, now)))

    change_file(office, number, decide, late="document_changed")


def _checked(form: StatusForm) -> Status:
    faults = []
    status: Status | None = next((s for s in _STATUSES if s == form.status), None)
    if status is None:
        faults.append(Fault("status", "unknown"))
    if form.source not in SOURCES and not (form.source == PROJECT and form.party_id):
        faults.append(Fault("source", "unknown"))
    if len(form.note) > NOTE_LIMIT:
        faults.append(Fault("note", "too_long"))
    if len(form.motive) > NOTE_LIMIT:
        faults.append(Fault("motive", "too_long"))
    if form.source not in ("own", PROJECT) and not form.note.strip():
        faults.append(Fault("note", "required"))
    if faults or status is None:
        raise Invalid(*faults)
    return status


_STATUSES: tuple[Status, ...] = ("", "in_approval", "approved", "refused", "paid")


def _change(office: Office, who: str, file: TicketFile, document: Document, status: Status, form: StatusForm,
            now: datetime) -> Change:
    order = held_back(office, file, document, now) if status not in ("approved", "paid") else None
    if order:
        return order.plus(_decided(office, who, order.file, document, status, form, now))
    return _decided(office, who, file, document, status, form, now)


def _decided(office: Office, who: str, file: TicketFile, document: Document, status: Status, form: StatusForm,
             now: datetime) -> Change:
    if status == "in_approval":
        return put_to_vote(office, file, document, who, now)
    frozen = decided_elsewhere(file.approval(document.id), status, who, now)
    facts: dict[str, str | int] = {"source": form.source, **({"note": form.note.strip()} if form.note.strip() else {})}
    ruled = decided(file, frozen, document, status, now, who, facts)
    word = STATUSES.get(status, "")
    return told(office, file, ruled, Act("status_set", document.id, form.nonce, now, text=form.note.strip(),
                                         motive_text=form.motive.strip(), more={
        "status": status, "source": form.source, "word": word, "user": who}))
