"""`python -m infra.bench [NAME …]`: every measure, or those named, as JSON lines."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Callable
from typing import Any

from infra.bench import bulk, choices, documents, financial, imports, package, pages, receiving

BENCHES: dict[str, Callable[[], Any]] = {
    "receive_fakes": receiving.on_fakes,
    "receive_engine": receiving.on_the_engine,
    "pages": pages.run,
    "documents": documents.run,
    "financial": financial.run,
    "composer": choices.run,
    "imports": imports.run,
    "import": bulk.run,
    "package": package.run,
}


def main(names: list[str]) -> int:
    """Print a line per figure; an unknown name is said, and nothing is measured."""
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        print(f"unknown: {', '.join(unknown)}; there are: {', '.join(BENCHES)}", file=sys.stderr)
        return 2
    logging.disable(logging.WARNING)
    for name in names or BENCHES:
        found = BENCHES[name]()
        for line in found if isinstance(found, list) else [found]:
            print(json.dumps(line), flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
