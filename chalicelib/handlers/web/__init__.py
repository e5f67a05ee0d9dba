"""Pages, one Blueprint per screen."""

from __future__ import annotations

from chalice.app import Chalice

from chalicelib.handlers.doors import dressed
from chalicelib.handlers.web import (
    assets,
    composer,
    dashboard,
    documents,
    files,
    new_ticket,
    review,
    sign_in,
    ticket,
    uploads,
)

SCREENS = (assets, sign_in, dashboard, new_ticket, ticket, composer, uploads, documents, files, review)


def register(app: Chalice) -> None:
    """Add every screen to the application, and our headers to whatever it answers."""
    app.register_middleware(dressed, "http")
    for screen in SCREENS:
        app.register_blueprint(screen.blueprint)
