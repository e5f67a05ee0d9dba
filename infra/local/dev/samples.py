"""Ready attachments for an answer: what a French contractor or owner would send, small and valid."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from datetime import date, timedelta

from .forms import Upload

_TOTALS = ("Total HT : 1 150,00 €", "TVA 10 % : 115,00 €", "Total TTC : 1 265,00 €")


def pdf(lines: list[str]) -> bytes:
    """One page of plain text: enough for a reader, a preview and an extractor."""
    shown = b"".join(b"(" + _literal(line) + b") Tj T*\n" for line in lines)
    stream = b"BT /F1 11 Tf 56 780 Td 16 TL\n" + shown + b"ET"
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    return _assemble(bodies)


def png(width: int, height: int) -> bytes:
    """A gradient in grey."""
    rows = b"".join(b"\0" + bytes((x + y) % 256 for x in range(width)) for y in range(height))
    size = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", size), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _assemble(bodies: list[bytes]) -> bytes:
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(bodies, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(bodies) + 1, start)
    return bytes(out)


def _literal(line: str) -> bytes:
    raw = line.encode("cp1252", "replace")
    return raw.replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")


def quote() -> Upload:
    until = date.today() + timedelta(days=60)
    return Upload("devis-D-2026-0042.pdf", "application/pdf", pdf([
        "Plomberie Moreau SARL", "12 rue des Lilas, 69003 Lyon", "SIRET 732 829 320 00074", "",
        "DEVIS N° D-2026-0042", f"Date : {date.today():%d/%m/%Y}", f"Valable jusqu'au : {until:%d/%m/%Y}", "",
        "Remplacement du chauffe-eau 200 L, fourniture et pose",
        *_TOTALS, "",
        "Bon pour accord, date et signature :",
    ]))  # fmt: skip


def invoice() -> Upload:
    return Upload("facture-F-2026-0107.pdf", "application/pdf", pdf([
        "Plomberie Moreau SARL", "12 rue des Lilas, 69003 Lyon", "SIRET 732 829 320 00074",
        "TVA intracommunautaire FR44 732829320", "",
        "FACTURE N° F-2026-0107", f"Date : {date.today():%d/%m/%Y}",
        f"Échéance : {date.today() + timedelta(days=30):%d/%m/%Y}", "",
        "Remplacement du chauffe-eau 200 L, fourniture et pose",
        *_TOTALS,
        "Net à payer : 1 265,00 €", "", "IBAN FR76 3000 6000 0112 3456 7890 189",
    ]))  # fmt: skip


def photo() -> Upload:
    """A grey picture, large enough to count as one."""
    return Upload("photo-fuite.png", "image/png", png(320, 240))


SAMPLES: dict[str, tuple[str, Callable[[], Upload]]] = {
    "devis": ("Un devis en PDF (1 265,00 € TTC)", quote),
    "facture": ("Une facture en PDF (1 265,00 € TTC)", invoice),
    "photo": ("Une photo", photo),
}
