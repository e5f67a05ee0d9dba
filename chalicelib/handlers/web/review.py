"""« À classer »: one click files a mail, opens a ticket or sets it aside; setting aside can be undone."""

from __future__ import annotations

import re

from chalicelib.domain import words
from chalicelib.domain.errors import NotFound
from chalicelib.domain.mail import InboundMail
from chalicelib.handlers.answer import Answer, redirect
from chalicelib.handlers.pages import page
from chalicelib.handlers.request import Request
from chalicelib.queries.review_queue import WHY, ReviewQueue, reason_of, review_queue
from chalicelib.usecases.redrive_mail import redrive_mail
from chalicelib.usecases.settle_review import file_as_new, file_here, put_back, set_aside

_DELIVERY = re.compile(r"[A-Za-z0-9_.@+=-]{1,200}")


def queue(request: Request) -> Answer:
    return page(request, "review", queue=_queue(request), reason_of=reason_of, why=WHY, marks=words.MARKS,
                done=request.asked("fait"), delivery=request.asked("de"), filed=request.asked("dossier"))


def file_mail(request: Request) -> Answer:
    typed = request.typed("number").strip().upper().removeprefix("T-")
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 9):
        return page(request, "review", status=422, queue=_queue(request), reason_of=reason_of, why=WHY,
                    marks=words.MARKS, done="", delivery=_delivery(request), filed="",
                    faults={"number": "unknown"}, typed={"number": request.typed("number")})
    file_here(request.office, request.user, _delivery(request), int(typed), request.now)
    return redirect(f"/a-classer?fait=classe&dossier={int(typed)}")


def open_from(request: Request) -> Answer:
    number = file_as_new(request.office, request.user, _delivery(request), request.now)
    return redirect(f"/tickets/{number}")


def put_aside(request: Request) -> Answer:
    delivery = _delivery(request)
    set_aside(request.office, request.user, delivery, spam=request.typed("spam") == "1")
    return redirect(f"/a-classer?fait=ecarte&de={delivery}")


def bring_back(request: Request) -> Answer:
    put_back(request.office, request.user, _delivery(request))
    return redirect("/a-classer")


def try_again(request: Request) -> Answer:
    """The page's version of the delivery makes a second click the same act."""
    redrive_mail(request.office, request.user, _delivery(request), request.number("version", -1), request.now)
    return redirect("/a-classer?fait=relance")


def original(request: Request) -> Answer:
    found: InboundMail | None = request.office.mailbox.inbound(_delivery(request))
    if found is None or found.sealed:
        raise NotFound("mail")
    return redirect(request.office.files.mail_link(found.raw_key, "message.eml"), 302)


def _delivery(request: Request) -> str:
    """The delivery of the path. Raises NotFound for what no mail was ever called."""
    text = request.parts["delivery"]
    if not _DELIVERY.fullmatch(text):
        raise NotFound("mail")
    return text


def _queue(request: Request) -> ReviewQueue:
    try:
        return review_queue(request.office, request.asked("suite")[:2000])
    except ValueError as error:
        raise NotFound("cursor") from error
