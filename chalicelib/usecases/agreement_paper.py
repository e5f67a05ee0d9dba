"""The attestation of an agreement: what was decided, by whom, how, on exactly which bytes (D-29, K-35).

It is filed as the signed quote. Nothing is written for a decision that no longer stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from chalicelib.domain.approval import Approval
from chalicelib.domain.document import Document
from chalicelib.domain.evidence_words import SOURCES
from chalicelib.domain.job import Job
from chalicelib.domain.marked import N_
from chalicelib.domain.paper_trail import PaperEntry
from chalicelib.domain.property import VOTE_RULES
from chalicelib.domain.spoken_word import AGREED
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.words import KINDS
from chalicelib.rendering import formats
from chalicelib.rendering.catalog import translate
from chalicelib.rendering.trade_papers import Agreement, agreement
from chalicelib.usecases.made_papers import Made, draft, sender_of, sums_of
from chalicelib.usecases.ports import Office

_YES = {"accept": N_("accepte"), "refuse": N_("refuse")}


def agreement_paper(office: Office, file: TicketFile, job: Job) -> Made | None:
    document = file.document(job.facts["document"])
    if document is None or document.status not in ("approved", "paid"):
        return None
    approval = _round(file, job)
    if "round" in job.facts and approval is None:
        return None  # cancelled while it cooled, or decided again since: that decision has a paper of its own
    language = office.agency.language
    at = datetime.fromisoformat(job.facts.get("said_at") or job.created_at.isoformat())
    about = Agreement(
        sender_of(office), at, language, file.ticket.reference, file.ticket.title, file.ticket.place,
        KINDS[document.kind], document.filename, document.edition, document.sha256, _firm(file, document),
        sums_of(document), _how(job, language), translate(VOTE_RULES[approval.rule], language) if approval else "",
        _voices(approval, {}, language) if approval else _all_said(office, file, document, job, language))
    figures = {name: f.value for name, f in document.figures.items()
               if f.taken and name in ("number", "gross_cents", "vat_cents", "net_cents")}
    stem = document.filename.rpartition(".")[0] or document.filename
    made = draft("signed_quote", f"attestation-accord-{stem[:80]}.pdf", document.party_id, figures,
                 packages=document.packages)
    return Made(agreement(about), made)


def _round(file: TicketFile, job: Job) -> Approval | None:
    """The very decision that this was asked for."""
    wanted = (job.facts["document"], job.facts.get("round"), job.facts.get("ended"))
    return next((a for a in file.approvals if a.state == "settled" and a.outcome == "accepted" and a.ended_at
                 and (a.document_id, str(a.round), a.ended_at.isoformat()) == wanted), None)


def _firm(file: TicketFile, document: Document) -> str:
    talk = file.conversation(document.issuer_id)
    return talk.name if talk else document.issuer


def _how(job: Job, language: str) -> str:
    source = translate(SOURCES.get(job.facts.get("source", "votes"), ""), language)
    if "said_by" not in job.facts:
        return source
    noted = translate(N_("recueilli par %(name)s"), language) % {"name": job.who}
    return f"{job.facts['said_by']}, {source} · {noted}"


def _all_said(office: Office, file: TicketFile, document: Document, job: Job, language: str) -> tuple[str, ...]:
    """The words of this agreement, and what the other deciders said before, on the page or elsewhere."""
    said = (f"« {job.facts['words']} »",) if job.facts.get("words") else ()
    approval = file.approval(document.id)
    if approval is None or len(approval.electors) < 2:
        return said
    lines = office.tickets.paper_trail(document.ticket_number, document.id)
    words = {str(p.facts.get("of", "")): p for p in lines if p.what == AGREED and p.at >= approval.opened_at}
    return (*said, *_voices(approval, words, language))


def _voices(approval: Approval, words: Mapping[str, PaperEntry], language: str) -> tuple[str, ...]:
    """Each decider with his part, his choice and its moment: his vote, or the word that a manager recorded."""
    silent = translate(N_("n’a pas répondu"), language)
    found = []
    for elector in approval.electors:
        vote, word = approval.vote_of(elector.party_id), words.get(elector.party_id)
        said = translate(_YES[vote.choice], language) if vote else silent
        when = formats.moment(vote.at, language) if vote else ""
        if word and not vote:
            said = translate(SOURCES.get(str(word.facts.get("source", "")), ""), language)
            when = formats.moment(str(word.facts.get("said_at", word.at.isoformat())), language)
        found.append(" · ".join(p for p in (elector.name, f"{elector.share}/{elector.base}", said, when) if p))
    return tuple(found)
