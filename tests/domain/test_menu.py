"""Ten actions, nine states: what is offered, and the words that say why not (K-M1 to K-M10, U-53, U-54)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domain.menu import MENU, REASONS, Situation, advised, find, offers, why_not
from chalicelib.domain.ticket import STATES

WHOLE = Situation("quoting", "quote_received", True, True, True, True, "ready", within=False)
# one letter per state, in the order of D-21; "." possible, otherwise the reason
CODES = {".": "", "U": "unqualified", "A": "assignment", "W": "awaited", "P": "approval", "O": "ordered",
         "N": "not_ordered", "C": "closed", "X": "cancelled"}
#                     reported qualified quoting awaiting approved in_progress works_done closed cancelled
TABLE = {
    "mission":          ".......CX",
    "chase_contractor": "AA.WW..CX",
    "inform_tenant":    "........X",
    "inform_owner":     ".........",
    "inform_other":     ".........",
    "quote_to_owner":   "U....OOCX",
    "order":            "UPPP.OOCX",
    "ask_invoice":      "NNNNN..CX",
    "edit":             ".........",
    "close":            ".......CX",
}


@pytest.mark.parametrize("key", TABLE)
@pytest.mark.parametrize("at", range(9))
def test_every_action_in_every_state(key: str, at: int) -> None:
    state = list(STATES)[at]
    stage = "quote_received" if state == "quoting" else state
    action = find(key)
    assert action is not None
    assert why_not(action, replace(WHOLE, state=state, stage=stage)) == CODES[TABLE[key][at]]


@pytest.mark.parametrize(("facts", "submit", "order"), [
    ({}, "ordered", "ordered"),
    ({"to_order": True}, "ordered", ""),
    ({"to_submit": True}, "", "approval"),
    ({"to_submit": True, "within": True}, "", ""),
    ({"to_submit": True, "quote": "unsure"}, "amounts", "approval"),
])
def test_another_package_is_submitted_and_ordered_while_works_go_on(
        facts: dict[str, object], submit: str, order: str) -> None:
    here = replace(WHOLE, state="in_progress", stage="in_progress", **facts)
    found = {o.action.key: o.reason for o in offers(here)}
    assert (found["quote_to_owner"], found["order"]) == (submit, order)


def test_while_an_order_waits_nothing_that_supposes_it_is_offered() -> None:
    """D-13; another package may be ordered meanwhile."""
    here = replace(WHOLE, state="approved", stage="order_held")
    resting = {o.action.key for o in offers(here) if o.reason == "order_held"}
    assert resting == {"quote_to_owner", "order", "ask_invoice", "close"}
    assert why_not(find("order"), replace(here, to_order=True)) == ""  # type: ignore[arg-type]


def test_the_menu_has_the_words_and_the_order_of_the_manual() -> None:
    assert [a.label for a in MENU] == [
        "Missionner entreprise", "Relancer entreprise", "Informer le locataire", "Informer le propriétaire",
        "Informer autre", "Devis à envoyer au propriétaire", "Validation devis", "Demander une facture", "Modifier",
        "Fermer le ticket"]
    assert list(TABLE) == [a.key for a in MENU]
    assert len(STATES) == 9


@pytest.mark.parametrize(("key", "without", "reason"), [
    ("mission", {"unit": False}, "unit"),
    ("chase_contractor", {"firms": False}, "assignment"),
    ("inform_tenant", {"tenant_email": False}, "tenant_email"),
    ("inform_owner", {"owner_email": False}, "owner_email"),
    ("quote_to_owner", {"quote": ""}, "quote"),
    ("quote_to_owner", {"quote": "unsure"}, "amounts"),
    ("quote_to_owner", {"owner_email": False}, "owner_email"),
    ("order", {"quote": ""}, "quote"),
    ("order", {}, "approval"),
])
def test_what_is_missing_is_named(key: str, without: dict[str, object], reason: str) -> None:
    action = find(key)
    assert action is not None
    assert why_not(action, replace(WHOLE, **without)) == reason
    assert REASONS[reason]


def test_under_the_ceiling_of_the_mandate_no_agreement_is_needed() -> None:
    order = find("order")
    assert order is not None
    assert why_not(order, replace(WHOLE, within=True)) == ""
    assert advised(replace(WHOLE, within=True)) == "order"
    assert advised(WHOLE) == "quote_to_owner"


def test_an_agreement_without_a_quote_may_be_ordered() -> None:
    order = find("order")
    assert order is not None
    assert why_not(order, replace(WHOLE, state="approved", stage="approved", quote="")) == ""


@pytest.mark.parametrize("state", STATES)
def test_at_most_one_action_is_advised_and_it_is_possible(state: str) -> None:
    stage = "quote_received" if state == "quoting" else state
    best = [o for o in offers(replace(WHOLE, state=state, stage=stage)) if o.advised]
    assert len(best) == (0 if state in ("closed", "cancelled") else 1)
    assert all(not o.reason for o in best)


def test_tickets_share_a_menu_only_when_it_is_the_same() -> None:
    """The name of a situation is the id of its menu on the page."""
    seen: dict[str, tuple[object, ...]] = {}
    for state in STATES:
        for flags in range(32):
            bits = [bool(flags >> n & 1) for n in range(5)]
            for quote in ("", "unsure", "ready"):
                here = Situation(state, state, *bits[:4], quote, bits[4])  # type: ignore[arg-type]
                assert seen.setdefault(here.name, offers(here)) == offers(here)
