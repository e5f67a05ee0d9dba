"""How long an office waits before it asks again: named settings, each agency may change its own (D-32, N-6).

Values are business days but for the two that say hours, `certificate_before` and `link_days` (calendar days),
`cooling_minutes`, and `code_from_euros`: from which amount TTC a decision by link takes a code as well (W-5).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Setting:
    """The value used when an agency says nothing, and the bounds of what it may say."""

    default: int
    least: int = 1
    most: int = 60


SETTINGS: dict[str, Setting] = {
    "quote_first": Setting(2), "quote_second": Setting(5), "quote_next_firm": Setting(7),
    "promise_call": Setting(5),
    "owner_first": Setting(2), "owner_second": Setting(5), "owner_last": Setting(7), "owner_call": Setting(8),
    "urgent_hours": Setting(4, 3, 40), "urgent_call_hours": Setting(24, 4, 240),
    "visit_ask": Setting(1), "visit_check": Setting(3),
    "invoice_first": Setting(2), "invoice_second": Setting(5), "invoice_third": Setting(10),
    "invoice_call": Setting(12),
    "photos_first": Setting(3), "photos_second": Setting(7),
    "keys_first": Setting(3), "keys_second": Setting(7), "keys_call": Setting(10),
    "certificate_before": Setting(30, 1, 120),
    "link_days": Setting(14, 1, 90), "cooling_minutes": Setting(15, 0, 1440),
    "code_from_euros": Setting(5000, 0, 1_000_000),
}


def pace_of(chosen: Mapping[str, int]) -> dict[str, int]:
    """Every setting by name. What an agency chose counts within its bounds; unknown names do not."""
    return {name: min(max(chosen.get(name, s.default), s.least), s.most) for name, s in SETTINGS.items()}
