"""A block of `Label: value` lines over a quoted mail is where somebody else's words begin (M-71).

Two different labels are needed, or three when no language is recognised; one label alone is what
people write in letters (« Objet : fuite », « De : 8 h à 12 h »).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from chalicelib.intake.quotes_lines import Line
from chalicelib.intake.quotes_words import LABELS, ORIGINAL, fold

_LABELLED = re.compile(
    r"[*_]{0,2}([^\W\d_][^:：*\d\n]{0,24}?)[*_]{0,2}[\s\u200e]{0,3}[:：][*_]{0,2}\s{0,4}(.*)", re.DOTALL)
_ADDRESS = re.compile(r"[^\s<>@\"]{1,64}@[^\s<>@\"]{1,190}")
_DATED = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\b(?:19|20)\d{2}\b|\d{4}\s?年")
_RULE = re.compile(r"[\s\-_=*~#.–—]{3,}")
_WRAPPED = re.compile(r"[\s>*_]{0,10}[-_=–—]{2,}.{0,120}?[-_=–—]{2,}[\s*_]{0,10}")
_DATED_INTRO = re.compile(r"message du \d{1,2}/\d{1,2}/\d{2,4}")
MAX_BLOCK = 40


@dataclass(frozen=True, slots=True)
class HeaderBlock:
    """Lines `start` to `end` (excluded) hold the headers of an embedded mail, by kind."""

    start: int
    end: int
    fields: dict[str, str]


def label(line: Line) -> tuple[str, str, str] | None:
    """The kind of a labelled line, the folded label, and the value."""
    found = _LABELLED.match(line.bare)
    if not found:
        return None
    word = fold(found[1].strip())
    return LABELS.get(word, ""), word, found[2].strip(" \t*_\u200e")


def block_at(lines: list[Line], start: int) -> HeaderBlock | None:
    """The header block that begins at this very line."""
    first = label(lines[start])
    if first is None or not (first[0] or first[2]):
        return None
    fields: dict[str, str] = {}
    words: set[str] = set()
    position, end, last = start, start, ""
    while position < min(len(lines), start + MAX_BLOCK):
        found = label(lines[position])
        if found is not None and (found[0] or not fields or last):
            kind, word, value = found
            last = kind or f"?{word}"
            fields.setdefault(last, value)
            words.add(word)
            end = position = position + 1
        elif _goes_on(lines, position):
            fields[last] = f"{fields.get(last, '')} {lines[position].bare}".strip()
            position += 1
        else:
            break
    if not first[0] and "from" in fields:
        return None
    return HeaderBlock(start, end, fields) if _convincing(fields, words) else None


def _goes_on(lines: list[Line], position: int) -> bool:
    """A folded value, or one blank line, with a known label right after it (M-71)."""
    following = lines[position + 1:position + 3]
    if lines[position].blank:
        following = following[:1]
    known = (found for line in following if not line.blank and (found := label(line)))
    return any(found[0] for found in known)


def _convincing(fields: dict[str, str], words: set[str]) -> bool:
    known = {kind for kind in fields if not kind.startswith("?")}
    values = " ".join(fields.values())
    evidence = bool(_ADDRESS.search(values) or _DATED.search(values))
    if not known:
        return len(words) >= 4 and bool(_ADDRESS.search(values)) and bool(_DATED.search(values))
    if len(known) >= 3:
        return "from" in known or evidence
    return len(known) == 2 and "from" in known and (evidence or "subject" in known)


def with_separator(lines: list[Line], start: int, quoted: bool) -> int:
    """Where the cut really begins: a rule, « Message d'origine » or an intro above it goes too."""
    first = start
    position = start - 1
    while position >= 0 and start - position <= 4:
        line = lines[position]
        if line.blank:
            position -= 1
            continue
        if not is_separator(line) or (line.quoted and not quoted):
            break
        first = position
        position -= 1
    return first


def is_separator(line: Line) -> bool:
    """A rule, words between dashes, or the intro that a mail program writes above a header block."""
    if _RULE.fullmatch(line.bare) or _WRAPPED.fullmatch(line.bare):
        return True
    if _DATED_INTRO.match(line.folded):
        return True
    return len(line.folded) < 80 and line.folded.endswith(":") and says(line, FORWARD_INTROS)


def is_original_mark(line: Line) -> bool:
    """« -----Message d'origine----- » and its cousins: dashes and known words, nothing else."""
    words = line.folded.strip("-_=–—*>| \t").rstrip(":")
    dashed = line.bare.lstrip("*_ ").startswith(("--", "__", "==", "––", "——"))
    return dashed and words in _ORIGINAL_WORDS


def says(line: Line, words: tuple[str, ...]) -> bool:
    return any(word in line.folded for word in words)


_ORIGINAL_WORDS = frozenset(fold(word) for word in ORIGINAL)
FORWARD_INTROS = (
    "begin forwarded message", "debut du message", "anfang der weitergeleiteten", "begin doorgestuurd",
    "inicio del mensaje", "inizio messaggio", "inicio da mensagem", "vidarebefordrat brev", "videresendt",
    "poczatek przekazanej", "iletilen mesajin",
)
