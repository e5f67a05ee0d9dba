"""A works file made up for previews: every field of a letter has something to say."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from chalicelib.domain.agency import Agency, User
from chalicelib.domain.document import Document, FiledFigure
from chalicelib.domain.marked import N_
from chalicelib.domain.ticket import Contact, Ticket
from chalicelib.rendering.catalog import translate

_DAY = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
_PLACE = "12 rue des Lilas, 75020 Paris, lot 4"


def demo_facts(agency: Agency, user: User, key: str, language: str) -> dict[str, Any]:
    """The facts of the letter `key`, as those of a real file."""
    ticket = Ticket(
        1042, translate(N_("Fuite sous l’évier"), language),
        translate(N_("L’eau coule dans le meuble depuis ce matin."), language), _DAY, _DAY, place=_PLACE,
        tenant=Contact("demo-tenant", "M. Luc Petit", "06 12 34 56 78"),
        owner=Contact("demo-owner", "Mme Hélène Garnier"))
    return {
        "ticket": ticket, "user": user, "agency": agency, "mode": "direct" if key == "mission_direct" else "quote",
        "quotes": [_quote()] if key in ("quote_to_owner", "order") else [], "awaited": ("invoice", "photos", "keys"),
        "final": ("invoice", "photos", "keys"), "ceiling_cents": 30_000 if key == "mission_direct" else 0}


def _quote() -> Document:
    read = {"number": "D-2026-0147", "issued_on": date(2026, 11, 20), "valid_until": date(2026, 12, 20),
            "gross_cents": 128_450, "vat_cents": 11_677}
    figures = {name: FiledFigure(value, 1.0, "demo", taken=True) for name, value in read.items()}
    return Document(1042, "demo-quote", "quote", "devis.pdf", "application/pdf", 1, "0" * 64, _DAY,
                    who="Plomberie Marchal", figures=figures)
