"""Sample documents that are neither quote nor invoice, or that cannot be read."""

from __future__ import annotations

from chalicelib.domain.bank_details import format_iban

from .firms import BATIRENOV, LEROY, MOREAU, letterhead
from .quotes import HEAD, WORKS, Truth
from .sheet import BOLD, Sheet


def credit_note(sheet: Sheet) -> Truth:
    letterhead(sheet, MOREAU)
    sheet.at(40, 190, "AVOIR N° AV-2026-003", 14, BOLD)
    sheet.block(40, 210, ["Date : 02/10/2026", "Annule la facture n° F2026-0412 du 12/05/2026"])
    y = sheet.table(260, WORKS, HEAD, (("Siphon repris", "1", "10 %", "95,40", "95,40"),))
    sheet.totals(
        y + 20,
        (
            ("Total HT", "95,40 €"),
            ("TVA 10 %", "9,54 €"),
            ("Total TTC", "104,94 €"),
            ("Net à déduire", "104,94 €"),
        ),
    )
    return {
        "kind": "credit_note",
        "number": "AV-2026-003",
        "issued_on": "2026-10-02",
        "gross_cents": 10494,
        "vat_cents": 954,
        "net_cents": 9540,
        "payable_cents": 10494,
    }


def bank_details(sheet: Sheet) -> Truth:
    sheet.at(300, 60, "RELEVÉ D'IDENTITÉ BANCAIRE", 14, BOLD, "middle")
    sheet.block(60, 110, [f"Titulaire du compte : {LEROY.name}", LEROY.street, LEROY.town], 10, 14)
    columns = ((60, "left"), (160, "left"), (260, "left"), (400, "left"))
    sheet.table(
        180,
        columns,
        ("Code banque", "Code guichet", "N° de compte", "Clé RIB"),
        (("30002", "00550", "0000732829A", "47"),),
    )
    sheet.block(
        60,
        240,
        [f"IBAN {format_iban(LEROY.iban)}", "BIC CRLYFRPPXXX", "Domiciliation : Rennes Centre"],
        10,
        14,
    )
    return {"kind": "bank_details", "iban": LEROY.iban}


def insurance_certificate(sheet: Sheet) -> Truth:
    sheet.at(300, 70, "ATTESTATION D'ASSURANCE", 14, BOLD, "middle")
    sheet.at(300, 90, "Responsabilité décennale", 11, to="middle")
    sheet.block(
        60,
        140,
        [
            f"Nous soussignés, assureur, attestons que {BATIRENOV.name}",
            "est titulaire du contrat n° 7781204 pour la période du 01/01/2026 au 31/12/2026.",
            "Plafond de garantie : 500 000,00 € par sinistre. Franchise : 1 500,00 €.",
        ],
        10,
        16,
    )
    return {"kind": "certificate", "gross_cents": None, "number": None}


def scan_without_text(sheet: Sheet) -> Truth:
    sheet.canvas.setFillGray(0.8)
    for y in range(80, 700, 14):
        sheet.canvas.rect(60, sheet.height - y, 380 - y % 90, 5, stroke=0, fill=1)
    return {"source": "none", "gross_cents": None, "number": None, "warnings": ["no_text_layer"]}


def invoice_on_its_side(sheet: Sheet) -> Truth:
    sheet.canvas.setPageRotation(90)
    sheet.canvas.translate(sheet.width, 0)
    sheet.canvas.rotate(90)
    sheet.width, sheet.height = sheet.height, sheet.width
    letterhead(sheet, BATIRENOV)
    sheet.at(40, 190, "FACTURE N° P-2026-88", 14, BOLD)
    sheet.at(40, 210, "Date : 08/10/2026")
    sheet.totals(300, (("Total HT", "450,00 €"), ("TVA 20 %", "90,00 €"), ("Total TTC", "540,00 €")))
    return {
        "kind": "invoice",
        "number": "P-2026-88",
        "issued_on": "2026-10-08",
        "gross_cents": 54000,
        "vat_cents": 9000,
        "net_cents": 45000,
    }


def quote_then_invoice(sheet: Sheet) -> Truth:
    for title, day, amounts in (
        ("DEVIS N° D-900", "04/11/2026", ("100,00 €", "20,00 €", "120,00 €")),
        ("FACTURE N° F-901", "20/11/2026", ("150,00 €", "30,00 €", "180,00 €")),
    ):
        letterhead(sheet, MOREAU)
        sheet.at(40, 190, title, 14, BOLD)
        sheet.at(40, 210, f"Date : {day}")
        sheet.totals(300, tuple(zip(("Total HT", "TVA 20 %", "Total TTC"), amounts, strict=True)))
        sheet.next_page()
    return {
        "warnings": ["several_documents"],
        "proposed": ["number", "gross_cents", "net_cents", "vat_cents"],
    }


OTHERS = (
    credit_note,
    bank_details,
    insurance_certificate,
    scan_without_text,
    invoice_on_its_side,
    quote_then_invoice,
)
