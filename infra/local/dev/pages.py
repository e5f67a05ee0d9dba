"""The two screens of the mailbox, as HTML."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader

from .links import links
from .samples import SAMPLES
from .sent import Sent
from .web import Asked

PARIS = ZoneInfo("Europe/Paris")
WIDTHS = ("390", "600", "700")
VIEWS = (("html", "HTML"), ("texte", "Texte"), ("source", "Source"))
THEMES = (("clair", "Clair"), ("sombre", "Sombre"))


@lru_cache(maxsize=1)
def _templates() -> Environment:
    folder = Path(__file__).parent / "templates"
    made = Environment(loader=FileSystemLoader(folder), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    made.filters["moment"] = _moment
    made.filters["size"] = _size
    return made


def _moment(at: str) -> str:
    return datetime.fromisoformat(at).astimezone(PARIS).strftime("%d/%m/%Y à %H:%M:%S")


def _size(count: int) -> str:
    return f"{count} o" if count < 1024 else f"{count / 1024:.0f} Ko"


def _render(name: str, **values: Any) -> str:
    return _templates().get_template(name).render(**values)


def mail_list(mails: list[Sent], asked: Asked) -> str:
    """Every mail, newest first, and the clock."""
    moved = asked.param("avance")
    return _render(
        "list.html",
        mails=mails[::-1],
        now=datetime.now(PARIS).strftime("%Y-%m-%dT%H:%M"),
        moved=_moment(moved) if _is_moment(moved) else "",
        failed=asked.param("echec"),
    )


def _is_moment(text: str) -> bool:
    try:
        return bool(datetime.fromisoformat(text))
    except ValueError:
        return False


def mail_page(mail: Sent, asked: Asked) -> str:
    """One mail with its readings, its facts and the answer form."""
    chosen = {
        "vue": _one_of(asked.param("vue"), [name for name, _ in VIEWS], "html" if mail.html else "texte"),
        "largeur": _one_of(asked.param("largeur"), WIDTHS, "600"),
        "theme": _one_of(asked.param("theme"), [name for name, _ in THEMES], "clair"),
    }
    attachments = [(number, part.get_filename(), _length(part)) for number, part in mail.attachments]
    return _render(
        "mail.html",
        mail=mail,
        chosen=chosen,
        views=VIEWS,
        widths=WIDTHS,
        themes=THEMES,
        headers=[(name, str(value)) for name, value in mail.message.items()],
        source=mail.raw.decode("utf-8", "replace"),
        links=links(mail.html, mail.text),
        attachments=attachments,
        samples=[(name, label) for name, (label, _) in SAMPLES.items()],
        delivered=asked.param("remis"),
        refused=asked.param("refus"),
    )


def _one_of(value: str, allowed: Any, default: str) -> str:
    return value if value in allowed else default


def _length(part: Any) -> int:
    return len(part.get_payload(decode=True) or b"")
