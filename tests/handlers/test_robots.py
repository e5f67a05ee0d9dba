"""Programs that follow links, run scripts and post forms decide nothing; a person after them still can (W-2, D-18)."""

from __future__ import annotations

import re

import pytest

from tests.handlers.decisions import AMOUNT, ANNE, GROSS, PAUL, Decision, Reader, put_to_owners, under_one_link
from tests.handlers.house import BASE, Browser, House

VISITS = 10
PREFETCH = {"Purpose": "prefetch", "Sec-Purpose": "prefetch;prerender", "X-Moz": "prefetch"}


def links_of(page: str, path: str) -> list[str]:
    """Every address of the page that is ours."""
    found = set(re.findall(r'(?:href|src|action)="(/[^"]+)"', page))
    return sorted({path} | {link.replace("&amp;", "&") for link in found if not link.startswith("/static")})


def forms_of(page: str) -> list[tuple[dict[str, str], list[str]]]:
    """The fields of each form as a program finds them, and the values of its buttons."""
    found = []
    for form in re.findall(r"<form[^>]*>(.*?)</form>", page, re.S):
        fields = {}
        for tag in re.findall(r"<input[^>]*>", form):
            values = dict(re.findall(r'([a-z-]+)="([^"]*)"', tag))
            if values.get("type") not in ("checkbox", "radio") or " checked" in tag:
                fields[values["name"]] = values.get("value", "")
        fields |= dict.fromkeys(re.findall(r'<textarea[^>]*name="([^"]+)"', form), "")
        found.append((fields, re.findall(r'<button[^>]*name="act" value="([a-z]+)"', form)))
    return found


def test_every_link_opened_ten_times_in_every_way_changes_nothing_at_all(house: House) -> None:
    decision = put_to_owners(house, quotes=2)
    before = house.snapshot()
    for who in (ANNE, PAUL):
        path = f"/accord/{decision.token(who)}"
        robot = house.visitor()
        for link in links_of(robot.get(path).text, path):
            for _ in range(VISITS):
                assert robot.get(link).status in (200, 302), link
                assert robot.get(link, **PREFETCH).status in (200, 302), link
                robot.head(link)
                house.answer("OPTIONS", link, {"Host": "bpa.example"}, b"")
    assert house.snapshot() == before


@pytest.mark.parametrize("wait", [0, 1, 60])
def test_the_first_form_sent_as_it_stands_decides_nothing(house: House, wait: int) -> None:
    decision = put_to_owners(house)
    for who in (ANNE, PAUL):
        path = f"/accord/{decision.token(who)}"
        robot = Browser(house, home=path)
        page = robot.get(path).text
        fields, buttons = forms_of(page)[0]
        before = house.snapshot()
        house.later(seconds=wait)
        answer = robot.post(path, fields | {"act": buttons[0]}, proof=fields["csrf"])
        assert answer.status in (409, 422)
        assert house.snapshot() == before
    assert not decision.approval().votes


@pytest.mark.parametrize("together", [False, True])
def test_every_button_of_every_form_sent_as_it_stands_casts_no_vote(house: House, together: bool) -> None:
    decision = under_one_link(put_to_owners(house, quotes=2)) if together else put_to_owners(house, quotes=2)
    path = f"/accord/{decision.token(ANNE)}"
    robot = Browser(house, home=path)
    for fields, buttons in forms_of(robot.get(path).text):
        for button in buttons:
            before = house.snapshot()
            house.later(seconds=30)
            answer = robot.post(path, fields | {"act": button}, proof=fields["csrf"])
            assert answer.status in (409, 422), button
            assert house.snapshot() == before, button
    assert not decision.approval(0).votes + decision.approval(1).votes


def test_a_form_posted_without_nonce_too_soon_or_from_elsewhere_is_refused(house: House) -> None:
    decision = put_to_owners(house)
    reader = decision.page(ANNE)
    good = reader.fields() | {"act": "accept"} | AMOUNT
    proof = good.pop("csrf")
    before = house.snapshot()
    house.later(seconds=1)
    assert reader.browser.post(reader.path, good, proof=proof).status == 409
    house.later(seconds=5)
    for nonce in ("", "x", good["nonce"][:-1], decision.page(PAUL).fields()["nonce"]):
        assert reader.browser.post(reader.path, good | {"nonce": nonce}, proof=proof).status == 409
    for says in ({"Origin": "https://evil.example"}, {"Origin": BASE, "Sec-Fetch-Site": "cross-site"}, {}):
        assert reader.browser.post(reader.path, good, proof=proof, says=says).status == 403
    assert house.snapshot() == before
    house.later(days=1)
    assert reader.browser.post(reader.path, good, proof=proof).status == 409, "the page is a day old"
    assert house.snapshot() == before


