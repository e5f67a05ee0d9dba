"""What each kind of import may say: its columns, the names they go by, and one line to copy (K-F11, N-9)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from chalicelib.domain.folding import fold
from chalicelib.domain.job import JobKind


@dataclass(frozen=True, slots=True)
class Column:
    """`name` is the field, `title` the heading of the template, `others` further headings we understand."""

    name: str
    title: str
    sample: str = ""
    others: tuple[str, ...] = ()
    required: bool = False


_REFERENCE = Column("reference", "Référence", "", ("ref", "code", "numéro", "identifiant", "id"))
_LANGUAGE = Column("language", "Langue", "français", ("language",))


def _person(name: str, email: str, phone: str) -> tuple[Column, ...]:
    return (
        _REFERENCE,
        Column("name", "Nom", name, ("nom complet", "raison sociale", "société", "entreprise", "dénomination", "name",
                                     "nom prénom", "propriétaire", "locataire"), required=True),
        Column("emails", "E-mails", email, ("e-mail", "email", "emails", "mail", "courriel", "adresse e-mail",
                                            "adresse mail", "adresse email")),
        Column("unconfirmed", "E-mails à confirmer", ""),
        Column("phone", "Téléphone", phone, ("tel", "tél", "mobile", "portable", "phone")),
    )


_PLACE = Column("place", "Adresse", "14 rue de la Paix, 75002 Paris", ("ville", "zone", "adresse postale", "address"))
_UNIT = (
    Column("unit", "Référence du bien", "B-104", ("bien", "ref bien", "référence bien", "code bien")),
    Column("address", "Adresse du bien", "12 rue des Lilas, 75020 Paris", ("adresse", "immeuble et adresse")),
    Column("label", "Lot", "lot 4", ("numéro de lot", "appartement", "désignation")),
)

COLUMNS: Final[dict[JobKind, tuple[Column, ...]]] = {
    "contractors": (
        *_person("Plomberie Marchal", "contact@plomberie-marchal.example", "01 43 00 00 21"),
        Column("trades", "Métiers", "plomberie, chauffage", ("métier", "corps d'état", "activité", "spécialité")),
        Column("siret", "SIRET", "732 829 320 00074", ("n° siret", "numéro siret")),
        Column("insurance_until", "Assurance jusqu’au", "31/12/2026", ("assurance", "fin assurance", "décennale")),
        Column("urssaf_until", "URSSAF jusqu’au", "30/06/2026", ("urssaf", "vigilance", "attestation urssaf")),
        _PLACE, _LANGUAGE),
    "owners": (*_person("M. Paul Durand", "paul.durand@courriel.example", "06 10 00 00 01"), _PLACE, _LANGUAGE),
    "tenants": (
        *_person("M. Luc Petit", "luc.petit@courriel.example", "06 12 34 56 78"), *_UNIT,
        Column("starts_on", "Début du bail", "01/09/2024", ("entrée", "date d'entrée", "début", "date de début")),
        Column("ends_on", "Fin du bail", "", ("sortie", "date de sortie", "fin", "date de fin")),
        Column("rent", "Loyer", "850,00", ("loyer mensuel", "loyer hc", "loyer cc")), _LANGUAGE),
    "units": (
        Column("reference", "Référence", "B-104", ("ref", "code", "numéro", "référence du bien", "bien")),
        Column("address", "Adresse", "12 rue des Lilas, 75020 Paris", ("adresse du bien", "address"), required=True),
        Column("label", "Lot", "lot 4", ("numéro de lot", "appartement", "désignation")),
        Column("building", "Immeuble", "Résidence des Lilas", ("résidence", "copropriété"))),
    "mandates": (
        *_UNIT,
        Column("owners", "Propriétaires et parts", "paul.durand@courriel.example 1/3 ; Mme Hélène Garnier 2/3",
               ("propriétaires", "propriétaire", "indivisaires", "bailleur"), required=True),
        Column("starts_on", "Début du mandat", "01/01/2023", ("début", "date de début", "date du mandat"),
               required=True),
        Column("ends_on", "Fin du mandat", "", ("fin", "date de fin")),
        Column("ceiling", "Plafond sans accord", "300,00", ("plafond", "seuil", "plafond de travaux")),
        Column("urgent_clause", "Clause d’urgence", "", ("clause urgence",)),
        Column("urgent_ceiling", "Plafond d’urgence", "", ("plafond urgence",)),
        Column("vote_rule", "Règle de vote", "unanimité", ("règle", "vote"))),
    "tickets": (
        _REFERENCE,
        Column("title", "Titre", "Fuite sous l’évier", ("objet", "intitulé", "incident"), required=True),
        Column("description", "Description", "L’eau coule sous le meuble depuis hier.", ("détail", "commentaire")),
        *_UNIT,
        Column("tenant", "Locataire", "luc.petit@courriel.example", ("occupant", "contact")),
        Column("state", "État", "devis demandé", ("étape", "statut", "avancement")),
        Column("priority", "Priorité", "normale", ("urgence",)),
        Column("contractor", "Entreprise", "Plomberie Marchal", ("prestataire", "artisan")),
        Column("opened_on", "Ouvert le", "03/11/2026", ("date", "date d'ouverture", "créé le"))),
}


def plain(heading: str) -> str:
    """A heading as people vary it: without case, accents, stars, points or kinds of apostrophe and hyphen."""
    return " ".join(re.sub(r"[*.:()’'\u2010-\u2015_-]", " ", fold(heading)).split())


def matched(kind: JobKind, headings: Sequence[str]) -> tuple[dict[int, str], tuple[str, ...]]:
    """The field of each column that is understood, and the titles of those that must not be missing."""
    names: dict[str, str] = {}
    for column in COLUMNS[kind]:
        for title in (column.title, column.name, *column.others):
            names.setdefault(plain(title), column.name)
    found: dict[int, str] = {}
    for position, heading in enumerate(headings):
        field = names.get(plain(heading), "")
        if field and field not in found.values():
            found[position] = field
    missing = tuple(c.title for c in COLUMNS[kind] if c.required and c.name not in found.values())
    return found, missing


def title_of(kind: JobKind, field: str) -> str:
    """The heading under which a field is shown; a field that is none stands for itself."""
    return next((c.title for c in COLUMNS[kind] if c.name == field), field)
