"""« Le … a écrit : » introduces somebody else's words: four joined lines at most, with a date (M-72).

Where quote marks follow, the shape is enough in any language; where they do not, a known verb or a
form that only programs write must confirm it, so that « je vous l'ai écrit : 1 200 € » survives (M-70).
"""

from __future__ import annotations

import re

from chalicelib.intake.quotes_lines import Line
from chalicelib.intake.quotes_words import WROTE, fold

MAX_JOINED = 4
MAX_LENGTH = 600

_COLON = re.compile(r"[:：][\s*_>|]{0,5}\Z")
_ADDRESS = re.compile(r"[^\s<>@\"]{1,64}@[^\s<>@\"]{1,190}")
_DATE = re.compile(
    r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}|\b(?:19|20)\d{2}\b|\d{4}\s?年|\b\d{1,2}\.? [^\W\d_]{3,10}\.?\b"
)
_WITH_YEAR = re.compile(r"\b(?:19|20)\d{2}\b|\d{1,2}[./-]\d{1,2}[./-]\d{2}\b|\d{4}\s?年")
_TIME = re.compile(r"\b\d{1,2}\s?[:.hH]\s?\d{2}\b|\b\d{1,2}:\d{2}")
_OPENING = re.compile(
    r"(?:-{2,}\s*)?(?:le|on|am|el|il|em|op|den|pa|w dniu|dnia|pe|in data|at|dne|в|у|a|на|στις|la data de"
    r"|en date du|mo|di|mi|do|fr|sa|so|在|kl)\b.{0,40}\d|(?:-{2,}\s*)?\d{1,4}[ ./-]",
)
_PROGRAM_DATE = re.compile(
    r"\d{4}[-/]\d{1,2}[-/]\d{1,2} "
    r"(?:\d{1,2}:\d{2} (?:gmt|utc)[+-]\d{1,2}:\d{2} \S|.{2,120}<[^<>@\s]+@[^<>\s]+>\Z)"
)
_VERBS = tuple(sorted({fold(word) for word in WROTE}, key=len, reverse=True))
_VERB = "|".join(re.escape(verb) for verb in _VERBS)
_ENDS_WITH_VERB = re.compile(rf"(?:{_VERB})\s?(?:[:：]|-{{2,}})[\s*_]{{0,5}}\Z")
_HAS_VERB = re.compile(rf"(?<![\w'])(?:{_VERB})(?!\w)")
# « m'a écrit », « vous a écrit », « l'ai écrit »: a person tells, no program writes that.
_TOLD = re.compile(
    r"(?:\b(?:m|t|l)'(?:a|ai)|\b(?:vous|nous|lui|leur|j'ai|avez|avons) (?:a )?|\bai )\s?ecrit\b"
)


def attribution_end(lines: list[Line], start: int) -> int | None:
    """The line after the attribution that begins at `start`, or None when none does."""
    if lines[start].blank or not _may_begin(lines[start]):
        return None
    for end in range(start + 1, min(start + MAX_JOINED, len(lines)) + 1):
        if lines[end - 1].blank and not _address_follows(lines, end):
            return None
        if not _may_end(lines[start], lines[end - 1]):
            continue
        joined = " ".join(line.plain for line in lines[start:end] if not line.blank)[:MAX_LENGTH]
        if _is_attribution(lines, joined, end) and not _begins_later(lines, start, end):
            return end
    return None


def _address_follows(lines: list[Line], end: int) -> bool:
    """Some programs put the address on lines of its own, after a blank one."""
    return end < len(lines) and lines[end].bare.startswith("<") and len(lines[end].bare) < 4


def _may_begin(line: Line) -> bool:
    """Something of an attribution is on its first line: an opening, a date, a time or an address."""
    text = line.folded[:MAX_LENGTH]
    return "@" in text or (any(char.isdigit() for char in text) and bool(
        _OPENING.match(text) or _DATE.search(text) or _TIME.search(text)))


def _may_end(first: Line, last: Line) -> bool:
    """A colon, dashes or an address close one; only a program's own date form may stand open."""
    return last.plain.endswith((":", "：", "-", ">")) or (first is last and first.plain[:4].isdigit())


def _begins_later(lines: list[Line], start: int, end: int) -> bool:
    """The last own line may stand right above: a later line that opens one by itself wins."""
    for later in range(start + 1, end):
        joined = " ".join(line.plain for line in lines[later:end] if not line.blank)
        if _OPENING.match(lines[later].folded) and not _OPENING.match(lines[start].folded):
            return _is_attribution(lines, joined, end)
    return False


def _is_attribution(lines: list[Line], joined: str, end: int) -> bool:
    text = fold(joined)
    if not (_ADDRESS.search(joined) or _DATE.search(text) or _TIME.search(text)):
        return False
    if not _followed(lines, end):
        return False
    if _PROGRAM_DATE.match(text):
        return True
    if not (_COLON.search(joined) or _ENDS_WITH_VERB.search(text)) or _TOLD.search(text):
        return False
    return (_quote_follows(lines, end) and _shaped(text, joined)) or _worded(text, joined)


def _shaped(text: str, joined: str) -> bool:
    """Any language: an address, or an opening with a date that has its year, or a verb."""
    opened = _OPENING.match(text) and _WITH_YEAR.search(text)
    return bool(_ADDRESS.search(joined) or opened or _HAS_VERB.search(text))


def _worded(text: str, joined: str) -> bool:
    """Without quote marks after it: full date, time and address together, or a verb at its place."""
    if "<" in joined and _ADDRESS.search(joined) and _WITH_YEAR.search(text) and _TIME.search(text):
        return True
    if _ENDS_WITH_VERB.search(text):
        return bool(_OPENING.match(text) or _ADDRESS.search(joined))
    closes = joined.rstrip(" :：*_").endswith(">") and bool(_ADDRESS.search(joined))
    verbal = bool(_HAS_VERB.search(text)) and bool(_OPENING.match(text) or _ADDRESS.search(joined))
    timed = bool(_TIME.search(text)) and len(text) < 250
    return (verbal and (closes or timed)) or (closes and bool(_OPENING.match(text)))


def _followed(lines: list[Line], end: int) -> bool:
    return end >= len(lines) or lines[end].blank or _marked(lines[end]) or lines[end - 1].quoted


def _quote_follows(lines: list[Line], end: int) -> bool:
    following = [line for line in lines[end:end + 3] if not line.blank or line.quoted]
    return bool(following) and _marked(following[0])


def _marked(line: Line) -> bool:
    return line.quoted or line.bare.startswith("|")
