"""Every act on a document survives every failure of every call: one line of history, one mail to each (R-4, SIM-1)."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from chalicelib.domain.author import of_office
from chalicelib.domain.change import Change
from chalicelib.domain.description import Description
from chalicelib.domain.work_package import Participant
from chalicelib.usecases.add_upload import Import, add_upload, upload_prefix
from chalicelib.usecases.cast_vote import Ballot, cast_vote
from chalicelib.usecases.comment_document import comment_document
from chalicelib.usecases.describe_document import describe_document
from chalicelib.usecases.open_ticket import NewTicket, open_ticket
from chalicelib.usecases.replace_document import replace_document
from chalicelib.usecases.request_approval import request_approval
from infra.seed.cast import CLAIRE
from tests.builders.files import quote
from tests.builders.story import arrive, mail
from tests.builders.worker import settle
from tests.fakes.office import World
from tests.usecases.test_fault_acts import Act, Scenes, told
from tests.usecases.test_faults import MODES, end_state

PDF = b"%PDF-1.7 a newer one"


def voted_on(world: World) -> tuple[int, str]:
    """A quote of which one of two owners has said yes, a participant who sees it."""
    number = open_ticket(world.office, CLAIRE, NewTicket("f", "Fuite", "Ça coule.", "voltaire12"), world.now)
    document = quote(world, number)
    world.office.books.commit(Change(added=(Participant(
        number, "marchal", "Plomberie Marchal", "contact@plomberie-marchal.example", "contributor"),)))
    request_approval(world.office, CLAIRE, number, document.id, "ask", world.now)
    cast_vote(world.office, number, Ballot("yes", "durand", ((document.id, "accept"),)), world.now)
    settle(world)
    return number, document.id


def described(world: World) -> Act:
    number, document_id = voted_on(world)
    document = world.file(number).document(document_id)
    assert document
    typed = Description("quote", "Avec la colonne", "1284,50", "116,77", version=document.version)
    return lambda w: describe_document(w.office, of_office(CLAIRE), number, document_id, typed, w.now)


def commented(world: World) -> Act:
    number, document_id = voted_on(world)
    return lambda w: comment_document(w.office, of_office(CLAIRE), number, document_id, "form", "Voir page 2.", w.now)


def replaced(world: World) -> Act:
    number, document_id = voted_on(world)
    newer = quote(world, number, gross=140_450)
    return lambda w: replace_document(w.office, CLAIRE, number, newer.id, document_id, w.now)


def imported(world: World) -> Act:
    number, document_id = voted_on(world)
    key = upload_prefix("rivoli", number) + "0/v2.pdf"
    world.files.objects[key] = (PDF, "application/pdf")
    said = Import(Description("quote", "", "1404,50", "127,68"), document_id)
    return lambda w: add_upload(w.office, CLAIRE, number, key, "v2.pdf", 1000, w.now, said)


def answered(world: World) -> Act:
    number, document_id = voted_on(world)
    comment_document(world.office, of_office(CLAIRE), number, document_id, "form", "Quand ?", world.now)
    settle(world)
    raw = next(r for to, r in reversed(world.mailer.sent) if to.startswith("contact@"))
    head = dict(line.split(": ", 1) for line in raw.decode().split("\r\n\r\n")[0].replace("\r\n ", " ").split("\r\n"))
    own = head["Reply-To"].rpartition("<")[2].rstrip(">")
    reply = mail("contact@plomberie-marchal.example", own, "Re: Commentaire", "Jeudi.\n", message_id="<r@x.example>",
                 headers=(("In-Reply-To", head["Message-ID"]),))
    return lambda w: arrive(w, reply, own, delivery="reply")


SCENES: Scenes = {"describe": described, "comment": commented, "replace": replaced, "import a version": imported,
                  "answer a comment": answered}


def papers(world: World) -> dict[str, Any]:
    """What a reader of the histories sees, and whom the mails reached."""
    found: dict[str, Any] = end_state(world)
    file = world.file(1001)
    found["papers"] = sorted(
        (d.filename, d.status, d.edition, d.gross_cents, d.information, bool(d.superseded_by), d.entries,
         [line.what for line in world.office.tickets.paper_trail(1001, d.id)]) for d in file.documents)
    found["rounds"] = sorted((a.edition, a.state, a.reason, len(a.votes)) for a in file.approvals)
    found["talks"] = Counter(c.party_id for c in file.conversations)
    return found


@pytest.mark.parametrize("name", sorted(SCENES))
def test_every_call_of_an_act_on_a_document_may_fail_in_every_way(name: str) -> None:
    clean, calls = told(name, scenes=SCENES)
    wanted = papers(clean)
    assert calls >= 2
    for at in range(calls):
        for mode in MODES:
            world, _ = told(name, at, mode, SCENES)
            assert world.faults.fired
            found = papers(world)
            for part, value in wanted.items():
                assert found[part] == value, f"{name}: call {at}, {mode}: {part} differs"
