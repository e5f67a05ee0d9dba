"""A person as a form or a line of a table describes him. Pure: texts in, a Party out."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.party import Party, PartyRole
from chalicelib.domain.typed import Typed

NAME_LIMIT = 200
FIELDS = ("name", "emails", "unconfirmed", "phone", "language", "place", "reference")
FIRM_FIELDS = ("trades", "siret", "insurance_until", "urssaf_until")


def fields_of(role: PartyRole) -> tuple[str, ...]:
    """What is asked about a person of this role. A tenant's place follows from the lease."""
    if role == "contractor":
        return FIELDS + FIRM_FIELDS
    return tuple(f for f in FIELDS if f != "place") if role == "tenant" else FIELDS


def described(known: Party, typed: Typed) -> Party:
    """The person as typed: every field of the form counts, an empty one empties it."""
    emails = typed.emails("emails")
    party = replace(
        known, name=typed.line("name", NAME_LIMIT, required=True), emails=emails, phone=typed.line("phone", 60),
        unconfirmed=tuple(e for e in typed.emails("unconfirmed") if e not in emails),
        language=typed.language("language"), reference=typed.line("reference", 60), one_shot=False)
    if known.role != "tenant":
        party = replace(party, place=typed.line("place", 300))
    if known.role == "contractor":
        party = replace(
            party, trades=typed.words("trades"), siret=typed.siret("siret"),
            insurance_until=typed.day("insurance_until"), urssaf_until=typed.day("urssaf_until"))
    return party


def enriched(known: Party, typed: Typed) -> Party:
    """The person after a line of an import: an empty cell keeps what is known, new addresses come after."""
    asked = fields_of(known.role)
    whole = described(known, typed)
    kept = {name: getattr(known, name) for name in asked if not typed.has(name) and name != "emails"}
    emails = tuple(dict.fromkeys((*known.emails, *whole.emails)))
    merged = replace(whole, **kept, emails=emails)
    return replace(merged, unconfirmed=tuple(e for e in merged.unconfirmed if e not in emails))


def shown(party: Party) -> dict[str, str]:
    """The fields as the form shows them first."""
    return {
        "name": party.name, "emails": "\n".join(party.emails), "unconfirmed": "\n".join(party.unconfirmed),
        "phone": party.phone, "language": party.language, "place": party.place, "reference": party.reference,
        "trades": ", ".join(party.trades), "siret": party.siret,
        "insurance_until": party.insurance_until.isoformat() if party.insurance_until else "",
        "urssaf_until": party.urssaf_until.isoformat() if party.urssaf_until else "",
    }
