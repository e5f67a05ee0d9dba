"""Subjects compared without the prefixes that mail programs stack in front, and our reference in them."""

from __future__ import annotations

import re

from chalicelib.domain.folding import fold

_PREFIX = re.compile(r"\s*(?:re|rep|tr|fw|fwd|wg|rv|aw|sv|vs|antw|odp|ynt|r)\s*(?:\[\d{1,3}\])?\s*:", re.IGNORECASE)
_FORWARD = re.compile(r"\s*(?:(?:re|rep|aw)\s*:\s*)*(?:tr|fw|fwd|wg|rv)\s*(?:\[\d{1,3}\])?\s*:", re.IGNORECASE)
_REFERENCE = re.compile(r"\[T-(\d{1,9})\]")
_PREFIXES_AT_MOST = 20


def core(subject: str) -> str:
    """The folded subject without its prefixes (M-57)."""
    rest = fold(subject)
    for _ in range(_PREFIXES_AT_MOST):
        found = _PREFIX.match(rest)
        if not found:
            break
        rest = rest[found.end():]
    return rest.strip()


def is_forward(subject: str) -> bool:
    """TR:, FW:, WG: in front means somebody passes a mail on (M-58)."""
    return bool(_FORWARD.match(fold(subject)))


def references(text: str) -> tuple[int, ...]:
    """Ticket numbers written in our own strict form, [T-1042]: a hint, never a proof (M-60)."""
    return tuple(dict.fromkeys(int(n) for n in _REFERENCE.findall(text)[:20]))
