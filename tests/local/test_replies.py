"""Answers written as the recipient: what a telephone, an absence and a failed delivery really look like."""

from __future__ import annotations

from datetime import UTC, datetime
from email import message_from_bytes, policy
from io import BytesIO
from pathlib import Path

import pytest

from infra.local.dev.forms import Upload, read
from infra.local.dev.reply import Answer, attribution, compose
from infra.local.dev.samples import invoice, photo, quote
from infra.local.dev.sent import Sent
from tests.local.sent_mails import REPLY_TO, put

NOW = datetime(2026, 3, 4, 8, 0, tzinfo=UTC)


@pytest.fixture
def mail(tmp_path: Path) -> Sent:
    return put(tmp_path)


def answered(mail: Sent, **how):
    outgoing = compose(mail, Answer(**how), NOW)
    return outgoing, message_from_bytes(outgoing.raw, policy=policy.default)


def test_an_answer_goes_to_the_reply_address_and_quotes_below(mail: Sent) -> None:
    outgoing, message = answered(mail, text="D'accord.\nMerci")
    assert outgoing.recipient == REPLY_TO
    assert outgoing.envelope_from == "durand@exemple.example"
    assert message["Subject"] == "Re: Devis à valider : chauffe-eau"
    assert message["In-Reply-To"] == "<0102-abc@eu-west-1.amazonses.com>"
    text = message.get_body(("plain",)).get_content().replace("\r\n", "\n")
    assert text.startswith("D'accord.\nMerci\n\nLe mar. 3 mars 2026 à 10:12, Claire Martin via Rivoli <travaux@")
    assert "a écrit :\n\n> Bonjour,\n>\n> voici le devis" in text
    assert "gmail_quote" in message.get_body(("html",)).get_content()


def test_it_may_cite_our_own_identifier(mail: Sent) -> None:
    assert answered(mail, own_id=True)[1]["References"] == "<ours-1@courrier.rivoli.example>"


def test_files_travel_unchanged(mail: Sent) -> None:
    content = b"\r\n--x\r\n\x00\xff\n\r"
    _, message = answered(mail, text="ci-joint", files=[Upload("été.bin", "application/octet-stream", content)])
    [part] = list(message.iter_attachments())
    assert (part.get_filename(), part.get_payload(decode=True)) == ("été.bin", content)


def test_without_the_reply_address_it_goes_to_the_sender(mail: Sent) -> None:
    outgoing, _ = answered(mail, text="x", without_reply_address=True, sender="Épouse <elle@ailleurs.example>")
    assert outgoing.recipient == "travaux@courrier.rivoli.example"
    assert outgoing.envelope_from == "elle@ailleurs.example"


def test_an_absence_says_it_is_automatic(mail: Sent) -> None:
    outgoing, message = answered(mail, kind="auto")
    assert outgoing.envelope_from == ""
    assert message["Auto-Submitted"] == "auto-replied"
    assert "absent" in message.get_body().get_content()


def test_a_failed_delivery_is_a_report(mail: Sent) -> None:
    outgoing, message = answered(mail, kind="bounce")
    assert outgoing.envelope_from == ""
    assert message.get_content_type() == "multipart/report"
    kinds = [part.get_content_type() for part in message.iter_parts()]
    assert kinds == ["text/plain", "message/delivery-status", "text/rfc822-headers"]
    assert "0102-abc@eu-west-1.amazonses.com" in outgoing.raw.decode()
    assert "Final-Recipient: rfc822; durand@exemple.example" in outgoing.raw.decode()


def test_the_line_above_the_quote_is_in_paris_time(mail: Sent) -> None:
    assert attribution(mail).startswith("Le mar. 3 mars 2026 à 10:12, ")


def test_a_form_with_files_is_read_exactly() -> None:
    content = b"\r\n--B\r\nnot an end\r\n\x00\xff"
    body = (
        b'--B1\r\nContent-Disposition: form-data; name="text"\r\n\r\nD\xc3\xa9j\xc3\xa0\r\n'
        b'--B1\r\nContent-Disposition: form-data; name="files"; filename="\xc3\xa9t\xc3\xa9.pdf"\r\n'
        b"Content-Type: application/pdf\r\n\r\n" + content + b"\r\n"
        b'--B1\r\nContent-Disposition: form-data; name="files"; filename=""\r\n\r\n\r\n--B1--\r\n'
    )
    form = read("multipart/form-data; boundary=B1", body)
    assert form.one("text") == "Déjà"
    assert [(file.name, file.content) for file in form.files] == [("été.pdf", content)]


def test_the_sample_photo_is_a_picture() -> None:
    from PIL import Image

    picture = Image.open(BytesIO(photo().content))
    picture.load()
    assert picture.size == (320, 240)


@pytest.mark.parametrize("sample", [quote, invoice])
def test_samples_are_real_pdfs(sample) -> None:
    import pypdfium2

    page = pypdfium2.PdfDocument(sample().content)[0]
    assert "1 265,00 €" in page.get_textpage().get_text_range()
