"""Words of a participant's space: what was just done, what cannot be done, why a field is refused."""

from __future__ import annotations

from chalicelib.domain.marked import N_
from chalicelib.handlers.web import paper_labels

DONE: dict[str, str] = {
    "accept": N_("Votre accord est compté. Un reçu part à votre adresse."),
    "refuse": N_("Votre refus est compté. Un reçu part à votre adresse."),
    "withdraw": N_("Votre choix est retiré. Vous pouvez choisir à nouveau."),
    "comment": N_("Commentaire ajouté."), "status": N_("Statut enregistré."),
    "deposit": N_("Document déposé."), "known": N_("Ce fichier était déjà dans le dossier : rien n’a été ajouté."),
    "renew": N_("Le lien part à l’adresse que nous connaissons."),
}
SECTIONS: dict[str, str] = {  # documents of one kind together, as a heading
    "quote": N_("Devis reçus"), "signed_quote": N_("Devis signés"), "invoice": N_("Factures"),
    "credit_note": N_("Avoirs"),
    "payment_voucher": N_("Bons à payer"), "progress_statement": N_("Décomptes"), "change_order": N_("Avenants"),
    "work_order": N_("Ordres de service"), "approval_request": N_("Demandes d’accord"), "report": N_("Rapports"),
    "photo": N_("Photos"), "bank_details": N_("Coordonnées bancaires"),
    "certificate": N_("Attestations"), "other": N_("Autres pièces"),
}
NOTICES: dict[str, str] = {
    "old_page": N_("Cette page est trop ancienne : relisez, puis répondez à nouveau."),
    "too_quick": N_("Votre réponse est arrivée très vite : relisez, puis confirmez-la."),
    "already_voted": N_("Un choix de vous est déjà compté : retirez-le d’abord pour en changer."),
    "no_vote": N_("Aucun choix de vous n’est compté."),
    "no_longer_asked": N_("L’agence n’attend plus de décision de vous sur ce document."),
    "votes_closed": N_("La décision est prise : les choix ne changent plus."),
    "superseded": N_("Ce document vient d’être remplacé : votre réponse n’a pas été prise en compte."),
    "form_used": N_("Cette page a déjà servi : voici ce qui est enregistré."),
    "ticket_changed": N_("Le dossier vient de changer : relisez, puis répondez à nouveau."),
    "document_changed": N_("Le document vient de changer : relisez, puis enregistrez à nouveau."),
}
FAULTS: dict[str, str] = paper_labels.SENTENCES | {
    "tick_to_confirm": N_("Cochez la case pour confirmer."),
    "choose_an_answer": N_("Choisissez une réponse."),
    "no_package": N_("Cochez un lot au moins."),
}
FIELDS: dict[str, str] = paper_labels.FIELDS | {
    "sure": N_("Confirmation"), "comment": N_("Commentaire"), "choice": N_("Réponse"), "file": N_("Fichier"),
}
