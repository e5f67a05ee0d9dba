"""`python -m infra.package [--stage prod] [--out dist]`: check, package, trim, compile, finish, weigh.

Prints one JSON line with the sizes. Needs a package index or a wheelhouse
(PIP_NO_INDEX=1 PIP_FIND_LINKS=folder); never an AWS account.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from . import archive, checks, layers, staging, template
from .trimming import trim

ROOT = Path(__file__).parents[2]
APP, LIBRARIES, DOCUMENTS = "deployment.zip", "layer-deployment.zip", "documents-layer.zip"


def main(argv: Sequence[str]) -> int:
    """0 when a deployable package lies in the folder asked for."""
    parser = argparse.ArgumentParser(
        prog="python -m infra.package", description="write the deployment package"
    )
    parser.add_argument("--stage", default="prod")
    parser.add_argument("--out", type=Path, default=ROOT / "dist")
    parser.add_argument("--source", type=Path, default=ROOT, help="folder of app.py")
    asked = parser.parse_args(argv)
    try:
        weights = build(asked.source.resolve(), asked.out.resolve(), asked.stage)
    except checks.Unfit as problem:
        print(problem, file=sys.stderr)
        return 1
    sizes = {each.name: {"zip": each.zipped, "unzipped": each.unzipped} for each in weights}
    print(json.dumps({"template": str(asked.out / "sam.json"), "runtime": layers.runtime(), **sizes}))
    return 0


def build(source: Path, out: Path, stage: str = "prod") -> list[checks.Weight]:
    """Make the package; the weights of its zips."""
    checks.check_pip()
    staging.stage(source, out / "build", template.to_merge())
    staging.run_chalice(out / "build", out, stage)
    archive.rebuild(out / APP, "/var/task")
    archive.rebuild(out / LIBRARIES, "/opt", _trim_layer)
    _documents_layer(source / "requirements-docs.txt", out)
    path = out / "sam.json"
    finished = template.finish(json.loads(path.read_text(encoding="utf-8")))
    path.write_text(json.dumps(finished, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    weights = [checks.weigh(out / name) for name in (APP, LIBRARIES, DOCUMENTS)]
    checks.check_together(weights)
    return weights


def _trim_layer(folder: Path) -> None:
    for site in (*folder.glob("python/lib/*/site-packages"), folder / "python"):
        trim(site)


def _documents_layer(requirements: Path, out: Path) -> None:
    folder = out / "documents-layer"
    shutil.rmtree(folder, ignore_errors=True)
    trim(layers.download(requirements, folder))
    archive.pack(folder, out / DOCUMENTS, "/opt")
    shutil.rmtree(folder)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
