"""Lines of firms, owners, and tenants with their leases."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from chalicelib.domain import address_book
from chalicelib.domain.contact_form import enriched
from chalicelib.domain.folding import fold
from chalicelib.domain.party import Party, PartyRole
from chalicelib.domain.property import Lease
from chalicelib.domain.typed import Typed
from chalicelib.usecases.add_party import party_id
from chalicelib.usecases.finder import SEVERAL
from chalicelib.usecases.identity import derived
from chalicelib.usecases.import_lines import Outcome, Scene, Texts, checked, outcome, unit_of

ROLES: Final[dict[str, PartyRole]] = {"contractors": "contractor", "owners": "owner", "tenants": "tenant"}


def foresee(scene: Scene, lines: Sequence[Texts]) -> None:
    """Read in a few requests what these lines will ask for: addresses, then the people behind them."""
    role, index = ROLES[scene.kind], scene.people(ROLES[scene.kind])
    typed = [Typed(texts) for texts in lines]
    emails = [("address", e) for t in typed for e in t.emails("emails")]
    scene.work.need(emails)
    holders = [h.party_id for ref in emails if (entry := scene.work.get(ref)) for h in entry.holders]
    named = [i for t in typed if (i := index.same(t.line("name"), t.line("place")))]
    fresh = [_fresh(role, t).id for t in typed]
    scene.work.need(("party", i) for i in (*holders, *named, *fresh))


def take_party(scene: Scene, texts: Texts) -> Outcome:
    """A firm or an owner, new or enriched. Raises Refused."""
    typed, role = Typed(texts), ROLES[scene.kind]
    known = _known(scene, role, typed)
    after = enriched(known or _fresh(role, typed), typed)
    checked(typed)
    return outcome(new=known is None, moved=_keep(scene, known, after))


def take_tenant(scene: Scene, texts: Texts) -> Outcome:
    """A tenant, and his lease when the line names a unit. Raises Refused."""
    typed = Typed(texts)
    known = _known(scene, "tenant", typed)
    after = enriched(known or _fresh("tenant", typed), typed)
    unit_id = unit_of(scene, typed, required=False)
    lease = _lease(scene, typed, unit_id, after) if unit_id else None
    checked(typed)
    if lease and lease.runs_on(scene.now.date()):
        unit = scene.work.get(("unit", unit_id))
        after = replace(after, unit_id=unit_id, place=unit.place)
    moved = _keep(scene, known, after)
    if lease:
        moved |= scene.work.put(("lease", unit_id, lease.id), lease)
    return outcome(new=known is None, moved=moved)


def _fresh(role: PartyRole, typed: Typed) -> Party:
    """Somebody new, under an id that follows from the line."""
    reference, emails, name = typed.line("reference"), typed.emails("emails"), typed.line("name")
    party = Party("", role, name, emails)
    if reference:
        return replace(party, id=derived("party", role, "reference", fold(reference)), emails=())
    if emails:
        return replace(party, id=party_id(party), emails=())
    return replace(party, id=derived("party", role, "name", fold(name), fold(typed.line("place"))))


def _known(scene: Scene, role: PartyRole, typed: Typed) -> Party | None:
    """Whom the line means: its reference, an address with this name, or the name alone."""
    fresh, index = _fresh(role, typed), scene.people(role)
    found: Party | None = scene.work.get(("party", fresh.id))
    reference = typed.line("reference")
    if found is None and reference and (known := index.references.get(fold(reference))):
        found = scene.work.get(("party", known))
    if found is None:
        entries = [scene.work.get(("address", e)) for e in typed.emails("emails")]
        holders = [h for entry in entries if entry for h in entry.holders if h.role == role]
        shared = role in ("owner", "tenant")  # a couple may have one address and two names (E-L23)
        holder = next((h for h in holders if not shared or fold(h.name) == fold(typed.line("name"))), None)
        found = scene.work.get(("party", holder.party_id)) if holder else None
    if found is None and not reference:
        named = index.same(typed.line("name"), typed.line("place") if role != "tenant" else "")
        found = scene.work.get(("party", named)) if named and named != SEVERAL else None
        if found and found.emails and typed.has("emails") and role != "contractor":
            return None  # the same name with another address is somebody else
    return found


def _keep(scene: Scene, known: Party | None, after: Party) -> bool:
    addresses = {e: scene.work.get(("address", e)) for e in address_book.concerned(known, after)}
    moved = scene.work.put(("party", after.id), after)
    for entry in address_book.entries(known, after, addresses):
        moved |= scene.work.put(("address", entry.email), entry)
    scene.people(after.role).learn(after)
    return moved


def _lease(scene: Scene, typed: Typed, unit_id: str, tenant: Party) -> Lease | None:
    starts, ends, rent = typed.day("starts_on"), typed.day("ends_on"), typed.cents("rent")
    leases, _ = scene.contracts(unit_id) if tenant.unit_id == unit_id else ([], [])
    mine = [le for le in leases if le.tenant_id == tenant.id]
    known = next((le for le in mine if starts in (None, le.starts_on)), None)
    if starts is None and known is None:
        if not any(f.field == "starts_on" for f in typed.faults):
            typed.wrong("starts_on", "required")
        return None
    if starts and ends and ends < starts:
        typed.wrong("ends_on", "before_start")
    if known is None and starts:
        fresh = derived("lease", unit_id, tenant.id, starts.isoformat())
        known = scene.work.get(("lease", unit_id, fresh)) or Lease(fresh, unit_id, tenant.id, starts)
    if known is None:
        return None
    known = scene.work.get(("lease", unit_id, known.id)) or known
    return replace(known, ends_on=ends or known.ends_on, rent_cents=rent if rent is not None else known.rent_cents)
