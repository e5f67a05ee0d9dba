"""The agency's own letters: the list, and the editor with its fields and its preview (U-108)."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.errors import Conflict, NotFound
from chalicelib.domain.menu import GROUPS
from chalicelib.handlers.answer import Answer, redirect
from chalicelib.handlers.pages import page
from chalicelib.handlers.request import Request
from chalicelib.handlers.web import settings_labels as words
from chalicelib.handlers.web.contact_labels import LANGUAGES
from chalicelib.queries.letter_editor import Editor, editor, every_letter, preview
from chalicelib.usecases import edit_letter as letters

LIST = "/reglages/modeles"


def every(request: Request) -> Answer:
    return page(request, "letters", lines=every_letter(request.office), groups=GROUPS, sections=words.SECTIONS,
                languages=LANGUAGES)


def edit(request: Request) -> Answer:
    found = _editor(request)
    return _page(request, found, {"subject": found.subject, "body": found.body, "version": _version(found)})


def save(request: Request) -> Answer:
    """Keep the text, look at it first, or go back to the original."""
    found = _editor(request)
    typed = {name: request.typed(name) for name in ("subject", "body")} | {"version": request.typed("version")[:10]}
    wording = letters.Wording(typed["subject"], typed["body"])
    try:
        if request.typed("act") == "preview":
            letters.checked(found.kind, wording)
            return _page(request, found, typed)
        _kept(request, found, wording, typed["version"])
    except letters.Unusable as error:
        return _page(request, found, typed, error, status=422)
    except Conflict as error:
        found = _editor(request)
        return _page(request, found, typed | {"version": _version(found)}, status=409, conflict=error.code)
    return redirect(f"{LIST}/{found.kind.key}/{found.language}?fait=1")


def _kept(request: Request, found: Editor, wording: letters.Wording, shown: str) -> None:
    version = int(shown) if shown.isascii() and shown.isdigit() else -1
    key, language = found.kind.key, found.language
    if request.typed("act") == "original":
        letters.restore_letter(request.office, request.user, key, language, version, request.now)
    else:
        letters.save_letter(request.office, request.user, key, language, wording, version, request.now)


def _editor(request: Request) -> Editor:
    found = editor(request.office, request.user, request.parts["key"], request.parts["language"])
    if found is None:
        raise NotFound("letter")
    return found


def _version(found: Editor) -> str:
    return str(found.known.version) if found.known else ""


def _page(request: Request, found: Editor, typed: dict[str, str], error: letters.Unusable | None = None, *,
          status: int = 200, conflict: str = "") -> Answer:
    wrong: dict[str, list[Any]] = {}
    for fault in error.faults if error else ():
        wrong.setdefault(fault.where, []).append(fault)
    seen = preview(request.office, request.user, found.kind, found.language, typed["subject"], typed["body"])
    return page(request, "letter_edit", status=status, letter=found, typed=typed, wrong=wrong, seen=seen,
                conflict=conflict, sentences=words.SENTENCES, fields=words.FIELDS, languages=LANGUAGES,
                done=request.asked("fait"))
