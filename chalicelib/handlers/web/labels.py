"""Sentences of the manager's screens for the codes of the trade. French; the catalog translates."""

from __future__ import annotations

from collections.abc import Mapping

from chalicelib.domain.marked import N_
from chalicelib.rendering.catalog import translate


def spoken(words: Mapping[str, str], language: str) -> dict[str, str]:
    """A whole table of words in the reader's language, looked up once for a page of many lines."""
    return {code: translate(word, language) for code, word in words.items()}

PRIORITIES: dict[str, str] = {
    "urgent": N_("Urgente"), "high": N_("Haute"), "normal": N_("Normale"), "low": N_("Basse"),
}

TURNS: dict[str, str] = {
    "us": N_("À nous"), "owner": N_("Propriétaire"), "contractor": N_("Entreprise"), "tenant": N_("Locataire"),
    "nobody": N_("Personne"),
}

NEXT_STEPS: dict[str, str] = {
    "reported": N_("Qualifier la demande"), "qualified": N_("Choisir une entreprise"),
    "quoting": N_("Doit répondre"), "quote_received": N_("Soumettre au propriétaire"),
    "awaiting_approval": N_("Doit décider"), "approved": N_("Envoyer l’ordre de service"),
    "order_held": N_("Peut encore annuler"), "lot_to_order": N_("Envoyer l’ordre de service"),
    "lot_to_submit": N_("Soumettre au propriétaire"),
    "in_progress": N_("Doit terminer"), "works_done": N_("Doit l’envoyer"),
    "invoice_received": N_("Mettre en comptabilité"), "closed": N_("Rien à faire"), "cancelled": N_("Rien à faire"),
    "answer": N_("Lire et répondre"),
}

EXCHANGES: dict[str, str] = {
    "wrote": N_("a écrit"), "sent_files": N_("a envoyé des pièces"), "opened": N_("a ouvert le dossier"),
    "mission": N_("a missionné"), "chase_contractor": N_("a relancé"), "inform_tenant": N_("a informé le locataire"),
    "inform_owner": N_("a informé le propriétaire"), "inform_other": N_("a informé un tiers"),
    "handled": N_("a traité"), "quote_to_owner": N_("a soumis le devis"), "order": N_("a commandé les travaux"),
    "ask_invoice": N_("a demandé la facture"), "edited": N_("a modifié le dossier"), "closed": N_("a clos le dossier"),
    "reopened": N_("a rouvert le dossier"), "cancelled": N_("a annulé le dossier"), "call": N_("a noté un appel"),
    "note": N_("a écrit une note"), "imported": N_("a importé le dossier"),
    "accepted": N_("a accepté le devis"), "refused": N_("a refusé le devis"), "asked": N_("a posé une question"),
    "directed": N_("a donné des directives"), "decided": N_("a répondu"),
    "merged": N_("a réuni deux dossiers"), "split": N_("a sorti un message"),
}

