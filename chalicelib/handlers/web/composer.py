"""The composer of a menu action: pre-filled, editable, kept as a draft, sent once (U-63 to U-66)."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from chalicelib.domain.access_link import Draft, digest
from chalicelib.domain.address_health import AddressHealth, refuses
from chalicelib.domain.agency import User
from chalicelib.domain.assignment import Mode
from chalicelib.domain.authority import GROUNDS
from chalicelib.domain.delivery import REASONS
from chalicelib.domain.errors import Conflict, Invalid, NotFound
from chalicelib.domain.letter import Letter
from chalicelib.domain.money import typed_amount
from chalicelib.handlers.answer import Answer, redirect
from chalicelib.handlers.pages import SLUG_OF, page
from chalicelib.handlers.request import Request
from chalicelib.handlers.web.labels import FAULTS, FIELDS, LAPSES
from chalicelib.handlers.web.ticket import number_of
from chalicelib.queries.composer import Composer, composer
from chalicelib.usecases.ask_agreement import ask_agreement
from chalicelib.usecases.ask_signature import ask_signature
from chalicelib.usecases.keep_draft import drop_draft, is_spent, keep_draft
from chalicelib.usecases.ports import Office
from chalicelib.usecases.send_action import send_action

SLUGS = {slug: key for key, slug in SLUG_OF.items()}
_FIELDS = ("nonce", "recipient", "email", "name", "language", "mode", "ceiling", "tell", "subject", "body",
           "subject_was", "body_was", "version", "reason", "to", "entreprise", "tenant", "tenant_impact", "risk")
OTHER = "other"
NOBODY = "-"  # every box was unticked, which is not the same as never having been asked


def write(request: Request) -> Answer:
    """A draft comes back before the template: nothing typed is lost (U-8). A search for a firm is in the address."""
    to = request.asked("recipient")[:60]
    found = _composer(request, _mode(request.asked("mode")), "" if to == OTHER else to)
    draft = found.file.draft(request.user.id, found.action.key)
    draft = None if draft and is_spent(request.office, draft) else draft
    typed = _kept(draft) if draft else _fresh(request, found)
    return _window(request, found, typed | ({"recipient": to} if to else {}), _ticked(found, draft), draft=draft)


def send(request: Request) -> Answer:
    number, key = number_of(request), _key(request)
    asked = NOBODY if request.typed("several") == "1" else ""
    typed = {name: request.typed(name) for name in _FIELDS} | {"to": " ".join(request.chosen("to")) or asked}
    act = request.typed("act")
    if act in ("upload", "search"):
        keep_draft(request.office, request.user, number, key, typed, request.chosen("document"), request.now)
        here = f"/tickets/{number}/ecrire/{request.parts['slug']}"
        return redirect(f"{here}?{urlencode({'entreprise': typed['entreprise'][:100]})}" if act == "search" else
                        f"/tickets/{number}/ajouter?pour={request.parts['slug']}")
    if act == "keep":
        with suppress(Conflict):  # a later save of the same window was faster
            keep_draft(request.office, request.user, number, key, typed, request.chosen("document"), request.now)
        return Answer("", 204)
    if act == "fresh":
        drop_draft(request.office, request.user, number, key)
        return redirect(f"/tickets/{number}/ecrire/{request.parts['slug']}")
    if act == "adapt":
        return _window(request, *_adapted(request, typed), request.chosen("document"))
    if act in ("request", "sign"):
        return _request(request, key, typed, ask_agreement if act == "request" else ask_signature)
    try:
        sent = send_action(request.office, request.user, number, _letter(request, key, typed), request.now)
    except Invalid as error:
        faults = {f.field: f.code for f in error.faults}
        refused = _refused(request, typed) if "address_refused" in faults.values() else None
        return _window(request, _again(request, key, typed), typed, request.chosen("document"), faults=faults,
                       status=422, refused=refused)
    except Conflict as error:
        if error.code == "form_used":
            return _used(request, typed)
        anyway = {"anyway": "1"} if error.code == "ticket_changed" else {}
        return _window(request, _again(request, key, typed), typed | anyway, request.chosen("document"),
                       conflict=error.code, status=409)
    return redirect(f"/tickets/{number}?envoye={sent.mail_id}#m-{sent.mail_id}")


def _request(request: Request, key: str, typed: dict[str, str],
             ask: Callable[[Office, User, int, Letter, datetime], None]) -> Answer:
    """A direct intervention outside the mandate is put to the owner instead; an emergency above its limit is put to
    a second manager (D-24)."""
    number = number_of(request)
    try:
        ask(request.office, request.user, number, _letter(request, key, typed), request.now)
    except Invalid as error:
        faults = {f.field: f.code for f in error.faults}
        return _window(request, _again(request, key, typed), typed, request.chosen("document"), faults=faults,
                       status=422)
    except Conflict as error:
        fresh = typed | {"nonce": request.office.secrets.new_id()}
        return _window(request, _again(request, key, typed), fresh, request.chosen("document"), conflict=error.code,
                       status=409)
    return redirect(f"/tickets/{number}?demande={'1' if ask is ask_agreement else '2'}")


def _again(request: Request, key: str, typed: dict[str, str]) -> Composer:
    """The window after a refusal: for the same person, the same kind of request and the same amount."""
    return _composer(request, _mode(typed["mode"]), _recorded(typed),
                     ceiling_cents=_letter(request, key, typed).ceiling_cents)


def _adapted(request: Request, typed: dict[str, str]) -> tuple[Composer, dict[str, str]]:
    """The letter for another kind of request, another person or another language. What the manager has
    rewritten stays as it is."""
    to = _recorded(typed)
    language = typed["language"] if typed["recipient"] == "other" or not to else ""
    ceiling = _letter(request, _key(request), typed).ceiling_cents
    found = _composer(request, _mode(typed["mode"]), to, language if language in ("fr", "en") else "", ceiling)
    fresh = {"subject": found.subject, "body": found.body}
    untouched = {name: text for name, text in fresh.items() if typed[f"{name}_was"] == _mark(typed[name])}
    return found, typed | untouched | {f"{name}_was": _mark(text) for name, text in untouched.items()}


def _recorded(typed: dict[str, str]) -> str:
    """The chosen person of the directory, or an empty string for a typed address."""
    return "" if typed["recipient"] == OTHER else typed["recipient"][:60]


def _mark(text: str) -> str:
    """What tells whether a pre-filled text was touched: spaces and line ends do not count."""
    return digest(" ".join(text.split()))[:16]


def _used(request: Request, typed: dict[str, str]) -> Answer:
    """The letter of this form has left; what is in it now is another one, which leaves if it is sent again."""
    found = _composer(request, to=_recorded(typed))
    fresh = {"nonce": request.office.secrets.new_id(), "version": str(found.file.ticket.version)}
    return _window(request, found, typed | fresh, request.chosen("document"), conflict="form_used", status=422)


def _refused(request: Request, typed: dict[str, str]) -> AddressHealth | None:
    """What is known of the address the letter was meant for."""
    found = _composer(request, to=_recorded(typed))
    firm = found.firms.firm(typed["recipient"])
    emails = [p.email for p in found.people if p.id in typed["to"].split()]
    emails = emails or [found.fixed.email if found.fixed else firm.email if firm else typed["email"]]
    return next((h for h in request.office.mailbox.health(*dict.fromkeys(emails)) if refuses(h, "manual")), None)


def _letter(request: Request, key: str, typed: dict[str, str]) -> Letter:
    return Letter(
        action=key, nonce=typed["nonce"][:100] or request.office.secrets.new_id(), subject=typed["subject"].strip(),
        body=typed["body"].strip(), party_id=_recorded(typed), email=typed["email"].strip(),
        name=typed["name"].strip(), mode=_mode(typed["mode"]), document_ids=request.chosen("document"),
        ceiling=typed["ceiling"].strip()[:20], tell_others=typed["tell"] == "1", version=request.number("version", -1),
        anyway=request.typed("anyway") == "1", language="en" if typed["language"] == "en" else "fr",
        to=request.chosen("to") if request.typed("several") == "1" else None, reason=typed["reason"].strip(),
        tell_tenant=typed["tenant"] == "1",
        tenant_impact=typed["tenant_impact"].strip(), risk=typed["risk"].strip(),
        as_offered=all(typed[f"{name}_was"] == _mark(typed[name]) for name in ("subject", "body")))


def _window(request: Request, found: Composer, typed: dict[str, str], ticked: tuple[str, ...], *,
            faults: dict[str, str] | None = None, conflict: str = "", status: int = 200,
            refused: AddressHealth | None = None, draft: Draft | None = None) -> Answer:
    values: dict[str, Any] = {
        "found": found, "ticket": found.file.ticket, "typed": typed, "ticked": ticked, "faults": faults or {},
        "sentences": FAULTS, "fields": FIELDS, "lapses": LAPSES, "conflict": conflict, "grounds": GROUNDS,
        "here": request.parts["slug"], "refused": refused, "delivery_reasons": REASONS, "draft": draft}
    return page(request, "composer", status=status, block="window", **values)


def _composer(request: Request, mode: Mode = "quote", to: str = "", language: str = "",
              ceiling_cents: int | None = None) -> Composer:
    found = composer(request.office, request.user, number_of(request), _key(request), mode,
                     request.asked("devis")[:60], to, language, ceiling_cents, now=request.now,
                     words=(request.typed("entreprise") or request.asked("entreprise"))[:100])
    if found is None:
        raise NotFound("ticket")
    return found


def _fresh(request: Request, found: Composer) -> dict[str, str]:
    return {"nonce": request.office.secrets.new_id(), "recipient": found.chosen, "email": "", "name": "",
            "mode": _mode(request.asked("mode")), "subject": found.subject, "body": found.body, "tell": "1",
            "subject_was": _mark(found.subject), "body_was": _mark(found.body), "language": found.language,
            "ceiling": typed_amount(ceiling) if (ceiling := found.file.ticket.ceiling_cents) else "",
            "version": str(found.file.ticket.version), "reason": "", "to": "", "tenant": "1",
            "tenant_impact": found.file.ticket.tenant_impact, "risk": found.file.ticket.risk}


def _kept(draft: Draft) -> dict[str, str]:
    return {name: draft.fields.get(name, "") for name in _FIELDS}


def _ticked(found: Composer, draft: Draft | None) -> tuple[str, ...]:
    return draft.document_ids if draft else found.ticked


def _mode(text: str) -> Mode:
    return "direct" if text == "direct" else "quote"


def _key(request: Request) -> str:
    key = SLUGS.get(request.parts["slug"])
    if key is None:
        raise NotFound("action")
    return key
