"""Long runs of content are lifted out before parsing and put back when a part is decoded.

The standard parser looks at each line; a mail with a PDF is thousands of lines that cannot be a
header, a delimiter or anything but content. Cutting them is exact: such a line is never read as
structure, and its stand-in is one line that is not either. In the same pass the
word `message/` of a content type is marked, so that nested mails stay byte for byte (M-19).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from chalicelib.intake.parse_boundary import plain_boundaries
from chalicelib.intake.parse_depth import mark_deep

# Base64; any lines without a colon that start with a letter, a digit, `+`, `/` or `=`: never a header,
# a folded header or a delimiter; and the rest of a line longer than any that has structure in it.
_RUN = re.compile(
    rb"^(?:[A-Za-z0-9+/]{60,78}+\r?\n){20,}+"
    rb"|^(?:(?!From )[A-Za-z0-9+/=][^:\r\n]{15,}+\r?\n){20,}+"
    rb"|(?<=^[^\r\n]{1000})[^\r\n]{100000,}+",
    re.MULTILINE,
)
_NESTED = re.compile(rb"^(content-type:[ \t]*+(?:\r?\n[ \t]++)?)(?=message/)", re.IGNORECASE | re.MULTILINE)


@dataclass(slots=True)
class Skeleton:
    """A mail without its long runs. `restore` gives back the original bytes of any piece of it."""

    data: bytes
    raw: bytes = field(repr=False)
    sign: bytes = b"~!"
    runs: list[tuple[int, int]] = field(default_factory=list)
    boundaries: dict[bytes, bytes] = field(default_factory=dict)

    @property
    def mark(self) -> bytes:
        return self.sign + b"m!~"

    def restore(self, piece: bytes) -> bytes:
        """The original bytes of a piece cut out of the skeleton."""
        if self.sign not in piece:
            return piece
        piece = piece.replace(self.mark, b"")
        for name, spelled in self.boundaries.items():
            piece = piece.replace(name, spelled)
        return re.sub(re.escape(self.sign) + rb"([0-9]+)!~", self._run, piece)

    def _run(self, found: re.Match[bytes]) -> bytes:
        start, end = self.runs[int(found[1])]
        return self.raw[start:end]

    def kept_whole(self, content_type: str) -> str:
        """The true type of a part the parser was kept from opening, or an empty string."""
        mark = self.mark.decode()
        return content_type.removeprefix(mark) if content_type.startswith(mark) else ""


def skeleton(raw: bytes, cut: bool = True) -> Skeleton:
    """Cut `raw` for parsing, under a sign that occurs nowhere in it."""
    made = Skeleton(raw, raw, _unused_sign(raw))
    if cut:
        made.data = _without_runs(made)
    made.data, made.boundaries = plain_boundaries(made.data, made.sign)
    made.data = mark_deep(_NESTED.sub(lambda found: found[1] + made.mark, made.data), made.mark)
    return made


def _unused_sign(raw: bytes) -> bytes:
    sign = b"~!"
    if b"~" not in raw:
        return sign
    while sign in raw:
        sign = b"~" + sign
    return sign


def _without_runs(made: Skeleton) -> bytes:
    raw, pieces, done = made.raw, [], 0
    for found in _RUN.finditer(raw):
        # The last line end stays: a delimiter owns the line end before it.
        end = found.end()
        while raw[end - 1] in b"\r\n":
            end -= 1
        pieces += [raw[done:found.start()], made.sign + b"%d!~" % len(made.runs)]
        made.runs.append((found.start(), end))
        done = end
    return b"".join((*pieces, raw[done:])) if pieces else raw
