"""The evidence of a works file: whole, readable, checkable by anybody, the same bytes each time (N-6, N-17, R-1)."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from chalicelib.domain.access import may_see
from chalicelib.domain.access_record import access_key
from chalicelib.domain.change import Change
from chalicelib.domain.document import Document, file_key
from chalicelib.domain.evidence_check import Altered, check
from chalicelib.domain.work_package import Participant
from chalicelib.usecases.advance_job import advance_job
from chalicelib.usecases.ask_evidence import ask_evidence
from chalicelib.usecases.evidence_zip import write_zip
from chalicelib.usecases.gather_evidence import known_of
from chalicelib.usecases.make_evidence import Cover
from infra.seed import cast
from tests.builders.files import file_at
from tests.builders.reminders import at
from tests.builders.story import address_of, arrive, mail
from tests.builders.worker import settle, work
from tests.fakes.faults import NoAnswer, Outage
from tests.fakes.office import World


def story(world: World) -> int:
    """A quote was asked for, came by reply, and was submitted to the owner, who opened her link."""
    number = file_at(world, "quoting")
    talk = world.file(number).conversations[0]
    arrive(world, mail(talk.email, address_of(talk), "Re: devis", "Voici, Müller & Şahin 中文.\n",
                       pieces=(("dévis n°1.pdf", "application/pdf", b"%PDF-1.7 devis"),)), address_of(talk))
    settle(world)
    world.files.note(access_key(cast.AGENCY_ID, number, "", "marchal", "opened", world.now))
    return number


def made(world: World, number: int, nonce: str = "n") -> tuple[Document, Document]:
    ask_evidence(world.office, cast.CLAIRE, number, nonce, world.now)
    work(world)
    found = [d for d in world.file(number).documents if d.made_here]
    return (next(d for d in found if d.content_type == "application/pdf"),
            next(d for d in found if d.content_type == "application/zip"))


def bytes_of(world: World, document: Document) -> bytes:
    return world.files.objects[file_key(cast.AGENCY_ID, document.sha256)][0]


def text_of(content: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content))


def unpacked(content: bytes, folder: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(folder)
    return folder


def test_it_holds_originals_mails_record_and_verifies(tmp_path: Path) -> None:
    world = World()
    number = story(world)
    pdf, packed = made(world, number)
    folder = unpacked(bytes_of(world, packed), tmp_path)
    assert check(folder).endswith("unaltered")
    names = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}
    assert {"record.jsonl", "manifest.json", "verify.py", "evidence.pdf"} <= names
    (original,) = folder.glob("originals/documents/*")
    assert (original.name, original.read_bytes()) == ("0001-dévis n_1.pdf", b"%PDF-1.7 devis")
    assert len([n for n in names if n.startswith("originals/received/")]) == 1
    assert [n for n in names if n.startswith("originals/sent/")]
    assert (folder / "evidence.pdf").read_bytes() == bytes_of(world, pdf)
    said = [json.loads(line) for line in (folder / "record.jsonl").read_text("utf-8").splitlines()]
    assert {"history", "message", "document", "mail", "access"} <= {e["source"] for e in said}
    assert (pdf.kind, pdf.made_here, pdf.filename) == ("report", True, f"preuves-T-{number}-2026-11-23-12h05.pdf")


def test_the_pdf_is_read_by_people() -> None:
    world = World()
    number = story(world)
    pdf, packed = made(world, number)
    text = " ".join(text_of(bytes_of(world, pdf)).split())
    head = json.loads(zipfile.ZipFile(io.BytesIO(bytes_of(world, packed))).read("manifest.json"))["head"]
    assert head in text
    for words in ("Dossier de preuve", "Agence Rivoli", "Lien ouvert (peut être un automate)", "Plomberie Marchal",
                  "Claire Dumas", "python verify.py", "Müller & Şahin", "[U+4E2D][U+6587]"):
        assert words in text, words


def test_nobody_outside_the_office_opens_it() -> None:
    """It holds internal notes and everybody's address: whoever takes part in the whole file does not see it."""
    world = World()
    number = story(world)
    everywhere = Participant(number, "p", "M. Roux", "roux@courriel.example", "manager")
    quote = world.file(number).documents[0]
    assert may_see(everywhere, quote, ())
    assert [may_see(everywhere, paper, ()) for paper in made(world, number)] == [False, False]


def test_twice_is_once_and_a_lost_answer_makes_no_second_one() -> None:
    world = World()
    number = story(world)
    job = ask_evidence(world.office, cast.CLAIRE, number, "n", world.now)
    assert ask_evidence(world.office, cast.CLAIRE, number, "n", world.now) == job
    world.faults.at, world.faults.mode = world.faults.count + 12, "timeout_after"
    work(world)
    settle(world)
    assert len([d for d in world.file(number).documents if d.made_here]) == 2
    assert advance_job(world.office, job, world.now) == "gone"


@pytest.mark.parametrize("mode", ["fail_before", "timeout_after"])
def test_r_1_every_call_may_fail(mode: str) -> None:
    calls = 0
    while True:
        world = World()
        number = story(world)
        job = ask_evidence(world.office, cast.CLAIRE, number, "n", world.now)
        world.queues.waiting.clear()
        world.faults.at, world.faults.mode = world.faults.count + calls, mode  # type: ignore[assignment]
        try:
            advance_job(world.office, job, world.now)
        except (Outage, NoAnswer):
            assert advance_job(world.office, job, world.now) in ("done", "gone")
        fired, world.faults.at = world.faults.fired, -1
        assert len([d for d in world.file(number).documents if d.made_here]) == 2
        if not fired:
            return
        calls += 1


