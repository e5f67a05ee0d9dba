"""Attachments: every piece is kept, named the same each time, and typed by its bytes (M-30 to M-37)."""

from __future__ import annotations

import hashlib
import struct

import pytest

from chalicelib.intake.names import Names, safe
from chalicelib.intake.parse import parse
from chalicelib.intake.reply_text import from_mail
from tests.builders.mail import JPEG, PDF, multipart, part, raw_mail, text_part

HEIC = b"\x00\x00\x00\x18ftypheic" + bytes(50)


@pytest.mark.parametrize(("headers", "name"), [
    (("Content-Disposition: attachment; filename*=utf-8''devis%20n%C2%B012.pdf",), "devis n°12.pdf"),
    (("Content-Disposition: attachment; filename=\"=?utf-8?q?re=C3=A7u=2Epdf?=\"",), "reçu.pdf"),
    (("Content-Disposition: attachment; filename*0*=iso-8859-1''re%E7; filename*1=u.pdf",), "reçu.pdf"),
    (("Content-Disposition: attachment; filename=\"../../etc/passwd\"",), "passwd"),
    (("Content-Disposition: attachment; filename=\"C:\\\\temp\\\\devis.pdf\"",), "devis.pdf"),
    (("Content-Location: https://x.fr/a/plan.pdf",), "plan.pdf"),
    (("Content-ID: <plan@morel>",), "plan@morel"),
    ((), "piece-jointe-2.pdf"),
])
def test_name_ladder(headers: tuple[str, ...], name: str) -> None:
    """M-30."""
    mail = parse(multipart(text_part("Voir"), part(PDF, "application/octet-stream", *headers)))
    assert [item.filename for item in mail.attachments] == [name]
    assert mail.attachments[0].content_type == "application/pdf"


@pytest.mark.parametrize(("received", "kept"), [
    ("devis\u202efdp.exe", "devisfdp.exe"), ("\0.htaccess", "htaccess"), ("a" * 200 + ".pdf", "a" * 116 + ".pdf"),
    ("Devis 12/03.pdf", "Devis 12-03.pdf"), ("e\u0301tat.pdf", "état.pdf"), ("...", ""), ("a:b?.pdf", "a-b-.pdf"),
])
def test_names_are_harmless(received: str, kept: str) -> None:
    """M-32."""
    assert safe(received) == kept


def test_repeated_names_are_numbered() -> None:
    """M-31: telephones call each picture image0.jpeg."""
    photos = [part(JPEG + bytes([number]), "image/jpeg; name=image0.jpeg") for number in range(3)]
    mail = parse(multipart(text_part("Photos"), *photos))
    assert [item.filename for item in mail.attachments] == ["image0.jpeg", "image0-2.jpeg", "image0-3.jpeg"]
    taken = Names()
    assert [taken.unique(name) for name in ("a-2.pdf", "a.pdf", "A.pdf")] == ["a-2.pdf", "a.pdf", "A-3.pdf"]


@pytest.mark.parametrize(("declared", "content", "kind", "conflict"), [
    ("application/octet-stream", PDF, "application/pdf", False),
    ("image/jpeg; name=photo.jpg", HEIC, "image/heic", False),
    ("application/pdf", b"MZ" + bytes(80), "application/vnd.microsoft.portable-executable", True),
    ("application/pdf", b"<html>", "application/pdf", True),
    ("image/png", PDF, "application/pdf", True),
    ("text/csv", b"a;b", "text/csv", False),
])
def test_type_comes_from_the_bytes(declared: str, content: bytes, kind: str, conflict: bool) -> None:
    """M-34."""
    item = parse(multipart(text_part("Voir"), part(content, declared))).attachments[0]
    assert (item.content_type, item.type_conflict) == (kind, conflict)


def test_inline_pdf_is_a_document() -> None:
    """M-35."""
    mail = parse(multipart(part(PDF, "application/pdf; name=devis.pdf", "Content-Disposition: inline")))
    assert [item.sha256 for item in mail.attachments] == [hashlib.sha256(PDF).hexdigest()]


