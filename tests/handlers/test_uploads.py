"""Files in and out: our keys, our types, names that hide nothing, links of five minutes (F-1, F-2, F-4, D-7)."""

from __future__ import annotations

import contextlib
import os
import uuid
from collections.abc import Iterator
from urllib.error import HTTPError
from urllib.parse import quote, unquote, urlsplit
from urllib.request import Request, urlopen

import pytest

from chalicelib.domain.document import Document
from chalicelib.gateways import aws_client
from chalicelib.gateways.files import S3Files
from chalicelib.usecases.add_upload import upload_prefix
from infra.seed.cast import CLAIRE
from tests.engine import Engine
from tests.handlers import cast
from tests.handlers.filled import PDF, Ids
from tests.handlers.house import Browser, House

EXE = b"MZ" + b"\0" * 200
ODD_NAME = 'a"\r\nX: y/../../ü.svg'
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>"


def put(house: House, ids: Ids, name: str, content: bytes, folder: str = "0123") -> str:
    """What the browser's own upload leaves in the store."""
    key = upload_prefix(cast.RIVOLI, ids.number) + f"{folder}/{name}"
    house.files.objects[key] = (content, "binary/octet-stream")
    return key


def add(house: House, ids: Ids, name: str, content: bytes, folder: str = "0123") -> Document:
    claire, before = house.signed_in(CLAIRE), {d.id for d in documents(house, ids)}
    answer = claire.post(f"/tickets/{ids.number}/ajoute", {"key": put(house, ids, name, content, folder)})
    assert answer.status == 303, answer.words
    (added,) = [d for d in documents(house, ids) if d.id not in before]
    return added


def documents(house: House, ids: Ids) -> tuple[Document, ...]:
    file = house.desk(cast.RIVOLI).office.tickets.file(ids.number)
    assert file is not None
    return file.documents


@pytest.mark.parametrize("key", [
    "upload/rivoli/1002/0/x.pdf", "upload/voltaire/1001/0/x.pdf", "att/rivoli/0000", "", "upload/rivoli/1001",
    "upload/rivoli/1001/../1002/0/x.pdf", "/etc/passwd", "upload/rivoli/1001/0/absent.pdf",
    "upload/rivoli/10011/0/x.pdf",
])
def test_a_key_that_is_not_of_this_ticket_is_refused(house: House, ours: Ids, key: str) -> None:
    for other in ("upload/rivoli/1002/0/x.pdf", "upload/voltaire/1001/0/x.pdf", "upload/rivoli/10011/0/x.pdf"):
        house.files.objects[other] = (PDF, "application/pdf")
    claire = house.signed_in(CLAIRE)
    before = house.snapshot()
    assert claire.post(f"/tickets/{ours.number}/ajoute", {"key": key}).status == 404
    if not key.startswith("upload/rivoli/1001/"):
        assert claire.get(f"/tickets/{ours.number}/ajoute?key={quote(key, safe='')}").status == 404
    assert house.snapshot() == before


@pytest.mark.parametrize(("content", "said"), [(b"", "vide"), (b"x" * 25_000_001, "taille")])
def test_an_empty_or_too_large_file_is_refused_in_words(house: House, ours: Ids, content: bytes, said: str) -> None:
    claire, key = house.signed_in(CLAIRE), put(house, ours, "plan.pdf", content)
    before = house.snapshot()["items"]
    answer = claire.post(f"/tickets/{ours.number}/ajoute", {"key": key})
    assert answer.status == 422
    assert said in answer.words
    assert house.snapshot()["items"] == before


def test_the_limit_is_shown_before_the_upload(house: House, ours: Ids) -> None:
    """D-7."""
    assert "25 Mo" in house.signed_in(CLAIRE).get(f"/tickets/{ours.number}/ajouter").words.replace("\xa0", " ")


def test_a_program_called_pdf_is_flagged_and_never_read_or_shown(house: House, ours: Ids) -> None:
    document = add(house, ours, "devis.pdf", EXE)
    assert document.content_type == "application/vnd.microsoft.portable-executable"
    assert (document.reading, document.kind, document.warnings) == ("none", "other", ("type_conflict",))
    page = house.signed_in(CLAIRE).get(f"/tickets/{ours.number}")
    assert "Le contenu ne correspond pas au type annoncé" in page.words


