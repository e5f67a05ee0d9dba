"""What the sender wrote now, apart from what was quoted and from the signature of a program (M-65 to M-76).

Nothing is thrown away: the pieces, put back in place, are the text that came in. On any doubt the
words stay with the sender.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from chalicelib.intake.html_text import HtmlText, marked, text_of
from chalicelib.intake.parsed_mail import ParsedMail
from chalicelib.intake.quotes_lines import read
from chalicelib.intake.quotes_split import sort_lines

Part = Literal["own", "elided", "signature"]
_SHORT = 0.2
_BROWSER = ("navigateur", "browser", "en ligne", "online", "html")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the input text and whose it is."""

    part: Part
    text: str


@dataclass(frozen=True, slots=True)
class ReplyText:
    """Own words, the quote set aside, the program's signature; `segments` in place are the input."""

    own: str
    elided: str = ""
    signature: str = ""
    segments: tuple[Segment, ...] = ()


def split(text: str, has_attachment: bool = False) -> ReplyText:
    """Own words, quote and signature of a plain text."""
    return _split(HtmlText(text), has_attachment)


def from_mail(mail: ParsedMail) -> ReplyText:
    """As `split`, on the text of a mail that its reader would see (M-28)."""
    return _split(_chosen(mail), bool(mail.attachments))


def _chosen(mail: ParsedMail) -> HtmlText:
    """Plain text, unless it is blank or only sends the reader to the HTML."""
    if not mail.html.strip():
        return HtmlText(mail.text)
    if mail.text.strip() and not _only_points_to_html(mail):
        return HtmlText(mail.text)
    seen = marked(mail.html)
    return seen if seen.text.strip() else HtmlText(mail.text)


def _only_points_to_html(mail: ParsedMail) -> bool:
    plain = mail.text.strip()
    if len(plain) > 1_000 or not any(word in plain.lower() for word in _BROWSER):
        return False
    return len(plain) < _SHORT * len(text_of(mail.html))


def _split(seen: HtmlText, has_attachment: bool) -> ReplyText:
    text = seen.text.replace("\r\n", "\n").replace("\r", "\n")
    lines, rest = read(text)
    parts = sort_lines(lines, seen.quoted)
    segments = _segments([line.written for line in lines], parts, rest)
    own = _join(segments, "own").strip()
    if not own and text.strip() and not has_attachment:
        return ReplyText(text.strip("\n"), segments=(Segment("own", text),))
    return ReplyText(
        _trimmed(_join(segments, "own")), _trimmed(_join(segments, "elided")),
        _trimmed(_join(segments, "signature")), segments,
    )


def _segments(written: list[str], parts: list[Part], rest: str) -> tuple[Segment, ...]:
    """Neighbouring lines of one kind become one segment; line ends stay where they were."""
    made: list[Segment] = []
    start = 0
    for number in range(1, len(parts) + 1):
        if number == len(parts) or parts[number] != parts[start]:
            end = "\n" if number < len(parts) else ""
            made.append(Segment(parts[start], "\n".join(written[start:number]) + end))
            start = number
    return (*made, Segment("elided", rest)) if rest else tuple(made)


def _join(segments: tuple[Segment, ...], part: Part) -> str:
    return "".join(segment.text for segment in segments if segment.part == part)


def _trimmed(text: str) -> str:
    """Without blank lines at both ends; the first line keeps its indent."""
    lines = text.rstrip().split("\n")
    first = next((number for number, line in enumerate(lines) if line.strip()), len(lines))
    return "\n".join(lines[first:])
