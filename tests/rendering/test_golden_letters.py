"""Each letter of the ten actions, word for word, in both languages: a change here is a change for a reader.

To accept new words: delete the file under golden/ and run this test twice.
"""

from __future__ import annotations

import re
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest

from chalicelib.domain.letter import Letter
from chalicelib.domain.menu import MENU
from chalicelib.queries.composer import composer
from chalicelib.usecases.advance_job import advance_job
from chalicelib.usecases.send_action import send_action
from chalicelib.usecases.send_mail import send_mail
from infra.seed import cast
from tests.builders.files import LETTER_STATES, file_at
from tests.fakes.office import World

GOLDEN = Path(__file__).parent / "golden"
CASES = [*((a.key, "quote") for a in MENU if a.template), ("mission", "direct")]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(("key", "mode"), CASES)
def test_a_letter_leaves_as_its_golden_file_says(key: str, mode: str, language: str) -> None:
    world = World()
    number = file_at(world, LETTER_STATES[key], language=language)
    found = composer(world.office, cast.CLAIRE, number, key, mode, to="marchal" if key == "mission" else "",
                     language=language if key == "inform_other" else "",  # a new person's; others have their own
                     now=world.now)
    assert found is not None
    assert found.reason == ""
    address = "syndic@residence.example" if key == "inform_other" else ""
    letter = Letter(
        key, "golden", found.subject, found.body, _to(found), address,
        mode="direct" if mode == "direct" else "quote", document_ids=found.ticked, ceiling="300",
        language="en" if language == "en" else "fr")
    sent = send_action(world.office, cast.CLAIRE, number, letter, world.now)
    world.later(minutes=5)
    for job_id in [name for kind, name in world.queues.waiting if kind == "job"]:
        advance_job(world.office, job_id, world.now)  # a work order does not leave without its paper
    assert send_mail(world.office, sent.mail_id, world.now) == "sent"
    raw = world.mailer.sent[-1][1]
    message = message_from_bytes(raw, policy=policy.default)
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text is not None
    assert html is not None
    _leads_only_home(html.get_content())
    said = f"Subject: {message['Subject']}\n\n{_plain(text.get_content())}"
    golden = GOLDEN / f"{key}{'-direct' if mode == 'direct' else ''}.{language}.txt"
    if not golden.exists():
        golden.write_text(said, "utf-8")
        pytest.fail(f"{golden.name} was missing and is written: read it, then run again")
    assert said == golden.read_text("utf-8")


def _to(found: Any) -> str:
    """The firm the window proposes, or the one of the story."""
    if found.fixed or found.action.audience != "contractor":
        return ""
    return found.chosen or "marchal"


def _plain(text: str) -> str:
    """Signed addresses differ on every run."""
    return re.sub(r"https?://\S+", "<address>", text).replace("\r\n", "\n").strip() + "\n"


def _leads_only_home(html: str) -> None:
    assert not re.search(r"<(img|link|script|iframe)|url\(|@import", html)
    for address in re.findall(r'(?:href|src)="([^"]*)"', html):
        assert address.startswith(("https://app.", "http://127.0.0.1", "https://bureau.")), address
