"""The text an action of the menu begins with, in one language: for the window, for a chaser sent to many (K-11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from chalicelib.domain.agency import User
from chalicelib.domain.assignment import Mode
from chalicelib.domain.awaited import awaited, owed_at_the_end
from chalicelib.domain.document import Document
from chalicelib.domain.letter_fields import KINDS
from chalicelib.domain.menu import MenuAction
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.rendering.letters import RenderedLetter, render
from chalicelib.rendering.own_letters import own_letter
from chalicelib.usecases.ports import Office


@dataclass(frozen=True, slots=True)
class About:
    """What the letter speaks of: a quote with its amount, or none; the ceiling of a direct intervention;
    the day it is written."""

    mode: Mode = "quote"
    quote: Document | None = None
    ceiling_cents: int | None = None
    today: date | None = None


def prefilled(office: Office, user: User, file: TicketFile, action: MenuAction, language: str,
              about: About) -> RenderedLetter:
    """Subject and body as the manager first sees them."""
    ticket = file.ticket
    allowed = ticket.ceiling_cents if about.ceiling_cents is None else about.ceiling_cents
    facts = {
        "ticket": ticket, "user": user, "agency": office.agency, "mode": about.mode,
        "quotes": [_as_said(about.quote, about.today)] if about.quote else [],
        "awaited": awaited(ticket) or ("invoice", "photos"),
        "final": owed_at_the_end(ticket) or ("invoice", "photos"),
        "ceiling_cents": allowed if about.mode == "direct" else 0}
    return begun(office, "mission_direct" if action.key == "mission" and about.mode == "direct" else action.key,
                 action.template, language, facts)


def _as_said(quote: Document, today: date | None) -> Document:
    """A quote without a last day that has passed: no letter calls valid what is not (E-C7)."""
    if today is None or not quote.expired(today):
        return quote
    return replace(quote, figures={name: f for name, f in quote.figures.items() if name != "valid_until"})


def begun(office: Office, key: str, template: str, language: str, facts: Mapping[str, Any]) -> RenderedLetter:
    """In the agency's own words when it has some for this letter, else as built in. One request."""
    own = office.directory.letter(key, language)
    if own and own.own:
        return own_letter(KINDS[key], language, own.subject, own.body, facts)
    return render(template, language, facts)
