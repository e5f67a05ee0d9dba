"""Generations on disk: a snapshot folder and the journal that follows it, made current by one rename.

`CURRENT` names the generation. Everything of the next one is on disk before the rename, so a crash on either
side of it finds one complete generation: never a snapshot together with the journal it already contains.
"""

from __future__ import annotations

import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from . import disk

_NAME = re.compile(r"(?:snapshot|journal)-(\d+)$")


@dataclass(frozen=True)
class Generation:
    """Where generation `number` keeps its two halves."""

    folder: Path
    number: int

    @property
    def snapshot(self) -> Path:
        return self.folder / f"snapshot-{self.number}"

    @property
    def journal(self) -> Path:
        return self.folder / f"journal-{self.number}"

    def next(self) -> Generation:
        return Generation(self.folder, self.number + 1)


def current(folder: Path) -> Generation:
    """The generation in force, zero in an empty folder."""
    pointer = folder / "CURRENT"
    return Generation(folder, int(pointer.read_text()) if pointer.exists() else 0)


def switch(new: Generation) -> None:
    """Put `new` in force: sync all of it, then rename. The rename is the only moment that decides."""
    disk.sync_tree(new.snapshot)
    with new.journal.open("wb") as stream:
        os.fsync(stream.fileno())
    draft = new.folder / "CURRENT.tmp"
    with draft.open("wb") as stream:
        disk.write_synced(stream, str(new.number).encode())
    disk.sync_path(new.folder)
    os.replace(draft, new.folder / "CURRENT")
    disk.sync_path(new.folder)


def sweep(kept: Generation) -> None:
    """Remove what a crash left of other generations: older ones, or a next one that was never switched to."""
    for path in kept.folder.iterdir():
        found = _NAME.match(path.name)
        if found and int(found.group(1)) != kept.number:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    (kept.folder / "CURRENT.tmp").unlink(missing_ok=True)