def test_nested_mail_is_one_file_with_its_own_inside() -> None:
    """M-19."""
    nested = multipart(text_part("Texte intérieur"), part(PDF, "application/pdf; name=devis.pdf"), subject="Devis",
        boundary="b2")
    mail = parse(multipart(text_part("Voir dessous"), b"Content-Type: message/rfc822\r\n\r\n" + nested))
    assert mail.text.strip() == "Voir dessous"
    assert [item.filename for item in mail.attachments] == ["Devis.eml"]
    assert mail.attachments[0].content == nested
    inside = mail.attachments[0].children
    assert [(item.part, item.filename) for item in inside] == [("2.1", "message.txt"), ("2.2", "devis.pdf")]
    assert "Texte intérieur" in inside[0].content.decode()


def test_uuencoded_file_is_attached_and_not_read_as_words() -> None:
    """M-26."""
    mail = parse(raw_mail("Voici\r\nbegin 644 note.txt\r\n%8F]N:F]U<@``\r\n`\r\nend\r\nMerci\r\n"))
    assert from_mail(mail).own.split() == ["Voici", "Merci"]
    assert [item.filename for item in mail.attachments] == ["note.txt"]


def test_winmail_is_kept_even_when_it_cannot_be_opened() -> None:
    """M-25."""
    mail = parse(multipart(text_part("Voir"), part(b"\x78\x9f\x3e\x22" + bytes(30),
        "application/ms-tnef; name=winmail.dat")))
    assert [(item.filename, item.children) for item in mail.attachments] == [("winmail.dat", ())]


def _tnef(*attributes: tuple[int, int, int, bytes]) -> bytes:
    """A winmail.dat: level, name, kind and data of each attribute."""
    packed = b"".join(
        struct.pack("<BHHI", level, name, kind, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)
        for level, name, kind, data in attributes)
    return struct.pack("<IH", 0x223E9F78, 1) + packed


def test_winmail_is_opened() -> None:
    """M-25: its files stand under it, and its text is read when the mail has no other."""
    content = _tnef(
        (1, 0x9006, 8, b"\0\0\1\0"), (1, 0x800C, 2, b"Texte du corps\0"), (2, 0x9002, 6, b"\1\0" + bytes(12)),
        (2, 0x8010, 1, b"devis.pdf\0"), (2, 0x800F, 6, PDF))
    mail = parse(multipart(part(content, "application/ms-tnef; name=winmail.dat")))
    assert mail.text == "Texte du corps"
    inside = mail.attachments[0].children
    assert [(item.filename, item.content_type) for item in inside] == [
        ("message.txt", "text/plain"), ("devis.pdf", "application/pdf")]
    assert inside[1].content == PDF


def test_clear_signed_mail_is_read_normally() -> None:
    """M-25."""
    mail = parse(multipart(text_part("Bonjour"), part(b"0\x82", "application/pkcs7-signature; name=smime.p7s"),
        subtype="signed"))
    assert mail.text.strip() == "Bonjour"
    assert [item.filename for item in mail.attachments] == ["smime.p7s"]


def test_calendar_is_a_file() -> None:
    """M-37."""
    mail = parse(multipart(text_part("RDV"), part(b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR",
        "text/calendar; method=REPLY")))
    assert "calendar-reply" in mail.warnings
    assert [item.filename for item in mail.attachments] == ["piece-jointe-2.ics"]


@pytest.mark.parametrize("noise", [b"\xe9", b"!", b" ", b"\r\n\r\n"])
def test_noisy_base64_is_decoded(noise: bytes) -> None:
    """M-18."""
    piece = part(PDF, "application/pdf; name=a.pdf").replace(b"JVBE", b"JV" + noise + b"BE", 1)
    assert parse(multipart(piece)).attachments[0].content == PDF


def test_words_under_a_base64_label_stay_words() -> None:
    """M-18."""
    mail = parse(raw_mail("Bonjour, je passe jeudi, merci.\r\n", "Content-Transfer-Encoding: base64"))
    assert mail.text.strip() == "Bonjour, je passe jeudi, merci."
