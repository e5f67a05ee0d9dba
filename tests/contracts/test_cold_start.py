"""The web function loads nothing that only the mail or the document function needs, on no screen."""

from __future__ import annotations

import subprocess
import sys

from infra.local.child import PROJECT

FOREIGN = ("mailparser", "tnefparse", "selectolax", "nh3", "pypdfium2", "PIL", "defusedxml", "reportlab", "boto3",
           "chalicelib.intake.parse", "chalicelib.intake.reply_text")
_VISIT = """
import importlib, sys
import app
from chalicelib.handlers.web.routes import ROUTES
for route in ROUTES:
    importlib.import_module("chalicelib.handlers.web." + route.view.partition(":")[0])
print(*(name for name in {foreign} if name in sys.modules))
"""


def loaded(code: str) -> list[str]:
    """What a fresh process has loaded of the foreign modules."""
    command = [sys.executable, "-c", code.format(foreign=FOREIGN)]
    return subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True).stdout.split()


def test_every_screen_does_without_the_tools_of_the_other_functions() -> None:
    assert loaded(_VISIT) == []


def test_the_check_sees_the_mail_function() -> None:
    assert "chalicelib.intake.parse" in loaded("import chalicelib.usecases.receive_mail\n" + _VISIT)
