"""The texts of a mail, in the order it shows them, decoded and with plain line ends (M-28, M-29).

Several text parts are joined: Apple Mail writes text, picture, text. Files typed into a text as
uuencode become attachments too; the text stays whole here, and the reply text leaves them out.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from chalicelib.intake.charset import decode, decode_html
from chalicelib.intake.parts import Piece
from chalicelib.intake.parts_flowed import unflowed
from chalicelib.intake.parts_uuencode import enclosed


@dataclass(slots=True)
class Bodies:
    """The plain and the HTML texts, and the pieces that are attachments."""

    plain: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    attached: list[Piece] = field(default_factory=list)

    @property
    def blank(self) -> bool:
        return not any(text.strip() for text in (*self.plain, *self.html))

    @property
    def text(self) -> str:
        return "\n".join(text for text in self.plain if text.strip())


def sort_out(pieces: list[Piece]) -> Bodies:
    """Each piece is either read in place or attached; never neither."""
    found = Bodies()
    for piece in pieces:
        if not piece.is_body:
            found.attached.append(piece)
        elif piece.declared_type == "text/html":
            found.html.append(tidy(decode_html(piece.data, piece.charset)))
        else:
            _plain(piece, found)
    return found


def _plain(piece: Piece, found: Bodies) -> None:
    text = tidy(decode(piece.data, piece.charset))
    found.plain.append(unflowed(text, piece.delsp) if piece.flowed else text)
    found.attached += [
        Piece(place=f"{piece.place}.u{number}", declared_type="application/octet-stream",
              data=item.content, name=item.name)
        for number, item in enumerate(enclosed(piece.data), 1)
    ]


def tidy(text: str) -> str:
    """Line ends as one sign, no NUL."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
