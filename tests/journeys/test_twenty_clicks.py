"""Twenty threads, one form: on the real table exactly one mail, one mission, one ticket (R-5, R-14 in small)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from chalicelib import bootstrap
from chalicelib.domain.errors import Conflict
from chalicelib.domain.letter import Letter
from chalicelib.domain.message import Message
from chalicelib.usecases.open_ticket import NewTicket, open_ticket
from chalicelib.usecases.ports import Office
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
