"""79 malformed messages that nobody here wrote: nothing is lost, and the same is read twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from chalicelib.intake.parse import parse, parse_cut
from tests.intake.corpora import MESSAGES, losses, needs_corpora, true_count, truth

pytestmark = needs_corpora


def test_nothing_is_lost_and_most_are_perfect() -> None:
    """The targets of section 13: nothing lost in 76 of 79, perfect in 71."""
    scores = [_score(message) for message in MESSAGES]
    lost = [message.name for message, (kept, _) in zip(MESSAGES, scores, strict=True) if not kept]
    assert sum(kept for kept, _ in scores) >= 78, lost
    assert sum(perfect for _, perfect in scores) >= 75


def _score(message: Path) -> tuple[bool, bool]:
    mail, leaves = parse(message.read_bytes()), truth(message)
    kept = not losses(mail, leaves)
    return kept, kept and len(mail.attachments) == true_count(leaves)


@pytest.mark.parametrize("message", MESSAGES, ids=lambda path: path.stem)
def test_reading_twice_gives_equal_mails(message: Path) -> None:
    """M-116: names, hashes and order are the same each time."""
    assert parse(message.read_bytes()) == parse(message.read_bytes())


def test_cutting_long_runs_changes_nothing() -> None:
    for message in MESSAGES:
        raw = message.read_bytes()
        assert parse(raw) == parse_cut(raw, cut=False), message.name
