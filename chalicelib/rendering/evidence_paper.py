"""The evidence file for a reader: decisions, mails, openings, everything in the order of time, and how to check it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.domain.approval import Approval
from chalicelib.domain.document import Document
from chalicelib.domain.evidence import Kept, Known, Record
from chalicelib.domain.evidence_words import LINES, MAILS, OUTCOMES, SOURCES
from chalicelib.domain.paper_trail import PaperEntry
from chalicelib.domain.property import VOTE_RULES
from chalicelib.domain.spoken_word import AGREED, REFUSED
from chalicelib.domain.ticket import STATES
from chalicelib.domain.words import KINDS, STATUSES
from chalicelib.rendering import formats
from chalicelib.rendering.catalog import translate
from chalicelib.rendering.paper import Heading, Paper

SHOWN = 300  # characters of a text in the table of events: the whole of it is in the record
_TEXTS = ("subject", "text", "filename", "reason", "comment", "to", "name", "diagnostic")


@dataclass(frozen=True, slots=True)
class Cover:
    """Who makes the evidence file, for which office, in which language, when."""

    agency: str
    made_by: str
    made_at: datetime
    language: str


def evidence_paper(known: Known, record: Record, kept: Sequence[Kept], cover: Cover,
                   words: Mapping[str, str]) -> bytes:
    """`words` are the sentences of history codes, in French; a code without one is shown as it is."""
    ticket, _ = known.file.ticket, _teller(cover.language)
    moment = formats.moment(cover.made_at, cover.language)
    paper = Paper(Heading(
        cover.agency, _("Dossier de preuve"), f"{ticket.reference} · {ticket.title}",
        _("Dossier de preuve établi le %(moment)s") % {"moment": moment}, _("page %(n)s")))
    paper.title(_("Dossier de preuve"))
    paper.text(f"{ticket.reference} · {ticket.title}", bold=True)
    paper.gap()
    paper.pairs([
        (_("Agence"), cover.agency), (_("Lieu"), ticket.place), (_("Étape"), _(STATES[ticket.state])),
        (_("Propriétaire"), ticket.owner.name if ticket.owner else ""), (_("Établi le"), moment),
        (_("Demandé par"), cover.made_by), (_("Lignes du registre"), str(len(record.entries))),
        (_("Dernière empreinte"), record.head)])
    _decisions(paper, known, cover.language)
    _mails(paper, known, cover.language)
    _openings(paper, record, cover.language)
    _events(paper, record, {**words, **LINES}, cover.language)
    _files(paper, kept, cover.language)
    _how(paper, record, _)
    return paper.done()


def _teller(language: str) -> Callable[[str], str]:
    return lambda text: translate(text, language)


def _decisions(paper: Paper, known: Known, language: str) -> None:
    _ = _teller(language)
    paper.section(_("Décisions"))
    rounds: dict[str, list[Approval]] = defaultdict(list)
    for approval in known.file.approvals:
        rounds[approval.document_id].append(approval)
    lines: dict[str, list[PaperEntry]] = defaultdict(list)
    for line in known.papers:
        lines[line.document_id].append(line)
    decided = [d for d in known.file.documents if d.status or d.id in rounds]
    if not decided:
        paper.text(_("Aucune décision n’a été demandée ni enregistrée."), soft=True)
    for document in sorted(decided, key=lambda d: (d.received_at, d.id)):
        _document(paper, document, language)
        for approval in rounds.get(document.id, ()):
            _round(paper, approval, language)
        for line in sorted(lines.get(document.id, ()), key=lambda p: p.sequence):
            _said(paper, line, language)
        paper.gap(6)


def _said(paper: Paper, line: PaperEntry, language: str) -> None:
    """One line of the history of a document, with the words that were noted."""
    if line.what not in LINES:
        return
    source = translate(SOURCES.get(str(line.facts.get("source", "")), ""), language)
    words = str(line.facts.get("words", "") or line.facts.get("note", ""))
    name = str(line.facts.get("name", ""))
    said = " · ".join(p for p in (translate(LINES[line.what], language), name, source, words, line.who) if p)
    paper.text(f"{formats.moment(line.at, language)}  {said}", size=8.5)


def _document(paper: Paper, document: Document, language: str) -> None:
    _ = _teller(language)
    paper.room(90)
    edition = _("version %(n)s") % {"n": document.edition}
    paper.text(f"{_(KINDS[document.kind])} · {document.filename} · {edition}", bold=True)
    amount = formats.euros(document.gross_cents, language) if document.gross_cents is not None else ""
    status = _(STATUSES[document.status]) if document.status else ""
    paper.pairs([(_("Montant TTC"), amount), (_("Statut"), status), (_("Remis par"), document.who),
                 (_("Reçu le"), formats.moment(document.received_at, language)), ("SHA-256", document.sha256)])


def _round(paper: Paper, approval: Approval, language: str) -> None:
    _ = _teller(language)
    amount = formats.euros(approval.amount_cents, language) if approval.amount_cents is not None else ""
    opened = _("Tour %(n)s, ouvert le %(moment)s") % {
        "n": approval.round, "moment": formats.moment(approval.opened_at, language)}
    state = translate(LINES["round_closed"] if approval.state == "closed" else OUTCOMES[approval.outcome], language)
    rule = " · ".join(part for part in (_(VOTE_RULES[approval.rule]), amount, state) if part)
    paper.text(f"{opened} · {rule}")
    for elector in approval.electors:
        vote, word = approval.vote_of(elector.party_id), approval.word_of(elector.party_id)
        said = translate(LINES[f"vote_{vote.choice}"], language) if vote else _("n’a pas répondu")
        when = formats.moment(vote.at, language) if vote else ""
        if word:
            said = translate(LINES[AGREED if word.choice == "accept" else REFUSED], language)
            when = f"{translate(SOURCES[word.source], language)}, {formats.moment(word.said_at, language)}"
        parts = (elector.name, f"{elector.share}/{elector.base}", said, when, vote.comment if vote else "")
        paper.text("– " + " · ".join(part for part in parts if part), size=9)


def _mails(paper: Paper, known: Known, language: str) -> None:
    _ = _teller(language)
    paper.section(_("E-mails envoyés et remises"))
    rows = [(_("Parti le"), _("Destinataire"), _("Objet"), _("Remise"))]
    for mail in sorted(known.mails, key=lambda m: (m.sent_at or m.created_at, m.id)):
        sent = formats.moment(mail.sent_at, language) if mail.sent_at else _("non parti")
        told = translate(LINES.get(f"mail_{mail.delivery}", ""), language) if mail.delivery else ""
        if mail.delivered_at:
            told = formats.moment(mail.delivered_at, language)
        subject = mail.subject or translate(MAILS.get(mail.template, mail.template), language)
        rows.append((sent, f"{mail.to_name} {mail.to_email}".strip(), subject, told))
    paper.table((0.2, 0.34, 0.26, 0.2), rows)


def _openings(paper: Paper, record: Record, language: str) -> None:
    """Said as what they are: programs open links too (U-90)."""
    _ = _teller(language)
    seen = [e for e in record.entries if e["source"] == "access"]
    if seen:
        paper.section(_("Ouvertures"))
        head = (_("Le"), _("Qui"), _("Quoi"))
        paper.table((0.2, 0.3, 0.5), [head, *(
            (formats.moment(e["at"], language), e["who"], translate(LINES[e["what"]], language)) for e in seen)])


def _events(paper: Paper, record: Record, words: Mapping[str, str], language: str) -> None:
    _ = _teller(language)
    paper.section(_("Registre, dans l’ordre du temps"))
    head = (_("N°"), _("Le"), _("Quoi"), _("Qui"), _("Détail"))
    paper.table((0.07, 0.2, 0.24, 0.18, 0.31), [head, *_told(record, words, language)], 7.5)


def _told(record: Record, words: Mapping[str, str], language: str) -> Iterator[tuple[str, ...]]:
    for entry in record.entries:
        what = translate(words.get(entry["what"], entry["what"].replace("_", " ")), language)
        yield (str(entry["sequence"]), formats.moment(entry["at"], language), what, entry["who"],
               _detail(entry, language))


def _detail(entry: Mapping[str, Any], language: str) -> str:
    facts = entry.get("paper", entry)["facts"]
    parts = [str(facts[name]) for name in _TEXTS if facts.get(name)]
    if isinstance(facts.get("gross_cents"), int):
        parts.append(formats.euros(facts["gross_cents"], language))
    text = " · ".join(" ".join(part.split()) for part in parts)
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


def _files(paper: Paper, kept: Sequence[Kept], language: str) -> None:
    _ = _teller(language)
    paper.section(_("Fichiers joints"))
    rows = [(_("Nom"), _("Taille"), "SHA-256")]
    paper.table((0.4, 0.12, 0.48), [*rows, *((k.name, formats.size(k.size, language), k.sha256) for k in kept)], 7)


def _how(paper: Paper, record: Record, _: Callable[[str], str]) -> None:
    paper.section(_("Vérifier ce dossier"))
    paper.text(_(
        "Chaque ligne du registre contient l’empreinte de la précédente ; le manifeste contient l’empreinte de chaque "
        "fichier. Dans le dossier décompressé, la commande ci-dessous, sans rien installer d’autre que Python, nomme "
        "la première ligne ou le premier fichier modifié, retiré, ajouté ou déplacé."))
    paper.text(f"python verify.py --head {record.head}", size=7.5, bold=True)
    paper.text(_(
        "Les heures sont celles de Paris. Un caractère que la police ne contient pas est écrit sans accent ou par son "
        "code Unicode ; le texte exact est dans record.jsonl."), soft=True, size=8)
