"""« Enregistrer un accord »: what an owner said on the telephone, in person, by letter or by mail (D-10, E-M22)."""

from __future__ import annotations

from chalicelib.domain import words
from chalicelib.domain.calendar import paris_day
from chalicelib.domain.errors import Conflict, Invalid, NotFound
from chalicelib.domain.marked import N_
from chalicelib.handlers.answer import Answer, redirect
from chalicelib.handlers.pages import page
from chalicelib.handlers.request import Request
from chalicelib.handlers.web import labels
from chalicelib.handlers.web.ticket import file_of, number_of
from chalicelib.usecases.deciders import deciders
from chalicelib.usecases.record_agreement import SOURCES, AgreementForm, record_agreement

SENTENCES: dict[str, str] = labels.FAULTS | {
    "to_come": N_("Ce moment n’est pas encore passé."),
    "superseded": N_("Cette version a été remplacée : enregistrez l’accord sur la nouvelle."),
    "paid": N_("Ce document est déjà payé."), "held": N_("Cette pièce est retenue jusqu’à votre contrôle."),
}
FIELDS: dict[str, str] = {
    "outcome": N_("Réponse"), "party": N_("Qui l’a dit"), "source": N_("Par quel moyen"),
    "on": N_("Date de la réponse"), "at": N_("Heure"),
    "words": N_("Ce qui a été dit"), "reason": N_("Comment vous l’avez su"), "piece": N_("Pièce justificative"),
    "representative": N_("Représentant légal qui a répondu"),
}
_TYPED = ("nonce", "outcome", "party", "source", "on", "at", "words", "reason", "piece", "representative")


def show(request: Request) -> Answer:
    typed = {"nonce": request.office.secrets.new_id(), "on": paris_day(request.now).isoformat(), "outcome": "accept"}
    return _form(request, dict.fromkeys(_TYPED, "") | typed)


def keep(request: Request) -> Answer:
    number, document_id = number_of(request), request.parts["document"]
    typed = {name: request.typed(name) for name in _TYPED} | {"everybody": request.typed("everybody")}
    form = AgreementForm(
        typed["nonce"][:100] or request.office.secrets.new_id(), typed["outcome"], typed["party"][:60],
        typed["source"], typed["on"][:10], typed["at"][:5], typed["words"], typed["everybody"] == "1",
        typed["reason"], typed["piece"][:60],
        typed["representative"])
    try:
        record_agreement(request.office, request.user, number, document_id, form, request.now)
    except Invalid as error:
        return _form(request, typed, {f.field: f.code for f in error.faults}, 422)
    except Conflict as error:
        return _form(request, typed | {"nonce": request.office.secrets.new_id()}, {"outcome": error.code}, 409)
    return redirect(f"/tickets/{number}?fait={'accord' if form.outcome == 'accept' else 'refus'}")


def _form(request: Request, typed: dict[str, str], faults: dict[str, str] | None = None, status: int = 200) -> Answer:
    file = file_of(request)
    document = file.document(request.parts["document"])
    if document is None:
        raise NotFound("document")
    people = deciders(request.office, file, document, request.now)
    chosen = typed["party"] or (people.electors[0].party_id if len(people.electors) == 1 else "")
    pieces = [d for d in file.documents if d.id != document.id and d.reading != "held"]
    return page(request, "agreement", status=status, block="window", ticket=file.ticket, d=document, kinds=words.KINDS,
                electors=people.electors, phones={p.id: p.phone for p in people.people}, sources=SOURCES,
                typed=typed | {"party": chosen}, pieces=pieces, faults=faults or {}, sentences=SENTENCES, fields=FIELDS)
