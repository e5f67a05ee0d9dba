"""Small rules that others stand on: conversation tokens, folding, acknowledgements, corrections."""

from __future__ import annotations

import hmac
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain import acknowledgement, conversation
from chalicelib.domain.access_link import SESSION_LIFE, Session, SignInLink, digest, holds, usable
from chalicelib.domain.agency import User
from chalicelib.domain.conversation import Conversation, ReplyAddress, read_reply_address, reply_address, with_ids
from chalicelib.domain.folding import fold
from chalicelib.domain.mail import SenderDay

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
DOMAIN = "courrier.rivoli.example"
TOKENS = st.text("abcdefghijklmnopqrstuvwxyz234567", min_size=26, max_size=26)
TALK = Conversation(1042, "marchal", "contractor", "Marchal", "a@b.example", "a" * 26)


@given(TOKENS, st.integers(1, 10**9))
def test_a_reply_address_is_read_back(token: str, number: int) -> None:
    talk = replace(TALK, token=token, ticket_number=number)
    claim = read_reply_address(reply_address(talk, DOMAIN), DOMAIN.upper())
    assert claim == ReplyAddress(number, token)
    assert conversation.holds(talk, claim)


@given(TOKENS, TOKENS)
def test_the_number_of_a_ticket_opens_nothing(right: str, tried: str) -> None:
    """M-51, I-2."""
    talk = replace(TALK, token=right)
    assert conversation.holds(talk, ReplyAddress(TALK.ticket_number, tried)) is (right == tried)


@pytest.mark.parametrize("address", [
    "t-1042@" + DOMAIN, "t-1042+@" + DOMAIN, "t-1042+" + "a" * 25 + "@" + DOMAIN, "t-1042+" + "a" * 27 + "@" + DOMAIN,
    "t-1042+" + "1" * 26 + "@" + DOMAIN, "t-x+" + "a" * 26 + "@" + DOMAIN, "t-1042+" + "a" * 26 + "@evil.example",
    "t-1042+" + "a" * 26 + "@" + DOMAIN + ".evil.example", "t-1042+" + "a" * 26, "", "@",
    "x t-1042+" + "a" * 26 + "@" + DOMAIN,
])
def test_what_only_looks_like_a_reply_address_claims_nothing(address: str) -> None:
    assert read_reply_address(address, DOMAIN) is None


def test_secrets_are_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """M-51, W-3: how long an answer takes says nothing about how much was right."""
    seen = []

    def compare(one: bytes | str, other: bytes | str) -> bool:
        seen.append((one, other))
        return one == other
    monkeypatch.setattr(hmac, "compare_digest", compare)
    assert not conversation.holds(TALK, ReplyAddress(1042, "b" * 26))
    link = SignInLink("claire", digest("token"), digest("browser"), NOW)
    assert usable(link, "token", "browser", NOW)
    assert len(seen) == 3


@given(st.lists(st.text("abc", min_size=1, max_size=3), max_size=60))
def test_the_last_twenty_ids_are_remembered_once_each(ids: list[str]) -> None:
    talk = TALK
    for one in ids:
        talk = with_ids(talk, one)
    assert len(set(talk.message_ids)) == len(talk.message_ids) <= conversation.KEPT_IDS
    if ids:
        assert talk.message_ids[-1] == ids[-1]


@pytest.mark.parametrize(("text", "folded"), [
    ("« Évier  de la CUISINE »", "« evier de la cuisine »"), ("Œuvre", "oeuvre"), ("STRASSE Straße", "strasse strasse"),
    ("ﬁn", "fin"), ("\u00a0a\u202fb\n", "a b"), ("É", "e"), ("", ""),
])
def test_search_ignores_accents_case_and_spaces(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text: str) -> None:
    once = fold(text)
    assert fold(once) == once == once.strip()


@given(st.lists(st.integers(0, 7200), max_size=40))
def test_one_alert_per_flood_and_a_short_memory(seconds: list[int]) -> None:
    """M-86: above ten mails an hour nothing is answered, and one mail raises the alarm."""
    talk, alerts, floods = TALK, 0, 0
    for at in sorted(seconds):
        now = NOW + timedelta(seconds=at)
        alerts += (alarm := acknowledgement.just_flooded(talk, now))
        floods += acknowledgement.flooded(talk, now)
        heard = acknowledgement.heard(talk, now)
        assert acknowledgement.flooded(talk, now) is (len(heard) > acknowledgement.MAILS_PER_HOUR)
        assert len(heard) <= acknowledgement.MAILS_PER_HOUR + 1
        talk = replace(talk, heard_at=heard, alerted_at=now if alarm else talk.alerted_at)
    assert alerts == min(floods, 1)


@pytest.mark.parametrize(("hours", "sent", "may"), [(23.9, 0, False), (24, 0, True), (24, 4, True), (24, 5, False)])
def test_acknowledgements_are_rare(hours: float, sent: int, may: bool) -> None:
    """M-86: one per conversation and day, five per sender and day."""
    talk = replace(TALK, acknowledged_at=NOW)
    day = SenderDay("a@b.example", "2026-11-24", sent) if sent else None
    assert acknowledgement.allowed(talk, day, NOW + timedelta(hours=hours)) is may
    assert acknowledgement.allowed(TALK, None, NOW)


CLAIRE = User("claire", "rivoli", "Claire", "claire@rivoli.example")
OPEN = Session("hash", "claire", "Claire", "claire@rivoli.example", "manager", "fr", NOW, NOW + SESSION_LIFE)


@pytest.mark.parametrize(("user", "later", "may"), [
    (CLAIRE, timedelta(), True), (CLAIRE, SESSION_LIFE - timedelta(seconds=1), True), (CLAIRE, SESSION_LIFE, False),
    (replace(CLAIRE, active=False), timedelta(), False), (replace(CLAIRE, role="reader"), timedelta(), False),
    (replace(CLAIRE, id="karim"), timedelta(), False), (replace(CLAIRE, name="Claire Dumas"), timedelta(), True),
])
def test_a_session_lives_as_long_as_the_account_and_its_role(user: User, later: timedelta, may: bool) -> None:
    """W-8."""
    assert holds(OPEN, user, NOW + later) is may


@pytest.mark.parametrize(("token", "browser", "seconds", "may"), [
    ("t", "b", 599, True), ("t", "b", 600, False), ("x", "b", 0, False), ("t", "x", 0, False), ("", "b", 0, False),
])
def test_a_sign_in_link(token: str, browser: str, seconds: int, may: bool) -> None:
    """W-3; a link of the operator's own command is bound to no browser."""
    link = SignInLink("claire", digest("t"), digest("b"), NOW)
    assert usable(link, token, browser, NOW + timedelta(seconds=seconds)) is may
    assert usable(replace(link, browser_hash=""), "t", "whichever", NOW)
    assert not usable(replace(link, token_hash=""), "", "b", NOW), "a spent link has no token"
