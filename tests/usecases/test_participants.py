"""Who takes part: invited once, with a link of his own; every change moves the open votes at once (S-01, D-11)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.access_link import digest
from chalicelib.domain.approval import Approval
from chalicelib.domain.change import Change
from chalicelib.domain.errors import Conflict, Invalid, NotFound
from chalicelib.domain.mail import OutgoingMail
from chalicelib.domain.space_link import SpaceLink, participant_of
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.work_package import Participant
from chalicelib.usecases import save_participant as acts
from chalicelib.usecases.cast_vote import Ballot, cast_vote
from chalicelib.usecases.request_approval import request_approval
from chalicelib.usecases.send_mail import send_mail
from chalicelib.usecases.space_links import find_space, send_again, token_of
from infra.seed.cast import CLAIRE
from tests.builders.files import quote
from tests.fakes.office import World
from tests.usecases.test_packages import divided, fault_of, lines

SYNDIC = {"name": "Cabinet Hermès", "email": "Syndic@Hermes.example", "role": "decider", "scope": "all"}
ARCHITECT = {"name": "Léa Archi", "email": "lea@archi.example", "role": "contributor", "scope": "some",
             "language": "en"}


def add(world: World, number: int, texts: dict[str, str], nonce: str, *lots: str) -> Participant:
    before = {p.party_id for p in world.file(number).participants}
    acts.add_participant(world.office, CLAIRE, number, texts, lots, nonce, world.now)
    return next(p for p in world.file(number).participants if p.party_id not in before)


def member(world: World, number: int, name: str) -> Participant:
    return next(p for p in world.file(number).participants if p.name == name)


def mails(world: World, purpose: str) -> list[OutgoingMail]:
    return [e for e in world.table.items.values() if isinstance(e, OutgoingMail) and e.purpose == purpose]


def round_on(world: World, number: int) -> Approval:
    approval = world.file(number).approvals[-1]
    assert approval is not None
    return approval


def in_vote(world: World) -> tuple[int, str]:
    """A quote put to two deciders who were invited for it."""
    number = divided(world)
    add(world, number, SYNDIC, "a")
    add(world, number, SYNDIC | {"name": "M. Voisin", "email": "voisin@x.example"}, "b")
    paper = quote(world, number)
    request_approval(world.office, CLAIRE, number, paper.id, "ask", world.now)
    return number, paper.id


def test_somebody_unknown_becomes_a_contact_with_his_link_and_his_reply_address() -> None:
    world = World()
    number = divided(world)
    for _ in range(2):
        acts.add_participant(world.office, CLAIRE, number, SYNDIC, (), "n", world.now)
    [found] = world.file(number).participants
    party = world.office.directory.parties(found.party_id)[0]
    assert party is not None
    assert (party.email, party.one_shot, found.role, found.everywhere) == (
        "syndic@hermes.example", True, "decider", True)
    assert world.file(number).conversation(found.party_id) is not None
    [mail] = mails(world, "space")
    token = token_of(world.office, mail.id)
    assert digest(token) in repr(world.table.items)
    assert token not in repr(world.table.items)
    assert len(lines(world, number, "participant_added")) == 1


def test_the_mail_carries_the_link_and_the_copy_we_keep_does_not() -> None:
    world = World()
    number = divided(world)
    add(world, number, ARCHITECT, "n", world.file(number).packages[1].id)
    [mail] = mails(world, "space")
    assert send_mail(world.office, mail.id, world.now) == "sent"
    _, raw = world.mailer.sent[-1]
    from email import message_from_bytes, policy
    read = message_from_bytes(raw, policy=policy.default)
    body = read.get_body(("plain",))
    assert body is not None
    assert f"/espace/rivoli.{token_of(world.office, mail.id)}" in body.get_content()
    assert "Plomberie" in body.get_content()
    assert str(read["Reply-To"]).find(f"t-{number}+") >= 0
    kept = next(content for key, (content, _) in world.files.objects.items() if mail.id in key)
    assert token_of(world.office, mail.id).encode() not in kept


def test_somebody_of_the_directory_is_found_by_address_or_chosen() -> None:
    world = World()
    number = divided(world)
    assert add(world, number, {"person": "marchal", "role": "contributor"}, "a").party_id == "marchal"
    found = add(world, number, {"email": "GARNIER@courriel.example", "name": "peu importe", "role": "reader"}, "b")
    known = world.office.directory.address(found.email)
    assert known is not None
    assert [h.party_id for h in known.holders] == [found.party_id]


def test_faults_are_said_together_and_nobody_is_invited() -> None:
    world = World()
    number = divided(world)

    def adding(*lots: str, **texts: str) -> Callable[[], None]:
        return lambda: acts.add_participant(world.office, CLAIRE, number, texts, lots, "n", world.now)
    assert fault_of(adding(email="non", role="chef", scope="some")) == [
        ("email", "not_an_address"), ("role", "unknown"), ("packages", "no_package")]
    assert fault_of(adding(email="neuf@x.example", role="reader")) == [("name", "required")]
    assert fault_of(adding("other-file", person="marchal", role="reader", scope="some")) == [("packages", "no_package")]
    assert fault_of(adding(person="nobody", role="reader")) == [("person", "unknown")]
    add(world, number, {"person": "marchal", "role": "reader"}, "a")
    assert fault_of(adding(person="marchal", role="reader")) == [("person", "already_there")]
    assert len(mails(world, "space")) == 1


def test_a_link_lives_until_he_is_removed_or_gets_another() -> None:
    world = World()
    number = divided(world)
    found = add(world, number, SYNDIC, "n")

    def link() -> SpaceLink:
        got = find_space(world.office, token_of(world.office, mails(world, "space")[-1].id))
        assert got is not None
        return got
    first = link()
    assert participant_of(first, world.file(number)) is not None
    acts.replace_link(world.office, CLAIRE, number, found.party_id, "l", world.now)
    second = link()
    assert participant_of(first, world.file(number)) is None
    assert participant_of(second, world.file(number)) is not None
    for _ in range(3):
        send_again(world.office, first, world.now)
    assert len(mails(world, "space")) == 3
    assert mails(world, "space")[-1].to_email == "syndic@hermes.example"
    acts.remove_participant(world.office, CLAIRE, number, found.party_id, "r", world.now)
    again = add(world, number, SYNDIC, "again")
    assert again.party_id == found.party_id
    assert [participant_of(x, world.file(number)) for x in (first, second)] == [None, None], "old links stay dead"
    with pytest.raises(NotFound):
        send_again(world.office, second, world.now + timedelta(hours=1))


def test_a_link_goes_to_the_address_of_today() -> None:
    world = World()
    number = divided(world)
    found = add(world, number, SYNDIC, "n")
    party = world.office.directory.parties(found.party_id)[0]
    assert party is not None
    world.office.books.commit(Change(changed=(replace(party, emails=("neuf@hermes.example",)),)))
    acts.replace_link(world.office, CLAIRE, number, found.party_id, "l", world.now)
    assert mails(world, "space")[-1].to_email == "neuf@hermes.example"
    assert member(world, number, found.name).email == "neuf@hermes.example"


def test_an_invitation_taken_back_before_it_left_never_leaves() -> None:
    world = World()
    number = divided(world)
    found = add(world, number, SYNDIC, "n")
    acts.remove_participant(world.office, CLAIRE, number, found.party_id, "r", world.now)
    assert send_mail(world.office, mails(world, "space")[0].id, world.now) == "not_needed"
    assert world.mailer.sent == []


def test_a_decider_added_in_mid_vote_decides_from_now_on() -> None:
    """D-11, E-L9: the one who had not voted is asked, the votes stand."""
    world = World()
    number, paper = in_vote(world)
    first, second = (e.party_id for e in round_on(world, number).electors)
    cast_vote(world.office, number, Ballot("v1", first, ((paper, "accept"),)), world.now)
    third = add(world, number, SYNDIC | {"name": "Mme Tiers", "email": "tiers@x.example"}, "c")
    assert {e.party_id for e in round_on(world, number).electors} == {first, second, third.party_id}
    assert third.party_id in dict(round_on(world, number).asked), "she has a link of her own"
    cast_vote(world.office, number, Ballot("v2", second, ((paper, "accept"),)), world.now)
    assert round_on(world, number).state == "open"
    trail = world.office.tickets.paper_trail(number, paper)
    assert [e.facts for e in trail if e.what == "electors_changed"][-1]["joined"] == "Mme Tiers"


def test_the_last_silent_decider_removed_settles_the_round_in_the_same_commit() -> None:
    world = World()
    number, paper = in_vote(world)
    first, second = (e.party_id for e in round_on(world, number).electors)
    cast_vote(world.office, number, Ballot("v1", first, ((paper, "accept"),)), world.now)
    for _ in range(2):
        acts.remove_participant(world.office, CLAIRE, number, second, "r", world.now)
    file = world.file(number)
    document = file.document(paper)
    assert document is not None
    assert (round_on(world, number).state, document.status) == ("settled", "approved")
    assert [e.what for e in world.office.tickets.paper_trail(number, paper)][-2:] == [
        "electors_changed", "status_approved"]
    assert len(lines(world, number, "participant_removed")) == 1


def test_a_vote_of_somebody_who_no_longer_decides_stops_counting() -> None:
    world = World()
    number, paper = in_vote(world)
    first, _ = (e.party_id for e in round_on(world, number).electors)
    cast_vote(world.office, number, Ballot("v1", first, ((paper, "refuse"),)), world.now)
    who = next(p for p in world.file(number).participants if p.party_id == first)
    acts.change_participant(world.office, CLAIRE, number, first, {"role": "reader", "scope": "all"}, (), who.version,
                            "c", world.now)
    assert (round_on(world, number).votes, len(round_on(world, number).electors)) == ((), 1)


def test_without_any_decider_left_the_owners_decide_again_with_a_link() -> None:
    world = World()
    number, _ = in_vote(world)
    for n, elector in enumerate(round_on(world, number).electors):
        acts.remove_participant(world.office, CLAIRE, number, elector.party_id, f"r{n}", world.now)
    owners = set(world.ticket(number).owner_ids)
    assert {e.party_id for e in round_on(world, number).electors} == owners
    assert owners <= set(dict(round_on(world, number).asked))


def test_a_new_lot_changes_who_is_there_for_the_whole_file() -> None:
    """Somebody on all lots by name is no longer on all of them: a document of the whole file is not his any more."""
    world = World()
    number = divided(world)
    lots = [p.id for p in world.file(number).packages]
    add(world, number, SYNDIC | {"scope": "some"}, "a", *lots)
    paper = quote(world, number)
    request_approval(world.office, CLAIRE, number, paper.id, "ask", world.now)
    assert [e.name for e in round_on(world, number).electors] == ["Cabinet Hermès"]
    from chalicelib.usecases.save_package import add_packages
    add_packages(world.office, CLAIRE, number, "Toiture", "more", world.now)
    assert {e.party_id for e in round_on(world, number).electors} == set(world.ticket(number).owner_ids)


@pytest.mark.parametrize("slower", ["the vote opens", "the decider goes"])
def test_a_vote_that_opens_while_a_decider_goes_never_asks_him(slower: str) -> None:
    """D-11: each is decided from a file that the other changes between its reading and its writing."""
    world = World()
    number = divided(world)
    add(world, number, SYNDIC, "a")
    gone = add(world, number, SYNDIC | {"name": "M. Voisin", "email": "voisin@x.example"}, "b")
    paper = quote(world, number, kind="report")
    steps: list[Callable[[], None]] = [
        lambda: acts.remove_participant(world.office, CLAIRE, number, gone.party_id, "r", world.now),
        lambda: request_approval(world.office, CLAIRE, number, paper.id, "ask", world.now)]
    if slower == "the decider goes":
        steps.reverse()
    read, seen = world.office.tickets.file, list[int]()

    def interrupted(asked: int) -> TicketFile | None:
        found = read(asked)
        if not seen:
            seen.append(asked)
            steps[0]()
        return found
    world.office.tickets.file = interrupted  # type: ignore[method-assign]
    steps[1]()
    assert [e.name for e in round_on(world, number).electors] == ["Cabinet Hermès"]


def test_rights_changed_meanwhile_are_not_overwritten() -> None:
    world = World()
    number = divided(world)
    found = add(world, number, SYNDIC, "n")
    world.office.books.commit(Change(changed=(replace(found, role="manager"),)))
    with pytest.raises(Conflict, match="participant_changed"):
        acts.change_participant(world.office, CLAIRE, number, found.party_id, {"role": "reader"}, (), found.version,
                                "c", world.now)
    with pytest.raises(Invalid):
        acts.change_participant(world.office, CLAIRE, number, found.party_id, {"role": "roi"}, (), 1, "d", world.now)
    assert member(world, number, found.name).role == "manager"
