"""Every state of the decision page (U-91 to U-103), made by the real application over fakes: its HTML, by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from chalicelib.domain.change import Change
from chalicelib.domain.ticket import moved
from chalicelib.domain.work_package import WorkPackage
from chalicelib.usecases.choose_quote import choose_quote
from chalicelib.usecases.replace_document import replace_document
from chalicelib.usecases.set_status import StatusForm, set_status
from infra.seed.cast import CLAIRE
from tests.handlers.decisions import AMOUNT, ANNE, GROSS, PAUL, Decision, put_to_owners, quote, under_one_link
from tests.handlers.house import House

State = Callable[[Decision], str]


def _page(decision: Decision, who: str = ANNE) -> str:
    return decision.page(who).path


def _open(decision: Decision) -> str:
    ticket = replace(decision.ticket, tenant_impact="Pas d’eau chaude depuis le 20 novembre",
                     risk="Logement sans eau chaude, risque de fuite chez le voisin du dessous")
    decision.desk.office.books.commit(Change(changed=(ticket,)))
    return _page(decision)


def _refused_form(decision: Decision) -> str:
    reader = decision.page(ANNE)
    reader.answer("refuse")
    return reader.shown.text


def _asked(decision: Decision) -> str:
    decision.page(ANNE).answer("question", question="Est-ce garanti ? Qui prévient le locataire ?")
    decision.page(ANNE).answer("directions", kind="ceiling", ceiling="1 200", directive="Pas au-delà.")
    return _page(decision)


def _voted(decision: Decision) -> str:
    decision.page(ANNE).answer("accept", **AMOUNT)
    return _page(decision)


def _split(decision: Decision) -> str:
    decision.page(PAUL).answer("refuse", reason="too_dear", comment="Un autre devis, s’il vous plaît.")
    decision.page(ANNE).answer("accept", **AMOUNT)
    return _page(decision)


def _cooling(decision: Decision) -> str:
    decision.page(PAUL).answer("accept", **AMOUNT)
    return _voted(decision)


def _decided(decision: Decision) -> str:
    _cooling(decision)
    decision.house.later(hours=1)
    return _page(decision)


def _settled(decision: Decision) -> str:
    form = StatusForm("s", -1, "approved", "phone", "Mme Lebrun est d’accord.")
    set_status(decision.desk.office, CLAIRE.name, decision.number, decision.paper.id, form, decision.house.now)
    return _page(decision)


def _replaced(decision: Decision) -> str:
    newer = quote(decision.house, decision.number, "devis-v2", GROSS + 12_000)
    replace_document(decision.desk.office, CLAIRE, decision.number, newer.id, decision.papers[0].id, decision.house.now)
    return _page(decision)


def _cancelled(decision: Decision) -> str:
    ticket = moved(decision.ticket, "cancelled", decision.house.now)
    decision.desk.office.books.commit(Change(changed=(ticket,)))
    return _page(decision)


def _withdrawn(decision: Decision) -> str:
    decision.desk.office.books.commit(Change(changed=(replace(decision.link(ANNE), revoked="left"),)))
    return _page(decision)


def _expired(decision: Decision) -> str:
    decision.house.later(days=15)
    return _page(decision)


def _locked(decision: Decision) -> str:
    for _ in range(6):
        decision.page(ANNE).answer("accept", amount=str(decision.paper.gross_cents), code="12")
    return _page(decision)


def _delegated(decision: Decision) -> str:
    decision.page(ANNE).answer("delegate", delegate_name="Jean Lebrun", delegate_email="jean@lebrun.example")
    return _page(decision)


def _code(decision: Decision) -> str:
    reader = decision.page(ANNE)
    reader.answer("accept", amount=str(decision.paper.gross_cents))
    return reader.shown.text


def _together(decision: Decision) -> str:
    choose_quote(decision.desk.office, CLAIRE, decision.number, decision.papers[1].id, decision.house.now)
    return _page(under_one_link(decision))


def _lots(decision: Decision) -> str:
    lots = tuple(WorkPackage(decision.number, name.lower(), name, at) for at, name in enumerate(("Lot A", "Lot B")))
    papers = tuple(replace(decision.document(p.id), packages=(lots[at > 1].id,))
                   for at, p in enumerate(decision.papers))
    decision.desk.office.books.commit(Change(added=lots, changed=papers))
    return _page(under_one_link(decision))


def _unknown(decision: Decision) -> str:
    return f"/accord/rivoli.{'a' * 27}{decision.query}"


STATES: dict[str, tuple[State, dict[str, int]]] = {
    "open": (_open, {}), "several quotes": (_page, {"quotes": 3}),
    "quotes to choose from": (_together, {"quotes": 2, "gross": 495_000}), "lots apart": (_lots, {"quotes": 3}),
    "refused form": (_refused_form, {}),
    "question asked": (_asked, {}), "voted": (_voted, {}), "split": (_split, {}), "cooling": (_cooling, {}),
    "decided": (_decided, {}), "settled without me": (_settled, {}), "replaced": (_replaced, {}),
    "withdrawn": (_withdrawn, {}), "cancelled": (_cancelled, {}), "expired": (_expired, {}),
    "locked": (_locked, {"gross": 700_000}),
    "code": (_code, {"gross": 700_000}), "delegated": (_delegated, {}), "unknown": (_unknown, {}),
}


def html_of(name: str, language: str) -> str:
    """The page of this state as its reader gets it."""
    make, options = STATES[name]
    with pytest.MonkeyPatch.context() as patch:
        house = House(patch)
        decision = put_to_owners(house, **options)
        decision.query = f"?langue={language}"
        found = make(decision)
        return found if found.startswith("<") else house.visitor().get(found).text
