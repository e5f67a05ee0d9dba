"""A second agency beside that of the demo: other people, other places, the same product."""

from __future__ import annotations

from datetime import date

from chalicelib.domain.agency import Agency, User
from chalicelib.domain.party import AddressHolder, Party, PartyAddress
from chalicelib.domain.property import Lease, Mandate, Unit
from infra.seed import cast

RIVOLI, VOLTAIRE = cast.AGENCY_ID, "voltaire"
ROSE = User("rose", RIVOLI, "Rose Martin", "rose@rivoli.example", "reader")
MARC = User("marc", RIVOLI, "Marc Petit", "marc@rivoli.example")  # a second manager, who never signed in before
AGENCY = Agency(VOLTAIRE, "Cabinet Voltaire", "travaux@courrier.voltaire.example", "04 78 00 00 01")
VERA = User("vera", VOLTAIRE, "Vera Lang", "vera@voltaire.example")
VICTOR = User("victor", VOLTAIRE, "Victor Noir", "victor@voltaire.example", "accountant")
VALERIE = User("valerie", VOLTAIRE, "Valérie Blanc", "valerie@voltaire.example", "reader")
STAFF = {RIVOLI: (cast.CLAIRE, cast.KARIM, ROSE), VOLTAIRE: (VERA, VICTOR, VALERIE)}

_UNIT = Unit("bellecour1", "lot 1", "1 place Bellecour, 69002 Lyon")
_OWNER = Party("vidal", "owner", "Mme Vidal", ("vidal@courriel.example",))
_TENANT = Party("verdier", "tenant", "M. Verdier", ("verdier@courriel.example",), unit_id=_UNIT.id)
_FIRM = Party("vannes", "contractor", "Vannes & Fils", ("devis@vannes.example",), trades=("plomberie",),
              unconfirmed=("compta@vannes.example",))

PLACES = {RIVOLI: "lilas4", VOLTAIRE: _UNIT.id}
CONTRACTS = {RIVOLI: ("bail-petit", "mandat-lilas4"), VOLTAIRE: ("bail-v", "mandat-v")}
DOUBTFUL = {RIVOLI: "compta@plomberie-marchal.example", VOLTAIRE: "compta@vannes.example"}
FIRMS = {RIVOLI: ("marchal", "contact@plomberie-marchal.example"), VOLTAIRE: (_FIRM.id, _FIRM.email)}


def _addresses(*parties: Party) -> tuple[PartyAddress, ...]:
    return tuple(PartyAddress(e, (AddressHolder(p.id, p.role, p.name),)) for p in parties for e in p.emails)


def everything() -> dict[str, tuple[object, ...]]:
    """What each agency knows on its first day."""
    rivoli = (*cast.OWNERS, *cast.TENANTS, *cast.CONTRACTORS)
    voltaire = (_OWNER, _TENANT, _FIRM)
    return {
        RIVOLI: (cast.AGENCY, *STAFF[RIVOLI], MARC, *cast.BUILDINGS, *cast.UNITS, *cast.LEASES, *cast.MANDATES,
                 *rivoli, *_addresses(*rivoli)),
        VOLTAIRE: (
            AGENCY, *STAFF[VOLTAIRE], _UNIT, *voltaire, *_addresses(*voltaire),
            Lease("bail-v", _UNIT.id, _TENANT.id, date(2024, 9, 1)),
            Mandate("mandat-v", _UNIT.id, (_OWNER.id,), date(2023, 1, 1))),
    }