def test_the_same_state_at_the_same_moment_gives_the_same_bytes() -> None:
    world = World()
    number = story(world)
    known = known_of(world.office, world.file(number))
    cover = Cover("Agence Rivoli", "Claire Dumas", world.now, "fr")
    both = []
    for _ in range(2):
        stream = io.BytesIO()
        write_zip(world.office, known, cover, stream, lambda *_: b"%PDF")
        both.append(stream.getvalue())
    assert both[0] == both[1]


def test_many_files_keep_their_order_and_their_bytes(tmp_path: Path) -> None:
    world = World()
    number = story(world)
    for n in range(40):
        sha = hashlib.sha256(b"%d" % n).hexdigest()
        world.files.objects[file_key(cast.AGENCY_ID, sha)] = (b"%d" % n, "application/pdf")
        world.office.books.commit(Change(added=(Document(
            number, f"{n:024}", "other", f"piece-{n}.pdf", "application/pdf", 2, sha, world.later(seconds=1)),)))
    known, cover = known_of(world.office, world.file(number)), Cover("A", "C", world.now, "fr")
    stream = io.BytesIO()
    write_zip(world.office, known, cover, stream, lambda *_: b"%PDF")
    folder = unpacked(stream.getvalue(), tmp_path)
    check(folder)
    pieces = sorted(folder.glob("originals/documents/*piece*"))
    assert [p.read_bytes() for p in pieces] == [b"%d" % n for n in range(40)]


def test_what_cannot_be_put_in_is_named(tmp_path: Path) -> None:
    """A file that is gone, one that is withheld, one that is no longer what it was (F-7), one too many."""
    world = World()
    number = story(world)
    (document,) = world.file(number).documents
    key = file_key(cast.AGENCY_ID, document.sha256)
    kept = world.files.objects.pop(key)
    known, cover = known_of(world.office, world.file(number)), Cover("A", "C", world.now, "en")

    def left_out(limit: int = 1_000_000) -> set[str]:
        stream = io.BytesIO()
        record, _ = write_zip(world.office, known, cover, stream, lambda *_: b"%PDF", limit)
        check(unpacked(stream.getvalue(), tmp_path / str(len(list(tmp_path.iterdir())))))
        return {e["what"] for e in record.entries if e["source"] == "file"}

    assert left_out() == {"left_out_missing"}
    world.files.objects[key] = (b"other bytes", kept[1])
    assert left_out() == {"left_out_differs"}
    world.files.objects[key] = kept
    assert left_out() == set()
    assert left_out(limit=0) == {"left_out_too_much"}
    world.office.books.commit(Change(changed=(replace(document, reading="held"),)))
    known = known_of(world.office, world.file(number))
    assert left_out() == {"left_out_held"}


def test_a_later_one_does_not_swallow_the_earlier(tmp_path: Path) -> None:
    world = World()
    number = story(world)
    first = made(world, number)
    world.later(minutes=3)
    made(world, number, "again")
    packed = [d for d in world.file(number).documents if d.content_type == "application/zip"]
    assert len(packed) == 2
    newest = next(d for d in packed if d.id != first[1].id)
    folder = unpacked(bytes_of(world, newest), tmp_path)
    check(folder)
    assert not list(folder.glob("originals/documents/*.zip"))
    (folder / "verify.py").write_text("print('OK')")
    with pytest.raises(Altered, match=r"verify\.py"):
        check(folder)


def test_n_6_silence_leaves_its_dated_steps_in_the_evidence(tmp_path: Path) -> None:
    """N-6, E-L13: asked on Monday 23; reminders after 2 and 5 business days, last notice after 7, the call after 8.
    The ticket then offers the evidence file, in which each step stands with its day; silence is never an agreement."""
    world = World()
    number = file_at(world, "awaiting_approval")
    work(world)
    for day, month in ((24, 11), (25, 11), (26, 11), (27, 11), (30, 11), (1, 12), (2, 12), (3, 12), (4, 12)):
        at(world, day, 8, month=month, times=3)
    assert world.ticket(number).tasks == ("call_owner",)
    assert world.ticket(number).state == "awaiting_approval"
    _, packed = made(world, number)
    folder = unpacked(bytes_of(world, packed), tmp_path)
    check(folder)
    said = [json.loads(line) for line in (folder / "record.jsonl").read_text("utf-8").splitlines()]
    steps = [(e["at"][:10], e["what"]) for e in said if e["what"] in ("reminded_decision", "task_call_owner")]
    assert steps == [("2026-11-25", "reminded_decision"), ("2026-11-30", "reminded_decision"),
                     ("2026-12-02", "reminded_decision"), ("2026-12-03", "task_call_owner")]
    sent = [e for e in said if e["what"] == "mail_sent" and e["facts"]["purpose"] == "reminder"]
    assert [e["at"][:10] for e in sent] == ["2026-11-25", "2026-11-30", "2026-12-02"]
    assert [e["what"] for e in said if e["source"] == "vote"] == []
