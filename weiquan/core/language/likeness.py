"""What a text is like: labels by the sentences that people said of each.

A group of one to three characters speaks for a label as far as it stands in texts of that label
more often than in others. Nothing is decided by it: it ranks.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from math import log, sqrt

from weiquan.core.values.patterns import lazy_re

_LONGEST = 3          # characters of a group
_UNSEEN = 0.3         # what a group that a label never had counts for
_TWICE = 2            # a group that was met once only counts half
_SHORT = 8            # a text with fewer groups is not made more alike by being short
_SCALE = 100          # weights are whole numbers: hundredths
_LEAST = 40           # a weight that changes no order is not kept
_BREAKS = lazy_re(r"[^\u4e00-\u9fffA-Za-z#]+")
_MARKS = lazy_re(r"\{\w+\}|[…|!#@]")
_NUMBERS = lazy_re(r"\d+(?:\.\d+)?")

Weights = Mapping[str, Mapping[str, int]]


def groups(text: str) -> set[str]:
    """The groups of up to three characters of a text; a number is one character."""
    out: set[str] = set()
    for run in _BREAKS.split(_NUMBERS.sub("#", text)):
        for size in range(1, _LONGEST + 1):
            out.update(run[i:i + size] for i in range(len(run) - size + 1))
    return out


def bare(cue: str) -> str:
    """The words of a cue, without the marks of its gaps, places and word classes."""
    return _MARKS.sub(" ", cue)


def learned(examples: Iterable[tuple[str, Collection[str]]]) -> dict[str, dict[str, int]]:
    """For each label the groups that speak for it, with how much, in hundredths.

    `examples`: texts, each with the labels that hold of it; one without any is background.
    """
    everywhere: Counter[str] = Counter()
    of: defaultdict[str, Counter[str]] = defaultdict(Counter)
    texts: Counter[str] = Counter()
    total = 0
    for text, labels in examples:
        found = groups(text)
        everywhere.update(found)
        total += 1
        for label in labels:
            of[label].update(found)
            texts[label] += 1
    out: dict[str, dict[str, int]] = {}
    for label, counts in of.items():
        out[label] = speaking = {}
        inside, outside = texts[label] + 2 * _UNSEEN, total - texts[label] + 2 * _UNSEEN
        for group, n in counts.items():
            odds = ((n + _UNSEEN) / inside) / ((everywhere[group] - n + _UNSEEN) / outside)
            weight = round(_SCALE * log(odds) * min(1, n / _TWICE))
            if weight >= _LEAST:
                speaking[group] = weight
    return out


def likeness(weights: Weights, text: str) -> dict[str, float]:
    """How much a text is like what was said of each label; labels that nothing speaks for are out.

    The figures of one text can be compared with each other, not with those of another.
    """
    found = groups(text)
    by = _SCALE * sqrt(max(_SHORT, len(found)))
    sums = {label: sum(speaking[g] for g in found if g in speaking)
            for label, speaking in weights.items()}
    return {label: total / by for label, total in sums.items() if total}
