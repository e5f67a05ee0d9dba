"""Checks an evidence file: every line of its record, every history of a document, every file, against its manifest.

    python verify.py [FOLDER or FILE.zip] [--head HASH]

Needs Python 3.8 or newer and nothing else, so that anybody can run it, now or in ten years. It prints the first
thing that was changed, removed, put in, moved or cut off, and ends with 1; with 0 when everything is as it was made.
What is printed in evidence.pdf, the number of lines and the last hash, can be given with --head: a record that was
written again as a whole is then found out too.
"""

from __future__ import annotations

import hashlib
import io
import json
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

FORMAT = "bon-pour-accord/evidence/1"
START = "0" * 64
RECORD, MANIFEST = "record.jsonl", "manifest.json"
BLOCK = 1 << 20


class Altered(Exception):
    """The first thing that is not as it was made, in words."""


class Package:
    """The files of an evidence file, whether it is a ZIP or was unpacked."""

    def __init__(self, path: Path) -> None:
        self._folder = path
        self._zip = None if path.is_dir() else zipfile.ZipFile(path)

    def names(self) -> list[str]:
        if self._zip is not None:
            return [name for name in self._zip.namelist() if not name.endswith("/")]
        found = (each.relative_to(self._folder).as_posix() for each in self._folder.rglob("*") if each.is_file())
        return [name for name in found if "__pycache__" not in name]

    def open(self, name: str) -> IO[bytes]:
        try:
            return (self._folder / name).open("rb") if self._zip is None else self._zip.open(name)
        except (KeyError, OSError) as missing:
            raise Altered(f"file {name}: missing") from missing


def hash_of(values: dict[str, Any]) -> str:
    """SHA-256 of the values as JSON: keys sorted, no spaces, UTF-8."""
    text = json.dumps(values, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def check(path: Path, head: str = "") -> str:
    """What holds, in one sentence. Raises Altered with the first thing that does not."""
    package = Package(path)
    manifest = _manifest(package)
    papers: dict[str, list[dict[str, Any]]] = {}
    count, last = _record(package, manifest, papers)
    if count != manifest["entries"]:
        raise Altered(f"record: it ends after entry {count}, the manifest says {manifest['entries']}: cut off")
    if last != manifest["head"]:
        raise Altered("manifest: its last hash is not that of the record")
    if head and head != last:
        raise Altered(f"record: its last hash is {last}, not the one given: it was written again")
    for paper in manifest["papers"]:
        _paper(paper, papers.pop(paper["document_id"], []))
    if papers:
        raise Altered(f"document {min(papers)}: its history is in the record, not in the manifest")
    _files(package, manifest)
    return f"{count} entries, {len(manifest['papers'])} documents, {len(manifest['files'])} files: unaltered"


def _manifest(package: Package) -> dict[str, Any]:
    try:
        with package.open(MANIFEST) as stream:
            found = json.loads(stream.read().decode("utf-8"))
        known = found["format"] == FORMAT and isinstance(found["entries"], int)
        for name in ("head", "papers", "files"):
            found[name]
    except (ValueError, KeyError, TypeError) as problem:
        raise Altered("manifest: it cannot be read") from problem
    if not known:
        raise Altered(f"manifest: unknown format {found['format']!r}")
    return dict(found)


def _record(package: Package, manifest: dict[str, Any], papers: dict[str, list[dict[str, Any]]]) -> tuple[int, str]:
    """Every line against its own hash and the line before. Returns how many there are, and the last hash."""
    count, last = 0, START
    for line in _lines(package):
        count += 1
        entry = _entry(line, count)
        if entry["sequence"] != count:
            raise Altered(f"entry {count}: {_moved(entry['sequence'], count, manifest['entries'])}")
        if entry["previous"] != last:
            raise Altered(f"entry {count}: it does not follow entry {count - 1}: one of the two was changed or put in")
        last = entry["hash"]
        paper = entry.get("paper")
        if isinstance(paper, dict):
            papers.setdefault(str(paper.get("document_id")), []).append(paper)
    return count, last


def _lines(package: Package) -> Iterator[bytes]:
    with package.open(RECORD) as stream:
        yield from stream


def _entry(line: bytes, number: int) -> dict[str, Any]:
    try:
        values = json.loads(line.decode("utf-8"))
        told = values.pop("hash")
        found = hash_of(values)
        values["sequence"], values["previous"]
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise Altered(f"entry {number}: it cannot be read") from problem
    if found != told:
        raise Altered(f"entry {values['sequence']}: it was changed")
    return dict(values, hash=told)


def _moved(found: object, expected: int, entries: int) -> str:
    if not isinstance(found, int):
        return "it has no number"
    if found > expected:
        return f"it is missing, or was moved: entry {found} stands in its place"
    return f"entry {found} of {entries} stands here: put in or moved"


def _paper(told: dict[str, Any], lines: list[dict[str, Any]]) -> None:
    """The history of one document has a chain of its own, begun when its first line was written."""
    name, last = told["document_id"], START
    for number, line in enumerate(sorted(lines, key=lambda each: each["sequence"]), start=1):
        values = {key: value for key, value in line.items() if key != "hash"}
        if line["sequence"] != number:
            raise Altered(f"document {name}: line {number} of its history is missing")
        if hash_of(values) != line["hash"]:
            raise Altered(f"document {name}: line {number} of its history was changed")
        if line["previous"] != last:
            raise Altered(f"document {name}: line {number} of its history does not follow the line before")
        last = line["hash"]
    if (len(lines), last) != (told["entries"], told["head"] or START):
        raise Altered(f"document {name}: its history has {len(lines)} lines, {told['entries']} were written")


def _files(package: Package, manifest: dict[str, Any]) -> None:
    for told in manifest["files"]:
        digest, size = hashlib.sha256(), 0
        with package.open(told["name"]) as stream:
            while block := stream.read(BLOCK):
                digest.update(block)
                size += len(block)
        if (digest.hexdigest(), size) != (told["sha256"], told["size"]):
            raise Altered(f"file {told['name']}: it was changed")
    strangers = set(package.names()) - {told["name"] for told in manifest["files"]} - {MANIFEST}
    if strangers:
        raise Altered(f"file {min(strangers)}: the manifest does not know it")


def main(arguments: list[str]) -> int:
    """0 when everything is as it was made, 1 when something is not, 2 when there is nothing to check."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a console that lacks a character of a name still shows the rest
            stream.reconfigure(errors="backslashreplace")
    head = ""
    if "--head" in arguments[:-1]:
        at = arguments.index("--head")
        head = arguments[at + 1]
        arguments = arguments[:at] + arguments[at + 2:]
    path = Path(arguments[0]) if arguments else Path(__file__).resolve().parent
    if not path.exists() or (path.is_file() and not zipfile.is_zipfile(path)):
        print(f"{path}: no such folder or ZIP", file=sys.stderr)
        return 2
    try:
        print(f"OK: {check(path, head)}")
    except Altered as first:
        print(f"ALTERED: {first}")
    except (zipfile.BadZipFile, EOFError) as broken:
        print(f"ALTERED: the ZIP itself is damaged ({broken})")
    else:
        return 0
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
