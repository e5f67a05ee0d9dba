"""The facts behind the sender line of a ticket: who it resembles, and where an answer would go (M-49).

A domain one or two letters away from a known one is the oldest trick of invoice fraud; a Reply-To
elsewhere is the second.
"""

from __future__ import annotations

from collections.abc import Iterable

from chalicelib.intake.parsed_mail import ParsedMail

MAX_DISTANCE = 2
_MIN_LENGTH = 5


def resembled_domain(domain: str, known: Iterable[str]) -> str:
    """The known domain that `domain` imitates, or an empty string; a known domain imitates nobody."""
    domain = domain.lower().rstrip(".")
    candidates = {name.lower().rstrip(".") for name in known}
    if not domain or domain in candidates:
        return ""
    near = [(distance(domain, name), name) for name in candidates if len(name) >= _MIN_LENGTH]
    best = min(near, default=(MAX_DISTANCE + 1, ""))
    return best[1] if best[0] <= MAX_DISTANCE else ""


def distance(one: str, other: str, limit: int = MAX_DISTANCE) -> int:
    """Edit distance with swaps of neighbours, cut off just above `limit`."""
    if abs(len(one) - len(other)) > limit or max(len(one), len(other)) > 253:
        return limit + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, char in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, letter in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (char != letter))
            if i > 1 and j > 1 and char == other[j - 2] and one[i - 2] == letter:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]


def replies_elsewhere(mail: ParsedMail) -> str:
    """The Reply-To address when it is not the sender's own, or an empty string (M-47)."""
    written = {address.email.lower() for address in mail.from_}
    elsewhere = (item.email for item in mail.reply_to if item.email.lower() not in written)
    return next((email for email in elsewhere if email), "")
