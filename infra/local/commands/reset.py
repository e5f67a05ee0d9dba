"""`reset`: empties the data folder, so that the next start is a first start."""

from __future__ import annotations

import argparse
import shutil
import sys

from ..instance import running
from ..serve import is_running

_OURS = ("aws", "sent", "spool", "bank", "seeded", "instance.json", "signing.key", "lock")


def main(argv: list[str]) -> int:
    argparse.ArgumentParser(prog="python -m infra.local reset", description=__doc__).parse_args(argv)
    instance = running()
    if not instance.data.exists():
        return 0
    if is_running(instance):
        print(f"an instance is running on {instance.data}: stop it first", file=sys.stderr)
        return 1
    # Only what an instance makes: DATA_DIR may have been pointed at the wrong folder.
    for name in _OURS:
        path = instance.data / name
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    print(f"emptied {instance.data}")
    return 0
