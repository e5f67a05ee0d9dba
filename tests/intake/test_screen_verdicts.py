"""I-1: every verdict in every state, and the table's rows read from the last one up."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from chalicelib.intake.parse import parse
from chalicelib.intake.screen import screen
from chalicelib.intake.screening import Screening, Verdicts
from tests.builders.mail import raw_mail

GOOD = Verdicts("PASS", "PASS", "PASS", "PASS", "PASS", envelope_from="paul@plomberie-morel.fr")
MAIL = parse(raw_mail())
VALUES = ("PASS", "FAIL", "GRAY", "PROCESSING_FAILED", "MISSING")


def _screened(verdicts: Verdicts) -> Screening:
    return screen(MAIL, verdicts, frozenset({"in.agence-rivoli.fr"}), "rivoli")


@pytest.mark.parametrize(("changes", "standing", "reason"), [
    ({}, "verified", ""),
    ({"spf": "FAIL"}, "verified", ""),
    ({"dmarc": "GRAY"}, "verified", ""),
    ({"dmarc": "GRAY", "envelope_from": "paul@ailleurs.fr"}, "unverified", "dmarc_unknown"),
    ({"dmarc": "GRAY", "envelope_from": ""}, "unverified", "dmarc_unknown"),
    ({"dmarc": "GRAY", "dkim": "FAIL"}, "unverified", "dmarc_unknown"),
    ({"dkim": "PROCESSING_FAILED"}, "unverified", "verdict_unprocessed"),
    ({"dmarc": "PROCESSING_FAILED"}, "unverified", "verdict_unprocessed"),
    ({"dmarc": "FAIL", "dmarc_policy": "none"}, "unverified", "dmarc_failed"),
    ({"dmarc": "FAIL", "dmarc_policy": "NONE"}, "unverified", "dmarc_failed"),
    ({"dmarc": "FAIL", "dmarc_policy": "quarantine"}, "suspect", "dmarc_refused"),
    ({"dmarc": "FAIL", "dmarc_policy": "reject"}, "suspect", "dmarc_refused"),
    ({"dmarc": "FAIL"}, "suspect", "dmarc_refused"),
    ({"spf": "MISSING"}, "suspect", "verdict_missing"),
    ({"virus": "MISSING"}, "suspect", "verdict_missing"),
    ({"spam": "FAIL"}, "unverified", "spam"),
    ({"spam": "FAIL", "dmarc": "GRAY"}, "suspect", "spam"),
    ({"virus": "FAIL"}, "suspect", "virus"),
    ({"virus": "FAIL", "spam": "FAIL"}, "suspect", "virus"),
    ({"spam": "GRAY"}, "verified", ""),
])
def test_row(changes: dict[str, str], standing: str, reason: str) -> None:
    found = _screened(replace(GOOD, **changes))
    assert found.standing == standing
    assert not reason or reason in found.reasons


def test_no_combination_verifies_or_acknowledges_a_doubt() -> None:
    """All 3,125 combinations: only the two verified rows speak for the sender."""
    for spf, dkim, dmarc, spam, virus in product(VALUES, repeat=5):
        verdicts = Verdicts(spf, dkim, dmarc, spam, virus, envelope_from="paul@plomberie-morel.fr")
        found = _screened(verdicts)
        passes = dmarc == "PASS" or (dmarc == "GRAY" and spf == dkim == "PASS")
        states = {spf, dkim, dmarc, spam, virus}
        processed = "MISSING" not in states and "PROCESSING_FAILED" not in {spf, dkim, dmarc}
        trusted = passes and processed and "FAIL" not in {spam, virus}
        assert (found.standing == "verified") == trusted, verdicts
        assert found.may_acknowledge == trusted, verdicts
        assert found.infected == (virus == "FAIL")
        assert found.hold_attachments or virus == "PASS"
        assert found.operator_alarm == ("MISSING" in states)


def test_unscanned_attachments_are_held_but_the_mail_is_filed() -> None:
    """I-1: virus GRAY or PROCESSING_FAILED."""
    found = _screened(replace(GOOD, virus="GRAY"))
    assert (found.standing, found.hold_attachments, found.review_only) == ("verified", True, False)


def test_an_ambiguous_sender_is_never_verified() -> None:
    """I-3."""
    mail = parse(raw_mail(sender="owner@example.com <evil@evil.example>"))
    assert screen(mail, GOOD, frozenset(), "rivoli").standing == "unverified"


def test_verdicts_written_in_the_mail_are_content() -> None:
    """M-43."""
    mail = parse(raw_mail("x", "X-SES-Virus-Verdict: PASS", "Authentication-Results: amazonses.com; dmarc=pass"))
    assert screen(mail, Verdicts(), frozenset(), "rivoli").standing == "suspect"
