"""The ticket page, its menu as a page, a whole message, and « traité »."""

from __future__ import annotations

from datetime import datetime, timedelta

from chalicelib.domain import words
from chalicelib.domain.authority import GROUNDS
from chalicelib.domain.delivery import REASONS as DELIVERY_REASONS
from chalicelib.domain.errors import NotFound
from chalicelib.domain.menu import GROUPS, REASONS
from chalicelib.domain.order_terms import held_until
from chalicelib.domain.property import VOTE_RULES
from chalicelib.domain.proposal import ACTS, SENTENCES
from chalicelib.domain.reminder import KINDS
from chalicelib.domain.signed_back import comparison_of
from chalicelib.domain.tasks import TASKS
from chalicelib.domain.ticket import STAGES
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.undo import undo_seconds
from chalicelib.domain.work_package import ROLES as MEMBER_ROLES
from chalicelib.handlers.answer import Answer, redirect
from chalicelib.handlers.pages import page
from chalicelib.handlers.request import Request
from chalicelib.handlers.web import labels
from chalicelib.handlers.web.decision_labels import FUNDINGS
from chalicelib.handlers.web.file_nav import file_nav
from chalicelib.handlers.web.project_labels import TICKET_DONE
from chalicelib.queries.authority import glimpse
from chalicelib.queries.reminder_panel import reminder_panel
from chalicelib.queries.ticket_page import TicketPage, find_message, ticket_page
from chalicelib.usecases.mark_handled import mark_handled
from chalicelib.usecases.owner_in_charge import KINDS as DIRECTIVES
from chalicelib.usecases.settle_proposal import settle_proposal


def number_of(request: Request) -> int:
    """The ticket number of the path. Raises NotFound for anything else."""
    text = request.parts.get("number", "")
    if not (text.isascii() and text.isdigit() and len(text) <= 9):
        raise NotFound("ticket")
    return int(text)


def file_of(request: Request) -> TicketFile:
    """The file of the path. Raises NotFound when there is none."""
    file = request.office.tickets.file(number_of(request))
    if file is None:
        raise NotFound("ticket")
    return file


def show(request: Request) -> Answer:
    found = _found(request, request.asked("avec"))
    return page(
        request, "ticket", nav=file_nav(found.file), view=found, ticket=found.file.ticket, stages=STAGES, groups=GROUPS,
        reasons=REASONS, kinds=words.KINDS, statuses=words.STATUSES, figures=words.FIGURES, marks=words.MARKS,
        history=labels.HISTORY, turns=labels.TURNS, next_steps=labels.NEXT_STEPS,
        priorities=labels.PRIORITIES, warnings=labels.WARNINGS,
        assignments=labels.ASSIGNMENTS, says=SENTENCES, acts=ACTS, tasks=TASKS, member_roles=MEMBER_ROLES,
        reminder_kinds=KINDS, reminders=reminder_panel(found.file, request.office.agency, request.now),
        vote_rules=VOTE_RULES, directives=DIRECTIVES, fundings=FUNDINGS,
        traces=labels.TRACES, delivery_reasons=DELIVERY_REASONS, held_since=_held_since(request, found),
        power=glimpse(found.file), grounds=GROUNDS, compared=comparison_of, held_until=_held_until(request, found),
        asked_owner=request.asked("demande"), done=TICKET_DONE.get(request.asked("fait"), ""),
        chosen=request.asked("avec"), sent=request.asked("envoye"), files_from=request.office.files.origin)


def _held_since(request: Request, found: TicketPage) -> datetime:
    """Mails written after this moment can still be taken back (U-40)."""
    return request.now - timedelta(seconds=undo_seconds(request.office.agency, found.file.ticket))


def _held_until(request: Request, found: TicketPage) -> datetime | None:
    """The end of the cooling-off that the order on the chosen quote waits for (D-13)."""
    chosen = found.file.document(found.file.ticket.chosen_quote)
    return held_until(found.file, chosen, request.now)


def menu(request: Request) -> Answer:
    """The three-dots menu without a script: the same list, as a page."""
    found = _found(request)
    return page(request, "menu", view=found, ticket=found.file.ticket, groups=GROUPS, reasons=REASONS)


def handled(request: Request) -> Answer:
    number = number_of(request)
    mark_handled(request.office, request.user, number, request.typed("seen"), request.now)
    return redirect(f"/tickets/{number}")


def settle(request: Request) -> Answer:
    """What a mail seems to say is confirmed, or waved away."""
    number, message = number_of(request), request.parts["message"]
    settle_proposal(request.office, request.user, number, message, request.parts["kind"],
                    confirm=request.typed("act") != "dismiss", now=request.now)
    return redirect(f"/tickets/{number}#m-{message}")


def whole_message(request: Request) -> Answer:
    """The complete text of a message, quoted part included (M-73)."""
    number = number_of(request)
    file, message = request.office.tickets.file(number), find_message(request.office, number, request.parts["message"])
    if message is None or file is None:
        raise NotFound("message")
    text = request.office.files.get(message.text_key).decode("utf-8") if message.text_key else ""
    return page(request, "message", message=message, text=text, number=number, marks=words.MARKS,
                sealed=file.sealed(message))


def message_html(request: Request) -> Answer:
    """Made harmless when it arrived, shown in a frame that may do nothing (U-59)."""
    message = find_message(request.office, number_of(request), request.parts["message"])
    if message is None or not message.html_key:
        raise NotFound("message")
    return Answer(request.office.files.get(message.html_key).decode("utf-8"), frame=True)


def _found(request: Request, party_id: str = "") -> TicketPage:
    found = ticket_page(request.office, number_of(request), party_id)
    if found is None:
        raise NotFound("ticket")
    return found
