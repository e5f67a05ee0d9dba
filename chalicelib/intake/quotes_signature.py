"""What a program signs is set aside; a polite closing and a telephone number stay (M-73).

Signatures of programs are short last lines: a verb of sending with a device or a program, or an
advertisement for one. Text after a lone `-- ` is a signature when it is short enough to be one.
"""

from __future__ import annotations

import re

from chalicelib.intake.quotes_lines import Line

MAX_LENGTH = 160
MAX_SIGNATURE = 15

_SENT = (
    r"(?:envoyee?s?|sent|gesendet|verzonden|verstuurd|enviado|enviada|inviato|inviata|skickat|sendt|wyslano|wyslane"
    r"|trimis|gonderildi|gonderilmistir|отправлено|надiслано|надіслано|lahetetty|odeslano|kuldve|transmis|ecrit"
    r"|expedie|written|skrevet)"
)
_DEVICE = (
    r"(?:iphone|ipad|ipod|android|samsung|galaxy|huawei|xiaomi|redmi|oneplus|nokia|htc|sony|xperia|motorola"
    r"|blackberry|windows|mobile|mobil\w*|handy|smartphone|telefon\w*|telefoon|tablet\w*|outlook|yahoo|gmail|gmx"
    r"|proton\w*|airmail|mailbox|k-9|bluemail|thunderbird|orange|sfr|bouygues|laposte|newton|workspace)"
)
_FROM = (
    r"(?:from|via|with|by|de|depuis|par|avec|a partir d[e']|von|vom|mit|met|vanaf|van|da|dal|do|desde"
    r"|fran|fra|med|z|ze|с|з|din|de pe|mula sa)"
)
_OWN = r"(?:my|mon|ma|meine[mnrs]?|mijn|mi|meu|minha|il mio|mio|mia|min|mitt|moj\w{0,3}|моего|мого)"

_PATTERNS = tuple(re.compile(pattern) for pattern in (
    rf"\W{{0,6}}{_SENT}\s+{_FROM}\s?\W{{0,3}}(?:\S+\s+){{0,3}}?{_OWN}\b",
    rf"\W{{0,6}}{_SENT}\s+{_FROM}\s?\W{{0,3}}(?:\S+\s+){{0,5}}?{_DEVICE}\b",
    r"\W{0,6}sent\s+(?:from|via|with)\s.{0,70}\Z",
    rf"\W{{0,6}}(?:from|{_FROM})\s+{_OWN}\s.{{0,20}}{_DEVICE}",
    r"\W{0,6}von meinem .{0,60}gesendet",
    rf".{{0,80}}{_DEVICE}.{{0,60}}\b{_SENT}\W{{0,3}}\Z",
    r"\W{0,6}.{0,40}\bfrom (?:my )?(?:mobile|phone|iphone|ipad|android)\W{0,3}\Z",
    r"\W{0,6}(?:get|telecharge[rz]|obtene[rz]|obtenir|obtener|ottieni|obter|download|holen sie sich|hol dir"
    r"|scarica|pobierz|descarga\w*|hamta|fa)\W{1,3}.{0,30}(?:outlook|yahoo|gmail|proton|bluemail|spark)",
    r"\W{0,6}(?:provenance|message envoye|courriel envoye|mail envoye)\W{1,3}.{0,60}"
    r"(?:windows|mobile|iphone|android|orange|sfr|free)",
    r".{0,40}(?:iphone|ipad|android).{0,10}(?:傳送|发送|發送|送信|보냄|에서)",
    r"\W{0,6}从我的.{0,30}发送",
))


def is_program_signature(line: Line) -> bool:
    """Whether a program wrote this line under the sender's words."""
    text = line.folded
    return 0 < len(text) <= MAX_LENGTH and any(pattern.match(text) for pattern in _PATTERNS)


def is_delimiter(line: Line) -> bool:
    """The old sign between a text and its signature: two dashes alone."""
    return line.written.rstrip() == "--" or line.bare == "--"


def delimits(lines: list[Line], position: int, end: int) -> bool:
    """Two dashes, and below them no more than a signature's worth of lines before the end."""
    if not is_delimiter(lines[position]):
        return False
    below = [line for line in lines[position + 1:end] if not line.blank and not line.quoted]
    return len(below) <= MAX_SIGNATURE and sum(len(line.bare) for line in below) <= 1_500
