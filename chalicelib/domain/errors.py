"""The four ways a request can be wrong. Edges map each kind to one HTTP status, once.

Codes are stable and translated on screen; `facts` are the values their sentences need.
"""

from __future__ import annotations

from dataclasses import dataclass


class DomainError(Exception):
    """Base of what a user can cause. `code` names the sentence to show."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class NotFound(DomainError):
    """Absent, or belonging to another agency: the two look the same (W-11)."""


class NotAllowed(DomainError):
    """The person may not do this."""


class Conflict(DomainError):
    """Somebody else was faster, or the state forbids it."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One field that cannot be accepted, and the code of the sentence that says why."""

    field: str
    code: str


class Invalid(DomainError):
    """Bad input: all its faults at once, never one at a time."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("invalid")
        self.faults = faults
