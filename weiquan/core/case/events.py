"""What an event changes in the answers of a case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from weiquan.core.model import Event
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.values.typed import plain_line


def event_named(rules: RuleSet, words: str) -> Event | None:
    """The event that these words name: its id, its label, or another way to say it."""
    wanted = _bare(words)
    for event in rules.events.values():
        if words.strip() == event.id or wanted in map(_bare, (event.label, *event.says)):
            return event
    near = [e for e in rules.events.values()
            if any(_bare(x) in wanted or (len(wanted) > 1 and wanted in _bare(x))
                   for x in (e.label, *e.says))]
    return near[0] if len(near) == 1 else None


def told_by(rules: RuleSet, event: Event, at: datetime) -> Mapping[str, Any]:
    """The facts that an event at some moment gives."""
    out: dict[str, Any] = dict(event.settles)
    if event.day:
        spec = rules.specs[event.day]
        out[event.day] = at if spec.type == "datetime" else at.date()
    return out


def _bare(text: str) -> str:
    return "".join(c for c in plain_line(text).lower() if c.isalnum())