def everything_clicked(house: House, decision: Decision) -> None:
    """Browsers that execute everything and click every button of every form, ten times over, without haste."""
    for _ in range(VISITS):
        for who in (ANNE, PAUL):
            path = f"/accord/{decision.token(who)}"
            robot = Browser(house, home=path)
            for fields, buttons in forms_of(robot.get(path).text):
                house.later(seconds=5)
                for button in buttons:
                    assert robot.post(path, fields | {"act": button}, proof=fields["csrf"]).status in (409, 422)


def test_robots_choose_none_of_several_quotes(house: House) -> None:
    """One link for both quotes; then with one of them refused, when an answer may also be taken back."""
    decision = under_one_link(put_to_owners(house, quotes=2))
    before = house.snapshot()
    everything_clicked(house, decision)
    assert house.snapshot() == before
    decision.page(ANNE).answer("refuse", document=decision.papers[0].id, reason="too_dear")
    before = house.snapshot()
    everything_clicked(house, decision)
    assert house.snapshot() == before
    assert " checked" not in decision.page(ANNE).shown.text


def test_after_all_robots_the_two_owners_decide(house: House) -> None:
    decision = put_to_owners(house)
    before = house.snapshot()
    everything_clicked(house, decision)
    assert house.snapshot() == before
    assert decision.page(ANNE).answer("accept", **AMOUNT).status == 303
    assert decision.page(PAUL).answer("accept", **AMOUNT).status == 303
    assert (decision.paper.status, decision.ticket.state) == ("approved", "approved")


def test_robots_on_the_pages_of_an_answer_take_nothing_back(house: House) -> None:
    """The receipt holds the same link, and is scanned too: voted, cooling, decided, expired, delegated."""
    decision = put_to_owners(house)
    decision.page(ANNE).answer("accept", **AMOUNT)
    before = house.snapshot()
    everything_clicked(house, decision)
    assert house.snapshot() == before
    decision.page(PAUL).answer("delegate", delegate_name="Jean", delegate_email="jean@lebrun.example")
    before = house.snapshot()
    everything_clicked(house, decision)
    assert house.snapshot() == before
    decision.page(PAUL).answer("undelegate", sure="1")
    decision.page(PAUL).answer("accept", **AMOUNT)
    before = house.snapshot()
    everything_clicked(house, decision)
    house.later(hours=1)
    everything_clicked(house, decision)
    house.later(days=20)
    everything_clicked(house, decision)
    assert house.snapshot() == before


def test_the_page_holds_no_script_and_no_answer_chosen_in_advance(house: House) -> None:
    text = put_to_owners(house, quotes=2).page(ANNE).shown.text
    assert "<script" not in text
    assert " checked" not in text
    assert str(GROSS) in text


def test_a_reader_waits_and_is_no_robot(house: House) -> None:
    """The control: the same fields, with the box ticked by a person, are a vote."""
    reader: Reader = put_to_owners(house).page(ANNE)
    before = house.snapshot()
    assert reader.answer("accept", **AMOUNT).status == 303
    assert house.snapshot() != before


def test_openings_are_kept_beside_the_table_once_a_minute(house: House) -> None:
    """U-90: who and when, to the minute, as « peut être un automate »; a store that refuses costs nobody the page."""
    decision = put_to_owners(house)
    for _ in range(VISITS):
        decision.page(ANNE)
    opened = [key for key in house.files.objects if key.startswith("access/")]
    assert len(opened) == 1
    assert opened[0].endswith(f"~{ANNE}~opened")
    house.visitor().get(f"/accord/{decision.token(PAUL)}/pieces/{decision.paper.id}")
    assert any(key.endswith(f"~{PAUL}~downloaded") for key in house.files.objects)


def test_robots_on_an_expired_page_send_for_no_new_link(house: House) -> None:
    decision = put_to_owners(house)
    house.later(days=15)
    before = house.snapshot()
    everything_clicked(house, decision)
    assert house.snapshot() == before
    assert decision.page(ANNE).answer("renew", sure="1").status == 303
