"""Higher ceilings for single firms, as a mandate's form writes them: one firm per line, then its amount (D-24)."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.domain.money import NotAnAmount, parse_amount, typed_amount
from chalicelib.domain.party import Party
from chalicelib.domain.typed import Typed
from chalicelib.usecases.finder import SEVERAL, People
from chalicelib.usecases.ports import Office

FIELD = "firm_ceilings"
LIMIT = 2000
BETWEEN = ";"


def typed_ceilings(office: Office, typed: Typed) -> dict[str, int]:
    """Cents by the id of the firm. What cannot be read, or names nobody, is a fault of the whole field."""
    lines = [line.strip() for line in typed.text(FIELD, LIMIT).splitlines() if line.strip()]
    found: dict[str, int] = {}
    known = People.of(office.directory.words("contractor")) if lines else People()
    for line in lines:
        name, _, amount = line.rpartition(BETWEEN)
        firm = known.find(name.strip()) if name.strip() else ""
        if not firm or firm == SEVERAL:
            typed.wrong(FIELD, "several_people" if firm else "unknown_firm")
            continue
        try:
            cents = parse_amount(amount)
        except NotAnAmount:
            typed.wrong(FIELD, "not_an_amount")
            continue
        if cents <= 0:
            typed.wrong(FIELD, "below_zero")
        found[firm] = cents
    return found


def shown_ceilings(ceilings: Mapping[str, int], people: Mapping[str, Party]) -> str:
    """The same lines again; a firm that is gone keeps its id, so that saving drops nothing in silence."""
    lines = []
    for firm_id, cents in sorted(ceilings.items()):
        firm = people.get(firm_id)
        lines.append(f"{(firm.email or firm.name) if firm else firm_id} {BETWEEN} {typed_amount(cents)}")
    return "\n".join(lines)
