"""Who takes part in a works file without an account: shown, invited, given other rights, removed (S-01)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from chalicelib.domain.errors import Conflict, Invalid
from chalicelib.domain.marked import N_
from chalicelib.domain.participant_form import ALL, FIELDS, SOME
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.work_package import ROLES, Participant
from chalicelib.handlers.answer import Answer, redirect
from chalicelib.handlers.pages import page
from chalicelib.handlers.request import Request
from chalicelib.handlers.web.contact_labels import LANGUAGES
from chalicelib.handlers.web.file_nav import file_nav
from chalicelib.handlers.web.project_labels import FIELD_NAMES, RIGHTS, SENTENCES
from chalicelib.handlers.web.ticket import file_of, number_of
from chalicelib.queries.project import known_people
from chalicelib.usecases.save_participant import (
    add_participant,
    change_participant,
    member_of,
    remove_participant,
    replace_link,
)


def show(request: Request) -> Answer:
    return _list(request)


def blank(request: Request) -> Answer:
    return _form(request, None, {"role": "contributor", "scope": ALL, "language": "fr"}, ())


def add(request: Request) -> Answer:
    texts, chosen = _typed(request), request.chosen("package")
    try:
        add_participant(request.office, request.user, number_of(request), texts, chosen, _nonce(request), request.now)
    except Invalid as error:
        return _form(request, None, texts, chosen, {f.field: f.code for f in error.faults}, status=422)
    except Conflict as error:
        return _form(request, None, texts, chosen, conflict=error.code, status=409)
    return redirect(f"/tickets/{number_of(request)}/participants?fait=invite")


def change(request: Request) -> Answer:
    member = _member(request)
    return _form(request, member, {"role": member.role, "scope": ALL if member.everywhere else SOME,
                                   "language": member.language}, member.packages)


def save(request: Request) -> Answer:
    member, texts, chosen = _member(request), _typed(request), request.chosen("package")
    try:
        change_participant(request.office, request.user, number_of(request), member.party_id, texts, chosen,
                           request.number("version", -1), _nonce(request), request.now)
    except Invalid as error:
        return _form(request, member, texts, chosen, {f.field: f.code for f in error.faults},
                     version=request.typed("version")[:10], status=422)
    except Conflict as error:
        return _form(request, _member(request), texts, chosen, conflict=error.code, status=409)
    return redirect(f"/tickets/{number_of(request)}/participants?fait=modifie")


def ask_remove(request: Request) -> Answer:
    member, ticket = _member(request), file_of(request).ticket
    back = f"/tickets/{ticket.number}/participants"
    return page(request, "confirm", block="window", ticket=ticket, back=back, name=member.name,
                address=f"{back}/{member.party_id}/retirer", nonce=request.office.secrets.new_id(),
                question=N_("Retirer cette personne ?"), yes=N_("Retirer la personne"),
                told=N_("Son lien n’ouvrira plus rien. Ce qu’elle a déposé, dit ou voté reste dans le dossier."))


def remove(request: Request) -> Answer:
    return _acted(request, "retire", lambda party_id: remove_participant(
        request.office, request.user, number_of(request), party_id, _nonce(request), request.now))


def relink(request: Request) -> Answer:
    return _acted(request, "lien", lambda party_id: replace_link(
        request.office, request.user, number_of(request), party_id, _nonce(request), request.now))


def _acted(request: Request, done: str, act: Callable[[str], None]) -> Answer:
    try:
        act(request.parts["party"])
    except Conflict as error:
        return _list(request, conflict=error.code, status=409)
    return redirect(f"/tickets/{number_of(request)}/participants?fait={done}")


def _nonce(request: Request) -> str:
    return request.typed("nonce")[:100] or request.office.secrets.new_id()


def _typed(request: Request) -> dict[str, str]:
    return {name: request.typed(name) for name in FIELDS}


def _member(request: Request) -> Participant:
    return member_of(file_of(request), request.parts["party"])


def _list(request: Request, *, conflict: str = "", status: int = 200) -> Answer:
    file = file_of(request)
    return page(
        request, "participants", status=status, nav=file_nav(file), ticket=file.ticket, people=file.participants,
        packages=file.packages,
        roles=ROLES, rights=RIGHTS, nonce=request.office.secrets.new_id(), done=request.asked("fait"),
        conflict=conflict, sentences=SENTENCES)


def _form(request: Request, member: Participant | None, typed: dict[str, str], chosen: tuple[str, ...],
          faults: dict[str, str] | None = None, *, version: str = "", conflict: str = "", status: int = 200) -> Answer:
    file = file_of(request)
    shown: dict[str, Any] = {"nonce": request.office.secrets.new_id(), **typed,
                             "version": version or (str(member.version) if member else "0")}
    return page(
        request, "participant_form", status=status, ticket=file.ticket, member=member, packages=file.packages,
        known=() if member else _known(request, file), typed=shown, chosen=chosen, roles=ROLES, rights=RIGHTS,
        languages=LANGUAGES, faults=faults or {}, conflict=conflict, sentences=SENTENCES, fields=FIELD_NAMES)


def _known(request: Request, file: TicketFile) -> Any:
    return known_people(request.office, file)
