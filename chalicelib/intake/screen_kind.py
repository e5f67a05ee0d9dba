"""What a mail is: an answer, a machine's reply, a bounce, a receipt or a report (M-77 to M-84).

Proof comes from headers that only machines write; a subject in the words of an absence only keeps
us from acknowledging.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from chalicelib.intake import rules
from chalicelib.intake.parsed_mail import ParsedMail
from chalicelib.intake.quotes_words import fold
from chalicelib.intake.screening import Kind

_REPORT_TYPE = re.compile(r"report-type\s*=\s*[\"']?\s*([a-z-]+)")
_COMMENT = re.compile(r"\([^()]*\)")
_AUTO_STARTS = tuple(fold(words) for words in rules.AUTO_SUBJECT_STARTS)
_SIGN = re.compile(r"\s*[:(\-–—]")


@dataclass(frozen=True, slots=True)
class KindFound:
    """The kind, the codes that say why, and whether only a subject hints at a machine."""

    kind: Kind
    reasons: tuple[str, ...] = ()
    hinted: bool = False


def kind_of(mail: ParsedMail) -> KindFound:
    """The kind of a mail, from the strongest evidence down."""
    told = _told_by_report(mail)
    if told is not None:
        return told
    evidence = _machine_evidence(mail)
    subject = folded(mail.subject)
    if evidence:
        return KindFound(_machine_kind(subject, evidence), evidence)
    if subject.startswith(rules.RECEIPT_SUBJECTS):
        return KindFound("reply", ("subject_hint",), hinted=True)
    hinted = _says_automatic(subject) or _mailbox(mail) in rules.NO_REPLY_MAILBOXES
    return KindFound("reply", ("subject_hint",) if hinted else (), hinted)


def _told_by_report(mail: ParsedMail) -> KindFound | None:
    content_type = mail.header("content-type").lower()
    said = _REPORT_TYPE.search(content_type)
    kind = said[1] if said and "multipart/report" in content_type else ""
    if mail.report is not None or kind == "delivery-status":
        actions = {entry.action for entry in mail.report.recipients} if mail.report else set()
        good_news = bool(actions) and actions <= {"delivered", "relayed", "expanded"}
        return KindFound("report" if good_news else "bounce", ("delivery_report",))
    if mail.is_receipt or kind == "disposition-notification":
        return KindFound("receipt", ("read_receipt",))
    return KindFound("report", ("feedback_report",)) if kind else None


def _machine_kind(subject: str, evidence: tuple[str, ...]) -> Kind:
    from_server = {"machine_mailbox", "empty_return_path"} & set(evidence)
    if from_server and any(words in subject for words in rules.BOUNCE_SUBJECTS):
        return "bounce"
    return "receipt" if subject.startswith(rules.RECEIPT_SUBJECTS) else "auto_reply"


def _machine_evidence(mail: ParsedMail) -> tuple[str, ...]:
    """Codes of the headers that only a machine writes."""
    found = [f"header:{name}" for name in rules.MACHINE_HEADERS if name in mail.headers]
    valued = rules.MACHINE_VALUES.items()
    found += [f"header:{name}" for name, values in valued if _values(mail, name) & values]
    if _values(mail, "auto-submitted") - {"no", ""}:
        found.append("header:auto-submitted")
    if mail.headers.get("return-path", ("x",))[0].replace(" ", "") in ("<>", ""):
        found.append("empty_return_path")
    if _mailbox(mail) in rules.MACHINE_MAILBOXES:
        found.append("machine_mailbox")
    return tuple(found)


def _values(mail: ParsedMail, name: str) -> set[str]:
    return {_COMMENT.sub("", value).split(";")[0].strip().lower() for value in mail.headers.get(name, ())}


def _mailbox(mail: ParsedMail) -> str:
    return mail.from_[0].email.partition("@")[0].lower() if mail.from_ else ""


def folded(subject: str) -> str:
    """A subject without accents, case and reply prefixes, for comparing words."""
    plain = " ".join(fold(subject).split())
    head, colon, rest = plain.partition(":")
    while colon and re.sub(r"\W?\d*\W?$", "", head.strip()) in rules.REPLY_PREFIXES:
        plain = rest.strip()
        head, colon, rest = plain.partition(":")
    return plain


def _says_automatic(subject: str) -> bool:
    if subject.startswith(_AUTO_STARTS):
        return True
    word = max((word for word in rules.AUTO_SUBJECT_WHOLE if subject.startswith(word)), key=len, default="")
    return bool(word) and (subject == word or bool(_SIGN.match(subject, len(word))))
