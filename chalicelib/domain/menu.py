"""The three-dots menu: the ten actions of a ticket, in the manual's words and order (K-M1 to K-M10, U-53).

One row per action. A new action is one row here, one template folder per language, one label.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from chalicelib.domain.marked import N_
from chalicelib.domain.ticket import OPEN_STATES, QuoteState, Ticket, stage

Audience = Literal["contractor", "tenant", "owner", "other", "nobody"]
Group = Literal["costing", "approval", "closing"]
Effect = Literal["", "ask_contractor", "chase", "submit_quote", "order", "ask_invoice"]


@dataclass(frozen=True, slots=True)
class MenuAction:
    """`states`: where it is offered; before them it says `early`, after them `late`. `needs`: codes of what
    must be on the file, in the order they are asked for; `effect`: what the mail moves; `attaches`: kinds of
    document that go along by themselves. Without a template it is a form of its own;
    `rests`: not while a work order waits for its hour (D-13); `by_package`: again for packages not ordered yet."""

    key: str
    label: str
    group: Group
    audience: Audience
    states: tuple[str, ...]
    template: str = ""
    needs: tuple[str, ...] = ()
    effect: Effect = ""
    attaches: tuple[str, ...] = ()
    early: str = ""
    late: str = ""
    rests: bool = False
    by_package: bool = False


GROUPS: dict[Group, str] = {"costing": N_("Chiffrage"), "approval": N_("Validation"), "closing": N_("Clôture")}

_ANY = (*OPEN_STATES, "closed")
_ALWAYS = (*_ANY, "cancelled")
_WORKS = ("in_progress", "works_done")

MENU: tuple[MenuAction, ...] = (
    MenuAction("mission", N_("Missionner entreprise"), "costing", "contractor", OPEN_STATES, "mission",
               needs=("unit",), effect="ask_contractor", attaches=("photo",)),
    MenuAction("chase_contractor", N_("Relancer entreprise"), "costing", "contractor", ("quoting", *_WORKS),
               "chase_contractor", needs=("assignment",), effect="chase", early="assignment", late="awaited"),
    MenuAction("inform_tenant", N_("Informer le locataire"), "costing", "tenant", _ANY, "inform_tenant",
               needs=("tenant_email",)),
    MenuAction("inform_owner", N_("Informer le propriétaire"), "costing", "owner", _ALWAYS, "inform_owner",
               needs=("owner_email",), attaches=("photo",)),
    MenuAction("inform_other", N_("Informer autre"), "costing", "other", _ALWAYS, "inform_other"),
    MenuAction("quote_to_owner", N_("Devis à envoyer au propriétaire"), "approval", "owner",
               ("qualified", "quoting", "awaiting_approval", "approved"), "quote_to_owner",
               needs=("quote", "amounts", "owner_email"), effect="submit_quote", attaches=("quote", "photo"),
               early="unqualified", late="ordered", rests=True, by_package=True),
    MenuAction("order", N_("Validation devis"), "approval", "contractor",
               ("qualified", "quoting", "awaiting_approval", "approved"), "order",
               needs=("quote", "approval"), effect="order", attaches=("quote",),
               early="unqualified", late="ordered", rests=True, by_package=True),
    MenuAction("ask_invoice", N_("Demander une facture"), "closing", "contractor", _WORKS, "ask_invoice",
               needs=("assignment",), effect="ask_invoice", early="not_ordered", rests=True),
    MenuAction("edit", N_("Modifier"), "closing", "nobody", _ALWAYS),
    MenuAction("close", N_("Fermer le ticket"), "closing", "nobody", OPEN_STATES, rests=True),
)

REASONS: dict[str, str] = {
    "closed": N_("Le dossier est clos"),
    "cancelled": N_("Le dossier est annulé"),
    "unit": N_("Rattachez d’abord le dossier à un bien (Modifier)"),
    "unqualified": N_("La demande n’est pas encore qualifiée"),
    "assignment": N_("Aucune entreprise n’est missionnée"),
    "awaited": N_("Rien n’est attendu de l’entreprise à cette étape"),
    "tenant_email": N_("Pas d’adresse e-mail de locataire dans le dossier"),
    "owner_email": N_("Pas d’adresse e-mail de propriétaire dans le dossier"),
    "quote": N_("Aucun devis dans le dossier"),
    "amounts": N_("Confirmez d’abord le montant TTC et la TVA du devis"),
    "approval": N_("L’accord du propriétaire est nécessaire"),
    "order_held": N_("Un ordre de service est déjà programmé"),
    "ordered": N_("L’ordre de service est déjà parti"),
    "not_ordered": N_("Les travaux ne sont pas encore commandés"),
}


@dataclass(frozen=True, slots=True)
class Offer:
    """One line of the menu as a given ticket shows it. `reason` is empty when it is possible."""

    action: MenuAction
    reason: str
    advised: bool


@dataclass(frozen=True, slots=True)
class Situation:
    """All that the menu depends on: tickets in the same situation share one menu.

    `to_order`, `to_submit`: packages that wait for it while others are under way;
    `within`: the current quote may be ordered without asking, under the mandate's ceiling; `urgent`: perhaps under
    its clause for emergencies, which the letter's window reads (D-24).
    """

    state: str
    stage: str
    tenant_email: bool
    owner_email: bool
    unit: bool
    firms: bool
    quote: QuoteState
    within: bool
    urgent: bool = False
    to_order: bool = False
    to_submit: bool = False

    @property
    def name(self) -> str:
        flags = (self.tenant_email, self.owner_email, self.unit, self.firms, self.within, self.urgent,
                 self.to_order, self.to_submit)
        return f"{self.stage}-{''.join(str(int(flag)) for flag in flags)}{self.quote[:1]}"


def situation(ticket: Ticket) -> Situation:
    return Situation(
        ticket.state, stage(ticket), bool(ticket.tenant and ticket.tenant.email),
        bool(ticket.owner and ticket.owner.email), bool(ticket.unit_id), bool(ticket.contractor_ids),
        ticket.quote, within_ceiling(ticket), ticket.priority == "urgent",
        bool(ticket.to_order), bool(ticket.to_submit))


def within_ceiling(ticket: Ticket) -> bool:
    """The quote is certain and the mandate lets us order it."""
    return ticket.quote == "ready" and ticket.quoted_cents is not None and ticket.quoted_cents <= ticket.ceiling_cents


def find(key: str) -> MenuAction | None:
    return next((a for a in MENU if a.key == key), None)


def why_not(action: MenuAction, here: Situation) -> str:
    """The code of REASONS that greys the action out, or an empty string."""
    package = _of_a_package(action, here)
    if here.stage == "order_held" and action.rests and not package:
        return here.stage
    if here.state not in action.states and not (package and here.state == "in_progress"):
        return _out_of_season(action, here.state)
    has = {
        "unit": here.unit, "assignment": here.firms, "tenant_email": here.tenant_email,
        "owner_email": here.owner_email,
        "quote": bool(here.quote) or (action.effect == "order" and (here.state == "approved" or here.to_order)),
        "amounts": here.quote == "ready",
        "approval": here.state == "approved" or here.to_order or here.within or (here.urgent and here.quote == "ready"),
    }
    return next((need for need in action.needs if not has[need]), "")


def _of_a_package(action: MenuAction, here: Situation) -> bool:
    """Works are ordered, and another package waits for this step (D-1)."""
    return action.by_package and (here.to_submit or (here.to_order and action.effect == "order"))


def _out_of_season(action: MenuAction, state: str) -> str:
    if state not in OPEN_STATES:
        return state
    early = OPEN_STATES.index(state) < min(OPEN_STATES.index(s) for s in action.states if s in OPEN_STATES)
    return (action.early if early else action.late) or action.late or action.early


def advised(here: Situation) -> str:
    """The next step of the manual for this stage (U-52), or an empty string."""
    if here.stage == "reported":
        return "mission" if here.unit else "edit"
    if here.stage == "quote_received":
        return "order" if here.within else "quote_to_owner"
    return _NEXT.get(here.stage, "")


_NEXT = {
    "qualified": "mission", "quoting": "chase_contractor", "awaiting_approval": "inform_owner", "approved": "order",
    "lot_to_order": "order", "lot_to_submit": "quote_to_owner",
    "in_progress": "ask_invoice", "works_done": "ask_invoice", "invoice_received": "close",
}


def offers(here: Situation) -> tuple[Offer, ...]:
    """The whole menu for one situation, in its fixed order."""
    best = advised(here)
    return tuple(Offer(a, why_not(a, here), a.key == best) for a in MENU)
