"""Snapshots: all tables and recent client tokens in one folder, believed only after being read back."""

from __future__ import annotations

import shutil
from pathlib import Path

from .emulator import Emulator
from .tokens import Tokens

TABLES = "dynamodb.json"
TOKENS = "tokens.json"


class Unreadable(RuntimeError):
    """A snapshot does not give back what it should hold."""


def write(folder: Path, emulator: Emulator, tokens: Tokens) -> None:
    """Write a snapshot and compare every item of it with memory before anyone relies on it."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    emulator.save(folder)
    (folder / TOKENS).write_bytes(tokens.dump())
    verify(folder, emulator)


def verify(folder: Path, emulator: Emulator) -> None:
    state = emulator.saved(folder)
    if state is None:
        raise Unreadable(f"{folder.name} could not be read back; the previous generation stays in force")
    kept = {key: table["items"] for key, table in state["tables"].all_items()}
    if kept != emulator.items():
        raise Unreadable(f"{folder.name} differs from memory; the previous generation stays in force")


def load(folder: Path, emulator: Emulator, tokens: Tokens) -> None:
    """Bring memory back to a snapshot. Generation zero has none: it starts from nothing."""
    if not folder.exists():
        return
    if not emulator.load(folder):
        raise Unreadable(f"{folder / TABLES} cannot be read")
    tokens.load((folder / TOKENS).read_bytes())
