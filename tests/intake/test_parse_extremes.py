"""M-114, M-115, I-6: the largest, the emptiest and the deepest mails, within time and memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from chalicelib.intake.parse import parse
from tests.builders.mail import PDF, multipart, part, raw_mail, text_part

_NESTED = b"".join(
    b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (level, level) for level in range(2_000))
_OPEN = b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n'

EXTREMES = {
    "zero_bytes": b"",
    "one_byte": b"x",
    "only_headers": b"From: a@b.fr\r\nSubject: seul\r\n",
    "random_bytes": os.urandom(20_000),
    "nuls": bytes(5_000),
    "nested_2000": _NESTED + b"Content-Type: text/plain\r\n\r\nau fond\r\n",
    "nested_mails_2000": b"Content-Type: message/rfc822\r\n\r\n" * 2_000 + b"\r\n\r\nau fond\r\n",
    "same_boundary_2000": (_OPEN + b"--b\r\n") * 2_000,
    "parts_20000": _OPEN + b"--b\r\nContent-Type: text/plain\r\n\r\nx\r\n" * 20_000 + b"--b--\r\n",
    "files_20000": _OPEN + b"--b\r\nContent-Type: image/png; name=a.png\r\n\r\nx\r\n" * 20_000,
    "header_lines_50000": b"X-A: b\r\n" * 50_000 + b"\r\ncorps",
    "header_names_20000": b"".join(b"X-%d: b\r\n" % number for number in range(20_000)) + b"\r\ncorps",
    "one_line_5_mb": b"From: a@b.fr\r\n\r\n" + b"x" * 5_000_000,
    "encoded_words": b"Subject: " + b"=?utf-8?q?a?= " * 20_000 + b"\r\n\r\n",
    "addresses": b"To: " + b"a@b.fr, " * 20_000 + b"\r\n\r\n",
    "comments": b"From: " + b"(" * 20_000 + b"\r\n\r\n",
    "references": b"References: " + b"<a@b> " * 50_000 + b"\r\n\r\n",
    "parameters": b"Content-Type: text/plain; " + b"a=b; " * 20_000 + b"\r\n\r\n",
    "open_uuencode": b"From: a@b.fr\r\n\r\n" + b"begin 644 a\n" * 20_000,
    "half_runs": (b"A" * 76 + b"\r\n") * 19 * 500,
}


@pytest.mark.parametrize("name", EXTREMES)
def test_any_bytes_are_read_in_time(name: str) -> None:
    begun = time.perf_counter()
    parse(EXTREMES[name])
    assert time.perf_counter() - begun < 5


def test_beyond_the_caps_everything_is_kept_in_one_piece() -> None:
    """M-17: the deep end and the 5,001st part are still there, as one mail."""
    deep = parse(EXTREMES["nested_2000"]).attachments
    assert len(deep) == 1
    assert b"au fond" in deep[0].content
    many = parse(EXTREMES["files_20000"])
    assert len(many.attachments) == 5_001
    assert many.attachments[-1].content.count(b"a.png") == 15_000


def test_pdf_without_name_or_disposition_is_a_document() -> None:
    mail = parse(multipart(text_part("Ci-joint"), part(PDF, "application/pdf")))
    assert [(item.filename, item.content_type) for item in mail.attachments] == [
        ("piece-jointe-2.pdf", "application/pdf")]


def test_empty_alternative_and_no_closing_boundary_keep_the_pdf() -> None:
    empty = b'Content-Type: multipart/alternative; boundary="vide"\r\n\r\n--vide--\r\n'
    raw = multipart(empty, part(PDF, "application/pdf; name=devis.pdf"))
    mail = parse(raw.removesuffix(b"--limite--\r\n"))
    assert [item.content for item in mail.attachments] == [PDF]


def test_sealed_mail_is_kept_and_said() -> None:
    """M-25: an opaque p7m cannot be read; it is offered as it is."""
    mail = parse(raw_mail(b"MIIB", "Content-Transfer-Encoding: base64",
        content_type="application/pkcs7-mime; name=smime.p7m"))
    assert [item.filename for item in mail.attachments] == ["smime.p7m"]
    assert "signed-or-encrypted" in mail.warnings


def test_forty_megabytes_stay_below_seven_hundred() -> None:
    """M-115: measured in a process of its own."""
    told = subprocess.run(
        [sys.executable, "-c", _MEASURE], capture_output=True, text=True, check=True, timeout=120,
        cwd=Path(__file__).resolve().parents[2])
    assert int(told.stdout) < 360


_MEASURE = """
import base64, os
from chalicelib.intake.parse import parse
photo = base64.encodebytes(os.urandom(9_700_000)).replace(b"\\n", b"\\r\\n")
head = b"Content-Type: image/jpeg; name=image0.jpeg\\r\\nContent-Transfer-Encoding: base64\\r\\n\\r\\n"
raw = b'Content-Type: multipart/mixed; boundary="b"\\r\\n\\r\\n' + (b"--b\\r\\n" + head + photo) * 3 + b"--b--\\r\\n"
assert len(raw) > 39_000_000
assert [item.size for item in parse(raw).attachments] == [9_700_000] * 3
print(next(int(li.split()[1]) for li in open("/proc/self/status") if li.startswith("VmHWM")) // 1024)
"""
