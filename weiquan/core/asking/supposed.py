"""What may have happened besides what was heard: the labels that a story is like.

Where nothing was heard, the label that a story is like is read, with the clause that is most like
it; the others are offered when a story is confirmed, never assumed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from weiquan.core.asking.heard import Proposal
from weiquan.core.asking.told import Told
from weiquan.core.language.likeness import Weights, likeness
from weiquan.core.model.ruleset import RuleSet

FACT, WISHES = "happened", "wishes"
MOST = 4
_STORY = 45        # characters: of less, one word more or less changes what it is like
_LEAST = 2.0       # of the likeness: less and many labels are as like
_ALIKE = 6.0       # a story is told in words like these
_AHEAD = 1.15      # of two, the first is the likelier one


def also_happened(rules: RuleSet, told: Told, heard: Collection[str],
                  most: int = MOST) -> list[str]:
    """The ids of the labels that a story is most like, of those that were not heard in it."""
    return [x for x, like in _ranked(rules, told) if like >= _LEAST and x not in heard][:most]


def also_asked(rules: RuleSet, told: Told, heard: Collection[str], most: int) -> list[str]:
    """The ids of the wishes that a clause of a story is most like, of those that were not heard."""
    best = _best(rules.likeness[WISHES], told, [[c] for s in sentences_of(told) for c in s])
    ranked = sorted((x for x in rules.wishes if best.get(x, 0) >= _LEAST and x not in heard),
                    key=lambda x: -best[x])
    return ranked[:most]


def read_likely(rules: RuleSet, told: Told, found: Sequence[Proposal]) -> list[Proposal]:
    """Where a story told nothing that was heard: the label that it is like, with its clause.

    None where another label is nearly as likely, and none of a few words.
    """
    if len(told.flat) < _STORY or any(p.fact == FACT for p in found):
        return []
    (label, like), (_, second) = (*_ranked(rules, told), ("", 0.0), ("", 0.0))[:2]
    if like < _ALIKE or like < second * _AHEAD:
        return []
    weights = rules.likeness[FACT]
    start, end = max((c for s in sentences_of(told) for c in s),
                     key=lambda c: likeness(weights, words_of(told, [c])).get(label, 0.0))
    return [Proposal(FACT, (label,), told.words(start, end), start, end)]


def _ranked(rules: RuleSet, told: Told) -> list[tuple[str, float]]:
    """Every label, with how much the whole and its likeliest sentence are like it, first first."""
    sentences = sentences_of(told)
    weights = rules.likeness[FACT]
    total = likeness(weights, words_of(told, [c for s in sentences for c in s]))
    best = _best(weights, told, sentences)
    ranked = {x: total[x] + best[x] for x in rules.happened if x in total}
    return sorted(ranked.items(), key=lambda item: -item[1])


def _best(weights: Weights, told: Told,
          pieces: Sequence[Sequence[tuple[int, int]]]) -> dict[str, float]:
    """How much the likeliest of the pieces is like each label."""
    best: dict[str, float] = {}
    for clauses in pieces:
        for label, like in likeness(weights, words_of(told, clauses)).items():
            best[label] = max(best.get(label, 0.0), like)
    return best


def words_of(told: Told, clauses: Sequence[tuple[int, int]]) -> str:
    """The words of these clauses, as they are compared."""
    return ",".join(told.flat[a:b] for a, b in clauses)


def sentences_of(told: Told) -> list[list[tuple[int, int]]]:
    """Of each sentence the clauses that say something, not what would be if."""
    out: list[list[tuple[int, int]]] = []
    start = 0
    while start < len(told.flat):
        end = max(told.sentence(start)[1], start + 1)
        said = [c for c in told.clauses_in(start, end) if not told.supposed(c[1] - 1)]
        if said:
            out.append(said)
        start = end
    return out
