"""Lines of units with their buildings, and of mandates with the shares of the owners."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from chalicelib.domain.folding import fold
from chalicelib.domain.property import VOTE_RULES, Building, Mandate, Unit
from chalicelib.domain.shares import NotAShare, common, parse_share
from chalicelib.domain.typed import Typed
from chalicelib.usecases.finder import SEVERAL
from chalicelib.usecases.follow_mandate import following
from chalicelib.usecases.identity import derived
from chalicelib.usecases.import_lines import Outcome, Scene, Texts, checked, outcome, unit_of

OWNERS_AT_MOST = 20
_OWNER = re.compile(r"(.+?)(?:[\s:=(]+([0-9]+\s*/\s*[0-9]+|[0-9]+(?:[.,][0-9]+)?\s*%)\)?)?")


def foresee_units(scene: Scene, lines: Sequence[Texts]) -> None:
    """Read in a few requests what these lines will ask for."""
    drawn = [_drawn(scene, Typed(texts)) for texts in lines]
    scene.work.need(("unit", unit_id) for unit_id, _ in drawn)
    scene.work.need(("building", building.id) for _, building in drawn if building)


def take_unit(scene: Scene, texts: Texts) -> Outcome:
    """A unit, and its building when the line names one. Raises Refused."""
    typed = Typed(texts)
    address, label = typed.line("address", 300, required=True), typed.line("label", 100)
    reference = typed.line("reference", 60)
    typed.line("building", 200)
    unit_id, building = _drawn(scene, typed)
    checked(typed)
    known: Unit | None = scene.work.get(("unit", unit_id))
    moved = scene.work.put(("building", building.id), building) if building and not scene.work.get(
        ("building", building.id)) else False
    after = replace(known or Unit(unit_id, label, address), address=address)
    after = replace(after, label=label or after.label, reference=reference or after.reference,
                    building_id=building.id if building else after.building_id)
    moved |= scene.work.put(("unit", unit_id), after)
    scene.places.learn(after)
    return outcome(new=known is None, moved=moved)


def _drawn(scene: Scene, typed: Typed) -> tuple[str, Building | None]:
    reference, address, label, name = (
        " ".join(typed.texts.get(n, "").split()) for n in ("reference", "address", "label", "building"))
    known = scene.places.find(reference, address, label)
    fresh = derived("unit", "reference", fold(reference)) if reference else derived("unit", fold(address), fold(label))
    building = Building(derived("building", fold(name), fold(address)), name, address) if name else None
    return known or fresh, building


def take_mandate(scene: Scene, texts: Texts) -> Outcome:
    """The mandate of a unit from a day on: owners in their order, exact shares, ceilings (N-9). Raises Refused."""
    typed = Typed(texts)
    unit_id = unit_of(scene, typed, required=True)
    starts, ends = typed.day("starts_on", required=True), typed.day("ends_on")
    owners, shares, base = _owners(scene, typed)
    ceiling, urgent = typed.cents("ceiling"), typed.cents("urgent_ceiling")
    clause = typed.text("urgent_clause", 2000)
    rule = typed.choice("vote_rule", VOTE_RULES, "unanimity")
    if starts and ends and ends < starts:
        typed.wrong("ends_on", "before_start")
    checked(typed)
    known = _known_mandate(scene, unit_id, starts or date.min)
    before = scene.work.get(("mandate", unit_id, known.id))
    after = replace(
        before or known, owner_ids=owners, shares=shares, share_base=base, ends_on=ends or known.ends_on,
        ceiling_cents=known.ceiling_cents if ceiling is None else ceiling, urgent_clause=clause or known.urgent_clause,
        urgent_ceiling_cents=known.urgent_ceiling_cents if urgent is None else urgent,
        vote_rule=next(code for code in VOTE_RULES if code == rule) if typed.has("vote_rule") else known.vote_rule)
    moved = scene.work.put(("mandate", unit_id, known.id), after)
    if moved:  # open files and votes follow it, as when it is typed by hand
        scene.work.add(*following(scene.who, before, after, scene.now))
    return outcome(new=before is None, moved=moved)


def _known_mandate(scene: Scene, unit_id: str, starts: date) -> Mandate:
    _, mandates = scene.contracts(unit_id)
    fresh = Mandate(derived("mandate", unit_id, starts.isoformat()), unit_id, (), starts)
    known = next((m for m in mandates if m.starts_on == starts), fresh)
    found: Mandate = scene.work.get(("mandate", unit_id, known.id)) or known
    return found


def _owners(scene: Scene, typed: Typed) -> tuple[tuple[str, ...], tuple[int, ...], int]:
    """The owners and their exact parts: all with a part, or none."""
    said = [part.strip() for part in re.split(r"[;\n]+", typed.texts.get("owners", "")) if part.strip()]
    if not said:
        typed.wrong("owners", "required")
    if len(said) > OWNERS_AT_MOST:
        typed.wrong("owners", "too_many")
    ids, parts = [], []
    for text in said[:OWNERS_AT_MOST]:
        name, part = text, ""
        if found := _OWNER.fullmatch(text):
            name, part = found[1], found[2] or ""
        owner = scene.people("owner").find(name)
        if not owner or owner == SEVERAL:
            typed.wrong("owners", "several_people" if owner else "unknown_person")
        ids.append(owner)
        parts.append(part)
    if len(set(ids)) < len(ids) and not typed.faults:
        typed.wrong("owners", "twice")
    if not any(parts):
        return tuple(ids), (), 0
    try:
        shares, base = common([parse_share(part) for part in parts])
    except NotAShare:
        typed.wrong("owners", "shares_must_sum")
        return tuple(ids), (), 0
    return tuple(ids), shares, base
