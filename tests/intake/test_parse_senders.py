"""I-3, M-14: a sender is one plain address, or nobody."""

from __future__ import annotations

import pytest

from chalicelib.intake.parse import parse

ODD = {
    "two_addresses": b"From: a@b.fr, c@d.fr\r\n",
    "two_froms": b"From: a@b.fr\r\nFrom: c@d.fr\r\n",
    "group": b"From: Entreprise: a@b.fr, c@d.fr;\r\n",
    "group_of_one": b"From: Entreprise: a@b.fr;\r\n",
    "comment_hides_address": b"From: a@b.fr (c@d.fr)\r\n",
    "comment_inside": b"From: a(x)@b.fr\r\n",
    "address_in_display": b"From: owner@example.com <evil@evil.example>\r\n",
    "quoted_address_in_display": b'From: "owner@example.com" <evil@evil.example>\r\n',
    "encoded_address_in_display": b"From: =?utf-8?q?owner=40example=2Ecom?= <evil@evil.example>\r\n",
    "raw_idn": "From: a@exämple.fr\r\n".encode(),
    "nul": b"From: a@b.fr\0@evil.example\r\n",
    "no_address": b"From: Paul Morel\r\n",
    "empty": b"From: \r\n",
    "none": b"",
    "two_angles": b"From: <a@b.fr> <c@d.fr>\r\n",
    "quoted_local": b'From: "a b"@c.fr\r\n',
    "route": b"From: <@relais.fr:a@b.fr>\r\n",
    "broken_off": b"From: a@\r\n",
}


@pytest.mark.parametrize("name", ODD)
def test_an_ambiguous_from_identifies_nobody(name: str) -> None:
    mail = parse(ODD[name] + b"Subject: x\r\n\r\ncorps\r\n")
    assert mail.sender is None
    assert mail.text == "corps\n"


@pytest.mark.parametrize(("line", "name", "email"), [
    ("Paul Morel <paul@morel.fr>", "Paul Morel", "paul@morel.fr"),
    ("paul@Morel.FR", "", "paul@morel.fr"),
    ("<paul@morel.fr>", "", "paul@morel.fr"),
    ('"Morel, Paul" <Paul@morel.fr>', "Morel, Paul", "Paul@morel.fr"),
    ('"paul@morel.fr" <paul@morel.fr>', "paul@morel.fr", "paul@morel.fr"),
    ("=?utf-8?q?H=C3=A9l=C3=A8ne?= <h@b.fr>", "Hélène", "h@b.fr"),
    ("SARL Morel & Fils <contact@xn--morl-dpa.fr>", "SARL Morel & Fils", "contact@xn--morl-dpa.fr"),
])
def test_a_plain_from_identifies_its_sender(line: str, name: str, email: str) -> None:
    sender = parse(f"From: {line}\r\n\r\n".encode()).sender
    assert sender is not None
    assert (sender.name, sender.email) == (name, email)


def test_words_without_address_are_kept_for_display() -> None:
    """M-16."""
    shown = parse(ODD["no_address"] + b"\r\n").from_
    assert [(item.name, item.email) for item in shown] == [("Paul Morel", "")]


def test_a_second_from_is_reported() -> None:
    """M-13."""
    assert "conflicting:from" in parse(ODD["two_froms"] + b"\r\n").warnings
