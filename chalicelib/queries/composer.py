"""The composer: a letter pre-filled for one action, and whom it may go to (K-11 to K-16, U-63)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from chalicelib.domain.addressees import addressees, main_contact
from chalicelib.domain.agency import User
from chalicelib.domain.assignment import Assignment, Mode
from chalicelib.domain.attachable import may_be_offered
from chalicelib.domain.calendar import paris_day
from chalicelib.domain.document import Document
from chalicelib.domain.engaged import engaged_firm
from chalicelib.domain.errors import Conflict
from chalicelib.domain.holdings import current_quote
from chalicelib.domain.menu import MenuAction, find, situation, why_not
from chalicelib.domain.order_terms import ordered_on
from chalicelib.domain.party import Party
from chalicelib.domain.rivals import left_out
from chalicelib.domain.ticket import Contact
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.queries.firms import Firm, Firms, engaged_firms, firms
from chalicelib.queries.ordering import Ordering, ordering
from chalicelib.usecases.mandate_terms import mandate_over
from chalicelib.usecases.ports import Office
from chalicelib.usecases.prefill import About, prefilled
from chalicelib.usecases.recipient import NEW_WORK


@dataclass(frozen=True, slots=True)
class Composer:
    """`firms` is what there is to choose from; `fixed` the person of the file, if any; `people` all those it is
    for, when they are several. `lapsed` are codes of expired certificates of the chosen firm; `let_go` the firms
    a work order would leave out; `expired` the last day of a quote whose offer has passed, `contradicts` that
    its amounts do not add up."""

    file: TicketFile
    action: MenuAction
    reason: str
    subject: str
    body: str
    fixed: Contact | None
    people: tuple[Party, ...]
    firms: Firms
    chosen: str
    lapsed: tuple[str, ...]
    documents: tuple[Document, ...]
    ticked: tuple[str, ...]
    let_go: tuple[Assignment, ...]
    language: str
    ordering: Ordering
    expired: date | None = None
    mandate_over: bool = False
    contradicts: bool = False

    @property
    def submits(self) -> bool:
        """The order cannot leave before the owner agrees, and he can be asked from here (D-24)."""
        ask, said = find("quote_to_owner"), self.ordering.verdict
        return bool(self.action.effect == "order" and said and said.ground == "agreement" and ask
                    and not why_not(ask, situation(self.file.ticket)))


def composer(office: Office, user: User, number: int, key: str, mode: Mode = "quote", document_id: str = "",
             to: str = "", language: str = "", ceiling_cents: int | None = None, *, now: datetime,
             words: str = "") -> Composer | None:
    """The window of one action, or None when the ticket or the action does not exist. `document_id` is the
    quote to speak of, when it is not the current one; `to` the person already chosen; `language` wins over
    what is known of the person; `ceiling_cents` is what was typed for a direct intervention; `words` look for a
    firm in a large directory."""
    action, file = find(key), office.tickets.file(number)
    if action is None or file is None or not action.template:
        return None
    today, quote = paris_day(now), _quote(file, action, document_id)
    chosen = to or _drafted(file, user, key) or _chosen(file, action, quote)
    offered = _firms(office, file, action, words, chosen, today)
    firm = offered.firm(chosen)
    written_in = language or _language(file, action, firm)
    letter = prefilled(office, user, file, action, written_in, About(mode, quote, ceiling_cents, today))
    documents = tuple(d for d in file.documents if may_be_offered(d, action.audience))
    return Composer(file, action, why_not(action, situation(file.ticket)), letter.subject, letter.text,
                    main_contact(file.ticket, action.audience), _people(office, file, action), offered, chosen,
                    firm.lapsed if firm and action.effect in NEW_WORK else (), documents,
                    _ticked(documents, action, quote), _left_out(file, action, chosen), written_in,
                    ordering(office, user, file, action, mode, chosen, ceiling_cents, now),
                    quote.expired(today) if quote and action.effect == "submit_quote" else None,
                    action.effect in NEW_WORK and not file.ticket.owner_ids and mandate_over(office, file, now),
                    quote is not None and action.effect == "submit_quote" and not quote.sums_close)


def _drafted(file: TicketFile, user: User, key: str) -> str:
    """The firm chosen in the draft that waits, if any."""
    draft = file.draft(user.id, key)
    chosen = draft.fields.get("recipient", "") if draft else ""
    return "" if chosen == "other" else chosen


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
    try:
        quote = ordered_on(file, Party(chosen, "contractor", ""))
    except Conflict:  # said when the letter is sent
        quote = None
    return left_out(file, quote, chosen)


_TO_ENGAGED = ("chase", "ask_invoice")


def _firms(office: Office, file: TicketFile, action: MenuAction, words: str, chosen: str, today: date) -> Firms:
    if action.audience != "contractor":
        return Firms()
    if action.effect in _TO_ENGAGED:
        return engaged_firms(office, file, today)
    return firms(office, file, words, chosen, today)


def _people(office: Office, file: TicketFile, action: MenuAction) -> tuple[Party, ...]:
    """Every owner, every tenant who reported it, when there are several (D-9)."""
    ids = addressees(file, action.audience)
    return tuple(p for p in office.directory.parties(*ids) if p) if len(ids) > 1 else ()


def _chosen(file: TicketFile, action: MenuAction, quote: Document | None) -> str:
    """A work order goes to the firm of the quote, a chaser to the firm already engaged (U-64)."""
    if action.effect == "order":
        return quote.issuer_id if quote else ""
    return engaged_firm(file) if action.effect in _TO_ENGAGED else ""


def _language(file: TicketFile, action: MenuAction, firm: Firm | None) -> str:
    """The recipient's language, as far as it is known before one is chosen (U-137)."""
    contact = main_contact(file.ticket, action.audience)
    known = file.conversation(contact.party_id if contact else firm.id if firm else "")
    if known:
        return known.language
    return contact.language if contact else firm.language if firm else "fr"