HISTORY: dict[str, str] = {
    "opened": N_("Dossier ouvert"), "opened_from_mail": N_("Dossier ouvert depuis un e-mail"),
    "reported": N_("Signalé par e-mail"), "mission": N_("Entreprise missionnée"),
    "chase_contractor": N_("Entreprise relancée"), "inform_tenant": N_("Locataire informé"),
    "inform_owner": N_("Propriétaire informé"), "inform_other": N_("Tiers informé"),
    "document_replaced": N_("Document remplacé par une nouvelle version"),
    "document_comment": N_("Commentaire sur un document"),
    "document_received": N_("Pièce reçue"), "document_added": N_("Pièce ajoutée"),
    "read_quote": N_("Devis lu"), "read_invoice": N_("Facture lue"), "read_credit_note": N_("Avoir lu"),
    "auto_reply": N_("Réponse automatique"), "bounce": N_("E-mail non remis"), "receipt": N_("Accusé de lecture"),
    "report": N_("Rapport automatique"), "too_many_mails": N_("Trop d’e-mails : plus de réponse automatique"),
    "maybe_double": N_("E-mail peut-être envoyé deux fois"), "mail_failed": N_("E-mail non parti"),
    "mail_bounced": N_("E-mail non remis"), "mail_complained": N_("E-mail signalé comme indésirable"),
    "mail_rejected": N_("E-mail refusé par le fournisseur d’envoi"), "mail_delayed": N_("E-mail retardé"),
    "mail_returned": N_("E-mail refusé pour l’instant"), "mail_suppressed": N_("E-mail non envoyé"),
    "taken_back": N_("E-mail repris avant son départ"),
    "handled": N_("Marqué comme traité"), "filed_by_hand": N_("E-mail classé à la main"),
    "document_released": N_("Pièce libérée"), "corrected": N_("Lecture corrigée"),
    "quote_to_owner": N_("Devis soumis au propriétaire"), "order": N_("Ordre de service envoyé"),
    "ask_invoice": N_("Facture demandée"), "edited": N_("Dossier modifié"), "closed": N_("Dossier clos"),
    "reopened": N_("Dossier rouvert"), "cancelled": N_("Dossier annulé"), "quote_chosen": N_("Devis choisi"),
    "variation_open": N_("Avenant soumis au propriétaire : les travaux en plus attendent son accord"),
    "call": N_("Appel"), "note": N_("Note interne"),
    "reminded_quote": N_("Relance automatique : devis"), "reminded_decision": N_("Relance automatique : décision"),
    "reminded_own_care": N_("Relance automatique : travaux du propriétaire"),
    "task_own_care": N_("Le jour annoncé par le propriétaire est venu : à vérifier"),
    "reminded_visit": N_("Relance automatique : intervention"),
    "reminded_invoice": N_("Relance automatique : facture"),
    "reminded_photos": N_("Relance automatique : photos"), "reminded_keys": N_("Relance automatique : clés"),
    "reminded_certificate": N_("Relance automatique : attestation"),
    "task_call_owner": N_("Pas de décision malgré les relances : à appeler"),
    "task_call_contractor": N_("Pas de réponse malgré les relances : à appeler"),
    "task_other_contractor": N_("Pas de devis malgré les relances : une autre entreprise est conseillée"),
    "task_owner_unreachable": N_("Sans adresse e-mail : à joindre autrement"),
    "merged_into": N_("Réuni avec un autre dossier"), "merged_here": N_("Un dossier est réuni à celui-ci"),
    "merge_undone": N_("Le dossier est de nouveau séparé"), "split_off": N_("Un message a son propre dossier"),
    "split_from": N_("Ouvert depuis le message d’un autre dossier"),
    "chosen_though_lapsed": N_("Choisie malgré une attestation expirée"),
    "task_check_visit": N_("Date d’intervention passée sans nouvelles : à vérifier"),
    "imported": N_("Dossier importé"), "rested": N_("Dossier mis en pause"),
    "roused": N_("Pause terminée par le gestionnaire"),
    "woken": N_("Fin de la pause"), "reminders_stopped": N_("Relances arrêtées"),
    "vote_accept": N_("A accepté"), "vote_refuse": N_("A refusé"), "vote_withdrawn": N_("A retiré sa réponse"),
    "decision_cancelled": N_("A annulé son accord"), "question": N_("Question du propriétaire"),
    "directions": N_("Directives du propriétaire"), "delegated": N_("A passé la main"),
    "delegation_ended": N_("A repris la main"), "objection": N_("Revient sur son accord"),
    "deadline_passed": N_("Délai de réponse passé"), "locked": N_("Lien bloqué après cinq codes faux"),
    "status_set": N_("Statut d’un document modifié"),
    "reminders_resumed": N_("Relances reprises"), "handed_over": N_("Dossier confié à un autre gestionnaire"),
    "packages_opened": N_("Dossier divisé en lots"), "package_added": N_("Lots ajoutés"),
    "package_changed": N_("Lot modifié"), "package_removed": N_("Lot supprimé"),
    "participant_added": N_("Participant invité"), "participant_changed": N_("Droits d’un participant modifiés"),
    "participant_removed": N_("Participant retiré"), "electors_changed": N_("Les décideurs ont changé"),
    "no_capacity": N_("Ne peut plus décider : représentant légal à trouver"),
    "capacity_back": N_("Peut de nouveau décider"),
    "over_invoiced": N_("Facturé au-delà de l’avancement"),
    "order_tenant": N_("Locataire prévenu de l’intervention"), "urgent_order": N_("Propriétaire prévenu de l’urgence"),
    "ordered_urgently": N_("Commandé en urgence"), "mandate_ended": N_("Mandat terminé"),
    "order_dropped": N_("Ordre de service annulé avant son départ"),
    "ordered_though_lapsed": N_("Commandé après la fin de validité du devis"),
    "agreement_asked": N_("Demande d’accord au propriétaire"),
    "agreement_recorded": N_("Accord recueilli par l’agence"), "refusal_recorded": N_("Refus recueilli par l’agence"),
    "countersign_asked": N_("Seconde signature demandée"),
    "conversation_closed": N_("Mauvais destinataire : conversation fermée"),
    "conversation_reopened": N_("Conversation rouverte avec une nouvelle adresse de réponse"),
    "evidence_made": N_("Dossier de preuve établi"),
}

