"""The one Jinja environment: everything is escaped but plain text, nothing is reloaded (PF-49, TRAP-13)."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Undefined, pass_context, select_autoescape
from jinja2.runtime import Context

from chalicelib.domain.evidence_words import SOURCES
from chalicelib.domain.greeting import greeted
from chalicelib.rendering import formats
from chalicelib.rendering.catalog import catalog, translate

TEMPLATES = Path(__file__).parent.parent / "templates"


@cache
def environment(language: str, *, strict: bool = False) -> Environment:
    """Templates in one language, with its catalog and its formats.

    `strict` is for mails: a value that is missing there is an error, not a gap in a sentence.
    """
    env = Environment(
        loader=FileSystemLoader(TEMPLATES), auto_reload=False, trim_blocks=True, lstrip_blocks=True,
        # everything is escaped, whatever its suffix, but the text parts of mails
        autoescape=select_autoescape((), ("txt",), default=True, default_for_string=True),
        undefined=StrictUndefined if strict else Undefined, extensions=["jinja2.ext.i18n"],
    )
    install: Any = vars(env)["install_gettext_translations"]  # added to the instance by the extension
    install(catalog(language), newstyle=True)
    env.globals["lang"] = language
    filters: dict[str, Any] = {
        "greeted": greeted,
        "euros": lambda cents: formats.euros(cents, language),
        "day": lambda value: formats.day(value, language),
        "weekday": lambda value: formats.weekday(value, language),
        "moment": lambda value: formats.moment(value, language),
        "hour": lambda value: formats.hour(value, language),
        "size": lambda count: formats.size(count, language),
        "figure": lambda value, name: formats.plain(value, name, language),
        "t": lambda message: translate(message, language),
        "source": lambda code: translate(SOURCES.get(code, ""), language),
        "ago": pass_context(_ago),
    }
    env.filters.update(filters)
    return env


def _ago(context: Context, value: Any) -> str:
    return formats.ago(value, context["now"], context["lang"])
