"""M-74: workers' telephones are set to their own languages; shapes come first, words second."""

from __future__ import annotations

import pytest

from chalicelib.intake.reply_text import split

ATTRIBUTIONS = {
    "polish": "śr., 4 mar 2026 o 10:12 Claire Dumas <c@r.fr> napisał(a):",
    "polish_outlook": "W dniu 3.03.2026 o 10:12, Claire Dumas pisze:",
    "turkish": "Claire Dumas <c@r.fr>, 3 Mar 2026 Sal, 10:12 tarihinde şunu yazdı:",
    "romanian": "În mar., 3 mar. 2026 la 10:12, Claire Dumas <c@r.fr> a scris:",
    "ukrainian": "вт, 3 бер. 2026 р. о 10:12 Claire Dumas <c@r.fr> пише:",
    "portuguese": "Em ter., 3 de mar. de 2026 às 10:12, Claire <c@r.fr> escreveu:",
    "portuguese_other": "Claire Dumas <c@r.fr> escreveu no dia terça, 3/03/2026 à(s) 10:12:",
    "russian": "вт, 3 мар. 2026 г. в 10:12, Claire <c@r.fr>:",
    "spanish": "El mar, 3 mar 2026 a las 10:12, Claire (<c@r.fr>) escribió:",
    "italian": "Il giorno mar 3 mar 2026 alle ore 10:12 Claire <c@r.fr> ha scritto:",
    "german": "Am Di., 3. März 2026 um 10:12 Uhr schrieb Claire <c@r.fr>:",
    "arabic": "في الثلاثاء، 3 مارس 2026 10:12 ص Claire <c@r.fr> كتب:",
    "bulgarian": "На вт, 3.03.2026 г. в 10:12 Claire <c@r.fr> написа:",
    "vietnamese": "Vào Th 3, 3 thg 3, 2026 vào lúc 10:12 Claire <c@r.fr> đã viết:",
}
BLOCKS = {
    "polish": "Od: Claire <c@r.fr>\nWysłano: wtorek, 3 marca 2026 10:12\nDo: Paul\nTemat: Wizyta",
    "turkish": "Kimden: Claire <c@r.fr>\nGönderildi: 3 Mart 2026 Salı 10:12\nKime: Paul\nKonu: Ziyaret",
    "romanian": "De la: Claire <c@r.fr>\nTrimis: marți, 3 martie 2026 10:12\nCătre: Paul\nSubiect: Vizita",
    "ukrainian": "Від: Claire <c@r.fr>\nНадіслано: 3 березня 2026 р. 10:12\nКому: Paul\nТема: Візит",
    "portuguese": "De: Claire <c@r.fr>\nEnviada: 3 de março de 2026 10:12\nPara: Paul\nAssunto: Visita",
    "dutch": "Van: Claire\nVerzonden: dinsdag 3 maart 2026 10:12\nAan: Paul\nOnderwerp: Bezoek",
    "unknown_language": "Abc: Claire <c@r.fr>\nDefg: 3 xx 2026 10:12\nHi: Paul\nJklm: Zzz",
    "blank_lines_between": "De : Claire <c@r.fr>\n\nEnvoyé : mardi 3 mars 2026\n\nÀ : Paul\n\nObjet : Visite",
}


@pytest.mark.parametrize("name", ATTRIBUTIONS)
@pytest.mark.parametrize("quote", ["> Bonjour\n> d'accord ?", "Bonjour\nd'accord ?"], ids=("marked", "unmarked"))
def test_attribution(name: str, quote: str) -> None:
    assert split(f"Jeudi.\n\n{ATTRIBUTIONS[name]}\n\n{quote}\n").own == "Jeudi."


@pytest.mark.parametrize("name", BLOCKS)
def test_header_block(name: str) -> None:
    assert split(f"Jeudi.\n\n{BLOCKS[name]}\n\nBonjour\n").own == "Jeudi."
