"""Draw the sample documents and write what must be read on them: `python -m tests.intake.documents.write`.

The drawing program and the truth stand side by side, so a document and its label cannot drift apart.
"""

from __future__ import annotations

import json
from pathlib import Path

from reportlab.lib.pdfencrypt import StandardEncryption

from .invoices import INVOICES
from .odd_invoices import ODD_INVOICES
from .others import OTHERS
from .quotes import QUOTES, quote_total_only
from .sheet import Sheet

HERE = Path(__file__).parent


def write_all(folder: Path) -> None:
    """One PDF per document, and labels.json."""
    truths = {}
    for draw in (*QUOTES, *INVOICES, *ODD_INVOICES, *OTHERS):
        name = f"{draw.__name__}.pdf"
        sheet = Sheet(folder / name)
        truths[name] = draw(sheet)
        sheet.save()
    _write_encrypted(folder / "encrypted.pdf")
    text = json.dumps(truths, indent=1, ensure_ascii=False, sort_keys=True)
    (folder / "labels.json").write_text(text + "\n", encoding="utf-8")


def _write_encrypted(path: Path) -> None:
    """A quote nobody can open: the password is not sent with it."""
    sheet = Sheet(path)
    sheet.canvas.setEncrypt(StandardEncryption("secret", strength=40))
    quote_total_only(sheet)
    sheet.save()


if __name__ == "__main__":
    write_all(HERE)