KEYS: dict[str, str] = {
    "none": N_("Aucune clef remise"), "lent": N_("Clefs remises à l’entreprise"), "returned": N_("Clefs rendues"),
}

TRACES: dict[str, str] = {
    "sent": N_("Envoyé"), "uncertain": N_("Peut-être envoyé"), "delayed": N_("Remise retardée"),
    "returned": N_("Refusé pour l’instant"), "delivered": N_("Remis"), "rejected": N_("Non remis"),
    "bounced": N_("Non remis"), "complained": N_("Signalé comme indésirable"), "failed": N_("Non parti"),
    "suppressed": N_("Non envoyé"), "cancelled": N_("Repris avant son départ"),
}

FAULTS: dict[str, str] = {
    "address_refused": N_("Cette adresse refuse nos e-mails."),
    "required": N_("Ce champ est nécessaire."), "too_long": N_("Ce texte est trop long."),
    "not_an_address": N_("Cette adresse e-mail n’est pas valable."),
    "unknown": N_("Choisissez une valeur de la liste."), "placeholder_left": N_("Il reste un passage à compléter."),
    "no_address": N_("Cette personne n’a pas d’adresse e-mail utilisable."),
    "too_large": N_("Ce fichier dépasse la taille permise."), "empty": N_("Ce fichier est vide."),
    "not_an_amount": N_("Écrivez un montant comme 1284,50."),
    "negative": N_("Un montant négatif n’est possible que sur un avoir."),
    "not_a_date": N_("Cette date n’est pas valable."),
    "not_to_come": N_("Choisissez un jour à venir."), "too_far": N_("Choisissez un jour dans l’année qui vient."),
    "above_mandate": N_("Ce montant dépasse ce que le mandat permet de commander : demandez l’accord du propriétaire."),
    "mandate_ended": N_("Le mandat de ce bien est terminé : rien ne s’y commande plus."),
    "countersign_needed": N_("La clause d’urgence ne couvre pas ce montant : un second gestionnaire doit signer."),
    "no_owner": N_("Ce dossier n’a pas de propriétaire : rattachez-le d’abord à un bien sous mandat."),
    "urgent_reason": N_("Dites pourquoi ces travaux ne peuvent pas attendre."),
    "validity_passed": N_("Ce devis n’était plus valable : dites qui l’a reconfirmé dans l’entreprise, et quand."),
    "quote_missing": N_("Joignez le devis à soumettre."),
    "amounts_unsure": N_("Confirmez d’abord le montant TTC et la TVA de ce document."),
    "not_for_recipient": N_("Une pièce jointe n’est pas destinée à cette personne."),
    "too_many": N_("Douze filtres au plus : supprimez-en un."),
    "form_used": N_("Ce formulaire a déjà servi à autre chose : enregistrez à nouveau si ceci doit compter aussi."),
    "ticket_changed": N_("Ce dossier a changé entre-temps : vérifiez, puis enregistrez à nouveau."),
    "reason_needed": N_("Indiquez la raison."), "ends_before": N_("La fin précède le début."),
    "move_not_allowed": N_("Le dossier ne peut pas passer à cet état."),
    "order_held": N_("Un ordre de service attend de partir : annulez d’abord son envoi, ou laissez-le partir."),
    "order_left": N_("L’ordre de service vient de partir : relisez le dossier avant de l’annuler."),
    "certificate_lapsed": N_("Une attestation de cette entreprise a expiré : indiquez pourquoi vous la choisissez."),
    "choose_ticket": N_("Choisissez l’autre dossier."), "unknown_ticket": N_("Aucun dossier ne porte ce numéro."),
    "same_ticket": N_("C’est ce dossier-ci : choisissez l’autre."),
    "target_closed": N_("Ce dossier est clos ou annulé : rouvrez-le d’abord."),
    "choose_one": N_("Choisissez au moins un destinataire."),
    "no_capacity": N_("Ce propriétaire ne peut plus décider lui-même : adressez-vous à son représentant légal."),
    "to_come": N_("Ce jour n’est pas encore passé."),
    "his_own_address": N_("Remplacez aussi l’adresse e-mail par celle du représentant."),
    "too_many_people": N_("Quinze destinataires au plus à la fois."),
}

