"""Sentences of the pages about the packages of a works file: who takes part, what it costs, what is to be invoiced."""

from __future__ import annotations

from chalicelib.domain.marked import N_
from chalicelib.handlers.web.labels import FAULTS

TABLE: dict[str, str] = {
    "contract": N_("Marché"), "variations": N_("Avenants"), "billable": N_("Avancement facturable"),
    "received": N_("Factures reçues"), "to_come": N_("Factures à recevoir"),
    "from_quotes": N_("repris des devis validés"), "unknown": N_("non renseigné"), "net": N_("HT"),
    "net_missing": N_("* Le montant HT de certaines factures n’est pas connu."), "over": N_("trop facturé"),
    "unmeasured": N_("avancement non renseigné"), "above": N_("dépasse le marché"),
}
TITLES: dict[str, str] = {
    "place": N_("Lot de travaux"), "contractor": N_("Entreprise"), "contract": N_("Marché TTC"),
    "variations": N_("Avenants TTC"),
    "progress": N_("Avancement (%)"), "billable": N_("Avancement facturable TTC"),
    "received": N_("Factures reçues TTC"), "received_net": N_("Factures reçues HT"),
    "missing": N_("Factures sans montant"), "to_come": N_("Factures à recevoir TTC"), "note": N_("Remarque"),
}
DONE: dict[str, str] = {
    "ajoute": N_("Lots ajoutés."), "modifie": N_("Lot enregistré."), "supprime": N_("Lot supprimé."),
    "ordre": N_("Ordre des lots enregistré."),
}
TICKET_DONE: dict[str, str] = {
    "accord": N_("Accord enregistré : un reçu part à la personne."),
    "refus": N_("Refus enregistré : un reçu part à la personne."),
    "avenant": N_("Avenant enregistré : seul l’écart est à accepter."),
}
PLACES: dict[str, str] = {"whole": N_("Dossier entier"), "file": N_("Dossier"), "total": N_("Total")}
RIGHTS: dict[str, str] = {
    "manager": N_("voit et dépose les documents, commente, choisit leur statut"),
    "decider": N_("voit et dépose les documents, commente, accepte ou refuse"),
    "contributor": N_("voit et dépose les documents, commente"), "reader": N_("voit les documents"),
}
FIELD_NAMES: dict[str, str] = {
    "names": N_("Noms des lots"), "name": N_("Nom"), "contractor": N_("Entreprise"), "contract": N_("Marché TTC"),
    "email": N_("Adresse e-mail"), "person": N_("Personne"), "role": N_("Rôle"), "language": N_("Langue"),
    "packages": N_("Lots"), "scope": N_("Accès"), "text": N_("Commentaire"), "file": N_("Fichier"), "note": N_("Note"),
    "status": N_("Statut"), "source": N_("Source"),
}
SENTENCES: dict[str, str] = FAULTS | {
    "below_zero": N_("Ce montant ne peut pas être négatif."),
    "two_packages": N_("Nommez deux lots au moins, un par ligne."),
    "package_twice": N_("Deux lots ne peuvent pas porter le même nom."),
    "too_many_packages": N_("Il y a trop de lots : 250 au plus."),
    "several_people": N_("Plusieurs personnes portent ce nom : écrivez l’adresse e-mail."),
    "package_changed": N_("Ce lot a changé entre-temps : vérifiez, puis enregistrez à nouveau."),
    "package_in_use": N_("Des documents sont classés dans ce lot : classez-les ailleurs d’abord."),
    "no_package": N_("Cochez un lot au moins, ou choisissez tout le dossier."),
    "already_there": N_("Cette personne participe déjà à ce dossier."),
    "participant_changed": N_("Ces droits ont changé entre-temps : vérifiez, puis enregistrez à nouveau."),
}
