"""`mail`: every mail that left the house as one JSON line, oldest first, running instance or not."""

from __future__ import annotations

import argparse
import json

from ..dev.sent import Outbox
from ..instance import running


def main(argv: list[str]) -> int:
    argparse.ArgumentParser(prog="python -m infra.local mail", description=__doc__).parse_args(argv)
    for mail in Outbox(running().data / "sent").all():
        print(json.dumps(mail.as_json(), ensure_ascii=False))
    return 0
