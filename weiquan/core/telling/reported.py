"""What was read from own words, as `tell --json` gives it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from weiquan.core.asking.further import followups
from weiquan.core.asking.heard import Heard
from weiquan.core.case.answers import dump_value, show_value
from weiquan.core.judging.assessment import Assessment
from weiquan.core.model.ruleset import RuleSet

SCHEMA = "weiquan/tell/1"


def tell_json(rules: RuleSet, heard: Heard, facts: Mapping[str, Any], now: datetime,
              result: Assessment | None, alike: Sequence[str] = (), near: Sequence[str] = (),
              ) -> dict[str, Any]:
    """The readings, the facts that they amount to, the events, and the card; nothing confirmed.

    `alike`: labels of what may have happened too; `near`: situations that it is like.
    """
    out: dict[str, Any] = {
        "schema": SCHEMA, "as_of": now.isoformat(timespec="minutes"), "kind": heard.kind,
        "confirmed": False,
        "readings": [{
            "fact": p.fact, "short": rules.specs[p.fact].short,
            "value": dump_value(rules.specs[p.fact], p.value),
            "shown": show_value(rules.specs[p.fact], p.value), "words": p.words,
            "start": p.start, "end": p.end, "vague": p.vague, "note": p.note,
        } for p in heard.proposals],
        "facts": {k: dump_value(rules.specs[k], v) for k, v in facts.items()},
        "events": [{
            "day": e.day.isoformat(), "at": e.at.isoformat(timespec="minutes") if e.at else None,
            "who": e.who, "words": e.words, "start": e.start, "end": e.end,
        } for e in heard.events],
        "asks": [{"text": x.text, "facts": list(x.about)} for x in followups(rules, facts, now)],
        "alike": list(alike),
        "situations": list(near),
        "unread": list(heard.unread),
        "card": None,
    }
    if result is not None:
        from weiquan.core.telling.contract import plan_json

        out["card"] = plan_json(rules, dict(facts), result)["card"]
    return out
