"""What is typed about somebody who takes part in a works file: as what, and in which packages (S-01)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from chalicelib.domain.typed import Typed
from chalicelib.domain.work_package import ROLES, Participant, ParticipantRole, WorkPackage

FIELDS = ("person", "name", "email", "role", "scope", "language")
ALL, SOME = "all", "some"


def with_rights(member: Participant, typed: Typed, chosen: Sequence[str],
                packages: Sequence[WorkPackage]) -> Participant:
    """The participant with the role and the packages of the form. In a file that is not divided he is there for
    all of it; « some packages » needs one at least."""
    role: ParticipantRole = next((r for r in ROLES if r == typed.texts.get("role")), "reader")
    if typed.texts.get("role") not in ROLES:
        typed.wrong("role", "unknown")
    everywhere = len(packages) < 2 or typed.texts.get("scope", ALL) != SOME
    mine = () if everywhere else tuple(p.id for p in packages if p.id in chosen)
    if not everywhere and not mine:
        typed.wrong("packages", "no_package")
    return replace(member, role=role, everywhere=everywhere, packages=mine, language=typed.language("language"))
