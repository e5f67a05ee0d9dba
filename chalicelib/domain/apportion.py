"""An amount cut into whole cents that add up to it exactly: the largest remainders get the cents left over (D-5)."""

from __future__ import annotations

from collections.abc import Sequence


def apportioned(cents: int, weights: Sequence[int]) -> tuple[int, ...]:
    """The parts in proportion to the weights, which are not negative; among equal remainders the first comes
    first. Without any weight the parts are equal. Nothing to cut it into gives nothing."""
    if not any(weights):
        weights = [1] * len(weights)
    whole, amount = sum(weights), abs(cents)
    parts = [amount * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: -(amount * weights[i] % whole))
    for index in by_remainder[:amount - sum(parts)]:
        parts[index] += 1
    return tuple(part if cents >= 0 else -part for part in parts)
