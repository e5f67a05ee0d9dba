"""The packages (« lots ») of a works file: opened, added, described, put in order, removed (D-1, S-09)."""

from __future__ import annotations

from collections.abc import Callable

from chalicelib.domain.errors import Conflict, Invalid, NotFound
from chalicelib.domain.marked import N_
from chalicelib.domain.money import typed_amount
from chalicelib.domain.package_form import FIELDS
from chalicelib.domain.work_package import WorkPackage
from chalicelib.handlers.answer import Answer, redirect
from chalicelib.handlers.pages import page
from chalicelib.handlers.request import Request
from chalicelib.handlers.web.file_nav import file_nav
from chalicelib.handlers.web.project_labels import DONE, FIELD_NAMES, SENTENCES
from chalicelib.handlers.web.ticket import file_of, number_of
from chalicelib.queries.project import package_lines
from chalicelib.usecases.save_package import add_packages, move_package, remove_package, save_package


def show(request: Request) -> Answer:
    return _list(request)


def add(request: Request) -> Answer:
    number, names = number_of(request), request.typed("names")
    try:
        add_packages(request.office, request.user, number, names, _nonce(request), request.now)
    except Invalid as error:
        return _list(request, {"names": names}, {f.field: f.code for f in error.faults}, status=422)
    except Conflict as error:
        return _list(request, {"names": names}, conflict=error.code, status=409)
    return redirect(f"/tickets/{number}/lots?fait=ajoute")


def change(request: Request) -> Answer:
    package = _package(request)
    cents = package.contract_cents
    return _form(request, package, {"name": package.name, "contractor": package.contractor,
                                    "contract": "" if cents is None else typed_amount(cents)})


def save(request: Request) -> Answer:
    package, typed = _package(request), {name: request.typed(name) for name in FIELDS}
    try:
        save_package(request.office, request.user, number_of(request), package.id, typed,
                     request.number("version", -1), _nonce(request), request.now)
    except Invalid as error:
        return _form(request, package, typed, {f.field: f.code for f in error.faults},
                     version=request.typed("version")[:10], status=422)
    except Conflict as error:
        return _form(request, _package(request), typed, conflict=error.code, status=409)
    return redirect(f"/tickets/{number_of(request)}/lots?fait=modifie")


def move(request: Request) -> Answer:
    return _acted(request, "ordre", lambda: move_package(
        request.office, request.user, number_of(request), request.parts["package"], _nonce(request), request.now,
        up=request.typed("act") == "up"))


def ask_remove(request: Request) -> Answer:
    """A lot that is in use is told so when the removal is posted."""
    package, ticket = _package(request), file_of(request).ticket
    back = f"/tickets/{ticket.number}/lots"
    return page(request, "confirm", block="window", ticket=ticket, back=back, name=package.name,
                address=f"{back}/{package.id}/supprimer", nonce=request.office.secrets.new_id(),
                question=N_("Supprimer ce lot ?"), yes=N_("Supprimer le lot"),
                told=N_("Son entreprise et son marché disparaissent du projet. Aucun document n’est effacé."))


def remove(request: Request) -> Answer:
    return _acted(request, "supprime", lambda: remove_package(
        request.office, request.user, number_of(request), request.parts["package"], _nonce(request), request.now))


def _acted(request: Request, done: str, act: Callable[[], None]) -> Answer:
    try:
        act()
    except Conflict as error:
        return _list(request, conflict=error.code, status=409)
    return redirect(f"/tickets/{number_of(request)}/lots?fait={done}")


def _nonce(request: Request) -> str:
    return request.typed("nonce")[:100] or request.office.secrets.new_id()


def _package(request: Request) -> WorkPackage:
    found = next((p for p in file_of(request).packages if p.id == request.parts["package"]), None)
    if found is None:
        raise NotFound("package")
    return found


def _list(request: Request, typed: dict[str, str] | None = None, faults: dict[str, str] | None = None, *,
          conflict: str = "", status: int = 200) -> Answer:
    file = file_of(request)
    return page(
        request, "packages", status=status, nav=file_nav(file), done=DONE.get(request.asked("fait"), ""),
        ticket=file.ticket, lines=package_lines(file), people=file.participants,
        typed={"nonce": request.office.secrets.new_id(), **(typed or {})}, faults=faults or {}, conflict=conflict,
        sentences=SENTENCES, fields=FIELD_NAMES)


def _form(request: Request, package: WorkPackage, typed: dict[str, str], faults: dict[str, str] | None = None, *,
          version: str = "", conflict: str = "", status: int = 200) -> Answer:
    file = file_of(request)
    firms = list(dict.fromkeys(a.name for a in file.assignments))
    return page(
        request, "package_form", status=status, ticket=file.ticket, package=package, firms=firms, conflict=conflict,
        typed={"nonce": request.office.secrets.new_id(), "version": version or str(package.version), **typed},
        faults=faults or {}, sentences=SENTENCES, fields=FIELD_NAMES)
