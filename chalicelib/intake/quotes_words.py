"""The words mail programs write around a quote, in the languages workers' phones are set to (M-74).

Shapes decide first; these tables only confirm them. All words are folded: lower case, no accents.
"""

from __future__ import annotations

import re
import unicodedata

_COMBINING = re.compile("[\u0300-\u036f]")
_LETTERS = str.maketrans({
    "’": "'", "‘": "'", "`": "'", "\u00a0": " ", "\u202f": " ",
    "ł": "l", "ı": "i", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae",
})


def fold(text: str) -> str:
    """Lower case, no accents, plain apostrophes and blanks: how the tables are compared."""
    if text.isascii():
        return text.lower()
    plain = _COMBINING.sub("", unicodedata.normalize("NFD", text.lower()))
    return unicodedata.normalize("NFC", plain.translate(_LETTERS))


_FROM = frozenset({
    "de", "from", "von", "van", "da", "fra", "fran", "från", "od", "nadawca", "gonderen", "kimden",
    "expediteur",
    "expeditor", "de la", "от", "от кого", "вiд", "від", "kimden:", "lahettaja", "remitente", "mittente",
    "afzender", "absender", "avsandare", "avsender", "odesilatel", "felado", "felado:", "発信者", "差出人",
    "发件人",
    "寄件者", "보낸 사람", "από", "απο", "sender",
})
_SENT = frozenset({
    "envoye", "envoye le", "sent", "gesendet", "verzonden", "enviado", "enviado el", "enviada em",
    "enviado em",
    "inviato", "skickat", "sendt", "wyslano", "wyslane", "gonderildi", "gonderilme tarihi", "trimis",
    "отправлено",
    "надіслано", "надiслано", "lahetetty", "odeslano", "kuldve", "date", "date d'envoi", "datum", "data",
    "fecha",
    "dato", "tarih", "дата", "data:", "paivamaara", "日期", "发送时间", "日時", "送信日時", "보낸 날짜",
    "ημερομηνια",
    "inviato il", "envoyee", "sent on", "gesendet am", "enviada",
})
_TO = frozenset({
    "a", "to", "an", "aan", "para", "till", "til", "do", "kime", "catre", "кому", "destinataire", "pour",
    "destinatario", "ricevente", "adresat", "alici", "vastaanottaja", "komu", "cimzett", "收件人", "宛先",
    "받는 사람",
    "προς", "naar",
})
_SUBJECT = frozenset({
    "objet", "sujet", "subject", "betreff", "onderwerp", "asunto", "oggetto", "assunto", "amne", "emne",
    "temat",
    "konu", "subiect", "тема", "aihe", "predmet", "targy", "主题", "主旨", "件名", "제목", "θεμα", "re",
})
_OTHER = frozenset({
    "cc", "copie", "copie a", "cci", "bcc", "kopie", "kopi", "kopia", "dw", "copia", "copia a", "bilgi",
    "копія",
    "копия", "reply-to", "reply to", "repondre a", "antwort an", "antwoord aan", "responder a", "risposta",
    "rispondi a", "importance", "priorite", "priority", "attachments", "pieces jointes", "importancia",
    "organisation", "organization", "resent-from", "list", "抄送",
})
_KINDS = (("other", _OTHER), ("subject", _SUBJECT), ("to", _TO), ("sent", _SENT), ("from", _FROM))
LABELS: dict[str, str] = {fold(word): kind for kind, words in _KINDS for word in words}

ORIGINAL = (
    "message d'origine", "message original", "original message", "mail original", "courrier original",
    "message transfere", "forwarded message", "original appointment", "ursprungliche nachricht",
    "originalnachricht", "weitergeleitete nachricht", "oorspronkelijk bericht", "origineel bericht",
    "doorgestuurd bericht", "mensaje original", "mensaje reenviado", "mensagem original",
    "mensagem encaminhada",
    "messaggio originale", "messaggio inoltrato", "ursprungligt meddelande", "opprinnelig melding",
    "oprindelig meddelelse", "wiadomosc oryginalna", "oryginalna wiadomosc", "wiadomosc przekazana",
    "mesaj original", "mesajul original", "orijinal mesaj", "orijinal ileti", "iletilen mesaj",
    "исходное сообщение", "оригинальное сообщение", "пересылаемое сообщение", "переадресованное сообщение",
    "вихідне повідомлення", "початкове повідомлення", "переслане повідомлення", "puvodni zprava",
    "alkuperainen viesti",
    "eredeti uzenet", "message reexpedie", "e-mail d'origine", "reply message", "mesaj redirectionat",
)
FORWARDED = (
    "forwarded message", "message transfere", "message reexpedie", "begin forwarded message",
    "debut du message reexpedie", "debut du message transfere", "weitergeleitete nachricht",
    "anfang der weitergeleiteten", "doorgestuurd bericht", "begin doorgestuurd bericht", "mensaje reenviado",
    "inicio del mensaje reenviado", "messaggio inoltrato", "inizio messaggio inoltrato",
    "mensagem encaminhada",
    "inicio da mensagem", "wiadomosc przekazana", "iletilen mesaj", "vidarebefordrat", "videresendt",
    "переадресованное сообщение", "пересылаемое сообщение", "переслане повідомлення", "mesaj redirectionat",
)
WROTE = (
    "a ecrit", "wrote", "schrieb", "escribio", "escreveu", "ha scritto", "schreef", "geschreven", "skrev",
    "napisal", "napisala", "napisal(a)", "pisze", "yazdi", "sunlari yazdi", "a scris", "написал", "написала",
    "написал(а)", "написав", "написала", "пише", "пишет", "пише(т)", "kirjoitti", "napsal", "napsal(a)",
    "irta", "写道",
    "寫道", "のメール", "작성", "εγραψε", "ecrit", "va escriure", "ezt irta", "viet",
)
REPLY_MARKERS = (
    "repondez au-dessus de cette ligne", "reply above this line", "please reply above this line",
    "antworten sie uber dieser zeile", "responda por encima de esta linea", "rispondi sopra questa riga",
)
