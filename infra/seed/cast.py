"""The cast of the demo: a small French agency, its dwellings, owners, tenants and firms."""

from __future__ import annotations

from datetime import date

from chalicelib.domain.agency import Agency, User
from chalicelib.domain.party import Party
from chalicelib.domain.property import Building, Lease, Mandate, Unit

AGENCY_ID = "rivoli"
AGENCY = Agency(AGENCY_ID, "Agence Rivoli", "travaux@courrier.rivoli.example", "01 42 00 10 20")
CLAIRE = User("claire", AGENCY_ID, "Claire Dumas", "claire@rivoli.example")
KARIM = User("karim", AGENCY_ID, "Karim Benali", "karim@rivoli.example", "accountant")

BUILDINGS = (Building("lilas", "Résidence des Lilas", "12 rue des Lilas, 75020 Paris"),)
UNITS = (
    Unit("lilas4", "lot 4", "12 rue des Lilas, 75020 Paris", "lilas", "L-004"),
    Unit("voltaire12", "lot 12", "8 quai Voltaire, 75007 Paris"),
    Unit("parc1", "lot 1", "3 allée du Parc, 92100 Boulogne"),
    Unit("denis7", "lot 7", "27 rue Saint-Denis, 93400 Saint-Ouen"),
    Unit("carnot2", "lot 2", "5 place Carnot, 94300 Vincennes"),
)

OWNERS = (
    Party("durand", "owner", "M. Paul Durand", ("paul.durand@courriel.example",), "06 10 00 00 01"),
    Party("garnier", "owner", "Mme Hélène Garnier", ("helene.garnier@courriel.example",), "06 10 00 00 02"),
    Party("smith", "owner", "Mr John Smith", ("john.smith@courriel.example",), "+44 20 7946 0000", "en"),
)


def _tenant(name: str, title: str, unit: Unit, phone: str) -> Party:
    return Party(name, "tenant", title, (f"{name}@courriel.example",), phone, unit_id=unit.id, place=unit.place)


TENANTS = (
    _tenant("petit", "M. Luc Petit", UNITS[0], "06 12 34 56 78"),
    _tenant("roux", "M. et Mme Roux", UNITS[1], "06 20 00 00 12"),
    _tenant("lefevre", "M. Hugo Lefèvre", UNITS[2], "06 20 00 00 13"),
    _tenant("nguyen", "Mme Linh Nguyen", UNITS[3], "06 20 00 00 14"),
    _tenant("haddad", "Mme Samia Haddad", UNITS[4], "06 20 00 00 15"),
)

CONTRACTORS = (
    Party("marchal", "contractor", "Plomberie Marchal", ("contact@plomberie-marchal.example",), "01 43 00 00 21",
          trades=("plomberie",), place="Paris 20e", unconfirmed=("compta@plomberie-marchal.example",),
          siret="73282932000074", insurance_until=date(2027, 6, 30), urssaf_until=date(2027, 3, 31)),
    Party("eaugaz", "contractor", "Eau & Gaz Services", ("devis@eaugaz.example",), "01 43 00 00 22",
          trades=("plomberie", "chauffage"), place="Boulogne", insurance_until=date(2027, 1, 15),
          urssaf_until=date(2026, 12, 10)),
    Party("bonnet", "contractor", "Électricité Bonnet", ("bonnet@elec-bonnet.example",), "01 43 00 00 23",
          trades=("électricité",), place="Saint-Ouen", insurance_until=date(2026, 9, 30),
          urssaf_until=date(2027, 2, 28)),
    Party("canal", "contractor", "Peinture du Canal", ("atelier@peinture-canal.example",), "01 43 00 00 24",
          trades=("peinture",)),
)

LEASES = tuple(Lease(f"bail-{t.id}", t.unit_id, t.id, date(2024, 9, 1)) for t in TENANTS)
URGENT_CLAUSE = ("En cas d’urgence menaçant la sécurité des personnes ou la conservation du bien, le mandataire "
                 "commande sans délai les travaux nécessaires et en informe aussitôt le mandant.")
MANDATES = (
    Mandate("mandat-lilas4", "lilas4", ("garnier",), date(2023, 1, 1)),
    Mandate("mandat-voltaire12", "voltaire12", ("durand", "garnier"), date(2023, 1, 1), shares=(1, 2), share_base=3),
    Mandate("mandat-parc1", "parc1", ("smith",), date(2023, 1, 1), ceiling_cents=30_000, urgent_clause=URGENT_CLAUSE,
            urgent_ceiling_cents=150_000),
    Mandate("mandat-denis7", "denis7", ("durand",), date(2023, 1, 1)),
    Mandate("mandat-carnot2", "carnot2", ("garnier",), date(2023, 1, 1)),
)
