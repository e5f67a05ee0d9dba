"""Twenty threads, one form: on the real table exactly one mail, one mission, one ticket (R-5, R-14 in small)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from chalicelib import bootstrap
from chalicelib.domain.approval import Elector
from chalicelib.domain.change import Change
from chalicelib.domain.document import Document, FiledFigure
from chalicelib.domain.errors import Conflict
from chalicelib.domain.letter import Letter
from chalicelib.domain.message import Message
from chalicelib.domain.work_package import Participant
from chalicelib.usecases.cast_vote import Ballot, cast_vote
from chalicelib.usecases.deciders import Deciders
from chalicelib.usecases.open_ticket import NewTicket, open_ticket
from chalicelib.usecases.ports import Office
from chalicelib.usecases.request_approval import opened
from chalicelib.usecases.ruling import change_of
from chalicelib.usecases.send_action import send_action
from infra.seed import agency, cast

pytestmark = pytest.mark.needs_engine
CLICKS = 20


@pytest.fixture
def office(on_engine: Any) -> Office:
    for remembered in vars(bootstrap).values():
        if hasattr(remembered, "cache_clear"):
            remembered.cache_clear()
    agency.seed()
    return bootstrap.office(cast.AGENCY_ID)


def test_twenty_clicks_open_one_ticket(office: Office) -> None:
    form = NewTicket("one nonce", "Fuite", "Ça coule.", "lilas4")
    with ThreadPoolExecutor(CLICKS) as pool:
        numbers = set(pool.map(lambda _: open_ticket(office, cast.CLAIRE, form, bootstrap.clock()), range(CLICKS)))
    assert len(numbers) == 1
    assert office.tickets.counts()["all"] == 5, "the four of the demo and this one"


def test_twenty_clicks_send_one_mail(office: Office) -> None:
    number = open_ticket(office, cast.CLAIRE, NewTicket("n", "Fuite", "Ça coule.", "lilas4"), bootstrap.clock())
    letter = Letter("mission", "one nonce", "Demande de devis", "Bonjour", party_id="marchal")

    def click(_: int) -> str:
        try:
            return send_action(office, cast.CLAIRE, number, letter, bootstrap.clock()).mail_id
        except Conflict:
            return "conflict"  # told to look again; nothing was written
    with ThreadPoolExecutor(CLICKS) as pool:
        ids = set(pool.map(click, range(CLICKS))) - {"conflict"}
    file = office.tickets.file(number)
    assert file is not None
    assert len(ids) == 1
    assert [a.party_id for a in file.assignments] == ["marchal"]
    assert sum(isinstance(e, Message) for e in office.tickets.log(number)) == 1


def test_twenty_owners_vote_at_the_same_instant(office: Office) -> None:
    """R-14: every vote counted once, one outcome, one line each in an unbroken history."""
    number, paper = _put_to(office, CLICKS)

    def vote(at: int) -> None:
        ballot = Ballot(f"vote-{at}", f"owner-{at}", ((paper, "accept"),))
        for _ in range(2):  # each clicks twice
            cast_vote(office, number, ballot, bootstrap.clock())
    with ThreadPoolExecutor(CLICKS) as pool:
        list(pool.map(vote, range(CLICKS)))
    file = office.tickets.file(number)
    assert file is not None
    (approval,) = file.approvals
    assert sorted(v.party_id for v in approval.votes) == sorted(f"owner-{n}" for n in range(CLICKS))
    assert (approval.state, approval.outcome) == ("settled", "accepted")
    found = file.document(paper)
    assert found is not None
    assert found.status == "approved"
    trail = office.tickets.paper_trail(number, paper)
    assert [e.sequence for e in trail] == list(range(1, CLICKS + 3))
    assert [e.what for e in trail].count("status_approved") == 1
    assert trail[-1].hash == found.chain


def _put_to(office: Office, owners: int) -> tuple[int, str]:
    """A quote in Approbation before as many deciders with equal parts."""
    now = bootstrap.clock()
    number = open_ticket(office, cast.CLAIRE, NewTicket("votes", "Toiture", "Elle fuit.", "lilas4"), now)
    electors = tuple(Elector(f"owner-{n}", f"Propriétaire {n}", 1, owners) for n in range(owners))
    paper = Document(number, "paper", "quote", "devis.pdf", "application/pdf", 1, "sha", now, reading="done",
                     figures={"gross_cents": FiledFigure(100_000, 1.0, "", True),
                              "vat_cents": FiledFigure(9_091, 1.0, "", True)})
    people = Deciders(electors, "unanimity", ())
    taking_part = tuple(Participant(number, e.party_id, e.name, f"{e.party_id}@voix.example", "decider")
                        for e in electors)
    office.books.commit(Change(added=(paper, *taking_part)))
    file = office.tickets.file(number)
    assert file is not None
    office.books.commit(change_of(file, opened(office, file, paper, people, "Claire", now)))
    return number, paper.id
