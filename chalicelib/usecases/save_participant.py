"""Who takes part in a works file without an account: invited, given other rights, removed (S-01, D-11).

Each change moves the electorate of the open rounds in the same commit, so that nobody votes who may not.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from chalicelib.domain.address_health import refuses
from chalicelib.domain.agency import User
from chalicelib.domain.change import Change
from chalicelib.domain.conversation import Conversation
from chalicelib.domain.errors import Conflict, Invalid, NotFound
from chalicelib.domain.folding import fold
from chalicelib.domain.letter import valid_email
from chalicelib.domain.participant_form import FIELDS, with_rights
from chalicelib.domain.party import Party, normal_email
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.domain.typed import Typed
from chalicelib.domain.work_package import Participant
from chalicelib.usecases.file_act import Form, act_once, touching
from chalicelib.usecases.follow_electorate import followed
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office
from chalicelib.usecases.recipient import Recipient, new_contact
from chalicelib.usecases.space_links import at_his_address, invited

Texts = Mapping[str, str]


def add_participant(office: Office, user: User, number: int, texts: Texts, packages: Sequence[str], nonce: str,
                    now: datetime) -> None:
    """Invites him by mail. Raises NotFound, Invalid with every fault, Conflict."""
    def decide(file: TicketFile) -> Change:
        typed = Typed(texts)
        found = _person(office, typed)
        if found and any(p.party_id == found.party.id for p in file.participants):
            typed.wrong("person" if texts.get("person") else "email", "already_there")
        blank = Participant(number, "", "", "", "reader", key=f"{derived('participation', nonce)}.0")
        member = with_rights(blank, typed, packages, file.packages)
        if typed.faults or found is None:
            raise Invalid(*typed.faults)
        member = replace(member, party_id=found.party.id, name=found.party.name, email=found.email)
        talk = file.conversation(member.party_id) or Conversation(
            number, member.party_id, found.party.role, member.name, member.email, office.secrets.reply_token(),
            member.language)
        beside = Change(added=(member, *found.added, *(() if file.conversation(member.party_id) else (talk,))),
                        changed=found.changed)
        invitation = invited(office, member, derived("space", nonce), user.name, now)
        return _change(office, user, file, (*file.participants, member), "participant_added", member, nonce, now,
                       beside.plus(invitation))

    act_once(office, number, _form("add_participant", texts, packages, nonce), now, decide)


def change_participant(office: Office, user: User, number: int, party_id: str, texts: Texts, packages: Sequence[str],
                       version: int, nonce: str, now: datetime) -> None:
    """Another role, other packages, another language. Raises NotFound, Invalid, Conflict when somebody else changed
    them meanwhile."""
    def decide(file: TicketFile) -> Change:
        before, typed = member_of(file, party_id), Typed(texts)
        after = with_rights(before, typed, packages, file.packages)
        if typed.faults:
            raise Invalid(*typed.faults)
        if after == before:
            return Change()
        if version != before.version:
            raise Conflict("participant_changed")
        people = tuple(after if p.party_id == party_id else p for p in file.participants)
        return _change(office, user, file, people, "participant_changed", after, nonce, now, Change(changed=(after,)))

    act_once(office, number, _form("change_participant", {**texts, "person": party_id}, packages, nonce), now, decide)


def remove_participant(office: Office, user: User, number: int, party_id: str, nonce: str, now: datetime) -> None:
    """His link opens nothing from now on. Raises NotFound, Conflict."""
    def decide(file: TicketFile) -> Change:
        member = member_of(file, party_id)
        left = tuple(p for p in file.participants if p.party_id != party_id)
        return _change(office, user, file, left, "participant_removed", member, nonce, now, Change(removed=(member,)))

    act_once(office, number, Form("remove_participant", nonce, party_id), now, decide)


def replace_link(office: Office, user: User, number: int, party_id: str, nonce: str, now: datetime) -> None:
    """A new link goes to his recorded address; those sent before stop working. Raises NotFound, Conflict."""
    def decide(file: TicketFile) -> Change:
        member = at_his_address(office, member_of(file, party_id))
        name, _, count = member.key.partition(".")
        renewed = replace(member, key=f"{name or derived('participation', nonce)}.{int(count or 0) + 1}")
        return Change(changed=(renewed,)).plus(invited(office, renewed, derived("space", nonce), user.name, now))

    act_once(office, number, Form("replace_link", nonce, party_id), now, decide)


def member_of(file: TicketFile, party_id: str) -> Participant:
    """Raises NotFound."""
    found = next((p for p in file.participants if p.party_id == party_id), None)
    if found is None:
        raise NotFound("participant")
    return found


def _change(office: Office, user: User, file: TicketFile, people: tuple[Participant, ...], what: str,
            member: Participant, nonce: str, now: datetime, change: Change) -> Change:
    entry = TimelineEntry(file.ticket.number, derived(nonce, what), now, what, user.name, _facts(file, member))
    known = tuple(e for e in change.added if isinstance(e, Party))
    begun = tuple(e for e in change.added if isinstance(e, Conversation))
    seen = replace(file, conversations=(*file.conversations, *begun))
    voters = followed(office, seen, replace(seen, participants=people), user.name, derived(nonce, what), now, known)
    return touching(file, change.plus(Change(added=(entry,))).plus(voters))


def _facts(file: TicketFile, member: Participant) -> dict[str, str | int]:
    lots = ", ".join(p.name for p in file.packages if p.id in member.packages)
    return {"to": member.name, "role": member.role, "email": member.email, **({"text": lots} if lots else {})}


def _form(purpose: str, texts: Texts, packages: Sequence[str], nonce: str) -> Form:
    said = (f"{name}={texts.get(name, '').strip()}" for name in FIELDS)
    return Form(purpose, nonce, derived(*said, *sorted(packages)))


def _person(office: Office, typed: Typed) -> Recipient | None:
    """Somebody of the directory, or a new contact with nothing but a name and an address (D-30)."""
    found = _recorded(office, typed) if typed.has("person") else _written(office, typed)
    if found and refuses(office.mailbox.health(found.email)[0], "space"):
        typed.wrong("person" if typed.has("person") else "email", "address_refused")
    return found


def _recorded(office: Office, typed: Typed) -> Recipient | None:
    party = office.directory.parties(typed.texts["person"].strip()[:60])[0]
    if party is None or not party.email:
        typed.wrong("person", "no_address" if party else "unknown")
        return None
    return Recipient(party, party.email)


def _written(office: Office, typed: Typed) -> Recipient | None:
    email, name = normal_email(typed.line("email", 254, required=True)), typed.line("name", 120)
    if not valid_email(email):
        typed.wrong("email", "not_an_address")
        return None
    known = office.directory.address(email)
    holders = known.holders if known else ()
    named = [h for h in holders if fold(h.name) == fold(name)] if len(holders) > 1 else list(holders)
    if holders and len(named) != 1:
        typed.wrong("name", "several_people")
        return None
    party = office.directory.parties(named[0].party_id)[0] if named else None
    if party:
        return Recipient(party, email)
    if not name:
        typed.wrong("name", "required")
        return None
    return new_contact("other", email, name, known, typed.language("language"))
