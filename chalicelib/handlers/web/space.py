"""A participant's space: his documents, one of them with its history, the files themselves (S-01, S-15).

No account, no script. Whoever does not hold a link that lives finds nothing here, whatever address he tries.
"""

from __future__ import annotations

import re
from typing import Any

from chalicelib import bootstrap
from chalicelib.domain.access import Act
from chalicelib.domain.document import Document, file_key
from chalicelib.domain.errors import NotFound
from chalicelib.domain.property import VOTE_RULES
from chalicelib.domain.space_link import SpaceLink, participant_of, replaced
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.words import FIGURES, KINDS, STATUSES
from chalicelib.domain.work_package import ROLES
from chalicelib.handlers import cookies, page_nonce
from chalicelib.handlers.answer import Answer, redirect
from chalicelib.handlers.looked import looked
from chalicelib.handlers.pages import page
from chalicelib.handlers.request import Request
from chalicelib.handlers.web import paper_labels, space_labels
from chalicelib.handlers.web.paper_words import told
from chalicelib.queries.space import Space, SpaceDocument, space_document, space_list
from chalicelib.rendering.catalog import LANGUAGES
from chalicelib.usecases.decision_code import needs_code
from chalicelib.usecases.decision_links import address_of
from chalicelib.usecases.ports import Office
from chalicelib.usecases.space_links import find_space

ACTS: tuple[Act, ...] = ("comment", "vote", "set_status")
_TOKEN = re.compile(r"([a-z0-9-]{1,60})\.([A-Za-z0-9_-]{20,60})")


def show(request: Request) -> Answer:
    office, link, file = link_of(request)
    member = participant_of(link, file)
    if member is None:
        return over(request, office)
    looked(office, file.ticket.number, "", member.party_id, "opened", request.now)
    return overview(request, office, Space(file, member))


def overview(request: Request, office: Office, space: Space, *, faults: dict[str, str] | None = None,
             status: int = 200) -> Answer:
    """The list; a package in the address that is not his filters to nothing known."""
    _speak(request, space)
    asked = request.asked("lot")
    if asked and all(p.id != asked for p in space.packages):
        raise NotFound("page")
    page_number = request.asked("page")
    found = space_list(space, asked, int(page_number) if page_number.isdigit() and len(page_number) < 6 else 1)
    return _page(request, office, space, "space", view=found, lot=asked, faults=faults or {}, status=status)


def document(request: Request) -> Answer:
    office, space = holder(request)
    shown = document_page(request, office, space)
    looked(office, space.file.ticket.number, request.parts["document"], space.member.party_id, "opened", request.now)
    return shown


def document_page(request: Request, office: Office, space: Space, *, typed: dict[str, str] | None = None,
                  faults: dict[str, str] | None = None, notice: str = "", status: int = 200) -> Answer:
    """One document; again after a form of it was refused, with what was typed."""
    found = space_document(office, space, request.parts["document"])
    if found is None:
        raise NotFound("document")
    key = found.document.preview_key
    acts = {act for act in ACTS if space.may(act, found.document)}
    return _page(
        request, office, space, "space_document", view=found, d=found.document, acts=acts,
        lines=told(found.lines, request.language, outside=True), typed=typed or {}, faults=faults or {}, notice=notice,
        status=status, shown=office.files.link(key, "apercu.webp", "image/webp", inline=True) if key else "",
        rules=VOTE_RULES, figures=FIGURES, decision=_decision(office, space, found), ended=paper_labels.ENDED,
        files_from=office.files.origin)


def download(request: Request) -> Answer:
    """The file itself, by an address signed for five minutes (F-1)."""
    office, space = holder(request)
    found = space.document(request.parts["document"])
    if found is None:
        raise NotFound("document")
    looked(office, found.ticket_number, found.id, space.member.party_id, "downloaded", request.now)
    return redirect(office.files.link(file_key(office.agency.id, found.sha256), found.filename, found.content_type),
                    302)


def holder(request: Request) -> tuple[Office, Space]:
    """The space of the address. Raises NotFound for any link that opens none: all look the same."""
    office, link, file = link_of(request)
    member = participant_of(link, file)
    if member is None:
        raise NotFound("page")
    space = Space(file, member)
    _speak(request, space)
    return office, space


def link_of(request: Request) -> tuple[Office, SpaceLink, TicketFile]:
    """Raises NotFound for a token that is not ours, and for somebody who takes part no more."""
    found = _TOKEN.fullmatch(request.link)
    try:
        office = bootstrap.office(found[1]) if found else None
    except LookupError:
        office = None
    link = find_space(office, found[2]) if office and found else None
    file = office.tickets.file(link.ticket_number) if office and link else None
    if office is None or link is None or file is None or not (participant_of(link, file) or replaced(link, file)):
        raise NotFound("page")
    return office, link, file


def over(request: Request, office: Office, faults: dict[str, str] | None = None) -> Answer:
    """Another link was sent since: nothing is shown, the new one can be asked for again."""
    return page(request, "space_over", status=410, agency=office.agency, token=request.link, done=request.asked("fait"),
                dones=space_labels.DONE, faults=faults or {}, sentences=space_labels.FAULTS)


def _decision(office: Office, space: Space, found: SpaceDocument) -> str:
    """The page of his own link, where a large amount is agreed to with a code, and an agreement is cancelled."""
    mail_id = dict(found.round.approval.asked).get(space.member.party_id, "") if found.round else ""
    large = found.round is not None and found.round.approval.state == "open" and needs_code(office, found.document)
    cooling = found.round is not None and found.round.approval.cooling_until is not None
    return address_of(office, mail_id).removeprefix(office.post.base_url) if mail_id and (large or cooling) else ""


def _page(request: Request, office: Office, space: Space, template: str, **facts: Any) -> Answer:
    shared: dict[str, Any] = {
        "space": space, "ticket": space.file.ticket, "member": space.member, "agency": office.agency,
        "token": request.link, "chosen": request.asked("langue"), "done": request.asked("fait"), "roles": ROLES,
        "dones": space_labels.DONE, "notices": space_labels.NOTICES, "sentences": space_labels.FAULTS,
        "fields": space_labels.FIELDS, "kinds": KINDS, "sections": space_labels.SECTIONS,
        "statuses": STATUSES, "nonce": page_nonce.fresh(request)}
    return page(request, template, **{**shared, **facts})


def _speak(request: Request, space: Space) -> None:
    """The language asked for, the one this browser has chosen here before, or his own."""
    asked = request.asked("langue")
    if asked in LANGUAGES:
        request.language = asked
    elif cookies.value(request, cookies.LANGUAGE) not in LANGUAGES:
        request.language = space.member.language


def large(office: Office, found: Document) -> bool:
    """An agreement to this amount takes a code, which his own decision page asks for."""
    return needs_code(office, found)
