"""An evidence file tells the first thing that was touched in it (O-3, N-17): ten thousand lines in under a second."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import time
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from chalicelib.domain import evidence_check, paper_trail
from chalicelib.domain.document import Document
from chalicelib.domain.evidence import Kept, Known, Record, manifest_of, record_of
from chalicelib.domain.evidence_check import Altered, check, main
from chalicelib.domain.paper_trail import PaperEntry, noted, plain
from chalicelib.domain.ticket import Ticket
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.stores.records import raw_of, to_entity, to_item
from tests.fakes.office import START

LINES = 10_000
ORIGINAL = b"%PDF-1.7 devis"
HERE = Path(evidence_check.__file__)


def known(lines: int) -> Known:
    document = Document(1001, "d" * 24, "quote", "devis.pdf", "application/pdf", len(ORIGINAL),
                        hashlib.sha256(ORIGINAL).hexdigest(), START)
    papers = []
    for n in range(5):
        document, line = noted(document, START + timedelta(minutes=n), "comment", "Mme Hélène Garnier",
                               facts={"text": f"Remarque {n}"})
        papers.append(line)
    ticket = Ticket(1001, "Fuite sous l’évier", "", START, START)
    log = tuple(TimelineEntry(1001, f"e{n:06}", START + timedelta(seconds=n), "note", "Claire Dumas",
                              {"text": f"Ligne {n}"}) for n in range(lines - 6))
    return Known(TicketFile(ticket, documents=(document,)), log, tuple(papers))


def pack(folder: Path, about: Known) -> Record:
    record = record_of(about, (), START)
    kept = []
    for name, content in (("originals/documents/devis.pdf", ORIGINAL), ("verify.py", HERE.read_bytes()),
                          ("record.jsonl", record.lines())):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        kept.append(Kept(name, hashlib.sha256(content).hexdigest(), len(content)))
    manifest = manifest_of(about, record, kept, ("rivoli", "Agence Rivoli"), START, "Claire Dumas")
    (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False), "utf-8")
    return record


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("evidence")
    pack(folder, known(LINES))
    return folder


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    for path in whole.rglob("*"):
        if path.is_file():
            target = tmp_path / path.relative_to(whole)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    return tmp_path


def lines_of(folder: Path) -> list[bytes]:
    return (folder / "record.jsonl").read_bytes().splitlines(keepends=True)


def write(folder: Path, lines: list[bytes]) -> None:
    (folder / "record.jsonl").write_bytes(b"".join(lines))


def first_bad(folder: Path, head: str = "") -> str:
    with pytest.raises(Altered) as found:
        check(folder, head)
    return str(found.value)


def rehashed(line: bytes, **changes: object) -> bytes:
    values = json.loads(line) | changes
    del values["hash"]
    return json.dumps(values | {"hash": evidence_check.hash_of(values)}).encode() + b"\n"


def test_an_untouched_file_is_whole_and_checked_in_under_a_second(whole: Path) -> None:
    started = time.perf_counter()
    assert check(whole) == f"{LINES} entries, 1 documents, 3 files: unaltered"
    assert time.perf_counter() - started < 1


@pytest.mark.parametrize("at", [1, 2, 4_321, LINES - 1, LINES])
def test_o_3_a_changed_entry_is_named(copy: Path, at: int) -> None:
    lines = lines_of(copy)
    lines[at - 1] = lines[at - 1].replace(b'"who": "Claire', b'"who": "Karim').replace(b'"filed"', b'"lost"')
    write(copy, lines)
    assert first_bad(copy) == f"entry {at}: it was changed"


@pytest.mark.parametrize("at", [1, 4_321, LINES - 1])
def test_o_3_a_removed_entry_is_named(copy: Path, at: int) -> None:
    lines = lines_of(copy)
    del lines[at - 1]
    write(copy, lines)
    assert first_bad(copy).startswith(f"entry {at}: it is missing")


@pytest.mark.parametrize("at", [1, 4_321, LINES - 1])
def test_o_3_two_entries_that_changed_places_are_named(copy: Path, at: int) -> None:
    lines = lines_of(copy)
    lines[at - 1], lines[at] = lines[at], lines[at - 1]
    write(copy, lines)
    assert first_bad(copy).startswith(f"entry {at}: it is missing, or was moved: entry {at + 1}")


@pytest.mark.parametrize("kept", [0, 1, 4_321, LINES - 1])
def test_o_3_a_record_that_was_cut_off_is_told(copy: Path, kept: int) -> None:
    write(copy, lines_of(copy)[:kept])
    assert first_bad(copy) == f"record: it ends after entry {kept}, the manifest says {LINES}: cut off"


def test_o_3_an_entry_put_in_or_written_again_with_its_hash_is_told(copy: Path) -> None:
    lines = lines_of(copy)
    write(copy, [*lines[:99], lines[41], *lines[99:]])
    assert first_bad(copy) == f"entry 100: entry 42 of {LINES} stands here: put in or moved"
    write(copy, [*lines[:99], rehashed(lines[99], who="Karim"), *lines[100:]])
    assert first_bad(copy).startswith("entry 101: it does not follow entry 100")
    write(copy, [*lines[:99], b"nothing\n", *lines[99:]])
    assert first_bad(copy) == "entry 100: it cannot be read"


def test_a_record_written_again_as_a_whole_is_told_by_the_printed_hash(whole: Path, tmp_path: Path) -> None:
    head = json.loads((whole / "manifest.json").read_text("utf-8"))["head"]
    forged = known(LINES)
    pack(tmp_path, Known(forged.file, forged.log[:-1], forged.papers))
    check(tmp_path)
    assert "it was written again" in first_bad(tmp_path, head)
    check(whole, head)


def test_an_altered_original_manifest_or_stranger_is_told(copy: Path) -> None:
    original = copy / "originals/documents/devis.pdf"
    original.write_bytes(ORIGINAL + b"!")
    assert first_bad(copy) == "file originals/documents/devis.pdf: it was changed"
    original.unlink()
    assert first_bad(copy) == "file originals/documents/devis.pdf: missing"
    original.write_bytes(ORIGINAL)
    (copy / "plus.txt").write_text("x")
    assert first_bad(copy) == "file plus.txt: the manifest does not know it"
    (copy / "plus.txt").unlink()
    manifest = json.loads((copy / "manifest.json").read_text("utf-8"))
    (copy / "manifest.json").write_text(json.dumps(manifest | {"head": "0" * 64}))
    assert first_bad(copy) == "manifest: its last hash is not that of the record"
    (copy / "manifest.json").write_text("{")
    assert first_bad(copy) == "manifest: it cannot be read"


def test_the_history_of_a_document_is_checked_by_its_own_chain(tmp_path: Path) -> None:
    """A line left out before the record was made: the record is whole, the history of the document is not."""
    about = known(40)
    pack(tmp_path, Known(about.file, about.log, (*about.papers[:2], *about.papers[3:])))
    assert first_bad(tmp_path) == f"document {'d' * 24}: line 3 of its history is missing"
    pack(tmp_path, Known(about.file, about.log, about.papers[:-1]))
    assert first_bad(tmp_path) == f"document {'d' * 24}: its history has 4 lines, 5 were written"


def test_anybody_can_run_it_on_the_folder_and_on_the_zip(copy: Path, tmp_path: Path,
                                                         capsys: pytest.CaptureFixture[str]) -> None:
    run = subprocess.run([sys.executable, "-I", "verify.py"], cwd=copy, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stdout[:3]) == (0, "OK:")
    packed = tmp_path.parent / f"{tmp_path.name}.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for path in copy.rglob("*"):
            if path.is_file():
                archive.write(path, path.relative_to(copy).as_posix())
    assert main([str(packed)]) == 0
    (copy / "record.jsonl").write_bytes(b"".join(lines_of(copy)[:12]))
    assert main([str(copy)]) == 1
    assert main([str(copy / "nowhere")]) == 2
    assert "ALTERED: record: it ends after entry 12" in capsys.readouterr().out


def test_it_hashes_as_the_histories_do() -> None:
    values = {"é": "«œ» 1 284,50 €", "a": 1, "b": {"z": None, "y": [True, "\u2028"]}}
    assert evidence_check.hash_of(values) == paper_trail.hash_of(values)
    assert evidence_check.START == paper_trail.START


def test_the_same_state_gives_the_same_bytes() -> None:
    about = known(60)
    again = Known(about.file, tuple(reversed(about.log)), tuple(reversed(about.papers)))
    assert record_of(about, (), START).lines() == record_of(again, (), START).lines()


def test_a_history_keeps_its_hashes_through_the_table() -> None:
    """What comes back from the table is hashed as what went in: accents, amounts, microseconds."""
    document = known(6).file.documents[0]
    facts: dict[str, str | int] = {"text": "« Müller » 1 284,50 € 中", "gross_cents": 128_450}
    _, line = noted(document, START.replace(microsecond=120_030), "comment", "Mme Hélène Garnier", "garnier", facts)
    back = to_entity(raw_of(to_item("rivoli", line)))
    assert back == line
    assert isinstance(back, PaperEntry)
    assert paper_trail.hash_of(plain(back)) == line.hash


def test_the_history_of_a_document_that_was_taken_back_is_no_alarm(tmp_path: Path) -> None:
    about = known(40)
    pack(tmp_path, Known(replace(about.file, documents=()), about.log, about.papers))
    check(tmp_path)
