"""Sample quotes: each function draws one and says what a reader must find on it."""

from __future__ import annotations

from typing import Any

from .firms import ASHTON, BATIRENOV, CLIENT, LEROY, MOREAU, letterhead
from .sheet import BOLD, Sheet

Truth = dict[str, Any]
WORKS = ((40, "left"), (330, "right"), (380, "right"), (450, "right"), (550, "right"))
HEAD = ("Désignation", "Qté", "TVA", "PU HT", "Total HT")


def quote_table(sheet: Sheet) -> Truth:
    letterhead(sheet, MOREAU)
    sheet.at(40, 190, "DEVIS N° D-2026-0147", 16, BOLD)
    sheet.block(
        40,
        210,
        [
            "Date : 03/03/2026",
            "Validité de l'offre : 3 mois",
            "Affaire suivie par : P. Moreau 06 11 22 33 44",
        ],
    )
    rows = (
        ("Dépose de l'ancien chauffe-eau", "1", "10 %", "180,00 €", "180,00 €"),
        ("Fourniture chauffe-eau 200 L", "1", "10 %", "690,00 €", "690,00 €"),
        ("Main d'oeuvre", "6 h", "10 %", "48,00 €", "288,00 €"),
    )
    y = sheet.table(280, WORKS, HEAD, rows)
    sheet.totals(y + 20, (("Total HT", "1 158,00 €"), ("TVA 10 %", "115,80 €"), ("Total TTC", "1 273,80 €")))
    sheet.block(
        40,
        y + 90,
        [
            "Conditions de règlement :",
            "Acompte 30 % à la commande : 382,14 € TTC",
            "Solde à la réception des travaux : 891,66 € TTC",
        ],
    )
    sheet.at(40, y + 150, "Bon pour accord, date et signature :")
    return {
        "kind": "quote",
        "number": "D-2026-0147",
        "issued_on": "2026-03-03",
        "valid_until": "2026-06-03",
        "gross_cents": 127380,
        "vat_cents": 11580,
        "net_cents": 115800,
        "siret": MOREAU.siret,
        "vat_id": MOREAU.vat_id,
    }


def quote_mixed_rates(sheet: Sheet) -> Truth:
    letterhead(sheet, BATIRENOV)
    sheet.at(300, 190, "Devis", 20, BOLD, "middle")
    sheet.table(
        225,
        ((60, "left"), (200, "left"), (340, "left")),
        ("Numéro", "Date", "Valable jusqu'au"),
        (("2026/0318", "18/03/2026", "18/06/2026"),),
    )
    rows = (
        ("Peinture des murs, deux couches", "62 m²", "10", "21,50", "1 333,00"),
        ("Fourniture radiateur électrique", "2", "20", "349,00", "698,00"),
        ("Isolation des combles", "40 m²", "5,5", "38,00", "1 520,00"),
    )
    y = sheet.table(285, WORKS, HEAD, rows)
    taxes = (("5,5 %", "1 520,00", "83,60"), ("10 %", "1 333,00", "133,30"), ("20 %", "698,00", "139,60"))
    sheet.table(
        y + 25, ((60, "left"), (150, "right"), (220, "right")), ("Taux", "Base HT", "Montant TVA"), taxes
    )
    sheet.box(365, y + 12, 195, 60)
    sheet.totals(
        y + 25,
        (("Montant total HT", "3 551,00 €"), ("Total TVA", "356,50 €"), ("Montant total TTC", "3 907,50 €")),
    )
    return {
        "kind": "quote",
        "number": "2026/0318",
        "issued_on": "2026-03-18",
        "valid_until": "2026-06-18",
        "gross_cents": 390750,
        "vat_cents": 35650,
        "net_cents": 355100,
        "siret": BATIRENOV.siret,
        "vat_id": BATIRENOV.vat_id,
    }


def quote_letter(sheet: Sheet) -> Truth:
    sheet.block(
        60, 60, [LEROY.name, "Couverture et zinguerie", LEROY.street, LEROY.town, f"Tél : {LEROY.phone}"]
    )
    sheet.block(340, 140, CLIENT)
    sheet.at(340, 215, "Rennes, le 3 mars 2026")
    sheet.at(60, 245, "Objet : devis n° 26-031, réfection de la toiture", 10, BOLD)
    sheet.block(
        60,
        275,
        [
            "Madame, Monsieur,",
            "Suite à notre visite du 24 février 2026, nous vous proposons de reprendre 45 m² de couverture",
            "en ardoise et de remplacer 12,50 mètres de gouttière.",
            "Le prix de ces travaux s'élève à 6 820,00 € HT, soit 7 502,00 € TTC (TVA à 10 % : 682,00 €).",
            "Un acompte de 2 000,00 € TTC vous sera demandé à la commande.",
            "Cette offre est valable jusqu'au 30 avril 2026.",
        ],
        10,
        16,
    )
    sheet.at(60, 780, f"{LEROY.name} - SIRET : {LEROY.siret}", 7)
    return {
        "kind": "quote",
        "number": "26-031",
        "issued_on": "2026-03-03",
        "valid_until": "2026-04-30",
        "gross_cents": 750200,
        "vat_cents": 68200,
        "net_cents": 682000,
        "siret": LEROY.siret,
    }


