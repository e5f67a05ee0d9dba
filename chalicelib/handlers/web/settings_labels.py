"""Words of the settings: their names, and why something typed there cannot be taken."""

from __future__ import annotations

from chalicelib.domain.marked import N_
from chalicelib.handlers.web.labels import FAULTS

SECTIONS: dict[str, str] = {
    "agence": N_("Agence"), "utilisateurs": N_("Utilisateurs"), "delais": N_("Délais et horaires"),
    "modeles": N_("Modèles d’e-mail")}

SENTENCES: dict[str, str] = FAULTS | {
    "not_a_number": N_("Écrivez un nombre entier."),
    "out_of_bounds": N_("Cette valeur sort des limites indiquées."),
    "not_an_hour": N_("Écrivez une heure comme 08:30."),
    "closes_before_opening": N_("La fermeture doit suivre l’ouverture."),
    "not_after": N_("Cette étape doit venir après la précédente."),
    "address_used": N_("Cette adresse sert déjà à se connecter : elle ne peut pas être invitée."),
    "last_manager": N_("C’est le dernier gestionnaire actif : il en faut toujours un."),
    "unclosed": N_("Une accolade n’est pas fermée : un champ s’écrit {{ titre }}."),
    "unknown_field": N_("Ce champ n’existe pas."),
    "field_not_here": N_("Ce champ n’a pas de sens dans cette lettre."),
    "amount_to_tenant": N_("Un montant ne va jamais à un locataire."),
}

FIELDS: dict[str, str] = {
    "name": N_("Nom"), "phone": N_("Téléphone"), "language": N_("Langue"), "signature": N_("Signature"),
    "email": N_("Adresse e-mail"), "role": N_("Rôle"), "to": N_("Nouveau gestionnaire"), "access": N_("Accès"),
    "subject": N_("Objet"), "body": N_("Texte"),
    "undo_seconds": N_("Délai pour annuler un envoi"), "opens_at": N_("Ouverture"), "closes_at": N_("Fermeture"),
    "quote_first": N_("Devis : première relance"), "quote_second": N_("Devis : deuxième relance"),
    "quote_next_firm": N_("Devis : conseiller une autre entreprise"),
    "promise_call": N_("Devis promis : appeler l’entreprise"),
    "owner_first": N_("Accord : première relance"), "owner_second": N_("Accord : deuxième relance"),
    "owner_last": N_("Accord : dernier avis"), "owner_call": N_("Accord : appeler le propriétaire"),
    "urgent_hours": N_("Urgent : relancer"), "urgent_call_hours": N_("Urgent : appeler"),
    "visit_ask": N_("Intervention : demander si c’est fait"),
    "visit_check": N_("Intervention : la vérifier vous-même"),
    "invoice_first": N_("Facture : première relance"), "invoice_second": N_("Facture : deuxième relance"),
    "invoice_third": N_("Facture : troisième relance"), "invoice_call": N_("Facture : appeler l’entreprise"),
    "photos_first": N_("Photos : première relance"), "photos_second": N_("Photos : deuxième relance"),
    "keys_first": N_("Clefs : première relance"), "keys_second": N_("Clefs : deuxième relance"),
    "keys_call": N_("Clefs : appeler l’entreprise"),
    "certificate_before": N_("Demander une attestation avant son terme"),
    "link_days": N_("Durée du lien envoyé au propriétaire"),
    "cooling_minutes": N_("Délai pour annuler un accord"),
    "code_from_euros": N_("Code par e-mail à partir de"),
}

UNITS: dict[str, str] = {
    "undo_seconds": N_("secondes"), "urgent_hours": N_("heures ouvrées"), "urgent_call_hours": N_("heures"),
    "certificate_before": N_("jours"), "link_days": N_("jours"), "cooling_minutes": N_("minutes"),
    "code_from_euros": N_("euros TTC")}
A_DAY: str = N_("jours ouvrés")

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (N_("Devis demandé à une entreprise"), ("quote_first", "quote_second", "quote_next_firm", "promise_call")),
    (N_("Accord demandé au propriétaire"), ("owner_first", "owner_second", "owner_last", "owner_call")),
    (N_("Décision du propriétaire par lien"), ("link_days", "cooling_minutes", "code_from_euros")),
    (N_("Dossier urgent"), ("urgent_hours", "urgent_call_hours")),
    (N_("Après la date d’intervention"), ("visit_ask", "visit_check")),
    (N_("Facture"), ("invoice_first", "invoice_second", "invoice_third", "invoice_call")),
    (N_("Photos"), ("photos_first", "photos_second")),
    (N_("Clefs"), ("keys_first", "keys_second", "keys_call")),
    (N_("Attestations des entreprises"), ("certificate_before",)),
)
