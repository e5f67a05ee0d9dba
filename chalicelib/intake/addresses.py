"""Who wrote is said by exactly one plain address, or by nobody (M-14, I-3, TRAP-11).

Display is generous, identity is strict: two addresses, a group, a comment, a display name that
shows another address, or characters a mailbox does not have, and the sender is not identified.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from email.utils import getaddresses

from chalicelib.intake.headers import one_line, words
from chalicelib.intake.parsed_mail import Address

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_PLAIN = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})*")
_QUOTED_NAME = re.compile(r'"((?:[^"\\]|\\.)*)"')
_UNQUOTED_TRAPS = re.compile(r"[<>@,;:()\[\]\\\"]")
MAX_SHOWN = 200


def plain(email: str) -> str:
    """The address with its domain in lower case when it is a plain one, else an empty string."""
    if len(email) > 254 or not _PLAIN.fullmatch(email):
        return ""
    local, _, domain = email.rpartition("@")
    return f"{local}@{domain.lower()}" if len(local) <= 64 else ""


def sender(values: tuple[str, ...]) -> Address | None:
    """The one mailbox that From identifies."""
    if len(values) != 1 or "\0" in values[0] or len(values[0]) > 1_000:
        return None
    value = values[0].strip()
    if not value.endswith(">"):
        email = plain(value)
        return Address("", email) if email else None
    shown, _, inside = value[:-1].rpartition("<")
    email = plain(inside.strip())
    name = _display_name(shown.strip())
    return Address(name, email) if email and name is not None and _honest(name, email) else None


def _display_name(shown: str) -> str | None:
    """The words before the address; None when they hold more than words."""
    quoted = _QUOTED_NAME.fullmatch(shown)
    if quoted:
        return one_line(words(re.sub(r"\\(.)", r"\1", quoted[1])))
    return None if _UNQUOTED_TRAPS.search(shown) else one_line(words(shown))


def _honest(name: str, email: str) -> bool:
    """A name may repeat the address, never show another one."""
    return "@" not in name or name.strip("'\"<> ").lower() == email.lower()


def shown(values: Iterable[str]) -> tuple[Address, ...]:
    """Addresses for display and routing; a part without an address keeps its words."""
    found: list[Address] = []
    for value in values:
        found += _read(value)
    return tuple(found[:MAX_SHOWN])


def _read(value: str) -> list[Address]:
    pairs = getaddresses([value[:50_000]])
    read = [Address(one_line(words(name)), lowered(email)) for name, email in pairs if name or email]
    if not any(item.email for item in read) and value.strip():
        return [Address(one_line(words(value))[:255], "")]
    return read


def lowered(email: str) -> str:
    """An address as written, its domain in lower case; empty when it is none."""
    local, at, domain = one_line(email).rpartition("@")
    return f"{local}@{domain.lower()}" if at and local and domain else ""
