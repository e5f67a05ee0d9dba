"""A new version while people vote, once they agreed, and by mail: the vote follows, the agreement stays (D-12)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.domain.change import Change
from chalicelib.domain.description import Description
from chalicelib.domain.document import MAYBE_NEW_VERSION, Document
from chalicelib.domain.errors import Conflict, Invalid, NotFound
from chalicelib.domain.mail import OutgoingMail
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.domain.work_package import WorkPackage
from chalicelib.usecases.add_upload import Import, add_upload, upload_prefix
from chalicelib.usecases.cast_vote import Ballot, cast_vote
from chalicelib.usecases.open_ticket import NewTicket, open_ticket
from chalicelib.usecases.replace_document import keep_apart, replace_document
from chalicelib.usecases.request_approval import request_approval
from infra.seed.cast import CLAIRE
from tests.builders.files import quote
from tests.builders.story import address_of, arrive, mail, mission
from tests.builders.worker import settle, work
from tests.fakes.office import World

PDF = b"%PDF-1.7 "


def opened(world: World) -> int:
    """A file of a flat with two owners, a firm at work on it."""
    number = open_ticket(world.office, CLAIRE, NewTicket("f", "Fuite", "Ça coule.", "voltaire12"), world.now)
    mission(world, number)
    return number


def asked(world: World) -> tuple[int, Document]:
    """Its quote is put to the owners, one of whom has accepted."""
    number = opened(world)
    first = quote(world, number)
    request_approval(world.office, CLAIRE, number, first.id, "ask", world.now)
    cast_vote(world.office, number, Ballot("vote", "durand", ((first.id, "accept"),)), world.now)
    work(world)
    return number, first


def at(world: World, number: int, document_id: str) -> Document:
    found = world.file(number).document(document_id)
    assert found
    return found


def newer(world: World, number: int, old: Document, **more: Any) -> Document:
    world.later(minutes=10)
    new = quote(world, number, gross=140_450, **more)
    replace_document(world.office, CLAIRE, number, new.id, old.id, world.now)
    return at(world, number, new.id)


def told_to(world: World) -> list[tuple[str, str]]:
    before = len(world.mailer.sent)
    work(world)
    return sorted((to, raw.split(b"Subject: ")[1].split(b"\r\n")[0].decode()[:20]) for to, raw in
                  world.mailer.sent[before:])


def test_the_vote_follows_to_the_new_version_and_the_voters_hear_the_difference() -> None:
    """Pending votes are closed « remplacé », the electors asked again about the new amount."""
    world = World()
    number, first = asked(world)
    second = newer(world, number, first)
    file = world.file(number)
    old, new = file.approval(first.id), file.approval(second.id)
    assert old
    assert new
    assert (old.state, old.reason, [v.party_id for v in old.votes]) == ("closed", "superseded", ["durand"])
    assert (new.state, new.amount_cents, new.edition, new.votes) == ("open", 140_450, 2, ())
    assert (second.status, file.ticket.state, file.ticket.chosen_quote) == (
        "in_approval", "awaiting_approval", second.id)
    waiting = [world.office.mailbox.outgoing(m) for kind, m in world.queues.waiting if kind == "mail"]
    facts = {m.to_email: (m.template, m.facts["before_cents"], m.facts["gross_cents"]) for m in waiting if m}
    assert facts == dict.fromkeys(("paul.durand@courriel.example", "helene.garnier@courriel.example"),
                                  ("decision_replaced", 128_450, 140_450))
    assert len(told_to(world)) == 2


def test_a_vote_on_the_replaced_version_is_refused() -> None:
    """The old link decides nothing any more."""
    world = World()
    number, first = asked(world)
    newer(world, number, first)
    with pytest.raises(Conflict, match="superseded"):
        cast_vote(world.office, number, Ballot("late", "garnier", ((first.id, "refuse"),)), world.now)


def test_the_same_twice_is_once_and_the_other_way_round_is_refused() -> None:
    world = World()
    number, first = asked(world)
    second = newer(world, number, first)
    work(world)
    before, sent = dict(world.table.items), len(world.mailer.sent)
    for _ in range(2):
        replace_document(world.office, CLAIRE, number, second.id, first.id, world.now)
    assert dict(world.table.items) == before
    with pytest.raises(Conflict):
        replace_document(world.office, CLAIRE, number, first.id, second.id, world.now)
    with pytest.raises(NotFound):
        replace_document(world.office, CLAIRE, number, second.id, "nothing", world.now)
    work(world)
    assert len(world.mailer.sent) == sent


def test_an_amount_that_nobody_confirmed_goes_to_no_owner() -> None:
    """E-M10: the vote stops, a person confirms the amounts first."""
    world = World()
    number, first = asked(world)
    second = newer(world, number, first, vat=None)
    assert (second.status, world.ticket(number).tasks) == ("", ("new_version_to_submit",))
    assert world.file(number).approval(second.id) is None
    # they hear that the older one decides nothing any more; no amount of the newer one, and no link to decide on it
    mails = [m for m in world.table.items.values() if isinstance(m, OutgoingMail) and m.created_at == world.now]
    told = [m for m in mails if m.facts.get("outcome") == "replaced"]
    assert [to for to, _ in told_to(world)] == sorted(m.to_email for m in told) != []
    assert all(str(second.gross_cents) not in map(str, m.facts.values()) and not m.facts.get("link_mail") for m in told)


def test_what_was_agreed_stays_agreed_and_the_manager_is_told() -> None:
    """E-C6: v1 accepted, v2 is an amendment to be agreed to."""
    world = World()
    number, first = asked(world)
    cast_vote(world.office, number, Ballot("second", "garnier", ((first.id, "accept"),)), world.now)
    settle(world)
    second = newer(world, number, first)
    old = world.file(number).approval(first.id)
    assert old
    assert (at(world, number, first.id).status, old.outcome, second.status) == ("approved", "accepted", "")
    assert "new_version_after_approval" in world.ticket(number).tasks


def test_the_log_of_the_file_names_both() -> None:
    world = World()
    number, first = asked(world)
    second = newer(world, number, first)
    (entry,) = [e for e in world.office.tickets.log(number)
                if isinstance(e, TimelineEntry) and e.what == "document_replaced"]
    assert (entry.facts["filename"], entry.facts["before"], entry.who) == (
        second.filename, first.filename, "Claire Dumas")


def put(world: World, number: int, content: bytes, name: str = "devis.pdf") -> str:
    key = upload_prefix("rivoli", number) + f"{len(content)}/{name}"
    world.files.objects[key] = (content, "application/pdf")
    return key


def test_a_new_version_can_be_imported_with_its_amounts_and_is_voted_on_at_once() -> None:
    """S-11 and D-12 in one act."""
    world = World()
    number, first = asked(world)
    said = Import(Description("quote", "Avec la colonne", "1 404,50", "127,68"), first.id)
    added = add_upload(world.office, CLAIRE, number, put(world, number, PDF + b"v2"), "devis v2.pdf", 10**6, world.now,
                       said)
    new = at(world, number, added)
    assert (new.replaces, new.edition, new.status, new.gross_cents, new.information) == (
        first.id, 2, "in_approval", 140_450, "Avec la colonne")
    settle(world)
    assert at(world, number, added).gross_cents == 140_450, "the reading does not undo what was typed"
    assert [line.what for line in world.office.tickets.paper_trail(number, added)] == [
        "added", "version_of", "status_in_approval"]


def test_an_import_that_replaces_what_is_gone_or_replaced_is_refused_in_the_form() -> None:
    world = World()
    number, first = asked(world)
    newer(world, number, first)
    for name, code in ((first.id, "superseded"), ("nothing", "unknown")):
        with pytest.raises(Invalid) as refused:
            add_upload(world.office, CLAIRE, number, put(world, number, PDF + b"v3"), "v3.pdf", 10**6, world.now,
                       Import(Description("quote"), name))
        assert [(f.field, f.code) for f in refused.value.faults] == [("replaces", code)]


def arrived(world: World, text: str = "Voici.\n", name: str = "devis.pdf") -> tuple[int, Document]:
    """A second quote of the same firm comes by mail and is read: same number as the first one."""
    number = opened(world)
    talk = next(c for c in world.file(number).conversations if c.party_id == "marchal")
    for place, (words, called) in enumerate((("Voici.\n", "devis.pdf"), (text, name))):
        world.later(minutes=5)
        raw = mail(to=address_of(talk), text=words, message_id=f"<m{place}@x.example>",
                   pieces=((called, "application/pdf", PDF + str(place).encode()),))
        arrive(world, raw, address_of(talk), delivery=f"d{place}")
        settle(world)
    return number, max(world.file(number).documents, key=lambda d: d.received_at)


def test_a_quote_by_mail_with_a_known_number_is_only_proposed() -> None:
    """Nothing is replaced by a machine; one click does it."""
    world = World()
    number, second = arrived(world)
    assert MAYBE_NEW_VERSION in second.warnings
    assert [d.edition for d in world.file(number).documents] == [1, 1]
    (first,) = [d for d in world.file(number).documents if d.id != second.id]
    replace_document(world.office, CLAIRE, number, second.id, first.id, world.now)
    done = at(world, number, second.id)
    assert (done.edition, MAYBE_NEW_VERSION in done.warnings) == (2, False)
    assert world.ticket(number).quotes == 1


def test_a_sender_who_says_that_it_is_a_new_version_is_believed_as_far_as_proposing() -> None:
    world = World()
    number = opened(world)
    first = quote(world, number)
    world.office.books.commit(Change(changed=(replace(first, figures={
        k: f for k, f in first.figures.items() if k != "number"}),)))
    talk = next(c for c in world.file(number).conversations if c.party_id == "marchal")
    world.later(minutes=5)
    raw = mail(to=address_of(talk), text="Ce devis annule et remplace le précédent.\n", message_id="<n@x.example>",
               pieces=(("devis.pdf", "application/pdf", PDF + b"new"),))
    arrive(world, raw, address_of(talk), delivery="new")
    settle(world)
    assert [MAYBE_NEW_VERSION in d.warnings for d in world.file(number).documents].count(True) == 1


def test_who_says_that_it_is_none_is_not_asked_again() -> None:
    world = World()
    number, second = arrived(world)
    for _ in range(2):
        keep_apart(world.office, CLAIRE, number, second.id, world.now)
    assert MAYBE_NEW_VERSION not in at(world, number, second.id).warnings
    assert [line.what for line in world.office.tickets.paper_trail(number, second.id)] == ["kept_apart"]


def test_a_paper_that_comes_by_mail_belongs_to_the_lot_its_sender_works_on() -> None:
    """S-01, S-13: he finds it among the documents of his lot."""
    world = World()
    number = opened(world)
    world.office.books.commit(Change(added=(
        WorkPackage(number, "plomb", "Plomberie", 0, "marchal", "Plomberie Marchal"),
        WorkPackage(number, "elec", "Électricité", 1))))
    talk = next(c for c in world.file(number).conversations if c.party_id == "marchal")
    raw = mail(to=address_of(talk), text="Voici.\n", message_id="<l@x.example>",
               pieces=(("devis.pdf", "application/pdf", PDF),))
    arrive(world, raw, address_of(talk), delivery="lot")
    assert [d.packages for d in world.file(number).documents] == [("plomb",)]
