"""Headers: subjects, ids and dates as people and programs really write them (M-11, M-15, M-53)."""

from __future__ import annotations

import pytest

from chalicelib.intake.parse import parse


@pytest.mark.parametrize(("written", "read"), [
    (b"Fuite cave", "Fuite cave"),
    (b"=?utf-8?Q?D=C3=A9g=C3=A2t?= =?utf-8?Q?_des_eaux?=", "Dégât des eaux"),
    (b"=?iso-8859-1?q?R=E9f?=\r\n =?iso-8859-1?q?=E9rence?=", "Référence"),
    ("Dégât".encode("latin-1"), "Dégât"),
    ("Dégât".encode(), "Dégât"),
    (b'"=?utf-8?B?RMOpZ8OidA==?="', '"Dégât"'),
    (b"A =?UTF-8?Q?=0A?=Bcc: x@y.fr", "A Bcc: x@y.fr"),
    (b"A\0B  C", "AB C"),
    (b"=?utf-8?b?w?=", "=?utf-8?b?w?="),
    (b"=?x-inconnu?q?R=E9f?=", "Réf"),
])
def test_subject_is_read_on_one_line(written: bytes, read: str) -> None:
    """M-15, I-4."""
    assert parse(b"Subject: " + written + b"\r\n\r\n").subject == read


def test_subject_is_cut_and_kept_raw() -> None:
    mail = parse(b"Subject: " + b"x" * 400 + b"\r\n\r\n")
    assert (len(mail.subject), len(mail.raw_subject)) == (255, 400)


def test_ids_are_read_with_blanks_commas_and_without_brackets() -> None:
    """M-53: case kept, domain folded, last twenty."""
    mail = parse(b"References: <A@B.FR>,<c@d.fr>\r\n\te@F.fr <A@b.fr>\r\nIn-Reply-To: <x@Y.fr> (hier)\r\n\r\n")
    assert mail.references == ("A@b.fr", "c@d.fr", "e@f.fr")
    assert mail.in_reply_to == ("x@y.fr",)
    many = parse(b"References: " + b" ".join(b"<%d@b>" % number for number in range(50)) + b"\r\n\r\n")
    assert many.references[0] == "30@b"
    assert len(many.references) == 20


@pytest.mark.parametrize("stated", [b"hier", b"", b"Tue, 99 Mar 2026 10:00:00", b"Tue, 3 Mar 99999 10:00:00 +0100"])
def test_an_unreadable_date_is_kept_as_stated(stated: bytes) -> None:
    """M-11."""
    mail = parse(b"Date: " + stated + b"\r\n\r\n")
    assert mail.date is None
    assert mail.stated_date == stated.decode()


def test_repeated_headers_are_all_kept_and_the_first_counts() -> None:
    """M-13."""
    mail = parse(b"X-A: un\r\nX-A: deux\r\n\r\n")
    assert mail.headers["x-a"] == ("un", "deux")
    assert mail.header("X-A") == "un"


def test_our_address_is_found_where_servers_put_it() -> None:
    """M-52."""
    mail = parse(b"Delivered-To: t-1+x@in.fr\r\nX-Original-To: <t-2+y@IN.fr>\r\n\r\n")
    assert mail.delivered_to == ("t-1+x@in.fr", "t-2+y@in.fr")
