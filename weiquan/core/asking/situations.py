"""Which situation a story is: the lines to pick from, the likest first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from itertools import pairwise
from typing import Any

from weiquan.core.asking.interview import offered_choices
from weiquan.core.asking.supposed import sentences_of, words_of
from weiquan.core.asking.told import Told
from weiquan.core.case.context import context_of
from weiquan.core.judging.situations import FACT
from weiquan.core.language.nearness import ranked
from weiquan.core.model.ruleset import RuleSet

MOST = 6          # lines to pick from
_CLEAR = 0.26     # likeness from which a situation is read without asking,
_AHEAD = 1.25     # where no other is nearly as like


def likely_situations(rules: RuleSet, told: Told, given: Mapping[str, Any], now: datetime,
                      most: int = MOST) -> list[str]:
    """The ids of the situations of what happened, the likest to the story first."""
    return [x for x, _ in _ranked(rules, told, given, now)[:most]]


def clear_situation(rules: RuleSet, told: Told, given: Mapping[str, Any],
                    now: datetime) -> str | None:
    """The situation that a story is clearly; None where two are nearly as likely."""
    (first, like), (_, second) = (*_ranked(rules, told, given, now), ("", 0.0), ("", 0.0))[:2]
    return first if like >= _CLEAR and like >= second * _AHEAD else None


def _ranked(rules: RuleSet, told: Told, given: Mapping[str, Any],
            now: datetime) -> list[tuple[str, float]]:
    if FACT not in rules.specs:
        return []
    ids = offered_choices(rules.specs[FACT], context_of(rules, given, now))
    samples = {x: (s.line, *s.texts) for x in ids for s in [rules.situations[x]]}
    return ranked(samples, [words_of(told, x) for x in _pieces(told)])


def _pieces(told: Told) -> list[list[tuple[int, int]]]:
    """What the texts are held against: each sentence, each two clauses, and the whole."""
    sentences = sentences_of(told)
    clauses = [c for s in sentences for c in s]
    return [*sentences, *([a, b] for a, b in pairwise(clauses)), clauses]
