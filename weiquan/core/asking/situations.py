"""Which situation a story is: the lines to pick from, the likest first.

Few words are told of each situation, so a story is compared with every text by itself: by the
groups of characters that both have, the rarer ones among the situations in question the more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from math import log, sqrt
from typing import Any

from weiquan.core.asking.interview import offered_choices
from weiquan.core.asking.supposed import sentences_of, words_of
from weiquan.core.asking.told import Told
from weiquan.core.case.context import context_of
from weiquan.core.judging.situations import FACT
from weiquan.core.language.likeness import groups
from weiquan.core.model.ruleset import RuleSet

MOST = 6          # lines to pick from
_CLEAR = 0.26     # likeness from which a situation is read without asking,
_AHEAD = 1.25     # where no other is nearly as like
_SECOND = 0.5     # what the second likest text of a situation counts for


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
    texts = {x: [groups(t) for t in (s.line, *s.texts)]
             for x in ids for s in [rules.situations[x]]}
    everywhere = Counter(g for these in texts.values() for g in set().union(*these))
    rare = {g: log((len(texts) + 1) / n) for g, n in everywhere.items()}
    pieces = [groups(words_of(told, x)) for x in _pieces(told)]
    out = [(x, _like(pieces, these, rare)) for x, these in texts.items()]
    return sorted(out, key=lambda item: -item[1])


def _pieces(told: Told) -> list[list[tuple[int, int]]]:
    """What the texts are held against: each sentence, each two clauses, and the whole."""
    sentences = sentences_of(told)
    clauses = [c for s in sentences for c in s]
    return [*sentences, *([a, b] for a, b in pairwise(clauses)), clauses]


def _like(pieces: Sequence[set[str]], texts: Sequence[set[str]],
          rare: Mapping[str, float]) -> float:
    """How much the likest pieces of a story are like the likest texts."""
    best = sorted((max((_cosine(p, t, rare) for p in pieces), default=0.0) for t in texts),
                  reverse=True)
    return best[0] + _SECOND * sum(best[1:2])


def _cosine(a: set[str], b: set[str], rare: Mapping[str, float]) -> float:
    both = sum(rare[g] ** 2 for g in a & b if g in rare)
    if not both:
        return 0.0
    return both / sqrt(_weight(a, rare) * _weight(b, rare))


def _weight(these: set[str], rare: Mapping[str, float]) -> float:
    return sum(rare[g] ** 2 for g in these if g in rare)
