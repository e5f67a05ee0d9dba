"""The people of the office: invited once, never without a manager, and no file left behind (U-108, E-M13, W-8)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from itertools import permutations

import pytest

from chalicelib.domain.access_link import Session, digest, holds
from chalicelib.domain.agency import User
from chalicelib.domain.change import Change
from chalicelib.domain.errors import Conflict, Invalid, NotAllowed
from chalicelib.domain.staff import is_manager
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.usecases.edit_user import edit_user, switch_access
from chalicelib.usecases.hand_over import hand_over
from chalicelib.usecases.invite_user import invite_user
from chalicelib.usecases.open_ticket import NewTicket, open_ticket
from chalicelib.usecases.own_account import sign_out_everywhere
from infra.seed.cast import AGENCY_ID, CLAIRE, KARIM
from tests.builders.story import MARCHAL, address_of, arrive, leak, mail, mission
from tests.builders.worker import settle, work
from tests.fakes.faults import Killed, NoAnswer, Outage
from tests.fakes.office import START, World
from tests.usecases.test_faults import MODES

MARC = User("marc", AGENCY_ID, "Marc Petit", "marc@rivoli.example")
INVITED = {"name": "Nadia Sow", "email": "Nadia@rivoli.example ", "role": "accountant", "language": "en"}


@pytest.fixture
def world() -> World:
    return staffed()


def staffed() -> World:
    world = World()
    world.office.books.commit(Change(added=(MARC,)))
    return world


def user(world: World, user_id: str) -> User:
    found = world.office.directory.user(user_id)
    assert found is not None
    return found


def managers(world: World) -> set[str]:
    return {u.id for u in world.office.directory.users() if is_manager(u)}


def test_an_invitation_is_a_person_a_way_in_and_a_mail(world: World) -> None:
    user_id = invite_user(world.office, CLAIRE, INVITED, "n", world.now)
    assert invite_user(world.office, CLAIRE, INVITED, "n", world.now) == user_id
    entry = world.registry.login("nadia@rivoli.example")
    assert entry is not None
    assert (entry.agency_id, entry.user_id) == (AGENCY_ID, user_id)
    assert user(world, user_id).role == "accountant"
    settle(world, hours=0)
    ((to, raw),) = world.mailer.sent
    message = message_from_bytes(raw, policy=policy.default)
    body = message.get_body(("plain",))
    assert body is not None
    assert (to, message["Subject"]) == ("nadia@rivoli.example", "Claire Dumas invites you to work in Bon pour accord")
    assert "http://127.0.0.1:8000/connexion" in body.get_content().split()
    assert "Accountant" in body.get_content()


def test_a_form_that_invited_invites_nobody_else(world: World) -> None:
    invite_user(world.office, CLAIRE, INVITED, "n", world.now)
    with pytest.raises(Conflict):
        invite_user(world.office, CLAIRE, INVITED | {"email": "other@rivoli.example"}, "n", world.now)


@pytest.mark.parametrize(("wrong", "code"), [
    ({"email": "nadia"}, "not_an_address"), ({"email": " "}, "required"), ({"name": ""}, "required"),
    ({"role": "admin"}, "unknown"), ({"role": ""}, "unknown")])
def test_bad_input_is_named_and_invites_nobody(world: World, wrong: dict[str, str], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        invite_user(world.office, CLAIRE, INVITED | wrong, "n", world.now)
    assert [f.code for f in refused.value.faults] == [code]
    assert len(world.office.directory.users()) == 3


def test_an_address_signs_in_to_one_agency_only(world: World) -> None:
    invite_user(world.office, CLAIRE, INVITED, "n", world.now)
    with pytest.raises(Invalid) as refused:
        invite_user(world.office, CLAIRE, INVITED | {"name": "Autre"}, "m", world.now)
    assert [(f.field, f.code) for f in refused.value.faults] == [("email", "address_used")]


@pytest.mark.parametrize("role", ["accountant", "reader"])
def test_only_managers_decide_about_people(world: World, role: str) -> None:
    other = replace(KARIM, role=role)
    for act in (lambda: invite_user(world.office, other, INVITED, "n", world.now),
                lambda: edit_user(world.office, other, "karim", {"name": "K", "role": "manager"}, 0, world.now),
                lambda: switch_access(world.office, other, "claire", world.now, active=False),
                lambda: hand_over(world.office, other, "claire", "marc", "n", world.now)):
        with pytest.raises(NotAllowed):
            act()


def test_the_last_manager_keeps_role_and_access(world: World) -> None:
    switch_access(world.office, CLAIRE, "marc", world.now, active=False)
    with pytest.raises(Invalid) as refused:
        switch_access(world.office, CLAIRE, "claire", world.now, active=False)
    assert [(f.field, f.code) for f in refused.value.faults] == [("access", "last_manager")]
    texts = {"name": CLAIRE.name, "role": "reader", "language": "fr"}
    with pytest.raises(Invalid) as refused:
        edit_user(world.office, CLAIRE, "claire", texts, user(world, "claire").version, world.now)
    assert [(f.field, f.code) for f in refused.value.faults] == [("role", "last_manager")]
    assert managers(world) == {"claire"}


@pytest.mark.parametrize("order", list(permutations(["claire", "marc", "nina"])))
def test_managers_who_remove_each_other_at_once_leave_one(order: tuple[str, ...]) -> None:
    """Each decides on what he read before any of them wrote."""
    world = staffed()
    world.office.books.commit(Change(added=(User("nina", AGENCY_ID, "Nina Roy", "nina@rivoli.example"),)))
    people = world.office.directory.users()
    read = world.office.directory.users
    for leaving in order:
        stale = iter([people])
        world.office.directory.users = lambda stale=stale: next(stale, None) or read()
        try:
            switch_access(world.office, CLAIRE, leaving, world.now, active=False)
        except Invalid:
            continue
        finally:
            del world.office.directory.users
    assert len(managers(world)) == 1


def test_a_right_that_comes_back_does_not_bring_old_sign_ins_back(world: World) -> None:
    session = Session(digest("s"), "karim", "K", "k@x.example", "accountant", "fr", START, START + timedelta(days=20))
    switch_access(world.office, CLAIRE, "karim", world.later(minutes=1), active=False)
    assert not holds(session, user(world, "karim"), world.now)
    switch_access(world.office, CLAIRE, "karim", world.later(minutes=1), active=True)
    assert not holds(session, user(world, "karim"), world.now)
    fresh = replace(session, opened_at=world.later(minutes=1))
    assert holds(fresh, user(world, "karim"), world.now)


def test_signing_out_everywhere_ends_what_was_open_until_now(world: World) -> None:
    before = Session("a", "claire", "C", "c@x.example", "manager", "fr", START, START + timedelta(days=20))
    sign_out_everywhere(world.office, CLAIRE, world.now)
    after = replace(before, opened_at=world.later(seconds=1))
    assert not holds(before, user(world, "claire"), world.now), "opened at that very instant: withdrawn too"
    assert holds(after, user(world, "claire"), world.now)


def test_a_name_changes_nothing_for_open_sign_ins(world: World) -> None:
    edit_user(world.office, CLAIRE, "karim", {"name": "Karim B.", "role": "accountant", "language": "en"}, 0, world.now)
    found = user(world, "karim")
    assert (found.name, found.language, found.sessions_from) == ("Karim B.", "en", None)
    with pytest.raises(Conflict):
        edit_user(world.office, CLAIRE, "karim", {"name": "K", "role": "reader", "language": "fr"}, 0, world.now)


def many(world: World, count: int = 40) -> list[int]:
    return [open_ticket(world.office, CLAIRE, NewTicket(f"n{n}", f"Fuite {n}", "Texte", "lilas4"), world.now)
            for n in range(count)]


def owners_of(world: World) -> dict[int, str]:
    return {n: world.ticket(n).manager_id
            for n in (int(row["number"]) for row in world.office.tickets.rows("all", limit=500).rows)}


def test_files_go_to_another_manager_and_replies_reach_him(world: World) -> None:
    """E-M13: links and reply addresses stay as they are."""
    numbers, first = many(world), leak(world)
    talk = mission(world, first)
    settle(world, hours=0)
    world.mailer.sent.clear()
    hand_over(world.office, CLAIRE, "claire", "marc", "n", world.now)
    hand_over(world.office, CLAIRE, "claire", "marc", "n", world.now)
    settle(world, hours=0)
    assert owners_of(world) == dict.fromkeys([*numbers, first], "marc")
    switch_access(world.office, MARC, "claire", world.now, active=False)
    world.mailer.sent.clear()
    arrive(world, mail(MARCHAL, address_of(talk), text="Je passe demain.\n", message_id="<r@x.example>"),
           address_of(talk))
    settle(world, hours=0)
    assert "marc@rivoli.example" in {to for to, _ in world.mailer.sent}
    assert CLAIRE.email not in {to for to, _ in world.mailer.sent}
    said = [e for e in world.office.tickets.log(first) if isinstance(e, TimelineEntry) and e.what == "handed_over"]
    assert [(e.who, e.facts["to"]) for e in said] == [("Claire Dumas", "Marc Petit")]


def test_a_closed_file_stays_in_the_name_of_who_closed_it(world: World) -> None:
    open_one, other = many(world, 2)
    world.office.books.commit(Change(changed=(replace(world.ticket(other), state="cancelled"),)))
    hand_over(world.office, CLAIRE, "claire", "marc", "n", world.now)
    work(world)
    assert (world.ticket(open_one).manager_id, world.ticket(other).manager_id) == ("marc", "claire")


@pytest.mark.parametrize("to", ["karim", "claire", "nobody", ""])
def test_files_go_to_an_active_manager_only(world: World, to: str) -> None:
    with pytest.raises(Invalid):
        hand_over(world.office, CLAIRE, "claire", to, "n", world.now)


def test_a_hand_over_survives_every_fault_of_every_call() -> None:
    """R-4: each file moves once, with one line in its history, whatever fails and however."""
    calls = moved()[1]
    for at in range(calls):
        for mode in MODES:
            world, _ = moved(at, mode)
            assert world.faults.fired
            assert set(owners_of(world).values()) == {"marc"}, (at, mode)
            for number in owners_of(world):
                lines = [e for e in world.office.tickets.log(number) if getattr(e, "what", "") == "handed_over"]
                assert len(lines) == 1, (at, mode, number)


def moved(at: int = -1, mode: str = "fail_before") -> tuple[World, int]:
    world = staffed()
    many(world, 18)
    settle(world, hours=0)
    start = world.faults.count
    world.faults.mode, world.faults.at = mode, start + at if at >= 0 else -1  # type: ignore[assignment]
    for _ in range(3):
        try:
            hand_over(world.office, CLAIRE, "claire", "marc", "n", world.now)
        except (Outage, NoAnswer, Killed):
            continue
        break
    work(world)
    calls = world.faults.count - start
    settle(world, hours=1)
    return world, calls
