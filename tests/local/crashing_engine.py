"""The engine, made to fail at a chosen moment: `before` or `after` the switch, or with a `full` disk."""

from __future__ import annotations

import os
import sys
from types import SimpleNamespace

from infra.local.engine import disk, generation
from infra.local.engine.__main__ import main


def _around_the_switch(when: str) -> None:
    def replace(source: object, target: object) -> None:
        if when == "after":
            os.replace(source, target)
        os._exit(9)

    generation.os = SimpleNamespace(replace=replace, fsync=os.fsync)


def _disk_is_full() -> None:
    def refuse(stream: object, data: bytes) -> None:
        raise OSError(28, "No space left on device")

    disk.write_synced = refuse


def prepare(when: str) -> None:
    _disk_is_full() if when == "full" else _around_the_switch(when)


if __name__ == "__main__":
    moment = next(each for each in sys.argv if each.startswith("--crash="))
    prepare(moment.removeprefix("--crash="))
    sys.exit(main([each for each in sys.argv[1:] if each != moment]))
