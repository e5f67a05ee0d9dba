"""A comment joins the history of its document and reaches those concerned, who can answer by mail (S-28, S-33)."""

from __future__ import annotations

import itertools
from dataclasses import replace
from email import message_from_bytes, policy
from typing import Any

import pytest

from chalicelib.domain.author import Author, of_office
from chalicelib.domain.change import Change
from chalicelib.domain.document import Document
from chalicelib.domain.errors import Conflict, Invalid, NotFound
from chalicelib.domain.paper_trail import START, PaperEntry
from chalicelib.domain.party import Party
from chalicelib.domain.work_package import Participant, WorkPackage
from chalicelib.intake.screening import Verdicts
from chalicelib.usecases.comment_document import TOLD_AT_ONCE, comment_document
from chalicelib.usecases.open_ticket import NewTicket, open_ticket
from chalicelib.usecases.request_approval import request_approval
from infra.seed.cast import CLAIRE, KARIM
from tests.builders.files import quote
from tests.builders.story import PASSED, arrive, mail
from tests.builders.worker import settle, work
from tests.fakes.office import World

UNPROVEN = Verdicts("PASS", "PASS", "FAIL", "FAIL", "FAIL")


def scene(world: World) -> tuple[int, Document]:
    """Two lots; a paper of the first one; people on the one, on the other, on both."""
    number = open_ticket(world.office, CLAIRE, NewTicket("f", "Fuite", "Ça coule.", "voltaire12"), world.now)
    lots = tuple(WorkPackage(number, name, name.title(), place) for place, name in enumerate(("plomb", "elec")))
    people = (
        Participant(number, "marchal", "Plomberie Marchal", "contact@plomberie-marchal.example", "contributor",
                    ("plomb",), everywhere=False),
        Participant(number, "bonnet", "Électricité Bonnet", "bonnet@elec-bonnet.example", "contributor", ("elec",),
                    everywhere=False),
        Participant(number, "archi", "Mme Archi", "archi@studio.example", "reader"),
    )
    world.office.books.commit(Change(added=(*lots, *people)))
    found = quote(world, number)
    world.office.books.commit(Change(changed=(with_lot(world, number, found),)))
    return number, at(world, number, found)


def with_lot(world: World, number: int, found: Document) -> Document:
    return replace(at(world, number, found), packages=("plomb",))


def at(world: World, number: int, found: Document) -> Document:
    document = world.file(number).document(found.id)
    assert document
    return document


def say(world: World, number: int, document: Document, text: str = "Voir page 2.", nonce: str = "c",
        author: Author | None = None) -> None:
    comment_document(world.office, author or of_office(CLAIRE), number, document.id, nonce, text, world.now)


def comments(world: World, number: int, document: Document) -> list[tuple[str, str]]:
    return [(line.who, str(line.facts["text"])) for line in world.office.tickets.paper_trail(number, document.id)
            if line.what == "comment"]


def written(world: World) -> dict[str, Any]:
    """The comment mails that left, by recipient."""
    settle(world)
    found = {to: message_from_bytes(raw, policy=policy.default) for to, raw in world.mailer.sent}
    return {to: message for to, message in found.items() if "Commentaire sur" in str(message["Subject"])}


def test_a_comment_reaches_those_who_may_see_the_document_and_nobody_else() -> None:
    """S-15, S-33: visible to all participants concerned."""
    world = World()
    number, document = scene(world)
    say(world, number, document)
    assert comments(world, number, document) == [("Claire Dumas", "Voir page 2.")]
    mails = written(world)
    assert set(mails) == {"contact@plomberie-marchal.example", "archi@studio.example"}
    body = mails["archi@studio.example"].get_body(("plain",)).get_content()
    assert "Claire Dumas a commenté" in body
    assert "Voir page 2." in body
    assert "bonnet" not in body.lower()


def test_those_who_are_asked_to_decide_are_concerned_while_they_are_asked() -> None:
    """S-28: a vote may be accompanied by a comment through the history."""
    world = World()
    number, document = scene(world)
    request_approval(world.office, CLAIRE, number, document.id, "ask", world.now)
    work(world)
    document = at(world, number, document)
    say(world, number, document, author=Author("M. Paul Durand", "durand", "owner"))
    assert comments(world, number, document) == [("M. Paul Durand", "Voir page 2.")]
    assert set(written(world)) == {"contact@plomberie-marchal.example", "archi@studio.example",
                                   "helene.garnier@courriel.example", "claire@rivoli.example"}
    assert world.ticket(number).answer_due, "an owner's words wait for the manager"


@pytest.mark.parametrize(("party", "role", "may"), [
    ("marchal", "contributor", True), ("bonnet", "contributor", False), ("archi", "reader", False),
    ("nobody", "other", False), ("", "", False)])
def test_only_who_has_a_say_here_comments(party: str, role: str, may: bool) -> None:
    """Another lot, a reader, a stranger: the document is not there for them."""
    world = World()
    number, document = scene(world)
    author = Author("Somebody", party, role)
    if may:
        say(world, number, document, author=author)
    else:
        with pytest.raises(NotFound):
            say(world, number, document, author=author)
    assert len(comments(world, number, document)) == may


