"""Sample invoices in the usual layouts: labels beside or above, two columns, several pages, deposits."""

from __future__ import annotations

from .firms import BATIRENOV, LEROY, MOREAU, bank_line, letterhead
from .quotes import HEAD, WORKS, Truth
from .sheet import BOLD, Sheet


def invoice_labels_above(sheet: Sheet) -> Truth:
    letterhead(sheet, MOREAU)
    sheet.at(40, 190, "FACTURE", 18, BOLD)
    heads = ((40, "left"), (190, "left"), (320, "left"), (450, "left"))
    sheet.table(
        220,
        heads,
        ("N° de facture", "Date de facture", "Date d'échéance", "Code client"),
        (("F2026-0412", "12/05/2026", "11/06/2026", "C00871"),),
    )
    y = sheet.table(
        280,
        WORKS,
        HEAD,
        (
            ("Recherche de fuite", "1", "10 %", "210,00", "210,00"),
            ("Remplacement du siphon", "1", "10 %", "95,40", "95,40"),
        ),
    )
    sums = ((200, "right"), (320, "right"), (440, "right"), (550, "right"))
    sheet.table(
        y + 40,
        sums,
        ("Total HT", "Total TVA", "Total TTC", "Net à payer"),
        (("305,40 €", "30,54 €", "335,94 €", "335,94 €"),),
    )
    sheet.at(40, y + 110, bank_line(MOREAU))
    sheet.at(
        40,
        y + 124,
        "Pas d'escompte pour paiement anticipé. Indemnité forfaitaire pour frais de recouvrement : 40,00 €",
        7,
    )
    return {
        "kind": "invoice",
        "number": "F2026-0412",
        "issued_on": "2026-05-12",
        "due_on": "2026-06-11",
        "gross_cents": 33594,
        "vat_cents": 3054,
        "net_cents": 30540,
        "payable_cents": 33594,
        "siret": MOREAU.siret,
        "iban": MOREAU.iban,
    }


def invoice_two_columns(sheet: Sheet) -> Truth:
    letterhead(sheet, BATIRENOV)
    sheet.at(40, 190, "Facture n° FA-26-0093 du 2 juin 2026", 14, BOLD)
    sheet.at(40, 208, "Selon devis n° DE-26-0041 accepté le 4 mai 2026")
    y = sheet.table(
        250,
        WORKS,
        HEAD,
        (
            ("Ravalement pignon nord", "85 m²", "20 %", "64,00", "5 440,00"),
            ("Échafaudage", "1", "20 %", "1 250,00", "1 250,00"),
        ),
    )
    left = (
        "Mode de règlement : virement",
        "Échéance : 02/07/2026",
        "Acompte reçu le 11/05/2026 : 2 000,00 €",
        bank_line(BATIRENOV),
    )
    sheet.block(40, y + 24, left, 8, 11)
    pairs = (
        ("Total H.T.", "6 690,00 €"),
        ("Total T.V.A.", "1 338,00 €"),
        ("Total T.T.C.", "8 028,00 €"),
        ("Reste à payer", "6 028,00 €"),
    )
    sheet.totals(y + 20, pairs, 400, 555, 10)
    return {
        "kind": "invoice",
        "number": "FA-26-0093",
        "issued_on": "2026-06-02",
        "due_on": "2026-07-02",
        "gross_cents": 802800,
        "vat_cents": 133800,
        "net_cents": 669000,
        "payable_cents": 602800,
        "iban": BATIRENOV.iban,
    }


def invoice_three_pages(sheet: Sheet) -> Truth:
    carried = ("", "2 400,00", "4 950,00")
    lines = (
        ("Cloisons salon", "2 400,00"),
        ("Faux plafond couloir", "2 550,00"),
        ("Reprise des angles", "1 330,00"),
    )
    for page, (work, amount) in enumerate(lines):
        letterhead(sheet, BATIRENOV)
        sheet.at(40, 180, "FACTURE 26F00218", 14, BOLD)
        sheet.at(400, 180, "Le 30/06/2026")
        sheet.at(540, 40, f"Page {page + 1}/3", 7)
        if page:
            sheet.totals(215, (("Report", carried[page]),))
        sheet.table(240, WORKS, HEAD, ((work, "1", "10 %", amount, amount),))
        if page < 2:
            sheet.totals(700, (("À reporter", carried[page + 1]),))
            sheet.next_page()
    sheet.totals(
        420,
        (
            ("Total HT", "6 280,00"),
            ("TVA 10,00 %", "628,00"),
            ("Total TTC", "6 908,00"),
            ("Net à payer (EUR)", "6 908,00"),
        ),
    )
    return {
        "kind": "invoice",
        "number": "26F00218",
        "issued_on": "2026-06-30",
        "gross_cents": 690800,
        "vat_cents": 62800,
        "net_cents": 628000,
        "payable_cents": 690800,
    }


def invoice_deposit(sheet: Sheet) -> Truth:
    letterhead(sheet, LEROY)
    sheet.at(40, 190, "FACTURE D'ACOMPTE N° AC-2026-07", 14, BOLD)
    sheet.block(
        40,
        210,
        ["Date : 20/05/2026", "Montant du devis n° 4471 : 9 526,00 € TTC", "Acompte de 30 % à la commande"],
    )
    y = sheet.table(280, WORKS, HEAD, (("Acompte sur travaux", "30 %", "10 %", "8 660,00", "2 598,00"),))
    sheet.totals(
        y + 20,
        (
            ("Total HT", "2 598,00 €"),
            ("TVA 10 %", "259,80 €"),
            ("Total TTC", "2 857,80 €"),
            ("Montant à régler", "2 857,80 €"),
        ),
    )
    return {
        "kind": "invoice",
        "number": "AC-2026-07",
        "issued_on": "2026-05-20",
        "gross_cents": 285780,
        "vat_cents": 25980,
        "net_cents": 259800,
        "payable_cents": 285780,
    }


def invoice_balance(sheet: Sheet) -> Truth:
    letterhead(sheet, LEROY)
    sheet.at(300, 190, "FACTURE DE SOLDE", 16, BOLD, "middle")
    sheet.block(
        40,
        215,
        ["Facture n° : 2026-118", "Date d'émission : 15 juillet 2026", "À régler avant le 14 août 2026"],
    )
    y = sheet.table(280, WORKS, HEAD, (("Travaux selon devis 4471", "1", "10 %", "8 660,00", "8 660,00"),))
    pairs = (
        ("Total HT", "8 660,00 €"),
        ("TVA 10 %", "866,00 €"),
        ("Total TTC", "9 526,00 €"),
        ("Acompte versé", "- 2 857,80 €"),
        ("Net à payer TTC", "6 668,20 €"),
    )
    sheet.totals(y + 20, pairs)
    return {
        "kind": "invoice",
        "number": "2026-118",
        "issued_on": "2026-07-15",
        "due_on": "2026-08-14",
        "gross_cents": 952600,
        "vat_cents": 86600,
        "net_cents": 866000,
        "payable_cents": 666820,
    }


INVOICES = (
    invoice_labels_above,
    invoice_two_columns,
    invoice_three_pages,
    invoice_deposit,
    invoice_balance,
)
