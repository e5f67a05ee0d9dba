"""The address a notification is answered to: signed, for one ticket and one user (N-25)."""

from __future__ import annotations

from chalicelib.domain.staff_reply import staff_address
from chalicelib.usecases.ports import Office


def reply_address_of(office: Office, number: int, user_id: str) -> str:
    return staff_address(number, user_id, staff_signature(office, number, user_id), office.post.inbound_domain)


def staff_signature(office: Office, number: int, user_id: str) -> str:
    """User ids are compared without case: mail programs change it."""
    return office.secrets.sign("staff_reply", f"{number}:{user_id.lower()}")
