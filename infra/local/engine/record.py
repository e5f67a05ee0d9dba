"""The lines of the journal: one per sync, with the calls that shared it, a checksum and a number.

Only the last line can be incomplete, because a line is written after the one before it was synced. So a bad
last line is a torn tail that nobody was told about; a bad line anywhere else is damage, and we do not start.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


class Damaged(RuntimeError):
    """The journal cannot be believed."""


@dataclass(frozen=True)
class Entry:
    """One applied call: the headers that route it, its body without client token, and the token apart."""

    headers: dict[str, str]
    body: str
    at: float
    token: str = ""
    digest: str = ""


def checksum(payload: bytes) -> bytes:
    return hashlib.sha256(payload).hexdigest()[:16].encode()


def encode(number: int, entries: Iterable[Entry]) -> bytes:
    """One journal line."""
    calls = [vars(entry) for entry in entries]
    payload = json.dumps({"n": number, "calls": calls}, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return checksum(payload) + b" " + payload + b"\n"


def decode(line: bytes, number: int) -> list[Entry] | None:
    """The calls of a line, or None when it is torn or altered."""
    mark, _, payload = line.rstrip(b"\n").partition(b" ")
    if not line.endswith(b"\n") or checksum(payload) != mark:
        return None
    content = json.loads(payload)
    if content["n"] != number:
        raise Damaged(f"line {number} is missing: the journal goes on with line {content['n']}")
    return [Entry(**call) for call in content["calls"]]


def read(path: Path) -> tuple[list[list[Entry]], int]:
    """Every good line of a journal, and the offset where the good part ends."""
    lines: list[list[Entry]] = []
    good = 0
    with path.open("rb") as stream:
        for line in stream:
            calls = decode(line, len(lines))
            if calls is None:
                if stream.read(1):
                    raise Damaged(f"{path.name}: line {len(lines) + 1}, byte {good}, is bad and not the last")
                break
            lines.append(calls)
            good += len(line)
    return lines, good
