"""What was read from a person's own words: proposals, no answers before they are confirmed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from weiquan.core.case.checks import check_all
from weiquan.core.model.ruleset import RuleSet
from weiquan.core.values.records import result
from weiquan.errors import BadValue


@result
class Proposal:
    """One reading: the value of a fact, and the words that it was read from.

    For a fact with several answers it is one of them, as a tuple of one.
    """

    fact: str
    value: Any
    words: str                    # exactly as written, on one line
    start: int                    # where they stand in the text
    end: int
    vague: bool = False           # 11月初, 一百多: right about, not exactly
    note: str = ""                # what was assumed
    instead: tuple[Any, ...] = ()  # the answers given before whose place it takes


@result
class Event:
    """Something that happened or was said on a day, in the text's words."""

    day: date
    at: datetime | None           # where the text has the time
    who: str                      # self, or an entry of speech.yaml: merchant, platform, …
    words: str
    start: int
    end: int


@result
class Heard:
    """All that was read from one text, in the order of the facts."""

    proposals: tuple[Proposal, ...]
    events: tuple[Event, ...]
    kind: str                     # story, chat or order
    unread: tuple[str, ...] = ()  # sums that nothing was made of, as written

    def facts(self, kept: Iterable[int] | None = None) -> dict[str, Any]:
        """The values together, of all proposals or of those kept."""
        chosen = range(len(self.proposals)) if kept is None else sorted(kept)
        return merged(self.proposals[n] for n in chosen)


def merged(proposals: Iterable[Proposal]) -> dict[str, Any]:
    """The facts that proposals amount to; several answers of one fact are put together."""
    out: dict[str, Any] = {}
    for p in proposals:
        if isinstance(p.value, tuple) and p.fact in out:
            out[p.fact] = tuple(dict.fromkeys((*out[p.fact], *p.value)))
        else:
            out.setdefault(p.fact, p.value)
    return out


def fitting(rules: RuleSet, proposals: Iterable[Proposal]) -> list[Proposal]:
    """The proposals in the order of the facts, without those that cannot be true.

    A day or sum that its fact does not allow is dropped; of two days in the wrong order, both are
    kept out: which of them was misread is not known.
    """
    alone = [p for p in proposals if _fits(rules, {p.fact: p.value}, p.fact)]
    wrong = _contradicting(rules, merged(alone))
    order = {fact: n for n, fact in enumerate(rules.specs)}
    return sorted((p for p in alone if p.fact not in wrong), key=lambda p: order[p.fact])


def _fits(rules: RuleSet, facts: Mapping[str, Any], fact: str) -> bool:
    return not check_all(facts, {fact: rules.specs[fact]})


def _contradicting(rules: RuleSet, facts: Mapping[str, Any]) -> set[str]:
    out: set[str] = set()
    for spec in rules.facts:
        for first in spec.check.not_before:
            pair = {k: facts[k] for k in (first, spec.id) if k in facts}
            if len(pair) == 2 and _conflict(rules, pair):
                out |= set(pair)
    return out


def _conflict(rules: RuleSet, pair: Mapping[str, Any]) -> list[BadValue]:
    return check_all(pair, {k: rules.specs[k] for k in pair})
