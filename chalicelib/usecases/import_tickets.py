"""Lines of works files that are already running when an office begins: each becomes one file, once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Final

from chalicelib.domain.assignment import Assignment
from chalicelib.domain.capacity import following
from chalicelib.domain.contact_follow import contact_of
from chalicelib.domain.folding import fold
from chalicelib.domain.mail import Marker
from chalicelib.domain.party import Party
from chalicelib.domain.ticket import OPEN_STATES, STAGES, TEXT_LIMIT, TITLE_LIMIT, Contact, Exchange, State, Ticket
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.domain.typed import Typed
from chalicelib.usecases.finder import SEVERAL
from chalicelib.usecases.identity import derived
from chalicelib.usecases.import_lines import Outcome, Scene, Texts, checked, outcome, unit_of
from chalicelib.usecases.people_of_unit import first_reachable

MARKER: Final = "import_ticket"
PRIORITIES: Final = {"urgent": "urgente", "high": "haute", "normal": "normale", "low": "basse"}
STATES: Final = {code: STAGES[code] for code in OPEN_STATES} | {"works_done": "travaux terminés"}
_ALSO: Final = {"devis recu": "quoting", "facture attendue": "works_done", "facture recue": "works_done",
                "en cours": "in_progress", "commande": "in_progress", "nouveau": "reported", "ouvert": "qualified"}
_ENDED: Final = ("clos", "cloture", "ferme", "termine", "annule", "closed", "cancelled")
_ENGAGED: Final = ("approved", "in_progress", "works_done")


def foresee_tickets(scene: Scene, lines: Sequence[Texts], *, applying: bool) -> None:
    """Which lines were taken before, and numbers for those that were not."""
    refs = [("marker", MARKER, _key(scene, Typed(texts))) for texts in lines]
    scene.work.need(refs)
    new = sum(1 for ref in dict.fromkeys(refs) if scene.work.get(ref) is None)
    scene.numbers = scene.office.tickets.new_numbers(new)[::-1] if applying else []


def take_ticket(scene: Scene, texts: Texts) -> Outcome:
    """A works file with its unit, its people and its firm; a line taken before is left alone. Raises Refused."""
    typed = Typed(texts)
    title, text = typed.line("title", TITLE_LIMIT, required=True), typed.text("description", TEXT_LIMIT)
    unit_id = unit_of(scene, typed, required=False)
    tenant, firm = _person(scene, typed, "tenant"), _person(scene, typed, "contractor")
    state, priority = _state(typed), typed.choice("priority", PRIORITIES, "normal")
    opened = typed.day("opened_on")
    checked(typed)
    ref = ("marker", MARKER, _key(scene, typed))
    if scene.work.get(ref) is not None:
        return "same"
    since = datetime.combine(opened, time(8), UTC) if opened else scene.now
    since = min(since, scene.now)
    number = scene.numbers.pop() if scene.numbers else 0
    unit = scene.work.get(("unit", unit_id)) if unit_id else None
    inhabitant, owners, owner_ids, ceiling = _of_unit(scene, unit_id)
    ticket = Ticket(
        number=number, title=title, description=text, created_at=since, turn_since=since, state=state,
        priority=next(p for p in ("urgent", "high", "normal", "low") if p == priority), unit_id=unit_id,
        place=unit.place if unit else "", tenant=contact_of(tenant) if tenant else inhabitant,
        owner=first_reachable(owners), owner_ids=owner_ids, contractor_ids=(firm.id,) if firm else (),
        manager_id=scene.who.id, state_since=since, ceiling_cents=ceiling,
        last_exchange=Exchange(scene.who.name, "imported", scene.now))
    unable = [i for i in owner_ids if (found := scene.work.get(("party", i))) and not found.can_decide]
    ticket = following(ticket, unable, scene.now)
    if number:  # the dry run has none, and writes nothing
        _note(scene, ticket, firm)
    scene.work.put(ref, Marker(MARKER, ref[2], "", scene.now, result=str(number)))
    return outcome(new=True, moved=True)


def _note(scene: Scene, ticket: Ticket, firm: Party | None) -> None:
    entry = TimelineEntry(ticket.number, derived("imported", str(ticket.number)), scene.now, "imported",
                          scene.who.name)
    scene.work.put(("ticket", str(ticket.number)), ticket)
    scene.work.add(entry)
    if firm:
        asked = Assignment(ticket.number, firm.id, firm.name, scene.now, "quote",
                           state="retained" if ticket.state in _ENGAGED else "asked")
        scene.work.add(asked)


def _key(scene: Scene, typed: Typed) -> str:
    """The file's own reference, or what distinguishes it from the others."""
    if reference := typed.line("reference"):
        return derived("ticket", "reference", fold(reference))
    said = (fold(typed.texts.get(name, "")) for name in ("title", "description", "unit", "address", "label", "tenant",
                                                         "opened_on"))
    return derived("ticket", *said)


def _person(scene: Scene, typed: Typed, role: str) -> Party | None:
    text = typed.line(role, 300)
    if not text:
        return None
    found = scene.people(role).find(text)
    if not found or found == SEVERAL:
        typed.wrong(role, "several_people" if found else "unknown_person")
        return None
    party: Party | None = scene.work.get(("party", found))
    return party


def _state(typed: Typed) -> State:
    said = fold(typed.texts.get("state", ""))
    if said in _ENDED:
        typed.wrong("state", "not_open")
    code = _ALSO.get(said, "") or ("" if said in _ENDED else typed.choice("state", STATES, "qualified"))
    return next((s for s in OPEN_STATES if s == code), "qualified")


def _of_unit(scene: Scene, unit_id: str) -> tuple[Contact | None, list[Contact], tuple[str, ...], int]:
    """Who lives there today, who own it, their ids, and what may be ordered without asking (D-24)."""
    if not unit_id:
        return None, [], (), 0
    leases, mandates = scene.contracts(unit_id)
    today = scene.now.date()
    lease = next((le for le in leases if le.runs_on(today)), None)
    mandate = next((m for m in mandates if m.runs_on(today) and m.owner_ids), None)
    tenant = scene.work.get(("party", lease.tenant_id)) if lease else None
    owner_ids = mandate.owner_ids if mandate else ()
    owners = [contact_of(found) for i in owner_ids if (found := scene.work.get(("party", i)))]
    return contact_of(tenant) if tenant else None, owners, owner_ids, mandate.ceiling_cents if mandate else 0
