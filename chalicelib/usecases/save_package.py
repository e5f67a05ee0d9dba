"""A works file is managed by packages (« lots »): opened, added, described, put in order, removed (D-1, S-09, U-76)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.agency import User
from chalicelib.domain.change import Change
from chalicelib.domain.errors import Conflict, Invalid, NotFound
from chalicelib.domain.money import typed_amount
from chalicelib.domain.package_form import FIELDS, described, moved, names_of, removable
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.domain.typed import Typed
from chalicelib.domain.work_package import Participant, WorkPackage
from chalicelib.usecases.file_act import Form, act_once, touching
from chalicelib.usecases.finder import SEVERAL, People
from chalicelib.usecases.follow_electorate import followed
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office


def add_packages(office: Office, user: User, number: int, names: str, nonce: str, now: datetime) -> None:
    """The first time two at least: one package alone is the file itself. Raises NotFound, Invalid, Conflict."""
    def decide(file: TicketFile) -> Change:
        typed = Typed({"names": names})
        found = names_of(typed, file.packages, 1 if file.packages else 2)
        if typed.faults:
            raise Invalid(*typed.faults)
        first = max((p.position for p in file.packages), default=-1) + 1
        fresh = tuple(WorkPackage(number, derived("package", nonce, str(n))[:12], name, first + n)
                      for n, name in enumerate(found))
        what = "package_added" if file.packages else "packages_opened"
        return _change(office, user, file, (*file.packages, *fresh), what, ", ".join(found), nonce, now,
                       Change(added=fresh))

    act_once(office, number, Form("add_packages", nonce, derived(names.strip())), now, decide)


def save_package(office: Office, user: User, number: int, package_id: str, texts: Mapping[str, str], version: int,
                 nonce: str, now: datetime) -> None:
    """Raises NotFound, Invalid with every fault, Conflict when somebody else has changed the package meanwhile."""
    content = derived(package_id, *(texts.get(name, "").strip() for name in FIELDS))

    def decide(file: TicketFile) -> Change:
        before = _package(file, package_id)
        typed = Typed(texts)
        firm, name = _firm(office, before, typed)
        after = replace(described(before, typed, file.packages), contractor_id=firm, contractor=name)
        if typed.faults:
            raise Invalid(*typed.faults)
        if after == before:
            return Change()
        if version != before.version:
            raise Conflict("package_changed")
        entry = _entry(file, user, "package_changed", after.name, nonce, now, _before(before, after))
        return Change(added=(entry,), changed=(after,))

    act_once(office, number, Form("save_package", nonce, content), now, decide)


def move_package(office: Office, user: User, number: int, package_id: str, nonce: str, now: datetime, *,
                 up: bool) -> None:
    """One place up or down; at the end nothing moves. Raises NotFound, Conflict."""
    def decide(file: TicketFile) -> Change:
        _package(file, package_id)
        return Change(changed=moved(file.packages, package_id, up=up))

    act_once(office, number, Form("move_package", nonce, derived(package_id, str(up))), now, decide)


def remove_package(office: Office, user: User, number: int, package_id: str, nonce: str, now: datetime) -> None:
    """Only a package in which nothing was ever filed. Raises NotFound, Conflict."""
    def decide(file: TicketFile) -> Change:
        package = _package(file, package_id)
        if not removable(package, file.documents):
            raise Conflict("package_in_use")
        left = tuple(p for p in file.packages if p.id != package_id)
        people = tuple(replace(p, packages=tuple(i for i in p.packages if i != package_id)) for p in file.participants
                       if package_id in p.packages)
        return _change(office, user, file, left, "package_removed", package.name, nonce, now,
                       Change(changed=people, removed=(package,)), people)

    act_once(office, number, Form("remove_package", nonce, package_id), now, decide)


def _change(office: Office, user: User, file: TicketFile, packages: tuple[WorkPackage, ...], what: str, text: str,
            nonce: str, now: datetime, change: Change, people: Sequence[Participant] = ()) -> Change:
    """With its line, and with what follows for the open rounds: who takes part in all packages has changed."""
    fresh = {p.party_id: p for p in people}
    after = replace(file, packages=packages, participants=tuple(fresh.get(p.party_id, p) for p in file.participants))
    entry = _entry(file, user, what, text, nonce, now, {})
    voters = followed(office, file, after, user.name, derived(nonce, what), now)
    return touching(file, change.plus(Change(added=(entry,))).plus(voters))


def _entry(file: TicketFile, user: User, what: str, text: str, nonce: str, now: datetime,
           facts: Mapping[str, str | int]) -> TimelineEntry:
    return TimelineEntry(file.ticket.number, derived(nonce, what), now, what, user.name, {"text": text[:500], **facts})


def _before(before: WorkPackage, after: WorkPackage) -> dict[str, str | int]:
    """What stood there, for those who ask later who changed an amount."""
    old, new = _shown(before), _shown(after)
    changed = [name for name in new if new[name] != old[name]]
    return {key: text for name in changed for key, text in ((name, new[name]), (f"{name}_before", old[name]))}


def _shown(package: WorkPackage) -> dict[str, str]:
    cents = package.contract_cents
    return {"name": package.name, "contractor": package.contractor,
            "contract": "" if cents is None else typed_amount(cents)}


def _package(file: TicketFile, package_id: str) -> WorkPackage:
    found = next((p for p in file.packages if p.id == package_id), None)
    if found is None:
        raise NotFound("package")
    return found


def _firm(office: Office, package: WorkPackage, typed: Typed) -> tuple[str, str]:
    """The firm of the directory that bears this name or address; a name nobody bears is kept as a name."""
    text = typed.line("contractor", 120)
    if not text or text == package.contractor:
        return package.contractor_id if text else "", text
    found = People.of(office.directory.words("contractor")).find(text)
    if found == SEVERAL:
        typed.wrong("contractor", "several_people")
    party = office.directory.parties(found)[0] if found and found != SEVERAL else None
    return (party.id, party.name) if party else ("", text)
