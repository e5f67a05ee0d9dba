"""Texts: charsets by the ladder, parts joined in order, soft breaks undone, nothing hidden (M-22 to M-29)."""

from __future__ import annotations

import pytest

from chalicelib.intake.parse import parse
from tests.builders.mail import JPEG, multipart, part, raw_mail, text_part


@pytest.mark.parametrize(("charset", "content"), [
    ("utf-8", "Réglé 10 €".encode()),
    ("iso-8859-1", "Réglé 10 €".encode("cp1252")),
    ("us-ascii", "Réglé 10 €".encode("cp1252")),
    ("us-ascii", "Réglé 10 €".encode()),
    ("utf-8", "Réglé 10 €".encode("cp1252")),
    ("x-inconnu", "Réglé 10 €".encode()),
    ("iso-8859-15", "Réglé 10 €".encode("iso-8859-15")),
    ("utf-7", "Réglé 10 €".encode("utf-7")),
    ("", "\ufeffRéglé 10 €".encode("utf-16")),
    ("hex", "Réglé 10 €".encode()),
    ("'utf-8'", "Réglé 10 €".encode()),
])
def test_charset_ladder(charset: str, content: bytes) -> None:
    """M-22, I-27."""
    kind = f"text/plain; charset={charset}" if charset else "text/plain"
    assert parse(raw_mail(content, content_type=kind)).text.strip("\ufeff") == "Réglé 10 €"


def test_any_single_byte_is_readable() -> None:
    mail = parse(raw_mail(bytes(range(128, 256)), content_type="text/plain; charset=utf-8"))
    assert len(mail.text) == 128


def test_texts_around_a_picture_are_joined() -> None:
    """M-28: Apple Mail writes text, picture, text."""
    mail = parse(multipart(text_part("Avant"), part(JPEG, "image/jpeg"), text_part("Après")))
    assert mail.text.split() == ["Avant", "Après"]


def test_soft_breaks_are_undone() -> None:
    """M-29."""
    kind = "text/plain; charset=utf-8; format=flowed"
    assert parse(raw_mail("Bonjour \r\nPaul\r\n> a \r\n> b\r\n", content_type=kind)).text == "Bonjour Paul\n> a \n> b\n"
    joined = parse(raw_mail("bon \r\njour\r\n", content_type=kind + "; delsp=yes"))
    assert joined.text == "bonjour\n"


def test_lost_boundary_gives_its_parts_back() -> None:
    """M-23."""
    raw = multipart(text_part("Voici"), part(JPEG, "image/jpeg; name=a.jpg")).replace(b'; boundary="limite"', b"")
    mail = parse(raw)
    assert [item.filename for item in mail.attachments] == ["a.jpg"]
    assert "Voici" in mail.text


def test_folded_boundary_is_found() -> None:
    """M-23."""
    raw = multipart(text_part("Voici"), boundary="une limite").replace(b'"une limite"', b'"une\r\n limite"')
    assert parse(raw).text.strip() == "Voici"


def test_text_without_any_part_is_recovered() -> None:
    """M-23, M-27."""
    mail = parse(raw_mail("Bonjour, une fuite.", content_type='multipart/mixed; boundary="jamais"'))
    assert "une fuite" in mail.text


def test_empty_mail_is_valid() -> None:
    """M-38."""
    assert parse(raw_mail("")).text == ""
    halves = (text_part(""), text_part("", "html"))
    assert parse(multipart(*halves, subtype="alternative")).text == ""


def test_digest_ignores_the_way_a_mail_travelled() -> None:
    """M-5, M-7: trace headers do not count, content does."""
    one = parse(raw_mail("Bonjour", "Received: from a by b"))
    other = parse(raw_mail("Bonjour", "Received: from c by d", "X-Spam: no"))
    assert one.digest == other.digest
    assert one.digest != parse(raw_mail("Bonsoir")).digest
