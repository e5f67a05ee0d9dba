"""`python -m infra.local.engine`: the embedded AWS on the loopback interface, its data in DATA_DIR."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from . import lifeline
from .server import LOOPBACK, Options, start

MEGABYTE = 1024 * 1024


def options(argv: list[str]) -> tuple[Options, bool]:
    """Flags first, then the environment, then the defaults of the product."""
    parser = argparse.ArgumentParser(prog="python -m infra.local.engine", description=__doc__)
    parser.add_argument("--data", default=os.environ.get("DATA_DIR", ".data"), help="data folder (DATA_DIR)")
    parser.add_argument("--port", type=int, default=int(os.environ.get("AWS_PORT", "4566")), help="AWS_PORT")
    parser.add_argument("--host", default=os.environ.get("BIND_HOST", "127.0.0.1"), help="BIND_HOST")
    parser.add_argument("--allow-lan", action="store_true", help="accept a host other machines can reach")
    parser.add_argument("--force", action="store_true", help="start although a call cannot be replayed")
    parser.add_argument("--journal-mb", type=float, default=float(os.environ.get("JOURNAL_MB", "64")))
    parser.add_argument("--lifeline", action="store_true", help="end when standard input closes")
    given = parser.parse_args(argv)
    if given.host not in LOOPBACK and not given.allow_lan:
        parser.error(f"{given.host} can be reached from other machines; say --allow-lan if that is meant")
    region = os.environ.get("AWS_REGION", "eu-west-1")
    domain = os.environ.get("SES_MESSAGE_DOMAIN", f"{region}.amazonses.com")
    folder, limit = Path(given.data).resolve(), int(given.journal_mb * MEGABYTE)
    return Options(folder, given.host, given.port, region, domain, limit, given.force), given.lifeline


def main(argv: list[str]) -> int:
    chosen, tied = options(argv)
    if tied:
        lifeline.hold_stdin()
    return start(chosen)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
