"""The three-dots menu: the actions of a ticket, in the manual's words and order (K-M1 to K-M10, U-53).

One row per action. A new action is one row here, one template folder per language, one label.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from chalicelib.domain.marked import N_
from chalicelib.domain.ticket import OPEN_STATES, Ticket, stage

Audience = Literal["contractor", "tenant", "owner", "other"]
Group = Literal["costing", "approval", "closing"]


@dataclass(frozen=True, slots=True)
class MenuAction:
    """`states`: where it is offered; `needs`: the code of what must be on the file; `effect`: what it moves."""

    key: str
    label: str
    group: Group
    audience: Audience
    template: str
    states: tuple[str, ...]
    needs: str = ""
    effect: str = ""


GROUPS: dict[Group, str] = {"costing": N_("Chiffrage"), "approval": N_("Validation"), "closing": N_("Clôture")}

_ANY = (*OPEN_STATES, "closed")

MENU: tuple[MenuAction, ...] = (
    MenuAction("mission", N_("Missionner entreprise"), "costing", "contractor", "mission", OPEN_STATES,
               effect="ask_contractor"),
    MenuAction("chase_contractor", N_("Relancer entreprise"), "costing", "contractor", "chase_contractor",
               OPEN_STATES, needs="assignment"),
    MenuAction("inform_tenant", N_("Informer le locataire"), "costing", "tenant", "inform_tenant", _ANY,
               needs="tenant_email"),
    MenuAction("inform_owner", N_("Informer le propriétaire"), "costing", "owner", "inform_owner",
               (*_ANY, "cancelled"), needs="owner_email"),
    MenuAction("inform_other", N_("Informer autre"), "costing", "other", "inform_other", (*_ANY, "cancelled")),
)

ADVISED: dict[str, str] = {"reported": "mission", "qualified": "mission", "quoting": "chase_contractor"}

REASONS: dict[str, str] = {
    "state": N_("Pas possible à cette étape du dossier"),
    "assignment": N_("Aucune entreprise n’est missionnée"),
    "tenant_email": N_("Pas d’adresse e-mail de locataire dans le dossier"),
    "owner_email": N_("Pas d’adresse e-mail de propriétaire dans le dossier"),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """One line of the menu as a given ticket shows it. `reason` is empty when it is possible."""

    action: MenuAction
    reason: str
    advised: bool


@dataclass(frozen=True, slots=True)
class Situation:
    """All that the menu depends on: tickets in the same situation share one menu."""

    state: str
    stage: str
    tenant_email: bool
    owner_email: bool

    @property
    def name(self) -> str:
        return f"{self.stage}-{int(self.tenant_email)}{int(self.owner_email)}"


def situation(ticket: Ticket) -> Situation:
    return Situation(ticket.state, stage(ticket), bool(ticket.tenant and ticket.tenant.email),
                     bool(ticket.owner and ticket.owner.email))


def find(key: str) -> MenuAction | None:
    return next((a for a in MENU if a.key == key), None)


def why_not(action: MenuAction, here: Situation) -> str:
    """The code of REASONS that greys the action out, or an empty string."""
    if here.state not in action.states:
        return "state"
    lacking = {
        "assignment": here.state in ("reported", "qualified"),
        "tenant_email": not here.tenant_email,
        "owner_email": not here.owner_email,
    }
    return action.needs if lacking.get(action.needs, False) else ""


def offers(here: Situation) -> tuple[Offer, ...]:
    """The whole menu for one situation, in its fixed order."""
    best = ADVISED.get(here.stage, "")
    return tuple(Offer(a, why_not(a, here), a.key == best) for a in MENU)
