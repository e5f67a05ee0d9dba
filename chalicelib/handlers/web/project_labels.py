"""Sentences of the pages about the packages of a works file: who takes part, what it costs, what is to be invoiced."""

from __future__ import annotations

from chalicelib.domain.marked import N_

TABLE: dict[str, str] = {
    "contract": N_("Marché"), "variations": N_("Avenants"), "billable": N_("Avancement facturable"),
    "received": N_("Factures reçues"), "to_come": N_("Factures à recevoir"),
    "from_quotes": N_("repris des devis validés"), "unknown": N_("non renseigné"), "net": N_("HT"),
    "net_missing": N_("* Le montant HT de certaines factures n’est pas connu."), "over": N_("trop facturé"),
    "unmeasured": N_("avancement non renseigné"),
}
TITLES: dict[str, str] = {
    "place": N_("Lot"), "contractor": N_("Entreprise"), "contract": N_("Marché TTC"), "variations": N_("Avenants TTC"),
    "progress": N_("Avancement (%)"), "billable": N_("Avancement facturable TTC"),
    "received": N_("Factures reçues TTC"), "received_net": N_("Factures reçues HT"),
    "missing": N_("Factures sans montant"), "to_come": N_("Factures à recevoir TTC"), "note": N_("Remarque"),
}
PLACES: dict[str, str] = {"whole": N_("Dossier entier"), "file": N_("Dossier"), "total": N_("Total")}
