"""Sample invoices with a trap: cumulated statements, tax-free traders, cents that do not add up."""

from __future__ import annotations

from .firms import BATIRENOV, LEROY, MOREAU, PETIT, letterhead
from .quotes import HEAD, WORKS, Truth
from .sheet import BOLD, Sheet


def invoice_progress(sheet: Sheet) -> Truth:
    letterhead(sheet, BATIRENOV)
    sheet.at(40, 190, "SITUATION DE TRAVAUX N° 2", 14, BOLD)
    sheet.block(40, 210, ["Facture n° FS-26-0021", "Date : 31/07/2026", "Montant du marché HT : 40 000,00 €"])
    pairs = (
        ("Travaux cumulés HT", "26 000,00 €"),
        ("Situations précédentes HT", "- 14 000,00 €"),
        ("Montant HT de la présente situation", "12 000,00 €"),
        ("TVA 20 %", "2 400,00 €"),
        ("Montant TTC", "14 400,00 €"),
        ("Retenue de garantie 5 %", "- 720,00 €"),
        ("Net à payer", "13 680,00 €"),
    )
    sheet.totals(300, pairs, 300)
    return {
        "kind": "invoice",
        "number": "FS-26-0021",
        "issued_on": "2026-07-31",
        "gross_cents": 1440000,
        "vat_cents": 240000,
        "net_cents": 1200000,
        "payable_cents": 1368000,
    }


def invoice_tax_free(sheet: Sheet) -> Truth:
    letterhead(sheet, PETIT)
    sheet.at(40, 190, "Facture 2026-0009", 14, BOLD)
    sheet.at(40, 208, "Nantes, le 9 septembre 2026")
    columns = ((40, "left"), (380, "right"), (460, "right"), (550, "right"))
    y = sheet.table(
        250,
        columns,
        ("Prestation", "Heures", "Tarif", "Montant"),
        (("Débarras de cave", "7", "35,00 €", "245,00 €"), ("Nettoyage", "3", "30,00 €", "90,00 €")),
    )
    sheet.totals(y + 20, (("Total à payer", "335,00 €"),))
    sheet.at(40, y + 70, "TVA non applicable, art. 293 B du CGI")
    return {
        "kind": "invoice",
        "number": "2026-0009",
        "issued_on": "2026-09-09",
        "gross_cents": 33500,
        "vat_cents": 0,
        "net_cents": 33500,
        "payable_cents": 33500,
    }


def invoice_does_not_close(sheet: Sheet) -> Truth:
    letterhead(sheet, MOREAU)
    sheet.at(40, 190, "FACTURE N° F2026-0555", 14, BOLD)
    sheet.at(40, 210, "Date : 21/09/2026")
    y = sheet.table(250, WORKS, HEAD, (("Dégorgement", "1", "10 %", "333,33", "333,33"),))
    sheet.totals(y + 20, (("Total HT", "333,33 €"), ("TVA 10 %", "33,33 €"), ("Total TTC", "376,66 €")))
    return {
        "kind": "invoice",
        "number": "F2026-0555",
        "issued_on": "2026-09-21",
        "gross_cents": 37666,
        "proposed": ["gross_cents", "vat_cents", "net_cents"],
        "warnings": ["totals_do_not_close"],
    }


def invoice_one_cent_off(sheet: Sheet) -> Truth:
    letterhead(sheet, MOREAU)
    sheet.at(40, 190, "FACTURE N° F2026-0556", 14, BOLD)
    sheet.at(40, 210, "Date : 22/09/2026")
    y = sheet.table(
        250, WORKS, HEAD, (("Joint", "3", "5,5 %", "4,15", "12,45"), ("Pose", "1", "10 %", "61,55", "61,55"))
    )
    sheet.totals(
        y + 20,
        (("Total HT", "74,00 €"), ("TVA 5,5 %", "0,68 €"), ("TVA 10 %", "6,16 €"), ("Total TTC", "80,85 €")),
    )
    return {
        "kind": "invoice",
        "number": "F2026-0556",
        "issued_on": "2026-09-22",
        "gross_cents": 8085,
        "vat_cents": 684,
        "net_cents": 7400,
        "warnings": ["rounding_gap"],
    }


def invoice_sums_in_a_row(sheet: Sheet) -> Truth:
    letterhead(sheet, LEROY)
    sheet.at(40, 190, "Facture", 16, BOLD)
    sheet.block(40, 210, ["Numéro de facture : 000731", "En date du : 05/10/2026", "Paiement à 30 jours"])
    columns = ((40, "left"), (350, "right"), (450, "right"), (550, "right"))
    rows = (
        ("Pose d'un garde-corps", "1 400,00", "140,00", "1 540,00"),
        ("Reprise de peinture", "260,00", "26,00", "286,00"),
        ("Total", "1 660,00", "166,00", "1 826,00"),
    )
    sheet.table(260, columns, ("Travaux", "Montant HT", "TVA 10 %", "Montant TTC"), rows)
    return {
        "kind": "invoice",
        "number": "000731",
        "issued_on": "2026-10-05",
        "gross_cents": 182600,
        "vat_cents": 16600,
        "net_cents": 166000,
        "payable_cents": 182600,
    }


ODD_INVOICES = (
    invoice_progress,
    invoice_tax_free,
    invoice_does_not_close,
    invoice_one_cent_off,
    invoice_sums_in_a_row,
)
