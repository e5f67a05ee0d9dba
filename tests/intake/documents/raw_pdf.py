"""PDFs written byte by byte, for the shapes no decent program would write."""

from __future__ import annotations

import zlib

_PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]>>"
_FONT = b"<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"


def pdf_of(*objects: bytes, names: bytes = b"") -> bytes:
    """A catalog whose page tree is the first object given, number 2, and the objects after it."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate((b"<</Type/Catalog/Pages 2 0 R" + names + b">>", *objects), start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    rows = b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(places) + 1, rows)
    out += b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF" % (len(places) + 1, start)
    return bytes(out)


def pdf_of_pages(count: int) -> bytes:
    """As many empty pages."""
    kids = b" ".join(b"%d 0 R" % (index + 3) for index in range(count))
    return pdf_of(b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, count), *[_PAGE] * count)


def pdf_of_stream(stream: bytes) -> bytes:
    """One page with this content, compressed."""
    packed = zlib.compress(stream, 9)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources%s>>" % _FONT
    content = b"<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream" % (len(packed), packed)
    return pdf_of(b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, content)
