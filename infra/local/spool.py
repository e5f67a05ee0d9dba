"""The spool: deliveries that got their 250 and have not been taken in yet, one synced file each.

The queue forgets everything when the engine stops; this folder does not, and refills it at the next start.
"""

from __future__ import annotations

from pathlib import Path

from .engine.disk import replace_file


class Spool:
    """A folder of queued envelopes, named after the delivery."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder

    def keep(self, delivery: str, body: str) -> None:
        replace_file(self._folder / f"{delivery}.json", body.encode())

    def drop(self, delivery: str) -> None:
        """Forget a delivery. Not synced: taking the same mail in twice is harmless, losing one is not."""
        (self._folder / f"{delivery}.json").unlink(missing_ok=True)

    def waiting(self) -> list[str]:
        """What is still to be taken in, oldest first."""
        files = sorted(self._folder.glob("*.json"), key=lambda path: path.stat().st_mtime_ns)
        return [path.read_text() for path in files]
