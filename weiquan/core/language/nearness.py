"""Which of a few things a text tells, by sample texts of each.

Few texts are told of each thing, so a text is compared with every sample by itself: by the groups
of characters that both have, those that few of the things have the more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain
from math import log, sqrt

from weiquan.core.language.likeness import groups

_SECOND = 0.5     # what the second likest sample of a thing counts for

Samples = Mapping[str, Sequence[str]]


def ranked(samples: Samples, pieces: Sequence[str]) -> list[tuple[str, float]]:
    """Each thing with how much the likest of the pieces is like its samples; the likest first.

    1.5 is a piece that is said twice among the samples, 0 one that shares nothing with them.
    """
    sets = {x: [groups(t) for t in texts] for x, texts in samples.items()}
    everywhere = Counter(chain.from_iterable(set().union(*these) for these in sets.values()))
    rare = {g: log((len(sets) + 1) / n) for g, n in everywhere.items()}
    unmet = log(len(sets) + 1)
    said = [(p, _weight(p, rare, unmet)) for p in map(groups, pieces) if p]
    out = [(x, _like(said, these, rare)) for x, these in sets.items()]
    return sorted(out, key=lambda item: -item[1])


def _like(pieces: Sequence[tuple[set[str], float]], samples: Sequence[set[str]],
          rare: Mapping[str, float]) -> float:
    best = sorted((max((_cosine(p, weight, s, rare) for p, weight in pieces), default=0.0)
                   for s in samples), reverse=True)
    return sum(best[:1]) + _SECOND * sum(best[1:2])


def _cosine(piece: set[str], weight: float, sample: set[str], rare: Mapping[str, float]) -> float:
    both = sum(rare[g] ** 2 for g in piece & sample)
    return both / sqrt(weight * _weight(sample, rare, 0.0)) if both else 0.0


def _weight(these: set[str], rare: Mapping[str, float], unmet: float) -> float:
    return sum(rare.get(g, unmet) ** 2 for g in these)