LAPSES: dict[str, str] = {
    "insurance_expired": N_("Assurance expirée"), "urssaf_expired": N_("Attestation URSSAF expirée"),
}

ASSIGNMENTS: dict[str, str] = {
    "asked": N_("Missionnée, sans réponse"), "answered": N_("A répondu"), "quoted": N_("Devis reçu"),
    "declined": N_("A décliné"), "retained": N_("Retenue"), "not_retained": N_("Non retenue"),
    "cancelled": N_("Mission annulée"),
}

WARNINGS: dict[str, str] = {
    "no_text_layer": N_("Document scanné : aucun texte lisible"),
    "xml_differs_from_page": N_("Les données intégrées ne correspondent pas à la page"),
    "infected": N_("Virus détecté : les pièces jointes sont isolées"),
    "type_conflict": N_("Le contenu ne correspond pas au type annoncé"),
    "maybe_new_version": N_("Semble être une nouvelle version"),
    "totals_do_not_add_up": N_("Les montants ne s’additionnent pas"),
    "encrypted": N_("Document protégé par mot de passe"),
    "file_too_large": N_("Fichier trop volumineux pour être lu"),
    "reading_failed": N_("Lecture impossible"), "reading_too_long": N_("Lecture impossible"),
    "reader_crashed": N_("Lecture impossible"),
}

FIELDS: dict[str, str] = {
    "title": N_("Titre"), "description": N_("Description"), "unit_id": N_("Bien"), "priority": N_("Priorité"),
    "to": N_("Destinataires"), "other": N_("Numéro de l’autre dossier"),
    "subject": N_("Objet"), "body": N_("Message"), "recipient": N_("Destinataire"), "email": N_("Adresse e-mail"),
    "file": N_("Fichier"), "kind": N_("Nature"), "ceiling": N_("Montant à ne pas dépasser"),
    "document": N_("Pièces jointes"), "amount": N_("Montant total"), "state": N_("Statut"),
    "starts_on": N_("Début d’incident"), "ends_on": N_("Fin d’incident"), "reason": N_("Raison"),
    "site_name": N_("Contact sur place"), "site_phone": N_("Téléphone"), "text": N_("Ce qui a été dit"),
    "tenant_impact": N_("Pour le locataire"), "risk": N_("Si l’on attend"),
    "keys": N_("Clefs"), "until": N_("Mettre en pause jusqu’au"),
}
