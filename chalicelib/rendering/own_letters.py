"""Letters in an agency's own words: what each field stands for on a works file, and the originals to start from."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from chalicelib.domain.agency import Agency, User
from chalicelib.domain.letter_fields import LetterKind, fill, fill_line
from chalicelib.domain.marked import N_
from chalicelib.domain.ticket import Contact, Ticket
from chalicelib.rendering.catalog import translate
from chalicelib.rendering.environment import TEMPLATES, environment
from chalicelib.rendering.formats import euros
from chalicelib.rendering.letters import RenderedLetter

_SENTENCES: dict[str, dict[str, str]] = {
    "quote_to_owner": {"quotes": "quotes.txt"}, "order": {"quotes": "order.txt"},
    "chase_contractor": {"missing": "missing.txt"}, "ask_invoice": {"missing": "final.txt"}}
_WITH_PHONE = ("contractor", "other")  # who comes to the place may call; the others get the name only (V-9)


@cache
def original(key: str, language: str) -> tuple[str, str]:
    """Subject and body of the built-in letter, written in the small language."""
    text = (TEMPLATES / "letters" / language / f"{key}.txt").read_text("utf-8")
    subject, _, body = text.partition("\n\n")
    return subject.strip(), body.strip()


def own_letter(kind: LetterKind, language: str, subject: str, body: str, facts: Mapping[str, Any]) -> RenderedLetter:
    """The letter as it begins on this works file. `facts` are those of the built-in letter."""
    values = field_values(kind, language, facts)
    return RenderedLetter(fill_line(subject, kind, values), fill(body, kind, values), "")


def field_values(kind: LetterKind, language: str, facts: Mapping[str, Any]) -> dict[str, str]:
    """Each field in words, empty where nothing is known. Only fields that this letter may use."""
    ticket: Ticket = facts["ticket"]
    agency: Agency = facts["agency"]
    user: User = facts["user"]
    found = {
        "reference": ticket.reference, "title": ticket.title,
        "place": ticket.place or translate(N_("adresse à confirmer"), language), "description": ticket.description,
        "on_site": _on_site(ticket.site or ticket.tenant, with_phone=kind.audience in _WITH_PHONE),
        "tenant": ticket.tenant.name if ticket.tenant else "", "owner": ticket.owner.name if ticket.owner else "",
        "manager": user.name, "agency": agency.name, "phone": agency.phone, "signature": _signature(agency, user),
        "ceiling": euros(facts["ceiling_cents"], language) if facts["ceiling_cents"] else ""}
    for code, template in _SENTENCES.get(kind.key, {}).items():
        found[code] = _said(template, language, facts, "final" if template == "final.txt" else "awaited")
    return {code: value for code, value in found.items() if code in kind.fields}


def _on_site(person: Contact | None, *, with_phone: bool) -> str:
    parts = (person.name, person.phone if with_phone else "") if person else ()
    return ", ".join(part for part in parts if part)


def _signature(agency: Agency, user: User) -> str:
    return agency.signature or "\n".join(line for line in (user.name, agency.name, agency.phone) if line)


def _said(template: str, language: str, facts: Mapping[str, Any], missing: str) -> str:
    """Our own sentences about a quote or about what is missing: templates of ours, never a user's."""
    found = environment(language, strict=True).get_template(f"email/{language}/letter_fields/{template}")
    return found.render({"quotes": facts["quotes"], "missing": facts[missing]}).strip()
