"""`tick`: runs every scheduled function of the running instance as of a moment, and says what each did."""

from __future__ import annotations

import argparse
import json
import sys
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

from ..instance import running


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m infra.local tick", description=__doc__)
    parser.add_argument("--at", default="", help="a moment, such as 2026-12-01T06:00 in Paris; default: now")
    asked = json.dumps({"at": parser.parse_args(argv).at}).encode()
    request = Request(f"{running().base_url}/dev/tick", asked, {"Content-Type": "application/json"})
    try:
        with urlopen(request, timeout=300) as answer:
            done = json.load(answer)
    except HTTPError as error:
        print(error.read().decode("utf-8", "replace"), file=sys.stderr)
        return 1
    except URLError as error:
        print(f"no instance answers on {running().base_url}: {error.reason}", file=sys.stderr)
        return 1
    print(json.dumps(done, ensure_ascii=False, indent=2))
    return 0 if all(each["ok"] for each in done["ran"].values()) else 1
