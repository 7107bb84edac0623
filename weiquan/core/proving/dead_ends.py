"""States of a case after which the ladder has nothing more to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from weiquan.core.judging.assess import assess
from weiquan.core.model import Choice, Fact, Label
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.values.records import result

# Where a case can come to rest: how far the refund, the merchant, the platform and an office are.
STATES = ("refund_status", "merchant_response", "platform_decision", "filed_result")
MONEY_BACK = ("refund_status", "refunded")
ALIVE = frozenset({"now", "later", "check"})


@result
class DeadEnd:
    """An answer after which a case of this kind has no next step."""

    label: Label
    fact: Fact
    choice: Choice
    facts: Mapping[str, Any]


def dead_ends(rules: RuleSet, now: datetime) -> Iterator[DeadEnd]:
    """Every label and answer after which nothing is to be done now, later, or to be found out.

    All else is unknown: what nobody said must not stop a case. With the money back nothing needs
    to follow.
    """
    for label in rules.happened.values():
        for spec in (rules.specs[f] for f in STATES if f in rules.specs):
            for choice in spec.choices:
                facts = {"happened": (label.id,), spec.id: choice.id}
                if MONEY_BACK not in facts.items() and _stuck(rules, facts, now):
                    yield DeadEnd(label, spec, choice, facts)


def _stuck(rules: RuleSet, facts: Mapping[str, Any], now: datetime) -> bool:
    try:
        ladder = assess(rules, facts, now).ladder
    except KeyError:
        raise  # a bug, no empty ladder
    except LookupError:
        return True
    return not any(s.status in ALIVE for s in ladder)
