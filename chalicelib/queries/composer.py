"""The composer: a letter pre-filled for one action, and whom it may go to (K-11 to K-16, U-63)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from chalicelib.domain.agency import User
from chalicelib.domain.document import Document
from chalicelib.domain.folding import fold
from chalicelib.domain.menu import MenuAction, find, situation, why_not
from chalicelib.domain.ticket import Contact, Ticket
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.rendering.letters import render
from chalicelib.usecases.ports import Office

ATTACHABLE = ("photo", "quote", "other", "work_order")


@dataclass(frozen=True, slots=True)
class Composer:
    """`advised` and `others` are directory rows to choose from; `fixed` the person of the file, if any."""

    file: TicketFile
    action: MenuAction
    reason: str
    subject: str
    body: str
    fixed: Contact | None
    advised: tuple[dict[str, Any], ...]
    others: tuple[dict[str, Any], ...]
    chosen: str
    documents: tuple[Document, ...]
    ticked: tuple[str, ...]


def composer(office: Office, user: User, number: int, key: str, mode: str = "quote") -> Composer | None:
    """The window of one action, or None when the ticket or the action does not exist."""
    action, file = find(key), office.tickets.file(number)
    if action is None or file is None:
        return None
    fixed = _fixed(file.ticket, action)
    firms = office.directory.party_rows("contractor") if action.audience == "contractor" else []
    advised, others = _sorted_firms(file, action, firms)
    language = _language(file, action)
    letter = render(action.template, language,
                    {"ticket": file.ticket, "user": user, "agency": office.agency, "mode": mode})
    documents = tuple(d for d in file.documents if d.kind in ATTACHABLE and d.reading != "held")
    photos = tuple(d.id for d in documents if d.kind == "photo" and action.audience in ("contractor", "owner"))
    return Composer(file, action, why_not(action, situation(file.ticket)), letter.subject, letter.text, fixed,
                    advised, others, _chosen(file, action), documents, photos)


def _fixed(ticket: Ticket, action: MenuAction) -> Contact | None:
    return {"tenant": ticket.tenant, "owner": ticket.owner}.get(action.audience)


def _chosen(file: TicketFile, action: MenuAction) -> str:
    """A chaser goes to the firm already engaged (U-64)."""
    if action.key != "chase_contractor":
        return ""
    waiting = [a for a in file.assignments if a.state in ("asked", "answered")] or list(file.assignments)
    return waiting[-1].party_id if waiting else ""


def _sorted_firms(file: TicketFile, action: MenuAction, firms: list[dict[str, Any]],
                  ) -> tuple[tuple[dict[str, Any], ...], tuple[dict[str, Any], ...]]:
    """Firms whose trade the incident names come first; a chaser offers only those engaged."""
    if action.key == "chase_contractor":
        engaged = {a.party_id for a in file.assignments}
        return (), tuple(f for f in firms if f["id"] in engaged)
    said = fold(f"{file.ticket.title} {file.ticket.description}")
    advised = tuple(f for f in firms if any(_named(trade, said) for trade in f.get("trades", ())))
    return advised, tuple(f for f in firms if f not in advised)


_SIGNS = {
    "plomberie": ("fuite", "evier", "eau", "robinet", "wc", "chasse", "douche", "lavabo", "canalisation",
                  "infiltration", "degat des eaux"),
    "chauffage": ("chauffe-eau", "chaudiere", "radiateur", "chauffage", "eau chaude"),
    "electricite": ("electri", "prise", "disjonct", "volet roulant", "interphone", "lumiere", "vmc"),
    "peinture": ("peinture", "plafond", "mur", "aureole"),
    "serrurerie": ("serrure", "porte", "cle", "verrou"),
}


def _named(trade: str, said: str) -> bool:
    name = fold(trade)
    return name in said or any(sign in said for sign in _SIGNS.get(name, ()))


def _language(file: TicketFile, action: MenuAction) -> str:
    """The recipient's language, as far as it is known before one is chosen."""
    contact = _fixed(file.ticket, action)
    known = file.conversation(contact.party_id) if contact else None
    if known:
        return known.language
    return contact.language if contact else "fr"
