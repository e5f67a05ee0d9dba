"""What the lines of an evidence file are called, and why a file may be missing from it."""

from __future__ import annotations

from chalicelib.domain.marked import N_

LINES: dict[str, str] = {
    "filed": N_("Document versé au dossier"),
    "message_in": N_("E-mail reçu"), "message_out": N_("E-mail écrit"), "message_note": N_("Note"),
    "message_call": N_("Appel consigné par l’agence"),
    "mail_sent": N_("E-mail parti"), "mail_delivered": N_("E-mail remis au serveur du destinataire"),
    "mail_delayed": N_("Remise retardée"), "mail_returned": N_("E-mail refusé pour l’instant"),
    "mail_bounced": N_("E-mail non remis"), "mail_complained": N_("E-mail signalé comme indésirable"),
    "mail_rejected": N_("E-mail refusé par le fournisseur d’envoi"), "mail_failed": N_("E-mail non parti"),
    "mail_suppressed": N_("E-mail non envoyé"), "mail_cancelled": N_("E-mail repris avant son départ"),
    "mail_uncertain": N_("E-mail peut-être parti"),
    "access_opened": N_("Lien ouvert (peut être un automate)"),
    "access_downloaded": N_("Document téléchargé (peut être un automate)"),
    "round_opened": N_("Soumis à l’accord"), "round_settled": N_("Décidé par les votes"),
    "round_closed": N_("Votes figés"), "round_open": N_("Votes ouverts"),
    "vote_accept": N_("Accepte"), "vote_refuse": N_("Refuse"),
    "directive_question": N_("Question"), "directive_ceiling": N_("Accord sous un montant"),
    "directive_after_tenant": N_("Directive"), "directive_own_care": N_("S’en occupe"),
    "directive_free": N_("Directive"),
    "status_none": N_("Statut retiré"), "status_in_approval": N_("Passé en Approbation"),
    "status_approved": N_("Validé"), "status_refused": N_("Refusé"), "status_paid": N_("Payé"),
    "not_retained": N_("Non retenu"), "votes_split": N_("Avis partagés"),
    "no_capacity": N_("Ne peut plus décider : représentant légal à trouver"),
    "capacity_back": N_("Peut de nouveau décider"),
    "electors_changed": N_("Les décideurs ont changé"), "over_invoiced": N_("Facturé au-delà de l’avancement"),
    "decision_cancelled": N_("Décision annulée par le propriétaire"), "comment": N_("Commentaire"),
    "agreement_recorded": N_("Accord recueilli par l’agence"), "refusal_recorded": N_("Refus recueilli par l’agence"),
    "added": N_("Document ajouté"), "described": N_("Informations modifiées"), "corrected": N_("Lecture corrigée"),
    "replaced": N_("Remplacé par une nouvelle version"), "version_of": N_("Nouvelle version"),
    "votes_frozen": N_("Votes figés"), "kept_apart": N_("Gardé comme document à part"),
    "released": N_("Pièce libérée"), "vote_withdrawn": N_("A retiré son choix"),
    "deadline_passed": N_("Délai de réponse passé"), "no_decider": N_("Personne ne peut décider"),
    "reconfirm": N_("Accepté après sa date de validité : à reconfirmer par l’entreprise"),
    "variation_refused": N_("Avenant refusé : ce qui est commandé reste commandé"),
    "made_variation": N_("Devenu un avenant : seul l’écart est à accepter"),
    "stands_again": N_("Compte à nouveau"),
    "made": N_("Document établi par l’application"),
    "left_out_missing": N_("Fichier introuvable : absent de ce dossier"),
    "left_out_unreadable": N_("Fichier illisible : absent de ce dossier"),
    "left_out_held": N_("Pièce retenue par le contrôle : absente de ce dossier"),
    "left_out_too_much": N_("Limite de taille atteinte : absent de ce dossier"),
    "left_out_evidence": N_("Dossier de preuve antérieur : non repris"),
    "left_out_differs": N_("Le fichier n’a plus l’empreinte enregistrée : joint tel quel"),
}

SOURCES: dict[str, str] = {
    "own": N_("décision de l’agence"), "project": N_("décision du gestionnaire du projet"),
    "phone": N_("par téléphone"), "person": N_("de vive voix"),
    "letter": N_("par courrier"), "mail": N_("par e-mail"), "votes": N_("par les votes"),
}

OUTCOMES: dict[str, str] = {
    "open": N_("en cours"), "accepted": N_("accepté"), "refused": N_("refusé"), "split": N_("avis partagés"),
}

# Mails that are written when they leave keep no subject of their own.
MAILS: dict[str, str] = {
    "decision_request": N_("Demande d’accord"), "decision_replaced": N_("Demande d’accord, nouvelle version"),
    "decision_receipt": N_("Reçu de la réponse"), "decision_outcome": N_("Résultat de la décision"),
    "decision_news": N_("Nouvelle de la décision, au gestionnaire"), "decision_code": N_("Code de confirmation"),
    "refused_firm": N_("Entreprise prévenue du refus"),
    "own_care_tenant": N_("Locataire prévenu que le propriétaire s’en occupe"),
    "acknowledgement": N_("Accusé de réception"), "notification": N_("Avis au gestionnaire"),
    "reminder": N_("Relance automatique"), "space_invitation": N_("Invitation d’un participant"),
    "document_comment": N_("Commentaire d’un document"), "over_invoiced": N_("Facture au-delà de l’avancement"),
}
