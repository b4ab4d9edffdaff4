"""Whole numbers that add up: how a total is split by weights."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate


def apportion(total: int, weights: Sequence[float], caps: Sequence[int] | None = None) -> list[int]:
    """``total`` split in proportion to ``weights`` (≥ 0); the parts are whole and add up to it.

    Largest remainders, earlier places first where they are equal. No part exceeds its cap; what
    a cap holds back goes to the others, evenly where none of them has a weight. Raises
    ``ValueError`` when the total is negative or exceeds the caps together.
    """
    limits = [total] * len(weights) if caps is None else list(caps)
    if total < 0 or sum(limits) < total:
        raise ValueError(f"cannot split {total} among caps of {sum(limits)}")
    parts = [0] * len(weights)
    left = total
    while left:
        room = [limit - part for limit, part in zip(limits, parts, strict=True)]
        shares = [w if free else 0.0 for w, free in zip(weights, room, strict=True)]
        if not any(shares):
            shares = [1.0 if free else 0.0 for free in room]
        for place, share in enumerate(_largest_remainders(left, shares)):
            given = min(share, room[place])
            parts[place] += given
            left -= given
    return parts


def _largest_remainders(total: int, weights: Sequence[float]) -> list[int]:
    whole = sum(weights)
    quotas = [total * weight / whole for weight in weights]
    parts = [int(quota) for quota in quotas]
    order = sorted(range(len(parts)), key=lambda place: (parts[place] - quotas[place], place))
    for place in order[: total - sum(parts)]:
        parts[place] += 1
    return parts


def in_steps(total: int, weights: Sequence[float], offset: float) -> list[int]:
    """``total`` split by ``weights`` in order; ``offset`` in [0, 1) shifts where sums are rounded.

    Split many totals, each with an offset drawn at random, and the sums over all of them follow
    the weights closely, however small the totals are. ``apportion`` would round all alike.
    """
    whole = sum(weights)
    sums = [int(total * running / whole + offset) for running in accumulate(weights)]
    sums[-1] = total
    return [later - earlier for later, earlier in zip(sums, [0, *sums[:-1]], strict=True)]
