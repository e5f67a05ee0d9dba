"""A manager records for whom the office acts: owners with exact shares, ceilings, urgency, rule of the vote (N-9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from chalicelib.domain.agency import User
from chalicelib.domain.change import Change, Outdated
from chalicelib.domain.errors import Conflict, Invalid, NotFound
from chalicelib.domain.property import VOTE_RULES, Mandate, Unit
from chalicelib.domain.shares import NotAShare, common
from chalicelib.domain.tie import Tie
from chalicelib.domain.typed import Typed
from chalicelib.usecases.firm_ceilings import FIELD as FIRMS
from chalicelib.usecases.firm_ceilings import typed_ceilings
from chalicelib.usecases.follow_mandate import following
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office
from chalicelib.usecases.rights import managers_only
from chalicelib.usecases.save_lease import person

OWNERS = 6
CLAUSE_LIMIT = 2000
FIELDS = (*(f"owner_{n}" for n in range(OWNERS)), *(f"share_{n}" for n in range(OWNERS)), "starts_on", "ends_on",
          "ceiling", "urgent_clause", "urgent_ceiling", "vote_rule", FIRMS)


def save_mandate(office: Office, user: User, unit_id: str, mandate_id: str, texts: Mapping[str, str],
                 version: int, now: datetime) -> None:
    """A new mandate has no id yet. Twice is once. Raises NotFound, NotAllowed, Conflict, Invalid."""
    found = office.directory.unit(unit_id)
    known = next((m for m in found[2] if m.id == mandate_id), None) if found else None
    if found is None or (mandate_id and known is None):
        raise NotFound("mandate")
    managers_only(user)
    unit, _, mandates = found
    typed = Typed(texts)
    mandate = _typed(office, unit, known, typed)
    if not typed.faults and known is None and any(
            m.id == mandate.id and replace(m, version=0) != mandate for m in mandates):
        typed.wrong("starts_on", "already_known")
    if typed.faults:
        raise Invalid(*typed.faults)
    if any(replace(m, version=0) == replace(mandate, version=0) for m in mandates):
        return
    if known and version != known.version:
        raise Conflict("contact_changed")
    left = tuple(Tie(o, "mandate", unit_id, known.id) for o in known.owner_ids if o not in mandate.owner_ids) \
        if known else ()
    jobs = following(user, known, mandate, now)
    try:
        office.books.commit(Change(
            added=(*(() if known else (mandate,)), *jobs), changed=(mandate,) if known else (),
            removed=left))
    except Outdated as faster:
        raise Conflict("contact_changed") from faster
    office.queues.jobs(office.agency.id, [job.id for job in jobs[:1]])


def _typed(office: Office, unit: Unit, known: Mandate | None, typed: Typed) -> Mandate:
    owners, shares, base = _owners(office, known, typed)
    starts, ends = typed.day("starts_on", required=True), typed.day("ends_on")
    ceiling, urgent = typed.cents("ceiling") or 0, typed.cents("urgent_ceiling") or 0
    clause, rule = typed.text("urgent_clause", CLAUSE_LIMIT), typed.choice("vote_rule", VOTE_RULES, "unanimity")
    firms = typed_ceilings(office, typed)
    if starts and ends and ends < starts:
        typed.wrong("ends_on", "ends_before")
    first = starts or date.min
    fresh = Mandate(derived("mandate", unit.id, first.isoformat()), unit.id, (), first)
    return replace(
        known or fresh, owner_ids=owners, shares=shares, share_base=base, starts_on=first, ends_on=ends,
        ceiling_cents=ceiling, urgent_clause=clause, urgent_ceiling_cents=urgent, firm_ceilings=firms,
        vote_rule=next((code for code in VOTE_RULES if code == rule), "unanimity"))


def _owners(office: Office, known: Mandate | None, typed: Typed) -> tuple[tuple[str, ...], tuple[int, ...], int]:
    """Owners in the order of the form. Parts are given for all of them or for none."""
    rows = [n for n in range(OWNERS) if typed.has(f"owner_{n}") or typed.has(f"share_{n}")]
    if not rows:
        typed.wrong("owner_0", "required")
        return (), (), 0
    before = known.owner_ids if known else ()
    ids = [person(office, "owner", typed, f"owner_{n}", before[n] if n < len(before) else "") for n in rows]
    for n, owner in zip(rows, ids, strict=True):
        if owner and ids.index(owner) != rows.index(n):
            typed.wrong(f"owner_{n}", "twice")
    if not any(typed.has(f"share_{n}") for n in rows):
        return tuple(ids), (), 0
    parts = [typed.share(f"share_{n}") for n in rows]
    if any(part is None for part in parts):
        return tuple(ids), (), 0
    try:
        shares, base = common([part for part in parts if part is not None])
    except NotAShare:
        typed.wrong(f"share_{rows[0]}", "shares_must_sum")
        return tuple(ids), (), 0
    return tuple(ids), shares, base
