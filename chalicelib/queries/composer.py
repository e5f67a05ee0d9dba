"""The composer: a letter pre-filled for one action, and whom it may go to (K-11 to K-16, U-63)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from chalicelib.domain.agency import User
from chalicelib.domain.assignment import Assignment, Mode
from chalicelib.domain.attachable import may_be_offered
from chalicelib.domain.document import Document
from chalicelib.domain.engaged import engaged_firm
from chalicelib.domain.folding import fold
from chalicelib.domain.holdings import current_quote
from chalicelib.domain.menu import MenuAction, find, situation, why_not
from chalicelib.domain.ticket import Contact, Ticket
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.usecases.ports import Office
from chalicelib.usecases.prefill import About, prefilled


@dataclass(frozen=True, slots=True)
class Composer:
    """`advised` and `others` are directory rows to choose from; `fixed` the person of the file, if any.
    `let_go` are the firms a work order would leave out; `ceiling_cents` what a direct intervention may cost."""

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
    let_go: tuple[Assignment, ...]
    language: str


def composer(office: Office, user: User, number: int, key: str, mode: Mode = "quote", document_id: str = "",
             to: str = "", language: str = "", ceiling_cents: int | None = None) -> Composer | None:
    """The window of one action, or None when the ticket or the action does not exist. `document_id` is the
    quote to speak of, when it is not the current one; `to` the person already chosen; `language` wins over
    what is known of the person; `ceiling_cents` is what was typed for a direct intervention."""
    action, file = find(key), office.tickets.file(number)
    if action is None or file is None or not action.template:
        return None
    quote = _quote(file, action, document_id)
    fixed = _fixed(file.ticket, action)
    firms = office.directory.party_rows("contractor") if action.audience == "contractor" else []
    advised, others = _sorted_firms(file, action, firms)
    chosen = to or _chosen(file, action, quote)
    written_in = language or _language(file, action, next((f for f in firms if f["id"] == chosen), {}))
    letter = prefilled(office, user, file, action, written_in, About(mode, quote, ceiling_cents))
    documents = tuple(d for d in file.documents if may_be_offered(d, action.audience))
    return Composer(file, action, why_not(action, situation(file.ticket)), letter.subject, letter.text, fixed,
                    advised, others, chosen, documents, _ticked(documents, action, quote),
                    _left_out(file, action, chosen), written_in)


def _quote(file: TicketFile, action: MenuAction, document_id: str) -> Document | None:
    """The quote a letter speaks of: with its amount, or none."""
    if "quote" not in action.attaches:
        return None
    asked = file.document(document_id)
    quote = asked if asked and asked.kind == "quote" else current_quote(file.ticket, file.documents)
    return quote if quote and quote.gross_cents is not None else None


def _ticked(documents: tuple[Document, ...], action: MenuAction, quote: Document | None) -> tuple[str, ...]:
    """What goes along by itself: the photos of the incident, the quote in question (K-32)."""
    return tuple(d.id for d in documents if d.kind in action.attaches and (d.kind != "quote" or d == quote))


def _left_out(file: TicketFile, action: MenuAction, chosen: str) -> tuple[Assignment, ...]:
    if action.effect != "order":
        return ()
    return tuple(a for a in file.assignments if a.party_id != chosen and a.state in ("asked", "answered", "quoted"))


_TO_ENGAGED = ("chase", "ask_invoice")


def _fixed(ticket: Ticket, action: MenuAction) -> Contact | None:
    return {"tenant": ticket.tenant, "owner": ticket.owner}.get(action.audience)


def _chosen(file: TicketFile, action: MenuAction, quote: Document | None) -> str:
    """A work order goes to the firm of the quote, a chaser to the firm already engaged (U-64)."""
    if action.effect == "order":
        return quote.party_id if quote else ""
    return engaged_firm(file) if action.effect in _TO_ENGAGED else ""


def _sorted_firms(file: TicketFile, action: MenuAction, firms: list[dict[str, Any]],
                  ) -> tuple[tuple[dict[str, Any], ...], tuple[dict[str, Any], ...]]:
    """Firms whose trade the incident names come first; a chaser offers only those engaged."""
    if action.effect in _TO_ENGAGED:
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


def _language(file: TicketFile, action: MenuAction, firm: dict[str, Any]) -> str:
    """The recipient's language, as far as it is known before one is chosen (U-137)."""
    contact = _fixed(file.ticket, action)
    known = file.conversation(contact.party_id if contact else str(firm.get("id", "")))
    if known:
        return known.language
    return contact.language if contact else str(firm.get("language", "fr"))
