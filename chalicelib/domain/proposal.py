"""What a received mail seems to say, proposed to a person: never an effect by itself (I-10, M-88, E-L4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from chalicelib.domain.marked import N_
from chalicelib.domain.ticket import OPEN_STATES, Ticket

Kind = Literal["declines", "visit", "works_done", "keys_returned", "not_fixed", "accepts", "refuses", "directives",
               "address"]
State = Literal["open", "confirmed", "dismissed"]

SENTENCES: dict[str, str] = {
    "declines": N_("L’entreprise semble décliner la mission"),
    "visit": N_("Une date de passage semble annoncée"),
    "works_done": N_("Les travaux semblent terminés"),
    "keys_returned": N_("Les clefs semblent rendues"),
    "not_fixed": N_("Le problème semble ne pas être réglé"),
    "accepts": N_("Le propriétaire semble donner son accord"),
    "refuses": N_("Le propriétaire semble refuser"),
    "directives": N_("Le propriétaire semble donner des directives"),
    "address": N_("Cette adresse est nouvelle pour cette personne"),
}
ACTS: dict[str, str] = {
    "declines": N_("Noter le refus de la mission"),
    "visit": N_("Noter le passage"),
    "works_done": N_("Noter la fin des travaux"),
    "keys_returned": N_("Noter les clefs rendues"),
    "not_fixed": N_("Reprendre les travaux"),
    "accepts": N_("Enregistrer comme accord"),
    "refuses": N_("Enregistrer comme refus"),
    "directives": N_("Noter les directives"),
    "address": N_("Ajouter cette adresse au contact"),
}


@dataclass(frozen=True, slots=True)
class Proposal:
    """`evidence` is the sentence it was read in, in its writer's words; `day` or `value` what it says."""

    kind: Kind
    evidence: str
    day: date | None = None
    value: str = ""
    state: State = "open"
    by: str = ""


_WHEN: dict[str, tuple[str, ...]] = {
    "declines": ("quoting", "awaiting_approval", "approved", "in_progress"),
    "visit": ("quoting", "awaiting_approval", "approved", "in_progress"),
    "works_done": ("in_progress",),
    "keys_returned": (*OPEN_STATES, "closed"),
    "not_fixed": ("works_done", "closed"),
    "accepts": ("awaiting_approval",),
    "refuses": ("awaiting_approval",),
    "directives": ("awaiting_approval",),
    "address": (*OPEN_STATES, "closed", "cancelled"),
}


DECISIONS = ("accepts", "refuses", "directives")


def makes_sense(kind: Kind, ticket: Ticket, *, asked: bool = False) -> bool:
    """Whether confirming it would move anything on this file now. `asked`: who says it is asked to decide on a paper
    of the file, whatever state the works are in (E-L4)."""
    if kind in DECISIONS and asked:
        return ticket.is_open
    if kind == "keys_returned" and ticket.keys != "lent":
        return False
    return ticket.state in _WHEN[kind]
