"""Which situation a story is: the lines to pick from, the likest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from weiquan.core.asking.interview import offered_choices
from weiquan.core.asking.supposed import by_likeness, likenesses
from weiquan.core.asking.told import Told
from weiquan.core.case.context import context_of
from weiquan.core.judging.situations import FACT
from weiquan.core.language.likeness import learned
from weiquan.core.model import Situation
from weiquan.core.model.ruleset import RuleSet

HAPPENED = "happened"
MOST = 6          # lines to pick from
_WORTH = 0.25     # of the likeness of the first, what another must have to be one of them
OTHERS = 2        # of them, of things that were not heard,
_LIKER = 1.2      # where they are so much liker
_CLEAR = 8.0      # likeness from which a situation is read without asking,
_AHEAD = 1.4      # where no other is nearly as like


def likely_situations(rules: RuleSet, told: Told, given: Mapping[str, Any],
                      now: datetime) -> list[str]:
    """The ids of the situations of what happened, the likest to the story first.

    Last those of other things that are liker than all of these: what happened may be misheard.
    """
    found = _ranked(rules, told, given, now)
    lines = _lines(found)
    if HAPPENED not in given:
        return lines
    every = _ranked(rules, told, {k: v for k, v in given.items() if k != HAPPENED}, now)
    least = _LIKER * found[0][1] if found else 0.0
    others = [x for x, like in every[:MOST] if like > least and x not in lines][:OTHERS]
    return [*lines[:MOST - len(others)], *others]


def read_situation(rules: RuleSet, told: Told, given: Mapping[str, Any],
                   now: datetime) -> tuple[str | None, list[str]]:
    """The situation that a story clearly is, and those that it is like.

    None where two are nearly as likely.
    """
    found = _ranked(rules, told, given, now)
    (first, like), (_, second) = (*found, ("", 0.0), ("", 0.0))[:2]
    return first if like >= _CLEAR and like >= second * _AHEAD else None, _lines(found)


def _lines(found: Sequence[tuple[str, float]]) -> list[str]:
    return [x for x, like in found[:MOST] if like >= _WORTH * found[0][1]]


def _ranked(rules: RuleSet, told: Told, given: Mapping[str, Any],
            now: datetime) -> list[tuple[str, float]]:
    """The situations that may be, with how much the whole and its likeliest sentence are like."""
    if FACT not in rules.specs:
        return []
    ids = offered_choices(rules.specs[FACT], context_of(rules, given, now))
    weights = learned((text, (x,)) for x in ids for text in _texts(rules.situations[x]))
    return by_likeness(likenesses(weights, told), ids)


def _texts(situation: Situation) -> list[str]:
    """What is told of a situation, and what is said about it: both speak of the same things."""
    return [situation.line, *situation.texts, situation.first.title, *situation.first.do,
            *situation.traps, *(x.text for x in situation.asks),
            *(text for x in situation.they_say for text in x.says)]
