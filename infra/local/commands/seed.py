"""`seed`: creates the demo agency on the running instance."""

from __future__ import annotations

import argparse
import importlib
import sys

from ..instance import running
from ..serve import is_running


def main(argv: list[str]) -> int:
    argparse.ArgumentParser(prog="python -m infra.local seed", description=__doc__).parse_args(argv)
    instance = running()
    if not is_running(instance):
        print("no instance is running: start one with `make run`", file=sys.stderr)
        return 1
    instance.enter()
    importlib.import_module("infra.seed.agency").seed()
    (instance.data / "seeded").touch()
    return 0
