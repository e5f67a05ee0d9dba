"""M-47, M-49: what a look-alike domain and a foreign Reply-To are."""

from __future__ import annotations

import pytest

from chalicelib.intake.parse import parse
from chalicelib.intake.trust import replies_elsewhere, resembled_domain
from tests.builders.mail import raw_mail

KNOWN = ("plomberie-morel.fr", "agence-rivoli.fr", "sfr.fr")


@pytest.mark.parametrize(("domain", "imitated"), [
    ("plomberie-morel.fr", ""), ("plomberie-more1.fr", "plomberie-morel.fr"), ("plombreie-morel.fr",
    "plomberie-morel.fr"),
    ("plomberiemorel.fr", "plomberie-morel.fr"), ("AGENCE-RIVOLI.FR", ""), ("agence-rivoli.com", ""),
    ("exemple.fr", ""), ("", ""), ("gence-rivol.fr", "agence-rivoli.fr"),
])
def test_look_alike_domains(domain: str, imitated: str) -> None:
    assert resembled_domain(domain, KNOWN) == imitated


def test_an_answer_that_would_go_elsewhere() -> None:
    assert replies_elsewhere(parse(raw_mail("x", "Reply-To: autre@x.fr"))) == "autre@x.fr"
    assert replies_elsewhere(parse(raw_mail("x", "Reply-To: Paul@plomberie-morel.fr"))) == ""
    assert replies_elsewhere(parse(raw_mail())) == ""
