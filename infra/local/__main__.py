"""`python -m infra.local <command>`: everything a local instance offers on the command line."""

from __future__ import annotations

import importlib
import sys

COMMANDS = {
    "serve": ("infra.local.serve", "start the whole product on this machine (what `make run` runs)"),
    "deliver": ("infra.local.commands.deliver", "FILE.eml [--to ADDRESS] [--from ADDRESS]: hand a mail in"),
    "read": ("infra.local.read", "FILE.eml ... [--save DIR]: print what intake understands"),
    "extract": ("infra.local.extract", "FILE.pdf ...: print the figures found in documents"),
    "verify": ("infra.local.commands.verify", "FILE.zip [--head HASH]: check an evidence file"),
    "tick": ("infra.local.commands.tick", "[--at 2026-12-01T06:00]: run every schedule as of that moment"),
    "mail": ("infra.local.commands.mail", "print the mail that was sent, one JSON line each"),
    "seed": ("infra.local.commands.seed", "create the demo agency on the running instance"),
    "reset": ("infra.local.commands.reset", "empty the data folder"),
}


def usage() -> str:
    lines = [f"  {name:<9}{text}" for name, (_, text) in COMMANDS.items()]
    return "\n".join(["usage: python -m infra.local <command> ...", "", *lines])


def main(argv: list[str]) -> int:
    """Only the chosen command is imported: `read` must not wait for a web server."""
    if not argv or argv[0] in ("-h", "--help", "help"):
        print(usage())
        return 0 if argv else 2
    if argv[0] not in COMMANDS:
        print(f"unknown command {argv[0]!r}\n\n{usage()}", file=sys.stderr)
        return 2
    return importlib.import_module(COMMANDS[argv[0]][0]).main(argv[1:]) or 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
