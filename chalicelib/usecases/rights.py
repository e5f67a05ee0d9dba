"""Who may do what in the office, beyond what the door already refuses."""

from __future__ import annotations

from chalicelib.domain.agency import User
from chalicelib.domain.errors import NotAllowed


def managers_only(user: User) -> None:
    """The directory is the managers' own: others read it. Raises NotAllowed."""
    if user.role != "manager":
        raise NotAllowed("managers_only")
