"""The layer of the document worker: the PDF and image libraries, which no other function carries."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Final

from .checks import Unfit

PLATFORMS: Final = ("manylinux2014_x86_64", "manylinux_2_28_x86_64", "manylinux_2_17_x86_64")


def runtime() -> str:
    """The run time of the functions: that of the interpreter that packages them."""
    return f"python{sys.version_info.major}.{sys.version_info.minor}"


def download(requirements: Path, folder: Path) -> Path:
    """Wheels for Lambda's Linux, unpacked where a layer keeps them; the folder of the libraries."""
    site = folder / "python" / "lib" / runtime() / "site-packages"
    site.mkdir(parents=True)
    places = [word for platform in PLATFORMS for word in ("--platform", platform)]
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    options = ["--only-binary=:all:", "--implementation", "cp", "--python-version", version, *places]
    command = [sys.executable, "-m", "pip", "install", "-q", "--no-compile", "--target", str(site), *options]
    run = subprocess.run([*command, "-r", str(requirements)], capture_output=True, text=True, check=False)
    if run.returncode:
        raise Unfit(f"the libraries of the document worker could not be downloaded:\n{run.stderr}")
    return site
