"""Words of the documents' pages: their types, statuses, orders, and each act of a history (S-30, U-75)."""

from __future__ import annotations

from chalicelib.domain.marked import N_
from chalicelib.handlers.web import labels

ORDERS: dict[str, str] = {"type": N_("Par type"), "lot": N_("Par lot"), "date": N_("Les plus récents d’abord")}
STATUS_FILTERS: dict[str, str] = {
    "in_approval": N_("Approbation"), "approved": N_("Validé"), "refused": N_("Refusé"), "paid": N_("Payé"),
    "none": N_("Sans statut"),
}

ACTS: dict[str, str] = {
    "added": N_("Document ajouté"), "described": N_("Informations modifiées"), "corrected": N_("Lecture corrigée"),
    "comment": N_("Commentaire"), "replaced": N_("Remplacé par une nouvelle version"),
    "version_of": N_("Nouvelle version"), "kept_apart": N_("Gardé comme document à part"),
    "released": N_("Pièce libérée"),
    "status_in_approval": N_("Statut : Approbation"), "status_approved": N_("Statut : Validé"),
    "status_refused": N_("Statut : Refusé"), "status_paid": N_("Statut : Payé"), "status_none": N_("Statut retiré"),
    "vote_accept": N_("A accepté"), "vote_refuse": N_("A refusé"), "vote_withdrawn": N_("A retiré son choix"),
    "votes_split": N_("Avis partagés : le gestionnaire décide"), "votes_frozen": N_("Votes figés"),
    "deadline_passed": N_("Délai de réponse passé"), "not_retained": N_("Non retenu : un autre devis est accepté"),
    "no_capacity": N_("Ne peut plus décider : représentant légal à trouver"),
    "capacity_back": N_("Peut de nouveau décider"),
    "electors_changed": N_("Les décideurs ont changé"),
    "shared_address": N_("Adresse e-mail commune : la parole de cette personne est à recueillir par l’agence"),
    "over_invoiced": N_("Facturé au-delà de l’avancement"),
    "decision_cancelled": N_("Décision annulée : le vote reprend"), "no_decider": N_("Personne ne peut décider"),
    "delegated": N_("A transmis sa décision"),
    "delegation_ended": N_("A repris sa décision"), "question": N_("A posé une question"),
    "directions": N_("A donné des directives"), "objection": N_("Revient sur son accord"),
    "reconfirm": N_("Accepté après sa date de validité : à reconfirmer par l’entreprise"),
    "variation_refused": N_("Avenant refusé : ce qui est commandé reste commandé"),
    "made_variation": N_("Devenu un avenant : seul l’écart est à accepter"), "stands_again": N_("Compte à nouveau"),
    "agreement_recorded": N_("Accord recueilli par l’agence"), "refusal_recorded": N_("Refus recueilli par l’agence"),
}

LOOKS: dict[str, str] = {"opened": N_("ouvert (peut être un automate)"), "downloaded": N_("téléchargé")}

CHANGED: dict[str, str] = {
    "kind": N_("Type"), "information": N_("Informations"), "firm": N_("Entreprise"), "packages": N_("Lots"),
    "parts": N_("Répartition"),
    "number": N_("Numéro"), "issued_on": N_("Date"), "gross_cents": N_("Montant TTC"), "vat_cents": N_("TVA"),
    "net_cents": N_("Montant HT"), "progress": N_("Avancement"),
}

ENDED: dict[str, str] = {
    "votes": N_("Décidé par les votes"), "status": N_("Votes figés : le gestionnaire a décidé"),
    "superseded": N_("Votes figés : une nouvelle version a remplacé celle-ci"),
    "other_retained": N_("Votes figés : un autre devis est accepté"), "cancelled": N_("Votes figés : dossier annulé"),
    "mandate_ended": N_("Votes figés : mandat terminé"),
    "taken_back": N_("Votes figés : l’envoi a été annulé"),
}

MAKING: dict[str, str] = {
    "progress_statement": N_("Le décompte se prépare…"), "payment_voucher": N_("Le bon à payer se prépare…"),
}
MADE: dict[str, str] = {
    "progress_statement": N_("Le décompte est prêt : il est dans la liste."),
    "payment_voucher": N_("Le bon à payer est prêt : il est dans la liste."),
}
DONE: dict[str, str] = {
    "statut": N_("Statut enregistré."), "vote": N_("Document soumis au vote : un e-mail part à ceux qui décident."),
    "commentaire": N_("Commentaire enregistré : les participants concernés en sont avertis."),
    "modifie": N_("Informations enregistrées."), "version": N_("Enregistré."),
}

FAULTS: dict[str, str] = {
    "voted": N_("Ce document est soumis à l’accord des décideurs : importez une nouvelle version pour changer ceci."),
    "parts_do_not_add_up": N_("La somme des parts doit être égale au montant TTC."),
    "parts_without_amount": N_("Indiquez d’abord le montant TTC à répartir."),
    "no_new_version": N_("Ce document ne peut pas remplacer l’autre."),
    "superseded": N_("Ce document a déjà été remplacé par une autre version."),
    "names_others": N_("Ce texte part à l’entreprise : n’y citez personne d’autre, ni un autre montant que le sien."),
    "held": N_("Cette pièce est retenue jusqu’à votre contrôle."),
    "not_a_percentage": N_("Écrivez un pourcentage entre 0 et 100, comme 45,5."),
    "document_changed": N_("Ce document a changé entre-temps : vérifiez, puis enregistrez à nouveau."),
}

SENTENCES: dict[str, str] = labels.FAULTS | FAULTS
FIELDS: dict[str, str] = {
    "kind": N_("Type"), "information": N_("Informations"), "firm": N_("Entreprise"),
    "gross_cents": N_("Montant TTC"), "vat_cents": N_("TVA"), "lot": N_("Lots"), "replaces": N_("Remplace"),
    "text": N_("Commentaire"), "status": N_("Statut"),
    "source": N_("Source"), "note": N_("Note"), "motive": N_("Motif d’un refus"),
}
