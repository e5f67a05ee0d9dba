"""A sign-in link for the person at the keyboard: bound to no browser, otherwise like any other (W-3)."""

from __future__ import annotations

from chalicelib import bootstrap
from chalicelib.usecases.sign_in import link_address, new_link
from infra.seed import cast


def link() -> str:
    """A fresh link for Claire, the manager of the demo agency."""
    office = bootstrap.office(cast.AGENCY_ID)
    token = office.secrets.token()
    office.books.commit(new_link(office, cast.CLAIRE, token, "", bootstrap.clock()))
    return link_address(office, cast.CLAIRE, token)
