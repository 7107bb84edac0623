"""What may have happened besides what was heard: the labels that a story is like.

Where nothing was heard, the label that a story is like is read, with the clause that is most like
it; the others are offered when a story is confirmed, never assumed.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

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
    ranked = by_likeness(likenesses(rules.likeness[FACT], told), rules.happened)
    return [x for x, like in ranked if like >= _LEAST and x not in heard][:most]


def also_asked(rules: RuleSet, told: Told, heard: Collection[str], most: int) -> list[str]:
    """The ids of the wishes that a clause of a story is most like, of those that were not heard."""
    best = _best(rules.likeness[WISHES], told, [[c] for s in _sentences(told) for c in s])
    ranked = by_likeness(best, rules.wishes)
    return [x for x, like in ranked if like >= _LEAST and x not in heard][:most]


def read_likely(rules: RuleSet, told: Told, found: Sequence[Proposal]) -> list[Proposal]:
    """Where a story told nothing that was heard: the label that it is like, with its clause.

    None where another label is nearly as likely, and none of a few words.
    """
    if len(told.flat) < _STORY or any(p.fact == FACT for p in found):
        return []
    weights = rules.likeness[FACT]
    (label, like), (_, second) = (*by_likeness(likenesses(weights, told), rules.happened),
                                  ("", 0.0), ("", 0.0))[:2]
    if like < _ALIKE or like < second * _AHEAD:
        return []
    start, end = max((c for s in _sentences(told) for c in s),
                     key=lambda c: likeness(weights, _of(told, [c])).get(label, 0.0))
    return [Proposal(FACT, (label,), told.words(start, end), start, end)]


def likenesses(weights: Weights, told: Told) -> dict[str, float]:
    """How much the whole of a story and its likeliest sentence together are like each label."""
    sentences = _sentences(told)
    total = likeness(weights, _of(told, [c for s in sentences for c in s]))
    best = _best(weights, told, sentences)
    return {x: total[x] + best[x] for x in total}


def by_likeness(like: Mapping[str, float], of: Iterable[str]) -> list[tuple[str, float]]:
    """Each of these with its likeness, the likest first; of those as like, the first first."""
    return sorted(((x, like.get(x, 0.0)) for x in of), key=lambda item: -item[1])


def _best(weights: Weights, told: Told,
          pieces: Sequence[Sequence[tuple[int, int]]]) -> dict[str, float]:
    """How much the likeliest of the pieces is like each label."""
    best: dict[str, float] = {}
    for clauses in pieces:
        for label, like in likeness(weights, _of(told, clauses)).items():
            best[label] = max(best.get(label, 0.0), like)
    return best


def _of(told: Told, clauses: Sequence[tuple[int, int]]) -> str:
    return ",".join(told.flat[a:b] for a, b in clauses)


def _sentences(told: Told) -> list[list[tuple[int, int]]]:
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