@pytest.mark.parametrize(("name", "content", "kind", "reading"), [
    ("photo.jpg", b"\xff\xd8\xff\xe0 photo", "image/jpeg", "pending"),
    ("plan", PDF + b"named without ending", "application/pdf", "pending"),
    ("plan.bin", PDF + b"as octet-stream", "application/pdf", "pending"),
    ("dessin.svg", SVG, "application/octet-stream", "none"),
    ("page.html", b"<html><script>1</script>", "application/octet-stream", "none"),
    ("notes.txt", "été".encode(), "application/octet-stream", "none"),
])
def test_the_type_is_what_the_first_bytes_say(house: House, ours: Ids, name: str, content: bytes, kind: str,
                                              reading: str) -> None:
    document = add(house, ours, name, content)
    assert (document.content_type, document.reading, document.warnings) == (kind, reading, ())


def test_the_same_file_twice_is_one_document_and_two_files_of_one_name_are_two(house: House, ours: Ids) -> None:
    first = add(house, ours, "photo.jpg", b"\xff\xd8\xff one", "a")
    claire, count = house.signed_in(CLAIRE), len(documents(house, ours))
    again = put(house, ours, "autre nom.jpg", b"\xff\xd8\xff one", "b")
    assert claire.post(f"/tickets/{ours.number}/ajoute", {"key": again}).status == 303
    assert len(documents(house, ours)) == count
    second = add(house, ours, "photo.jpg", b"\xff\xd8\xff two", "c")
    assert (first.filename, second.filename) == ("photo.jpg", "photo.jpg")
    assert first.sha256 != second.sha256


@pytest.mark.parametrize("name", [
    'a" X: y/../../ü.svg', "../../etc/passwd", "x" * 400 + ".pdf", "a\u202efdp.exe", "a%0D%0AX: y.pdf", ".", "con.pdf",
])
def test_a_name_is_kept_without_what_it_hides(house: House, ours: Ids, name: str) -> None:
    """F-2: the key follows from the content alone."""
    document = add(house, ours, name, SVG + name.encode())
    assert document.filename
    assert len(document.filename) <= 120
    assert not set(document.filename) & set('\r\n\x00\u202e/\\"')
    assert f"att/rivoli/{document.sha256}" in house.files.objects


@pytest.mark.parametrize(("stored", "shown"), [
    ("Ã©tÃ©.pdf", "été.pdf"), ("été.pdf", "été.pdf"), ("devis 12.pdf", "devis 12.pdf"), ("Œuvre.pdf", "Œuvre.pdf"),
    ("naïve.pdf", "naïve.pdf"),
])
def test_a_name_read_in_the_wrong_alphabet_is_put_right(house: House, ours: Ids, stored: str, shown: str) -> None:
    assert add(house, ours, stored, PDF + stored.encode()).filename == shown


def test_a_second_write_to_the_upload_key_never_changes_the_document(house: House, ours: Ids) -> None:
    """R-2: what was filed is the content of that moment."""
    document = add(house, ours, "plan.pdf", PDF + b"first")
    put(house, ours, "plan.pdf", PDF + b"second")
    assert house.files.objects[f"att/rivoli/{document.sha256}"][0] == PDF + b"first"


def test_a_withheld_document_has_no_address_at_all(house: House, ours: Ids) -> None:
    claire = house.signed_in(CLAIRE)
    for path in ("pieces/{}", "apercu/{}", "pieces/{}/corriger"):
        assert claire.get(f"/tickets/{ours.number}/" + path.format(ours.held)).status == 404
    assert f"pieces/{ours.held}\"" not in claire.get(f"/tickets/{ours.number}").text


def test_a_file_is_handed_out_by_a_link_made_after_the_rights_check(house: House, ours: Ids) -> None:
    path = f"/tickets/{ours.number}/pieces/{ours.document}"
    assert house.visitor().get(path).headers["location"].startswith("/connexion")
    answer = house.signed_in(CLAIRE).get(path)
    assert (answer.status, answer.headers["cache-control"]) == (302, "no-store")
    assert answer.headers["location"].startswith("https://files.example/att/rivoli/")