def test_the_same_form_twice_is_one_comment_and_another_text_is_refused() -> None:
    world = World()
    number, document = scene(world)
    for _ in range(3):
        say(world, number, document)
    with pytest.raises(Conflict, match="form_used"):
        say(world, number, document, "Autre chose.")
    assert len(comments(world, number, document)) == 1
    assert len(written(world)) == 2


@pytest.mark.parametrize(("text", "code"), [("", "required"), ("  \n", "required"), ("x" * 2001, "too_long")])
def test_a_comment_has_words_and_not_too_many(text: str, code: str) -> None:
    world = World()
    number, document = scene(world)
    with pytest.raises(Invalid) as refused:
        say(world, number, document, text)
    assert [(f.field, f.code) for f in refused.value.faults] == [("text", code)]


def test_lines_of_one_document_are_chained() -> None:
    """V-6: history is never rewritten."""
    world = World()
    number, document = scene(world)
    for place, who in enumerate((CLAIRE, KARIM, CLAIRE)):
        say(world, number, document, f"n° {place}", f"c{place}", of_office(who))
    lines: list[PaperEntry] = world.office.tickets.paper_trail(number, document.id)
    assert lines[0].previous == START
    assert [b.previous for b in lines[1:]] == [a.hash for a in lines[:-1]]
    assert at(world, number, document).chain == lines[-1].hash


def answer(world: World, to: Any, text: str = "D’accord, je corrige.\n", sender: str = "", delivery: str = "reply",
           verdicts: Verdicts = PASSED, addressed: bool = True, headers: bool = True) -> None:
    """The recipient of a comment mail answers it as his mail program would."""
    said = [("In-Reply-To", f"<{to['Message-ID']}>" if "<" not in to["Message-ID"] else to["Message-ID"])]
    own = to["Reply-To"].addresses[0].addr_spec if addressed else "travaux@courrier.rivoli.example"
    raw = mail(sender or to["To"].addresses[0].addr_spec, own, f"Re: {to['Subject']}", text,
               message_id=f"<{delivery}@x.example>", headers=tuple(said) if headers else ())
    arrive(world, raw, own, delivery=delivery, verdicts=verdicts)


def told(world: World) -> tuple[int, Document, Any]:
    number, document = scene(world)
    say(world, number, document)
    return number, at(world, number, document), written(world)["contact@plomberie-marchal.example"]


def test_an_answer_by_mail_is_a_comment_and_a_message_of_the_conversation() -> None:
    world = World()
    number, document, to = told(world)
    answer(world, to)
    assert comments(world, number, document)[1:] == [("Plomberie Marchal", "D’accord, je corrige.")]
    assert world.ticket(number).answer_due
    before = len(world.mailer.sent)
    settle(world)
    heard = {who for who, raw in world.mailer.sent[before:] if b"Commentaire" in raw}
    assert heard == {"archi@studio.example"}, "the author is not told of his own words, the manager by his usual note"


def test_it_counts_once_however_often_the_mail_is_delivered() -> None:
    world = World()
    number, document, to = told(world)
    for delivery in ("reply", "reply"):
        answer(world, to, delivery=delivery)
    assert len(comments(world, number, document)) == 2
    settle(world)
    assert len(comments(world, number, document)) == 2


@pytest.mark.parametrize("change", [
    {"verdicts": UNPROVEN}, {"sender": "autre@ailleurs.example"}, {"headers": False}, {"text": "\n"}])
def test_what_is_not_surely_his_answer_to_it_is_only_filed(change: dict[str, Any]) -> None:
    """Another sender, a failed authentication, a mail about something else: no comment in his name."""
    world = World()
    number, document, to = told(world)
    answer(world, to, **change)
    assert len(comments(world, number, document)) == 1


def test_an_answer_that_lost_its_reply_address_finds_back_by_its_message_id() -> None:
    world = World()
    number, document, to = told(world)
    answer(world, to, addressed=False)
    assert len(comments(world, number, document)) == 2


def test_an_absence_message_is_no_comment() -> None:
    world = World()
    number, document, to = told(world)
    raw = mail("contact@plomberie-marchal.example", to["Reply-To"].addresses[0].addr_spec, f"Absent : {to['Subject']}",
               "Je suis absent.\n", message_id="<abs@x.example>",
               headers=(("In-Reply-To", str(to["Message-ID"])), ("Auto-Submitted", "auto-replied")))
    arrive(world, raw, to["Reply-To"].addresses[0].addr_spec, delivery="away")
    assert len(comments(world, number, document)) == 1


@pytest.mark.parametrize("by_mail", [False, True])
def test_more_people_than_one_transaction_takes_all_hear_once(by_mail: bool) -> None:
    world = World()
    number, document, to = told(world)
    count, before = 2 * TOLD_AT_ONCE + 3, len(world.mailer.sent)
    for start in range(0, count, 20):
        names = [f"p{i}" for i in itertools.islice(range(count), start, start + 20)]
        world.office.books.commit(Change(added=tuple(
            Participant(number, name, name, f"{name}@x.example", "reader") for name in names)))
        world.office.books.commit(Change(added=tuple(Party(n, "other", n, (f"{n}@x.example",)) for n in names)))
    for _ in range(2):
        if by_mail:
            answer(world, to)
        else:
            say(world, number, document, nonce="many")
    settle(world)
    heard = [who for who, raw in world.mailer.sent[before:] if b"Commentaire" in raw]
    assert len(heard) == len(set(heard)) == count + (1 if by_mail else 2)