def quote_discount(sheet: Sheet) -> Truth:
    letterhead(sheet, BATIRENOV)
    sheet.at(40, 190, "PROPOSITION COMMERCIALE", 15, BOLD)
    sheet.block(40, 210, ["Proposition n° PC-00871", "Établie le 1er décembre 2026", "Validité : 30 jours"])
    rows = (
        ("Remplacement de la porte palière", "1", "10 %", "2.450,00", "2.450,00"),
        ("Serrure trois points", "1", "10 %", "1.150,00", "1.150,00"),
    )
    y = sheet.table(270, WORKS, HEAD, rows)
    pairs = (
        ("Total HT", "3.600,00 €"),
        ("Remise 5 %", "-180,00 €"),
        ("Total HT après remise", "3.420,00 €"),
        ("T.V.A. 10,00 %", "342,00 €"),
        ("Total T.T.C.", "3.762,00 €"),
        ("Acompte 30 % à la commande", "1.128,60 €"),
    )
    sheet.totals(y + 20, pairs, 340)
    return {
        "kind": "quote",
        "number": "PC-00871",
        "issued_on": "2026-12-01",
        "valid_until": "2026-12-31",
        "gross_cents": 376200,
        "vat_cents": 34200,
        "net_cents": 342000,
        "siret": BATIRENOV.siret,
    }


def quote_lots(sheet: Sheet) -> Truth:
    letterhead(sheet, LEROY)
    sheet.at(40, 190, "Devis estimatif N° 4471 du 12 mai 2026", 13, BOLD)
    y = 230.0
    for lot, rows, subtotal in (
        (
            "Lot 1 - Maçonnerie",
            (
                ("Ouverture du mur porteur", "1", "10 %", "4 200,00", "4 200,00"),
                ("Évacuation des gravats", "1", "10 %", "640,00", "640,00"),
            ),
            "4 840,00",
        ),
        (
            "Lot 2 - Électricité",
            (("Tableau et mise en sécurité", "1", "10 %", "1 980,00", "1 980,00"),),
            "1 980,00",
        ),
        ("Lot 3 - Sols", (("Parquet flottant", "32 m²", "10 %", "57,50", "1 840,00"),), "1 840,00"),
    ):
        sheet.at(40, y, lot, 10, BOLD)
        y = sheet.table(y + 15, WORKS, HEAD, rows)
        sheet.totals(y, ((f"Sous-total {lot.split(' -')[0]} HT", subtotal),))
        y += 30
    sheet.totals(
        y, (("TOTAL GÉNÉRAL HT", "8 660,00"), ("TVA 10 %", "866,00"), ("TOTAL GÉNÉRAL TTC", "9 526,00"))
    )
    sheet.block(
        40,
        y + 70,
        ["Option : plinthes assorties, total option 418,00 € TTC", "Devis gratuit valable deux mois"],
    )
    return {
        "kind": "quote",
        "number": "4471",
        "issued_on": "2026-05-12",
        "valid_until": "2026-07-12",
        "gross_cents": 952600,
        "vat_cents": 86600,
        "net_cents": 866000,
    }


def quote_english(sheet: Sheet) -> Truth:
    letterhead(sheet, ASHTON)
    sheet.at(550, 60, "QUOTATION", 18, BOLD, "right")
    sheet.block(400, 80, ["Quote number: Q-1093", "Quote date: 14 April 2026", "Valid until: 14 May 2026"])
    rows = (
        ("Repair of roller shutter", "1", "20%", "€780.00", "€780.00"),
        ("Call-out", "1", "20%", "€245.50", "€245.50"),
    )
    y = sheet.table(260, WORKS, ("Description", "Qty", "VAT", "Unit price", "Amount"), rows)
    sheet.totals(
        y + 20, (("Subtotal", "€1,025.50"), ("VAT 20%", "€205.10"), ("Total (incl. VAT)", "€1,230.60"))
    )
    sheet.at(40, y + 100, "A deposit of €400.00 is required with the order.")
    return {
        "kind": "quote",
        "number": "Q-1093",
        "issued_on": "2026-04-14",
        "valid_until": "2026-05-14",
        "gross_cents": 123060,
        "vat_cents": 20510,
        "net_cents": 102550,
        "vat_id": ASHTON.vat_id,
    }


def quote_total_only(sheet: Sheet) -> Truth:
    sheet.at(60, 60, "Vitrerie du Centre", 13, BOLD)
    sheet.at(60, 90, "Estimation du 07.04.2026", 11)
    sheet.block(
        60, 130, ["Remplacement d'un double vitrage 1,20 x 0,90", "Pose comprise, déplacement offert"]
    )
    sheet.at(60, 200, "Prix total TTC : 486 €", 11)
    return {"kind": "quote", "issued_on": "2026-04-07", "gross_cents": 48600, "proposed": ["gross_cents"]}


QUOTES = (
    quote_table,
    quote_mixed_rates,
    quote_letter,
    quote_discount,
    quote_lots,
    quote_english,
    quote_total_only,
)
