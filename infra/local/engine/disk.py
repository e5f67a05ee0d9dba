"""Putting bytes on disk so that a power cut cannot take them back, and ending the process when that fails."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import IO, NoReturn

FAILED = 70


def warn(reason: str) -> None:
    print(f"engine: {reason}", file=sys.stderr, flush=True)


def die(reason: str) -> NoReturn:
    """Leave at once, without unwinding: memory may be ahead of disk, and no answer may go out any more."""
    warn(reason)
    os._exit(FAILED)


def _full_sync(descriptor: int) -> None:
    """On macOS fsync only reaches the drive's cache; F_FULLFSYNC reaches the platter."""
    import fcntl

    fcntl.fcntl(descriptor, getattr(fcntl, "F_FULLFSYNC", 51))


def _choose_sync():
    if sys.platform == "darwin":
        return _full_sync
    return getattr(os, "fdatasync", os.fsync)


sync_data = _choose_sync()


def sync_path(path: Path) -> None:
    """Sync a file or a directory by name. A directory is what remembers that its files exist."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_tree(folder: Path) -> None:
    """Sync every file below a folder, then the folders that name them."""
    for parent, _, names in os.walk(folder):
        for name in names:
            sync_path(Path(parent) / name)
        sync_path(Path(parent))


def write_synced(stream: IO[bytes], data: bytes) -> None:
    """Write everything, then wait for the disk. A short write is a full disk."""
    if stream.write(data) != len(data):
        raise OSError(f"only part of {len(data)} bytes could be written")
    stream.flush()
    sync_data(stream.fileno())


def replace_file(path: Path, data: bytes, *, mode: int = 0o600, sync_folder: bool = True) -> None:
    """Make `path` hold exactly `data`, never a mixture of old and new, whatever happens meanwhile.

    `sync_folder` may wait for the next file of the same folder, when one follows before the answer leaves.
    """
    draft = path.with_name(path.name + ".tmp")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
    with os.fdopen(descriptor, "wb") as stream:
        write_synced(stream, data)
    os.replace(draft, path)
    if sync_folder:
        sync_path(path.parent)