# The engine checks the signature of a link against the keys of its own process, as it was started.
ENGINE_KEYS = {name: os.environ.get(name, "test") for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")}


@pytest.fixture
def store(on_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[S3Files]:
    for name, value in ENGINE_KEYS.items():
        monkeypatch.setenv(name, value)
    aws_client._session.cache_clear()
    yield S3Files(on_engine.environment["INBOUND_BUCKET"], on_engine.environment["FILES_BUCKET"])
    aws_client._session.cache_clear()


def multipart(fields: dict[str, str], name: str, content: bytes) -> tuple[bytes, str]:
    """A plain form as a browser sends it."""
    line = uuid.uuid4().hex
    say = f"--{line}\r\nContent-Disposition: form-data; name="
    parts = [f'{say}"{n}"\r\n\r\n{v}\r\n'.encode() for n, v in fields.items()]
    head = f'{say}"file"; filename="{name}"\r\n'
    parts += [head.encode() + b"Content-Type: application/octet-stream\r\n\r\n" + content + b"\r\n"]
    return b"".join(parts) + f"--{line}--\r\n".encode(), f"multipart/form-data; boundary={line}"


def posted(address: str, fields: dict[str, str], name: str, content: bytes) -> int:
    body, kind = multipart(fields, name, content)
    try:
        with urlopen(Request(address, body, {"Content-Type": kind}), timeout=10) as answer:
            return int(answer.status)
    except HTTPError as refusal:
        return refusal.code


@pytest.mark.needs_engine
def test_the_upload_form_takes_the_right_file_and_nothing_larger(store: S3Files) -> None:
    """A real presigned POST: the size is a condition of the signature."""
    back = "http://127.0.0.1:9/none"  # nobody listens: where the browser would go next is not our matter
    address, fields = store.upload_form("upload/rivoli/1001/0123/${filename}", 1000, back)
    with contextlib.suppress(OSError):  # the redirect itself
        posted(address, dict(fields), "plan.pdf", PDF)
    assert store.get("upload/rivoli/1001/0123/plan.pdf") == PDF
    assert posted(address, dict(fields), "gros.pdf", PDF + b"x" * 2000) >= 400
    assert store.facts("upload/rivoli/1001/0123/gros.pdf") is None


@pytest.mark.needs_engine
def test_the_upload_form_takes_no_other_key(store: S3Files) -> None:
    address, fields = store.upload_form("upload/rivoli/1001/0123/${filename}", 1000, "http://127.0.0.1:9/")
    assert posted(address, {**fields, "key": "att/rivoli/0000"}, "x.pdf", PDF) >= 400
    assert store.facts("att/rivoli/0000") is None


@pytest.mark.needs_engine
@pytest.mark.parametrize(("kind", "served", "shown"), [
    ("image/webp", "image/webp", "inline"), ("application/pdf", "application/pdf", "attachment"),
    ("image/jpeg", "image/jpeg", "attachment"), ("image/svg+xml", "application/octet-stream", "attachment"),
    ("text/html", "application/octet-stream", "attachment"),
    ("application/xhtml+xml", "application/octet-stream", "attachment"),
])
def test_a_download_has_our_type_and_a_safe_name(store: S3Files, kind: str, served: str, shown: str) -> None:
    """F-1: RFC 6266, one header, whatever the name holds."""
    store.put("att/rivoli/abc", SVG, kind)
    link = store.link("att/rivoli/abc", ODD_NAME, kind, inline=True)
    with urlopen(link, timeout=10) as answer:
        assert answer.read() == SVG
        said = answer.headers["Content-Disposition"]
        assert answer.headers["Content-Type"] == served
        assert answer.headers["X"] is None
    assert said.startswith(f"{shown}; filename=\"aX y....u.svg\"; filename*=UTF-8''")
    assert unquote(said.rpartition("''")[2]) == ODD_NAME
    assert "X-Amz-Expires=300" in urlsplit(link).query


@pytest.mark.needs_engine
def test_an_unsigned_or_altered_link_opens_nothing(store: S3Files) -> None:
    store.put("att/rivoli/abc", PDF, "application/pdf")
    link = store.link("att/rivoli/abc", "a.pdf", "application/pdf")
    altered = link.replace("att/rivoli/abc", "att/rivoli/abd")
    store.put("att/rivoli/abd", PDF, "application/pdf")
    with pytest.raises(HTTPError):
        urlopen(altered, timeout=10)


def test_browsers_of_readers_may_open_files_too(house: House, ours: Ids) -> None:
    rose: Browser = house.signed_in(cast.ROSE)
    assert rose.get(f"/tickets/{ours.number}/pieces/{ours.document}").status == 302
