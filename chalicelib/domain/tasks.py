"""What only a person can do next on a works file: the codes that a ticket carries, and their words (U-50)."""

from __future__ import annotations

from chalicelib.domain.marked import N_

TASKS: dict[str, str] = {
    "call_owner": N_("Appeler le propriétaire : pas de décision malgré les relances"),
    "call_contractor": N_("Appeler l’entreprise : pas de réponse malgré les relances"),
    "other_contractor": N_("Missionner une autre entreprise"),
    "dead_address": N_("Adresse e-mail à remplacer : les e-mails ne sont plus remis"),
    "pause_over": N_("La pause est finie : reprendre le dossier"),
    "undelivered": N_("Un e-mail n’est pas arrivé : le renvoyer ou téléphoner"),
    "directives": N_("Répondre aux directives du propriétaire"),
    "own_care": N_("Le propriétaire s’occupait lui-même des travaux : vérifier que c’est fait"),
    "check_visit": N_("Vérifier que l’intervention a eu lieu"),
    "split_votes": N_("Avis partagés : à vous de décider"),
    "owner_refused": N_("Le propriétaire a refusé : autre devis ou autre solution"),
    "reconfirm": N_("À reconfirmer par l’entreprise"),
    "variation_refused": N_("Avenant refusé : décider de la suite avec l’entreprise"),
    "refusal_reason": N_("Document refusé sans motif : dire à l’entreprise pourquoi"),
    "owner_question": N_("Répondre à la question du propriétaire"),
    "objection": N_("Le propriétaire revient sur son accord : le rappeler"),
    "no_decider": N_("Personne ne peut décider sur ce document : à vous de le faire"),
    "new_version_after_approval": N_("Nouvelle version d’un document déjà validé : demander l’accord sur l’écart"),
    "new_version_to_submit": N_("Nouvelle version à soumettre : confirmer d’abord ses montants"),
    "countersign": N_("Commande urgente à contresigner par un second gestionnaire"),
    "shared_address": N_("Adresse e-mail commune à des propriétaires : recueillir l’accord de chacun"),
    "no_capacity": N_("Un propriétaire ne peut plus décider : trouver son représentant légal"),
    "mandate_ended": N_("Mandat terminé : décider de la suite"),
    "owner_unreachable": N_("Un propriétaire n’a pas d’adresse e-mail : le joindre autrement"),
}
