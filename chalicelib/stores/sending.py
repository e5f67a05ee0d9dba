"""The one entry that all workers of the deployment send by."""

from __future__ import annotations

from typing import Any

from chalicelib.domain.sending import SendingAccount
from chalicelib.models import keys
from chalicelib.stores.writes import Refused, Write


class SendingBook:
    """Reads and moves the sending account. It belongs to the deployment, not to an agency."""

    def __init__(self, table: Any) -> None:
        self._table = table

    def read(self) -> SendingAccount | None:
        found: list[SendingAccount | None] = self._table.get([keys.SENDING])
        return found[0]

    def save(self, account: SendingAccount, *, first: bool = False) -> bool:
        """Whether this worker was the fastest; False means that somebody has moved it since it was read."""
        try:
            self._table.write("", [Write("insert" if first else "replace", account)])
        except Refused:
            return False
        return True
