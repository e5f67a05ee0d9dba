"""Words of the directory: its tabs, its fields, and why something typed there cannot be taken."""

from __future__ import annotations

from datetime import date

from chalicelib.domain.marked import N_
from chalicelib.domain.party import PartyRole
from chalicelib.handlers.request import Request
from chalicelib.handlers.web.labels import FAULTS
from chalicelib.queries.contacts import Kind
from chalicelib.rendering.formats import PARIS

TABS: dict[str, Kind] = {
    "entreprises": "contractor", "proprietaires": "owner", "locataires": "tenant", "autres": "other", "biens": "unit"}
SLUGS: dict[str, str] = {kind: slug for slug, kind in TABS.items()}
TITLES: dict[str, str] = {
    "entreprises": N_("Entreprises"), "proprietaires": N_("Propriétaires"), "locataires": N_("Locataires"),
    "autres": N_("Autres"), "biens": N_("Biens")}
NEW: dict[str, str] = {
    "entreprises": N_("Nouvelle entreprise"), "proprietaires": N_("Nouveau propriétaire"),
    "locataires": N_("Nouveau locataire"), "autres": N_("Nouveau contact"), "biens": N_("Nouveau bien")}
ROLES: dict[PartyRole, str] = {
    "contractor": N_("Entreprise"), "owner": N_("Propriétaire"), "tenant": N_("Locataire"),
    "other": N_("Autre contact")}
CERTIFICATES: dict[str, str] = {
    "none": N_("non fournie"), "valid": N_("à jour"), "soon": N_("expire bientôt"), "expired": N_("expirée")}

FIELDS: dict[str, str] = {
    "name": N_("Nom"), "emails": N_("Adresses e-mail"), "unconfirmed": N_("Adresses à confirmer"),
    "phone": N_("Téléphone"), "language": N_("Langue"), "trades": N_("Métiers"), "siret": "SIRET",
    "insurance_until": N_("Assurance valable jusqu’au"), "urssaf_until": N_("Attestation URSSAF valable jusqu’au"),
    "incapable": N_("Ne peut plus décider"), "incapable_since": N_("Depuis le"),
    "incapable_note": N_("Note"), "representative": N_("Représentant légal"),
    "place": N_("Adresse"), "reference": N_("Référence"), "address": N_("Adresse"), "label": N_("Lot"),
    "building": N_("Immeuble"), "tenant": N_("Locataire"), "starts_on": N_("Début"), "ends_on": N_("Fin"),
    "rent": N_("Loyer mensuel"), "ceiling": N_("Plafond sans accord (€ TTC)"), "urgent_clause": N_("Clause d’urgence"),
    "urgent_ceiling": N_("Plafond d’urgence (€ TTC)"), "vote_rule": N_("Règle de vote"),
    "firm_ceilings": N_("Plafonds par entreprise"), "file": N_("Fichier"),
    **{f"owner_{n}": N_("Propriétaire") for n in range(6)}, **{f"share_{n}": N_("Quote-part") for n in range(6)}}

SENTENCES: dict[str, str] = FAULTS | {
    "unknown_firm": N_("Une ligne ne nomme aucune entreprise du répertoire : son nom ou son e-mail ; le montant."),
    "below_zero": N_("Ce montant ne peut pas être négatif."),
    "not_a_siret": N_("Ce SIRET n’existe pas : 14 chiffres, le dernier est une clé."),
    "not_a_share": N_("Écrivez une part comme 1/3 ou 50 %."),
    "shares_must_sum": N_("Les parts doivent faire un tout, exactement."),
    "too_many": N_("Il y en a trop."), "twice": N_("Cette personne est déjà nommée."),
    "already_known": N_("Déjà dans le répertoire."),
    "several_people": N_("Plusieurs personnes portent ce nom : écrivez l’adresse e-mail."),
    "unknown_person": N_("Personne de ce nom dans le répertoire."),
    "unknown_unit": N_("Ce bien n’est pas dans le répertoire."),
    "before_start": N_("La fin précède le début."), "ends_before": N_("La fin précède le début."),
    "not_open": N_("Ce dossier n’est plus ouvert."),
}
LANGUAGES: dict[str, str] = {"fr": "Français", "en": "English"}


def today(request: Request) -> date:
    """The day in the office."""
    return request.now.astimezone(PARIS).date()


def may_edit(request: Request) -> bool:
    return request.user.role == "manager"


def version_of(request: Request) -> int:
    """The version the form was shown with; one that is no number fits nothing."""
    return request.number("version", -1)
