"""The page behind a decider's link: shown to whoever holds it, decided only by a form posted from it (D-18, U-83).

No script, no account. Whatever goes wrong, what was typed stays in the form.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from chalicelib import bootstrap
from chalicelib.domain.decision_link import DecisionLink
from chalicelib.domain.document import Document, file_key
from chalicelib.domain.errors import Conflict, Invalid, NotAllowed, NotFound
from chalicelib.domain.pace import pace_of
from chalicelib.domain.property import VOTE_RULES
from chalicelib.domain.words import KINDS, STATUSES
from chalicelib.handlers import page_nonce
from chalicelib.handlers.answer import Answer, redirect
from chalicelib.handlers.looked import looked
from chalicelib.handlers.pages import page
from chalicelib.handlers.request import Request
from chalicelib.handlers.web import decision_labels as labels
from chalicelib.handlers.web.decision_acts import act_on
from chalicelib.queries.decision_page import DecisionPage, decision_page
from chalicelib.rendering.catalog import LANGUAGES
from chalicelib.usecases.answer_decision import FUNDINGS, REASONS
from chalicelib.usecases.decision_code import needs_code
from chalicelib.usecases.decision_links import find_link
from chalicelib.usecases.owner_in_charge import KINDS as DIRECTIONS
from chalicelib.usecases.ports import Office

_TOKEN = re.compile(r"([a-z0-9-]{1,60})\.([A-Za-z0-9_-]{20,60})")


def show(request: Request) -> Answer:
    office, link = holder(request)
    looked(office, link.ticket_number, link.bound[0].document_id, link.party_id, "opened", request.now)
    return _page(request, office, link)


def answer(request: Request) -> Answer:
    """One form, one act. A page made too long ago is shown again, a robot's haste is asked to confirm (U-86)."""
    office, link = holder(request)
    nonce = page_nonce.read(request)
    if nonce is None:
        return _page(request, office, link, notice="old_page", status=409)
    if nonce.too_quick(request.now):
        return _page(request, office, link, notice="too_quick", status=409)
    try:
        done = act_on(request, office, link, nonce.id)
    except Invalid as error:
        return _page(request, office, link, faults={f.field: f.code for f in error.faults}, status=422)
    except Conflict as error:
        return _page(request, office, link, notice=error.code, status=409)
    except NotAllowed as error:
        return _page(request, office, link, notice=error.code, status=403)
    if done in ("code_sent", "code_wrong"):
        return _page(request, office, link, notice=done, status=422 if done == "code_wrong" else 200, code=True)
    chosen = request.asked("langue")
    kept = f"&langue={chosen}" if chosen in LANGUAGES else ""
    return redirect(f"/accord/{request.link}?fait={done}{kept}")


def document(request: Request) -> Answer:
    """A document he was asked about, or a photo of the incident, as a signed download (F-1)."""
    office, link = holder(request)
    found = _served(office, link, request.parts["document"], request.now)
    looked(office, link.ticket_number, found.id, link.party_id, "downloaded", request.now)
    return redirect(office.files.link(file_key(office.agency.id, found.sha256), found.filename, found.content_type),
                    302)


def holder(request: Request) -> tuple[Office, DecisionLink]:
    """The agency and the link of the address. Raises NotFound for any token that is not ours: all look the same."""
    asked = request.asked("langue")
    request.language = asked if asked in LANGUAGES else request.language
    found = _TOKEN.fullmatch(request.link)
    try:
        office = bootstrap.office(found[1]) if found else None
    except LookupError:
        office = None
    link = find_link(office, found[2]) if office and found else None
    if office is None or link is None:
        raise NotFound("page")
    if asked not in LANGUAGES and not _said(request):
        request.language = link.language
    return office, link


def _said(request: Request) -> bool:
    """This browser has chosen a language here before."""
    from chalicelib.handlers import cookies

    return cookies.value(request, cookies.LANGUAGE) in LANGUAGES


def _served(office: Office, link: DecisionLink, document_id: str, now: datetime) -> Document:
    """Raises NotFound, also for what he could open before it was decided (D-19, W-4)."""
    view = decision_page(office, link, now)
    found = view.served(document_id) if view else None
    if found is None:
        raise NotFound("document")
    return found


def _page(request: Request, office: Office, link: DecisionLink, *, faults: dict[str, str] | None = None,
          notice: str = "", status: int = 200, code: bool = False) -> Answer:
    found = decision_page(office, link, request.now)
    if found is None:
        raise NotFound("page")
    typed = {name: request.typed(name) for name in request.form if name not in ("csrf", "nonce")}
    if notice == "too_quick":
        typed.pop("amount", None)
    values: dict[str, Any] = {
        "view": found, "ticket": found.ticket, "agency": office.agency, "typed": typed, "faults": faults or {},
        "notice": notice, "done": request.asked("fait"), "nonce": page_nonce.fresh(request), "token": request.link,
        "code": code or (bool(link.code_hash) and "code" in typed), "shown": _previews(office, found),
        "large": [o.document.id for o in found.asked if needs_code(office, o.document)],
        "picked": typed.get("document", "").partition(":")[0],
        "kinds": KINDS, "statuses": STATUSES, "rules": VOTE_RULES,
        "reasons": REASONS, "directions": DIRECTIONS, "fundings": labels.FUNDINGS, "funding_codes": FUNDINGS,
        "sentences": labels.FAULTS, "fields": labels.FIELDS, "notices": labels.NOTICES, "dones": labels.DONE,
        "cooling": pace_of(office.agency.pace)["cooling_minutes"], "titles": labels.TITLES,
        "chosen": request.asked("langue"), "photos": _photos(found)}
    return page(request, "decision", status=status, files_from=office.files.origin, **values)


def _previews(office: Office, found: DecisionPage) -> dict[str, str]:
    """First pages as pictures, by their signed addresses: one trip less on a slow network."""
    wanted = (found.served(o.document.id) for o in (found.first, *found.asked))
    return {d.id: office.files.link(d.preview_key, "apercu.webp", "image/webp", inline=True)
            for d in wanted if d and d.preview_key}


def _photos(found: DecisionPage) -> list[Document]:
    return [d for d in found.file.documents if d.kind == "photo" and found.served(d.id)][:6]
