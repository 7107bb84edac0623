"""The facts that a letter tells from the answers, sentence by sentence, in the order of events."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from weiquan.core.model import Account
from weiquan.core.telling.saying import Sayer
from weiquan.core.values.patterns import lazy_re

_NUMBER = lazy_re(r"\d+(?:\.\d+)?")


def recounted(accounts: Iterable[Account], sayer: Sayer,
              own: str) -> dict[str, list[dict[str, Any]]]:
    """The sentences of those accounts that hold in the case, by stage.

    What the letter tells already in the person's words is left out.
    """
    figures = set(_NUMBER.findall(own))
    out: dict[str, list[dict[str, Any]]] = {"deal": [], "course": [], "cost": []}
    points: set[str] = set()
    for account in accounts:
        if account.point in points:
            continue
        words = sayer.say(account.say)
        if words is None:
            continue
        mine = set(_NUMBER.findall(words))
        if any(w in own for w in account.said_by) or (mine and mine <= figures):
            continue
        if account.point:
            points.add(account.point)
        out[account.stage].append({"account": account.id, "text": words})
    return out
